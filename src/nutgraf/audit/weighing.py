"""One sentence of a digest weighed by the gate against the stretches of its sources nearest to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from nutgraf.archive.model import Capture
from nutgraf.audit.crosswise.derived import is_derived
from nutgraf.audit.crosswise.model import Material, SourcePlace, Told
from nutgraf.audit.sourcing.stretches import tokens
from nutgraf.gate import PairReason, judge_pair
from nutgraf.reading.model import Quantity
from nutgraf.text import one_line

Outcome = Literal["supported", "partly", "unsupported", "not_judged"]

LONGEST = 1_000
_MOST_CAPTURES = 12
_NEAREST = 4
_WHOLE = 12
_UNIT_BEHIND = 10  # code points
_LONGEST_PASSAGE = 1_600
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_WORD = re.compile(r"[^\W\d_]+")
# Words that hardly any longer English sentence is without and other languages have not; and words
# of which two at least stand in the rest.
_ENGLISH = frozenset(
    [
        "the",
        "and",
        "to",
        "for",
        "with",
        "that",
        "has",
        "have",
        "are",
        "by",
        "from",
        "its",
        "will",
        "their",
        "were",
        "which",
        "this",
        "after",
        "it",
        "be",
        "as",
        "not",
    ]
)
_WEAK = frozenset(
    ["of", "is", "on", "at", "a", "but", "or", "more", "than", "who", "an", "in", "was"]
)
_POINTER = re.compile(
    r"\W*(?:links?|sources?|here|more|details|read(?: more| the (?:rest|full (?:story|post|article)))?|full (?:story|post|article)|"
    r"via|tweet|post|thread|article|story|https?://\S+)\W*",
    re.I,
)
_BRACKET = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Consecutive sentences of a source, as they were given to the gate."""

    capture: Capture
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.capture.text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A failing part: `kind` of the gate, words `start`-`end` of the sentence, and the source's words it
    clashes with."""

    kind: str
    start: int
    end: int
    message: str
    place: SourcePlace | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What the gate said of one sentence; `why` says why it was not judged, "" where it was."""

    outcome: Outcome
    score: float
    faults: tuple[Fault, ...]
    passages: tuple[Passage, ...]
    why: str = ""


def weigh(told: Told, material: Material) -> Weighed:
    """The gate's verdict on a sentence and the nearest words of what it cites. Raises nothing.

    Not judged: a sentence without letters, of more than 1,000 words, not in English, or without a
    source at hand. Relative dates are left to the rule that counts them from the digest's own day.
    """
    why = _unjudgeable(told)
    if why:
        return Weighed(outcome="not_judged", score=0.0, faults=(), passages=(), why=why)
    passages = tuple(_passages(told, material))
    heads = _heads(passages)
    if not passages:
        return Weighed(
            outcome="not_judged",
            score=0.0,
            faults=(),
            passages=(),
            why="Its sources have no words.",
        )
    verdict = judge_pair(_plain(told), [*heads, *(one.text for one in passages)])
    faults = [
        _fault(one, passages, len(heads))
        for one in verdict.reasons
        if not _left(one, told, material)
    ]
    outcome: Outcome = verdict.verdict
    if verdict.reasons and not faults:
        outcome = "supported"
    score = verdict.score if faults or not verdict.reasons else 0.5
    return Weighed(outcome=outcome, score=score, faults=tuple(faults), passages=passages)


def _unjudgeable(told: Told) -> str:
    letters = _LETTER.findall(told.text[: 40 * LONGEST])
    if not letters:
        return "It has no words."
    if len(told.text) > 40 * LONGEST or len(told.text.split()) > LONGEST:
        return f"It is longer than {LONGEST:,} words; split it into sentences."
    if not told.captures:
        return "None of its sources is at hand."
    if sum(1 for one in letters if _LATIN.match(one)) < len(letters) / 2:
        return "It is not in English, and the checks read English only."
    words = [word.casefold() for word in _WORD.findall(told.text)]
    if len(words) >= 8 and not _ENGLISH.intersection(words) and len(_WEAK.intersection(words)) < 2:
        return "It does not read as English, and the checks read English only."
    return ""


def _plain(told: Told) -> str:
    """The sentence without what only points to a source - a link of the word `source`, brackets that
    hold nothing but links - blanked out, offsets unchanged."""
    text = told.text
    links = [(led.cite.start, led.cite.end) for led in told.led if led.cite.pairing == "link"]
    for start, end in links:
        if _POINTER.fullmatch(text[start:end]):
            text = text[:start] + " " * (end - start) + text[end:]
    for found in _BRACKET.finditer(text):
        held = [
            text[start:end] for start, end in links if found.start() < start and end < found.end()
        ]
        rest = found[1]
        for words in held:
            rest = rest.replace(words, "", 1)
        if held and not _LETTER.search(rest):
            text = text[: found.start()] + " " * (found.end() - found.start()) + text[found.end() :]
    return text


