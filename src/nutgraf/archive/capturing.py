"""From an item and its canonical text to a capture."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from nutgraf.archive.canonical_text import Canonical, refused, scalar
from nutgraf.archive.decoding import Decode, decode_here
from nutgraf.archive.mail_links import mail_links
from nutgraf.archive.model import Block, Capture, capture_id
from nutgraf.archive.readers import decoding_reader, media_types, reader
from nutgraf.errors import Refused
from nutgraf.ids import text_sha256
from nutgraf.now import show_instant
from nutgraf.sources.address import canonical_address
from nutgraf.sources.model import ENCLOSURE, Link, Metadata, Received
from nutgraf.sources.prose import characters
from nutgraf.text import one_line

_TITLE = 300
_NAME = 120
# Clocks of publishers go wrong by minutes; that alone is nothing to know.
_CLOCKS_DIFFER = timedelta(minutes=15)


def canonical(received: Received, *, decode: Decode | None = None) -> Canonical | Refused:
    """The canonical text of an item, by the reader of its media type.

    `decode` runs the function a `Decoder` names, for the media types that have one; without it that
    is done in this process: the rundown hands down one that does it in a child with limits. Refused
    by `media-type`, `empty`, or a rule of the reader. Pure and deterministic: the same bytes give
    the same text.
    """
    plain = received.media_type.partition(";")[0].strip().lower()
    found = reader(plain)
    decoding = decoding_reader(plain)
    if decoding is not None:
        read = decoding(received, decode or decode_here)
    elif found is not None:
        read = found(received)
    else:
        return _unreadable(received)
    if isinstance(read, Refused) or not received.part:
        return read
    return replace(
        read,
        layout=replace(read.layout, blocks=_in_part(read, received.part)),
        links=mail_links(read),
    )


def capture(
    received: Received, canonical: Canonical, *, owner: str, fetched_at: datetime
) -> Capture:
    """The capture of an item. `fetched_at` is when we looked, and no capture is published later:
    a date that lies ahead is brought back to it and marked, as is one that was not believed.

    What the item says around its text (a feed entry's title, a JSON line's links) goes before what
    its own bytes say.
    """
    said, found = received.metadata, canonical.found
    key = characters(received.key)
    published = said.published_at or found.published_at
    return Capture(
        id=capture_id(received.source, key, canonical.canonicaliser, canonical.text),
        source=received.source,
        key=key,
        canonicaliser=canonical.canonicaliser,
        text=canonical.text,
        text_sha256=text_sha256(canonical.text),
        layout=canonical.layout,
        raw=received.raw,
        raw_range=received.raw_range,
        address=canonical_address(received.address) if received.address else "",
        title=_shown(said.title or found.title, _TITLE) or _first_line(canonical.text),
        author=_shown(said.author or found.author, _NAME),
        owner=characters(owner),
        published_at=min(published, fetched_at) if published else None,
        fetched_at=fetched_at,
        media_type=received.media_type,
        lang=characters(said.lang or found.lang),
        links=_links(said.links, canonical),
        engagement=said.engagement,
        previous=said.revision_of,
        dropped=(*received.dropped, *canonical.dropped),
        marks=_marks(said, found, published, fetched_at),
    )


def _marks(
    said: Metadata, found: Metadata, published: datetime | None, fetched_at: datetime
) -> tuple[tuple[str, str], ...]:
    """What the item and its bytes say to know, and that its date lay ahead of when it was fetched.

    A date that was not believed is no matter where another one was.
    """
    marks = dict.fromkeys(
        (characters(name), characters(words)) for name, words in (*said.marks, *found.marks)
    )
    if published is None:
        return tuple(marks)
    kept = tuple(mark for mark in marks if mark[0] != "time")
    if published <= fetched_at + _CLOCKS_DIFFER:
        return kept
    return (*kept, ("time", f"{show_instant(published)} lay ahead when it was fetched"))


def _in_part(canonical: Canonical, part: str) -> tuple[Block, ...]:
    """The blocks, each in this part of a mail; a sheet of an attached workbook stands behind it."""
    return tuple(
        replace(block, part=f"{part} {block.part}".strip()) for block in canonical.layout.blocks
    )


def _unreadable(received: Received) -> Refused:
    return refused(
        received,
        "media-type",
        f"Nothing here reads {received.media_type or 'a body without a media type'}.",
        f"Convert it to one of: {', '.join(media_types())}.",
    )


def _shown(text: str, longest: int) -> str:
    line = one_line(scalar(text))
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _first_line(text: str) -> str:
    return next((_shown(line, 120) for line in text.splitlines() if line.strip()), "")


def _links(said: tuple[Link, ...], canonical: Canonical) -> tuple[Link, ...]:
    """The links given with the item, else those found in it; a recording that comes with it is no
    link of its text and stands behind those. Offsets outside the text are none."""
    size = len(canonical.text)
    beside = tuple(link for link in said if link.words == ENCLOSURE and link.at is None)
    inside = tuple(link for link in said if link not in beside) or canonical.links
    return tuple(
        Link(
            url=characters(link.url),
            at=link.at if link.at is None or 0 <= link.at <= size else None,
            words=characters(link.words),
        )
        for link in (*inside, *beside)
    )
