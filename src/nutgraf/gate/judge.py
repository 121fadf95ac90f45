"""The judge: one sentence, the words it stands on, one verdict."""

from __future__ import annotations

from collections.abc import Sequence

from nutgraf.archive.citation import Citation
from nutgraf.archive.words import Words
from nutgraf.gate.around import around
from nutgraf.gate.checks import faithful, is_extract, score, standing
from nutgraf.gate.cited import Cited, read_cited
from nutgraf.gate.computed import recompute
from nutgraf.gate.finding import Finding
from nutgraf.gate.model import Kind, Outcome, Verdict, judged_digest, seal_verdict
from nutgraf.gate.quote import verbatim
from nutgraf.gate.said_by import speaker_of_quote
from nutgraf.gate.span import spans
from nutgraf.gate.tail import coverage
from nutgraf.gate.templates import LABELS, fits
from nutgraf.reading.model import Computation
from nutgraf.reading.recognise import recognise

_CITED = frozenset({"fact", "quote", "headline", "clock"})
_VIEWS = frozenset({"why", "impact"})


def judge(
    *,
    text: str,
    role: str,
    cites: tuple[Citation, ...] = (),
    computation: Computation | None = None,
    speaker: str = "",
    label: str = "",
    template: str = "",
    words: Words,
) -> Verdict:
    """The verdict on a sentence.

    Every citation is resolved again through `words`. A fact, quote or headline is `supported` when
    no check finds a defect; a why or impact is a `view` when its names, figures and dates stand in
    its cited words; a computed sentence is `computed` when its computation gives it again; a notice
    is `template` when its text is what its template makes. Everything else is `partly` or
    `unsupported`, with a reason per defect. A sentence without a letter or digit is
    `not_judged`. Raises nothing.
    """
    judged = judged_digest(text, role, cites, computation, speaker, label)
    if not any(mark.isalnum() for mark in text):
        return seal_verdict("not_judged", 0.0, (), judged)
    outcome, value, findings = _weigh(
        text, role, cites, computation, speaker, label, template, words
    )
    return seal_verdict(outcome, value, tuple(one.reason for one in findings), judged)


_Weighed = tuple[Outcome, float, Sequence[Finding]]


def _weigh(
    text: str,
    role: str,
    cites: tuple[Citation, ...],
    computation: Computation | None,
    speaker: str,
    label: str,
    template: str,
    words: Words,
) -> _Weighed:
    if role == "notice":
        return _notice(text, template)
    if role not in _CITED | _VIEWS:
        return _refused("uncited", text, f"The gate knows no role {role[:40]!r}.")
    if role in _CITED and not cites:
        return _refused("uncited", text, f"A {role} stands on no citation.")
    if role in _VIEWS and not label.strip():
        return _refused("uncited", text, "A view of the desk carries no label that says so.")
    if label and (role not in _VIEWS or label not in LABELS):
        return _refused("uncited", text, f"A {role} cannot be printed under {label[:40]!r}.")
    broken = list(spans(cites, words))
    if broken:
        return "unsupported", 0.0, broken
    if computation is not None:
        return _computed(text, computation, words)
    if not cites:
        return _refused("uncited", text, f"A {role} stands on no citation and no computation.")
    cited = read_cites(cites, words)
    if role == "quote":
        return _quote(text, speaker, cited)
    if role in _VIEWS:
        return _view(text, cited)
    return _fact(text, cited)


def read_cites(cites: Sequence[Citation], words: Words) -> tuple[Cited, ...]:
    """The cited words of resolved citations, each with its capture's own day and its sentence."""
    found = []
    for index, cite in enumerate(cites):
        record = words.record(cite.span.capture)
        today = (record.published_at or record.fetched_at).date() if record else None
        context = around(words, cite.span, cite.quote)
        found.append(read_cited(index, cite.quote, today=today, record=record, context=context))
    return tuple(found)


def _notice(text: str, template: str) -> _Weighed:
    if fits(template, text):
        return "template", 1.0, ()
    return _refused("uncited", text, f"The text is not what the notice {template[:40]!r} says.")


def _computed(text: str, computation: Computation, words: Words) -> _Weighed:
    again = recompute(computation, words)
    name = f"{computation.method}/{computation.version}"
    if again is None:
        return _refused(
            "computation", text, f"The computation {name} cannot be made from what is at hand."
        )
    if again != computation.result:
        return _refused("computation", text, f"The computation {name} gives {again!r} today.")
    if text != computation.result:
        return _refused(
            "computation", text, f"The sentence is not the result of {name}: {again!r}."
        )
    return "computed", 1.0, ()


def _quote(text: str, speaker: str, cited: Sequence[Cited]) -> _Weighed:
    findings = [one for one in (verbatim(text, cited), _spoken(speaker, cited)) if one]
    return ("unsupported", 0.0, findings) if findings else ("supported", 1.0, ())


def _spoken(speaker: str, cited: Sequence[Cited]) -> Finding | None:
    if not speaker.strip():
        return Finding(
            kind="said-by", start=0, end=0, words="", message="The quote names no speaker."
        )
    return speaker_of_quote(speaker, cited)


def _view(text: str, cited: Sequence[Cited]) -> _Weighed:
    parts = recognise(text, today=cited[0].today)
    findings = list(standing(text, parts, cited))
    if findings:
        return "unsupported", score(text, parts, cited, findings), findings
    return "view", 1.0, ()


def _fact(text: str, cited: Sequence[Cited]) -> _Weighed:
    if is_extract(text, cited):
        return "supported", 1.0, ()
    parts = recognise(text, today=cited[0].today)
    findings = list(faithful(text, parts, cited))
    value = score(text, parts, cited, findings)
    if not findings:
        return "supported", value, ()
    return outcome_of(findings, coverage(text, parts, cited)), value, findings


def outcome_of(findings: Sequence[Finding], share: float) -> Outcome:
    """`partly` when one thing is wrong and most of what the words say is borne, else `unsupported`."""
    return "partly" if len(findings) == 1 and share >= 0.6 else "unsupported"


def _refused(kind: Kind, text: str, message: str) -> _Weighed:
    return (
        "unsupported",
        0.0,
        (Finding(kind=kind, start=0, end=len(text), words=text[:200], message=message),),
    )
