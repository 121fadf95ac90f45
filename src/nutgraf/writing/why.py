"""The computed "why it matters": how a story spread, and what its figures agree on."""

from __future__ import annotations

from collections.abc import Sequence

from nutgraf.archive.citation import Citation, cite
from nutgraf.archive.words import Words
from nutgraf.gate import computed
from nutgraf.gate import figures as compared
from nutgraf.reading.model import Input
from nutgraf.writing.choosing import Candidate
from nutgraf.writing.model import Brief, Sentence

LABEL = "Why it matters"
FIGURES_LABEL = "Figures compared"
_NOTES = 4
_MOST_READ = 120


def why(
    brief: Brief, ranked: Sequence[Candidate], words: Words, *, paragraph: int
) -> tuple[Sentence, ...]:
    """The computed sentences of a story: who had it first and who followed, then its figures."""
    told = (
        (
            LABEL,
            "spread/1",
            [Input(capture=one.id) for one in brief.captures],
            _firsts(brief, ranked),
        ),
        (FIGURES_LABEL, "figures/1", *_compared(ranked, words)),
    )
    found: list[Sentence] = []
    for label, method, inputs, cites in told:
        result = computed.compute(method, inputs, words) if inputs else None
        if result is not None:
            found.append(
                Sentence(
                    text=result.result,
                    role="why",
                    computation=result,
                    cites=tuple(cites),
                    label=label,
                    paragraph=paragraph,
                )
            )
    return tuple(found)


def _firsts(brief: Brief, ranked: Sequence[Candidate]) -> list[Citation]:
    """Where each owner tells it: the best sentence of the owner's captures, in order of arrival."""
    best: dict[str, Candidate] = {}
    for one in ranked:
        best.setdefault(one.capture.owner, one)
    owners = list(dict.fromkeys(capture.owner for capture in brief.captures))
    known = [best[owner] for owner in owners if owner in best]
    return [cite(one.capture, one.claim.start, one.claim.end) for one in known[:_NOTES]]


def _compared(ranked: Sequence[Candidate], words: Words) -> tuple[list[Input], list[Citation]]:
    """The sentences of several owners that give one figure of the same unit about the same names.

    Tried from the best sentence down; sentences that differ are worth more than those that agree.
    """
    read = [(one, compared.readable(one.shown, one.capture.record)) for one in ranked[:_MOST_READ]]
    agreed: list[Candidate] = []
    for lead, told in read:
        for unit in dict.fromkeys(figure.unit for figure in told.figures):
            group = _group(lead, told, unit, read)
            if len({one.capture.owner for one in group}) < 2:
                continue
            result = compared.figures(_inputs(group), words)
            if result and compared.differ(result):
                return _inputs(group), _cites(group)
            agreed = agreed or (group if result else [])
    return _inputs(agreed), _cites(agreed)


def _inputs(group: Sequence[Candidate]) -> list[Input]:
    return [
        Input(capture=one.claim.capture, start=one.claim.start, end=one.claim.end) for one in group
    ]


def _cites(group: Sequence[Candidate]) -> list[Citation]:
    return [cite(one.capture, one.claim.start, one.claim.end) for one in group]


def _group(
    lead: Candidate,
    told: compared.Told,
    unit: str,
    read: Sequence[tuple[Candidate, compared.Told]],
) -> list[Candidate]:
    """The best sentence of each owner that gives one figure of a unit about two shared names."""
    if sum(1 for figure in told.figures if figure.unit == unit) != 1:
        return []
    names = {key for key, _ in told.names}
    group: dict[str, Candidate] = {lead.capture.owner: lead}
    for one, other in read:
        if other.owner in group or one.capture.owner in group:
            continue
        shared = names & {key for key, _ in other.names}
        if len(shared) >= 2 and sum(1 for f in other.figures if f.unit == unit) == 1:
            names = shared
            group[one.capture.owner] = one
    return list(group.values())
