"""Notes: one number a distinct span, in the order an edition prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nutgraf.archive.citation import Citation
from nutgraf.archive.model import Record, Span
from nutgraf.editions.model import Edition, Passage
from nutgraf.writing.model import Sentence

SHORTEST_PREFIX = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A numbered source: the cited words, what is known of their capture, and their context.

    `number` counts from 1; `sentences` are the print positions (from 1) of the sentences that use
    it; `passage` is the shortest printed passage around the words, None when none holds them;
    `link` is where the words stand as the edition has it, not yet made safe, "" for nowhere.
    """

    number: int
    citation: Citation
    record: Record
    passage: Passage | None
    sentences: tuple[int, ...]
    link: str


def number_spans(sentences: Iterable[Sentence]) -> dict[Span, int]:
    """The number of every cited span, from 1, in order of first use; same span, same number."""
    numbers: dict[Span, int] = {}
    for sentence in sentences:
        for cite in sentence.cites:
            numbers.setdefault(cite.span, len(numbers) + 1)
    return numbers


def notes(edition: Edition) -> tuple[Note, ...]:
    """Every note of an edition, in order of number."""
    numbers = number_spans(edition.sentences())
    cited: dict[Span, Citation] = {}
    used: dict[Span, list[int]] = {}
    for position, sentence in enumerate(edition.sentences(), start=1):
        for cite in sentence.cites:
            cited.setdefault(cite.span, cite)
            places = used.setdefault(cite.span, [])
            if position not in places:
                places.append(position)
    records = {record.capture: record for record in edition.records}
    links = {one.span: one.url for one in edition.links}
    return tuple(
        Note(
            number=number,
            citation=cited[span],
            record=records[span.capture],
            passage=around(edition.passages, span),
            sentences=tuple(used[span]),
            link=links.get(span) or records[span.capture].url,
        )
        for span, number in numbers.items()
    )


def around(passages: Iterable[Passage], span: Span) -> Passage | None:
    """The shortest passage that holds a span (the first of equals), None when none does."""
    holding = [
        passage
        for passage in passages
        if passage.capture == span.capture
        and passage.start <= span.start
        and span.end <= passage.end
    ]
    return min(
        holding, key=lambda passage: (passage.end - passage.start, passage.start), default=None
    )


def short_ids(edition: Edition) -> Mapping[str, str]:
    """For each capture of an edition the shortest prefix of its id, 12 characters or more, that no
    other capture of the edition shares.
    """
    ids = sorted(record.capture for record in edition.records)
    return {capture: _shortest(capture, ids) for capture in ids}


def _shortest(capture: str, ids: list[str]) -> str:
    for length in range(SHORTEST_PREFIX, len(capture)):
        if sum(1 for other in ids if other.startswith(capture[:length])) == 1:
            return capture[:length]
    return capture
