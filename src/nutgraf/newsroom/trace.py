"""From a sentence to its words, and from a span to its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nutgraf import archive
from nutgraf.archive.model import Capture, Record, Span
from nutgraf.archive.words import Words
from nutgraf.editions.escaping import unescape
from nutgraf.editions.model import Edition
from nutgraf.editions.rereading import read_edition
from nutgraf.errors import Refused, UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.places import places_of
from nutgraf.now import show_instant
from nutgraf.store.words import KeptWords
from nutgraf.stories.model import SignalPart
from nutgraf.text import fold, one_line
from nutgraf.writing.model import Sentence

_AROUND = 120
_QUOTES = re.compile("[\"'`]")
# What edition.md sets around the words of a sentence: marks of a line, emphasis, a computed note.
_LINE_MARK = re.compile(r"^\s*(?:(?:[>-]|#{1,6})\s+)+")
_EMPHASIS = re.compile(r"\*\(computed\)\*|\*")
_SPEAKER = re.compile(r"""(["\u201d]\d*)\s*[\u2014\u2013-]\s*[^"\u201c\u201d]+$""")
# A page that is copied from puts the number of a note right behind the words.
_NOTE = re.compile(r"""(?<=[^\W\d])(?<![A-Z])\d{1,3}$|(?<=[.!?"\u201d])\d{1,3}(?=\s|$)""")
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where words stand: the span as `nutgraf where` takes it, its source and the words."""

    span: str
    source: str
    date: str
    url: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """A printed sentence and all it stands on; `inputs` are the captures it was computed from."""

    edition: str
    role: str
    text: str
    verdict: str
    method: str
    places: tuple[Place, ...]
    inputs: tuple[Place, ...]
    signal: tuple[SignalPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The words of a span in their context.

    `link` is the address, with a text fragment where one leads to the words; `selectors` the span
    as a W3C Web Annotation target (`archive.selectors`).
    """

    span: str
    quote: str
    before: str
    after: str
    source: str
    title: str
    date: str
    url: str
    link: str
    selectors: Mapping[str, object]
    place: tuple[str, ...]
    raw: str


def why_sentence(desk: Desk, sentence: str) -> tuple[Because, ...]:
    """What the newest edition that has it says of a sentence; raises UsageError.

    The sentence, part of it, or what was copied of edition.md or edition.html: marks of Markdown,
    numbers of notes, quotation marks and a speaker are seen through.
    """
    wanted = _wanted(sentence)
    if not wanted:
        raise UsageError("No sentence was given.", 'nutgraf why "some words of an edition"')
    words = KeptWords(desk.store.captures)
    for kept in reversed(desk.store.editions(desk.audience).all()):
        edition = read_edition(kept.content, words)
        if isinstance(edition, Refused):
            continue
        if found := tuple(_matching(edition, wanted, words)):
            return found
    raise UsageError(
        "No edition of this desk has that sentence.",
        "Copy a few words of it from edition.md; nutgraf stories lists what the desk knows.",
    )


def _matching(edition: Edition, wanted: Sequence[str], words: Words) -> Iterator[Because]:
    stories = {id(s): story for story in edition.stories() for s in story.sentences}
    for sentence in _named(edition, wanted):
        story = stories.get(id(sentence))
        yield _because(edition.id, sentence, words, story.signal.parts if story else ())


def _named(edition: Edition, wanted: Sequence[str]) -> list[Sentence]:
    """The sentences one reading of what was written is part of, else those it holds whole."""
    texts = [(sentence, _comparable(sentence.text)) for sentence in edition.sentences()]
    for words in wanted:
        if found := [sentence for sentence, text in texts if words in text]:
            return found
    return [
        sentence
        for sentence, text in texts
        if len(text.split()) >= _FEWEST_WORDS and any(text in words for words in wanted)
    ]


def _wanted(written: str) -> tuple[str, ...]:
    """What somebody may have meant who wrote or copied this, nearest first, made comparable."""
    plain = _EMPHASIS.sub("", unescape(_LINE_MARK.sub("", written))).strip()
    said = _SPEAKER.sub(r"\1", plain)
    readings = (written, plain, said, _NOTE.sub("", plain), _NOTE.sub("", said))
    return tuple(dict.fromkeys(words for one in readings if (words := _comparable(one))))


def _comparable(text: str) -> str:
    """A text folded, without its quotation marks."""
    return one_line(_QUOTES.sub("", fold(text).text))


def _because(
    edition: str, sentence: Sentence, words: Words, signal: tuple[SignalPart, ...]
) -> Because:
    computed = sentence.computation
    return Because(
        edition=edition,
        role=sentence.role,
        text=sentence.text,
        verdict=sentence.verdict.outcome if sentence.verdict else "",
        method=f"{computed.method}/{computed.version}" if computed else "",
        places=tuple(
            _place(str(cite.span), cite.quote, words.record(cite.span.capture))
            for cite in sentence.cites
        ),
        inputs=tuple(
            _place(given.capture, "", words.record(given.capture))
            for given in (computed.inputs if computed else ())
        ),
        signal=signal,
    )


def _place(span: str, quote: str, record: Record | None) -> Place:
    return Place(
        span=span,
        source=record.owner if record else "",
        date=_date(record) if record else "",
        url=record.url if record else "",
        quote=quote,
    )


def span_of(desk: Desk, span: str) -> tuple[Capture, Span]:
    """The capture and range that `CAPTURE:START-END` names; raises UsageError or SpanError."""
    parts = re.fullmatch(r"([0-9a-f]{8,64}):(\d{1,12})-(\d{1,12})", span.strip(), re.ASCII)
    if not parts:
        raise UsageError(
            f"{one_line(span)!r} is no span.",
            "Write CAPTURE:START-END as a footnote has it; CAPTURE is at least 8 characters.",
        )
    capture = capture_of(desk, parts[1])
    return capture, archive.cite(capture, int(parts[2]), int(parts[3])).span


def where_span(desk: Desk, span: str) -> Found:
    """The words of `CAPTURE:START-END` in their context; raises UsageError or SpanError."""
    capture, found = span_of(desk, span)
    start, end = found.start, found.end
    return Found(
        span=str(found),
        quote=capture.text[start:end],
        before=capture.text[max(0, start - _AROUND) : start],
        after=capture.text[end : end + _AROUND],
        source=capture.owner,
        title=capture.title,
        date=_date(capture.record),
        url=capture.address,
        link=archive.link(capture, start, end),
        selectors=archive.selectors(capture, start, end),
        place=places_of(capture, start, end),
        raw=capture.raw,
    )


def capture_of(desk: Desk, prefix: str) -> Capture:
    """The capture of an id or a unique beginning of one; raises UsageError."""
    names = desk.store.captures.starting_with(prefix)
    if len(names) == 1:
        return desk.store.captures.get(names)[0]
    if not names:
        raise UsageError(
            f"This desk has no capture {prefix[:12]}.",
            "Copy the span from an edition of this desk.",
        )
    raise UsageError(f"More than one capture begins with {prefix}.", "Write more of its id.")


def _date(record: Record) -> str:
    return show_instant(record.published_at or record.fetched_at)
