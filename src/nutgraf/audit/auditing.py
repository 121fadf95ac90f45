"""Auditing a digest that somebody else made: every sentence beside what it cites, and all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from nutgraf.archive.model import Capture
from nutgraf.audit.crosswise import Crossing, Led, Material, SourcePlace, Told, cross
from nutgraf.audit.digest.model import Digest, DigestSentence
from nutgraf.audit.sourcing.pages import Pages
from nutgraf.audit.weighing import Fault, Outcome, Weighed, weigh

MOST_SENTENCES = 5_000
NOTHING: Mapping[str, str] = MappingProxyType({})
Level = Literal["error", "warning"]
# What the gate and the rules are told by; a `not-judged` sentence does not pass either.
_WARNINGS = frozenset({"one-platform", "hearsay", "not-judged", "outlier"})


_EXPLAINING = frozenset(
    {"points", "baseline", "variant-or-year", "outlier", "conflict", "relative-date"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One thing a reader of the digest should know: words `start`-`end` of a sentence, what is wrong,
    and the source's words it is seen by."""

    kind: str
    rule: str
    start: int
    end: int
    message: str
    places: tuple[SourcePlace, ...]

    @property
    def level(self) -> Level:
        """`error` for what is wrong, `warning` for what weakens it."""
        return "warning" if self.rule in _WARNINGS else "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """One sentence with the gate's verdict (None for an aside, a heading without a citation, or a
    sentence without any) and everything noted about it."""

    sentence: DigestSentence
    led: tuple[Led, ...]
    weighed: Weighed | None
    noted: tuple[Noted, ...]

    @property
    def outcome(self) -> Outcome | Literal["uncited", "aside"]:
        """The verdict in one word."""
        if self.weighed is not None:
            return self.weighed.outcome
        return "uncited" if self.sentence.role == "sentence" else "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestReport:
    """The audit of one digest. `sources` are the captures it could be held against; `notes` say how
    the audit was made and what it could not look at."""

    digest: Digest
    audited: tuple[Audited, ...]
    captures: Mapping[str, Capture]
    notes: tuple[str, ...]

    @property
    def failed(self) -> tuple[tuple[Audited, Noted], ...]:
        """Everything noted, with its sentence, in the order of the digest."""
        return tuple((one, noted) for one in self.audited for noted in one.noted)

    @property
    def judged(self) -> tuple[Audited, ...]:
        """The sentences that state something: all but asides."""
        return tuple(one for one in self.audited if one.outcome != "aside")


def audit_digest(
    digest: Digest,
    captures: Iterable[Capture],
    *,
    failed: Mapping[str, str] = NOTHING,
    notes: Sequence[str] = (),
) -> DigestReport:
    """The audit of a digest against captures. Deterministic, and raises nothing.

    `failed` says why a look at an address gave no source, by the name of its page (`same_page`);
    `notes` are put before those of the audit. Past 5,000 sentences the rest is not judged: the first
    of them stands for all, and fails.
    """
    pages = Pages(captures)
    told = tuple(_told(sentence, digest, pages) for sentence in digest.sentences)
    material = Material(digest=digest, told=told[:MOST_SENTENCES], pages=pages, failed=failed)
    crossings: dict[str, list[Crossing]] = {}
    for one in cross(material):
        crossings.setdefault(one.sentence, []).append(one)
    audited = [_audited(one, crossings.get(one.sentence.id, []), material) for one in material.told]
    audited += [_unlooked(told[MOST_SENTENCES], len(told))] if len(told) > MOST_SENTENCES else []
    held = {one.id: one for page in pages.pages for one in page.versions}
    return DigestReport(
        digest=digest,
        audited=tuple(audited),
        captures=held,
        notes=(*notes, *_notes(material)),
    )


def _told(sentence: DigestSentence, digest: Digest, pages: Pages) -> Told:
    led = []
    for cite in sentence.cites:
        page = pages.resolve(cite)
        led.append(Led(cite=cite, page=page, capture=page.as_of(digest.day) if page else None))
    return Told(sentence=sentence, led=tuple(led), digest=digest)


def _audited(told: Told, crossings: list[Crossing], material: Material) -> Audited:
    weighed = weigh(told, material) if told.led and told.sentence.role != "aside" else None
    noted = [
        Noted(
            kind=one.kind, rule=one.rule, start=one.start, end=one.end, message=one.message,
            places=one.places,
        )
        for one in crossings
    ]  # fmt: skip
    if weighed is not None:
        noted += _of_the_gate(weighed, noted, told)
        if weighed.outcome == "not_judged" and not any(one.rule == "dead-source" for one in noted):
            noted.append(_not_judged(told.sentence, weighed.why))
    return Audited(sentence=told.sentence, led=told.led, weighed=weighed, noted=tuple(noted))


def _of_the_gate(weighed: Weighed, crossed: Sequence[Noted], told: Told) -> list[Noted]:
    """What the gate found, each place once; a figure or date that a rule explains is not told again."""
    explained = [
        (one.start, one.end)
        for one in crossed
        if one.rule in _EXPLAINING and (one.end - one.start) < len(told.text)
    ]
    found: list[Noted] = []
    for one in weighed.faults:
        twice = any(one.kind == other.kind and _overlap(one, other) for other in found)
        known = one.kind in {"number", "unit", "date", "comparison"} and any(
            start < one.end and one.start < end for start, end in explained
        )
        if not twice and not known:
            found.append(
                Noted(
                    kind=one.kind, rule=one.kind, start=one.start, end=one.end,
                    message=one.message, places=(one.place,) if one.place else (),
                )
            )  # fmt: skip
    return found


def _overlap(one: Fault, other: Noted) -> bool:
    return one.start < other.end and other.start < one.end


def _not_judged(sentence: DigestSentence, why: str) -> Noted:
    return Noted(
        kind="not-judged",
        rule="not-judged",
        start=0,
        end=len(sentence.text),
        message=why,
        places=(),
    )


def _unlooked(told: Told, many: int) -> Audited:
    """The first sentence past the most that is looked at stands for all behind it: they do not pass."""
    left = many - MOST_SENTENCES
    why = (
        f"From here on {left:,} sentences were not judged: only the first {MOST_SENTENCES:,} of a file"
        " are. Split the file."
    )
    weighed = Weighed(outcome="not_judged", score=0.0, faults=(), passages=(), why=why)
    noted = (_not_judged(told.sentence, why),)
    return Audited(sentence=told.sentence, led=told.led, weighed=weighed, noted=noted)


def _notes(material: Material) -> Iterator[str]:
    if material.digest.day is None and material.facts():
        yield (
            'It names no day of its own, so words like "last week" were not judged; --date gives one.'
        )
    weak = [
        one for one in material.told if one.led and one.weak and one.sentence.role == "sentence"
    ]
    if len(weak) == 1:
        yield "1 sentence has no citation of its own and was held against its paragraph's or heading's."
    elif weak:
        yield (
            f"{len(weak)} sentences have no citation of their own and were held against their"
            " paragraph's or heading's."
        )
