"""What the page shows of an edition, made ready so that its template only has to place it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nutgraf.archive.model import Record, Span
from nutgraf.editions.layout import Laid, LaidStory, lay_out, printed_day, printed_name
from nutgraf.editions.links import host_of, safe_link
from nutgraf.editions.model import Edition, Passage
from nutgraf.editions.notes import Note, around, notes, number_spans, short_ids
from nutgraf.reading.model import Input
from nutgraf.text import one_line, showable

WORDS_A_MINUTE = 230
_SPREADS = frozenset({"spread", "spread-since"})  # what counts a story's own texts
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A capture as a reader is shown it: who, when, what, and where it is (None: no safe link)."""

    name: str
    day: str
    title: str
    link: str | None
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A note on the page: its source, the cited words and the words around them."""

    number: int
    source: SourceLine
    before: str
    cited: str
    after: str
    span: str
    short_span: str
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workings:
    """How a computed sentence came about: its method, and what went in, word for word."""

    position: int
    method: str
    result: str
    inputs: tuple[tuple[SourceLine, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A number in the text that leads to a note."""

    number: int
    name: str
    span: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One part of a rank: `share` and `room` are percent of the whole bar, `at` where it begins."""

    name: str
    value: str
    weight: str
    at: str
    share: str
    filled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that the template needs beside the edition: `title` is its title in its parts."""

    laid: Laid
    title: tuple[str, ...]
    cards: tuple[Card, ...]
    workings: tuple[Workings, ...]
    marks: Mapping[int, tuple[Mark, ...]]
    sources: Mapping[str, str]
    ranks: Mapping[str, tuple[Bar, ...]]
    left_out: tuple[tuple[str, int], ...]
    minutes: int


def page_of(edition: Edition) -> Page:
    """The page of an edition."""
    laid, numbered, short = lay_out(edition), notes(edition), short_ids(edition)
    stories = [one for section in laid.sections for one in (*section.stories, *section.takes)]
    return Page(
        laid=laid,
        title=tuple(one_line(edition.title).split("; ")),
        cards=tuple(_card(note, short[note.record.capture]) for note in numbered),
        workings=tuple(_workings(edition)),
        marks=_marks(edition),
        sources={one.story.id: _told_by(one, edition) for one in stories},
        ranks={one.story.id: rank_bars(one) for one in stories},
        left_out=tuple(Counter(one.reason for one in edition.colophon.left_out).items()),
        minutes=max(1, round(laid.words / WORDS_A_MINUTE)),
    )


def source_line(record: Record, address: str = "") -> SourceLine:
    """A record as shown, linked to an address of its own where there is one; a title that is
    missing becomes the address's host, or the item's key.
    """
    link = safe_link(address or record.url)
    host = host_of(link) if link else ""
    return SourceLine(
        name=printed_name(record),
        day=printed_day(record),
        title=one_line(record.title) or host or one_line(record.key),
        link=link,
        host=host,
    )


def rank_bars(laid: LaidStory) -> tuple[Bar, ...]:
    """The parts of a story's signal, each beginning where the part before it ends."""
    parts = laid.story.signal.parts
    whole = sum(part.weight for part in parts) or 1.0
    bars: list[Bar] = []
    at = 0.0
    for part in parts:
        share = 100 * part.value * part.weight / whole
        bars.append(
            Bar(
                name=one_line(part.name).replace("_", " "),
                value=f"{part.value:.2f}",
                weight=f"{part.weight:g}",
                at=f"{at:.2f}",
                share=f"{share:.2f}",
                filled=f"{100 * part.value:.2f}",
            )
        )
        at += share
    return tuple(bars)


def _card(note: Note, short: str) -> Card:
    span = note.citation.span
    before, after = _context(note.passage, span)
    return Card(
        number=note.number,
        source=source_line(note.record, note.link),
        before=before,
        cited=_lines(note.citation.quote),
        after=after,
        span=str(span),
        short_span=f"{short}:{span.start}-{span.end}",
        sentences=note.sentences,
    )


def _context(passage: Passage | None, span: Span) -> tuple[str, str]:
    """What stands before and after a span in its passage, as it may be shown."""
    if passage is None:
        return "", ""
    before = passage.text[: span.start - passage.start]
    after = passage.text[span.end - passage.start :]
    return _lines(before), _lines(after)


def _lines(text: str) -> str:
    """Words as they may be shown with their lines: one kind of line end, and no other control."""
    return showable(_LINE_ENDS.sub("\n", text)).replace("\x1f", " ")


def _marks(edition: Edition) -> dict[int, tuple[Mark, ...]]:
    numbers = number_spans(edition.sentences())
    names = {record.capture: printed_name(record) for record in edition.records}
    return {
        position: tuple(
            Mark(number=numbers[span], name=names[span.capture], span=str(span))
            for span in sorted({cite.span for cite in sentence.cites}, key=numbers.__getitem__)
        )
        for position, sentence in enumerate(edition.sentences(), start=1)
    }


def _workings(edition: Edition) -> Iterable[Workings]:
    records = {record.capture: record for record in edition.records}
    for position, sentence in enumerate(edition.sentences(), start=1):
        computation = sentence.computation
        if computation is not None:
            yield Workings(
                position=position,
                method=f"{computation.method}/{computation.version}",
                result=one_line(computation.result),
                inputs=tuple(
                    (source_line(records[given.capture]), _given_words(given, edition))
                    for given in computation.inputs
                    if given.capture in records
                ),
            )


def _given_words(given: Input, edition: Edition) -> str:
    """The words of an input's span, "" where it has none or no passage holds them."""
    if given.start is None or given.end is None:
        return ""
    span = Span(capture=given.capture, start=given.start, end=given.end)
    passage = around(edition.passages, span)
    if passage is None:
        return ""
    return one_line(passage.text[span.start - passage.start : span.end - passage.start])


def _told_by(laid: LaidStory, edition: Edition) -> str:
    """Who told a story, each once, in order of its captures.

    Those that its computed line counts come first; the others repeat them, or told it before.
    """
    records = {record.capture: record for record in edition.records}
    told = laid.story.captures
    spread = [
        {given.capture for given in one.computation.inputs}
        for one in laid.story.sentences
        if one.computation and one.computation.method in _SPREADS
    ]
    counted = [one for one in told if one in spread[0]] if spread else told
    first, every = (
        dict.fromkeys(printed_name(records[one]) for one in some if one in records)
        for some in (counted, told)
    )
    others = [name for name in every if name not in first]
    more = f"; repeated, or told before, by {', '.join(others)}" if others else ""
    return f"{', '.join(first)}{more}"