def _heads(passages: Sequence[Passage]) -> list[str]:
    """What a source says of itself beside its text: title, who wrote it, and the day it was
    published, from which its own `today` counts."""
    heads = []
    for capture in {one.capture.id: one.capture for one in passages}.values():
        day = capture.published_at
        named = " · ".join(dict.fromkeys(one for one in (capture.author, capture.owner) if one))
        title = one_line(capture.title).rstrip(".")
        dated = f", {day.day} {day:%B %Y}" if day else ""
        heads.append(f"{title}.\n{one_line(named)}{dated}.")
    return heads


def _passages(told: Told, material: Material) -> Iterator[Passage]:
    """The nearest stretches of each source with one on either side; a short source whole."""
    for capture in told.captures[:_MOST_CAPTURES]:
        source = material.source(capture)
        stretches = source.stretches
        if len(stretches) <= _WHOLE and len(capture.text) <= 2 * _LONGEST_PASSAGE:
            wanted = set(range(len(stretches)))
        else:
            near = source.near(told.words, _NEAREST)
            wanted = {at for _, one in near for at in (one.at - 1, one.at, one.at + 1)}
        yield from _joined(
            capture, sorted(at for at in wanted if 0 <= at < len(stretches)), material
        )


def _joined(capture: Capture, wanted: Sequence[int], material: Material) -> Iterator[Passage]:
    stretches = material.source(capture).stretches
    run: list[int] = []
    for at in [*wanted, -2]:
        long = run and stretches[run[-1]].end - stretches[run[0]].start > _LONGEST_PASSAGE
        if run and (at != run[-1] + 1 or long):
            yield Passage(
                capture=capture, start=stretches[run[0]].start, end=stretches[run[-1]].end
            )
            run = []
        run.append(at)


def _left(one: PairReason, told: Told, material: Material) -> bool:
    """Whether a reason is answered by what the gate is not shown.

    A relative date counts from the digest's day, not from the source's; a figure may be worked out of
    the source's; and whoever publishes a source is named beside it and not in its words (`we`); of several
    sources each bears its part.
    """
    start, end = one.sentence
    if one.kind == "date":
        return any(day.relative and day.start < end and start < day.end for day in told.parts.days)
    if one.kind in {"number", "unit"}:
        # The unit of a figure may stand a word behind it: 12 cubic metres.
        reach = _UNIT_BEHIND if one.kind == "unit" else 0
        held = [
            figure
            for figure in told.parts.quantities
            if figure.start < end and start < figure.end + reach
        ]
        return bool(held) and all(
            (one.kind == "unit" and _is_small_count(figure)) or is_derived(told, figure, material)
            for figure in held
        )
    if one.kind in {"name", "tail"}:
        words = tokens(told.text[start:end])
        if words and any(words <= _publisher(capture) for capture in told.captures):
            return True
        return one.kind == "tail" and bool(words) and _in_another(words, told, material)
    return False


def _in_another(words: frozenset[str], told: Told, material: Material) -> bool:
    """Whether what a sentence of several sources has beyond the nearest one stands in another of them,
    in a stretch that shares more of it."""
    if len(told.captures) < 2:
        return False
    return any(
        words <= one.words and len(told.words & one.words - words) >= 2
        for capture in told.captures
        for _, one in material.source(capture).near(told.words)
    )


def _is_small_count(figure: Quantity) -> bool:
    """A small count of things that the source has too, under another noun (`two boats`, `two ferries`)."""
    return figure.kind == "count" and figure.value.isdigit() and int(figure.value) <= 12


def _publisher(capture: Capture) -> frozenset[str]:
    return tokens(f"{capture.owner} {capture.author} {capture.source}")


def _fault(one: PairReason, passages: Sequence[Passage], heads: int) -> Fault:
    place = None
    if one.source is not None and one.source[0] >= heads:
        passage = passages[one.source[0] - heads]
        place = SourcePlace(
            capture=passage.capture.id,
            start=passage.start + one.source[1],
            end=passage.start + one.source[2],
        )
    return Fault(
        kind=one.kind, start=one.sentence[0], end=one.sentence[1], message=one.message, place=place
    )


__all__ = ["Fault", "Passage", "Weighed", "weigh"]
