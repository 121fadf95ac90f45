"""PDF to canonical text: words with page and box. No OCR, no network, nothing rendered.

`decode` is the part that touches the file: bytes to bytes, so that a child process with limits can
do it; `read` makes the canonical text of what it gives, wherever it ran.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import msgspec

from nutgraf.archive.canonical_text import Canonical, name_of, refused, scalar
from nutgraf.archive.decoding import Decode, Decoder, decode_here
from nutgraf.archive.model import Block, Layout
from nutgraf.archive.pdf_layout import Piece, Word, document
from nutgraf.archive.version import PDF
from nutgraf.errors import Refused
from nutgraf.sources.model import Metadata, Received
from nutgraf.sources.times import sane
from nutgraf.text import one_line

if TYPE_CHECKING:
    from liteparse import ParsedPage

DECODER = Decoder(
    target="nutgraf.archive.pdf:decode", memory=1 << 30, cpu_seconds=30, wall_seconds=30.0
)
MOST_PAGES = 2_000
_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?\s*(?:(Z)|([+-])(\d{2})'?(\d{2})?)?"
)


class _Place(msgspec.Struct, array_like=True, frozen=True):
    start: int
    end: int
    page: int
    box: tuple[float, float, float, float]


class Decoded(msgspec.Struct, frozen=True):
    """What `decode` writes, as JSON: the text and its places, or the rule it was refused by."""

    refused: str = ""
    text: str = ""
    lines: tuple[_Place, ...] = ()
    words: tuple[_Place, ...] = ()
    pages: int = 0
    unread: int = 0
    title: str = ""
    author: str = ""
    created: str = ""


_REFUSALS = {
    "pdf-password": (
        "is locked with a password.",
        "Save a copy without the password and put it in the same place.",
    ),
    "pdf-broken": (
        "is no PDF that can be opened.",
        "Open it in a PDF viewer; if that works, print it to a new PDF and add that.",
    ),
    "pdf-no-text": (
        "has pages but no text: it is a scan or an image, which needs OCR, and OCR is off.",
        "Run it through an OCR program that writes a text layer, and add the result.",
    ),
    "pdf-memory": (
        "took more memory than a PDF may.",
        "Split it into smaller files, or print it to a new PDF.",
    ),
    "pdf-cpu": ("took more time than a PDF may.", "Print it to a new PDF and add that."),
    "pdf-time": ("took more time than a PDF may.", "Print it to a new PDF and add that."),
    "pdf-crash": ("made the PDF reader stop.", "Print it to a new PDF and add that."),
}


def read(received: Received, run: Decode = decode_here) -> Canonical | Refused:
    """The canonical text of a PDF body, decoded by `run`.

    Refused by `pdf-password`, `pdf-broken`, `pdf-no-text`, or `pdf-memory`, `-cpu`, `-time`, `-crash`
    where the child was stopped.
    """
    answer = run(DECODER, received.body)
    if not isinstance(answer, bytes):
        return _refused(received, f"pdf-{answer.kind}")
    try:
        decoded = msgspec.json.decode(answer, type=Decoded)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _refused(received, "pdf-crash")
    if decoded.refused:
        return _refused(received, decoded.refused)
    return Canonical(
        text=scalar(decoded.text),
        layout=Layout(blocks=_blocks(decoded.lines), words=_blocks(decoded.words)),
        canonicaliser=PDF,
        dropped=(("pages that were not read", decoded.unread),) if decoded.unread else (),
        found=Metadata(
            title=one_line(scalar(decoded.title))[:300],
            author=one_line(scalar(decoded.author))[:120],
            published_at=pdf_date(decoded.created),
        ),
    )


def decode(data: bytes) -> bytes:
    """A PDF's text, places and metadata as JSON of `Decoded`. Nothing raises for a bad file."""
    return msgspec.json.encode(_decode(data))


def warm() -> None:
    """Import what `decode` needs, before a child forks."""
    import liteparse  # noqa: F401
    import pypdfium2  # noqa: F401

    from nutgraf.archive import pdf_fallback  # noqa: F401


def pdf_date(text: str) -> datetime | None:
    """A date of the form `D:20260401093000+02'00'` (ISO 32000-1, 7.9.4) in UTC, None for others."""
    found = _DATE.match(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second, _, sign, hours, minutes = found.groups()
    away = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        zone = timezone(-away if sign == "-" else away) if sign else UTC
        clock = (int(hour or 12), int(minute or 0), int(second or 0))
        return sane(datetime(int(year), int(month), int(day), *clock, tzinfo=zone))
    except ValueError:
        return None


def _refused(received: Received, rule: str) -> Refused:
    happened, next_step = _REFUSALS.get(rule, _REFUSALS["pdf-crash"])
    return refused(received, rule, f"{name_of(received)} {happened}", next_step)


def _blocks(places: tuple[_Place, ...]) -> tuple[Block, ...]:
    return tuple(
        Block(start=place.start, end=place.end, page=place.page, box=place.box) for place in places
    )


def _decode(data: bytes) -> Decoded:
    from liteparse import LiteParse, ParseError

    from nutgraf.archive import pdf_fallback

    parser = LiteParse(
        ocr_enabled=False,
        emit_word_boxes=True,
        continue_on_page_error=True,
        max_pages=MOST_PAGES,
        quiet=True,
    )
    about = pdf_fallback.about(data)
    if about.refused:
        return Decoded(refused=about.refused)
    try:
        pages = _pages(data, parser.parse(data).pages)
    except ParseError:
        pages = pdf_fallback.pages(data)
    text, layout = document(pages)
    if not text.strip():
        return Decoded(refused="pdf-no-text", pages=len(pages))
    return Decoded(
        text=scalar(text),
        lines=_places(layout.blocks),
        words=_places(layout.words),
        pages=about.pages,
        unread=max(0, about.pages - len(pages)),
        title=about.title,
        author=about.author,
        created=about.created,
    )


def _pages(data: bytes, parsed: Iterable[ParsedPage]) -> list[tuple[int, list[Piece]]]:
    """The pieces of each page; a formula, which the reader writes as TeX, as the signs on the page."""
    from nutgraf.archive.pdf_signs import Signs

    out = []
    with Signs(data) as signs:
        for page in parsed:
            pieces, formulas = _pieces(page)
            for at in formulas:
                others = [one.box for index, one in enumerate(pieces) if index != at]
                drawn = signs.within(page.page_num, pieces[at].box, others)
                if drawn:
                    text = " ".join(word.text for word in drawn)
                    pieces[at] = replace(pieces[at], text=text, words=drawn)
            out.append((page.page_num, pieces))
    return out


def _pieces(page: ParsedPage) -> tuple[list[Piece], list[int]]:
    """The items of a page that hold words, and which of them hold a formula."""
    pieces: list[Piece] = []
    formulas: list[int] = []
    for item in page.text_items:
        if not item.text.strip():
            continue
        words = tuple(
            Word(text=word.text, box=_box(word.x, word.y, word.width, word.height))
            for word in item.words
            if word.text.strip()
        )
        if _is_formula(item.text, words):
            formulas.append(len(pieces))
        pieces.append(
            Piece(
                text=item.text.strip(),
                box=_box(item.x, item.y, item.width, item.height),
                words=words,
                font=item.font_name or "",
                turned=10 < item.rotation % 180 < 170,
            )
        )
    return pieces, formulas


def _is_formula(text: str, words: tuple[Word, ...]) -> bool:
    """Whether a text holds TeX that none of its words has."""
    if text.count("$") < 2:
        return False
    drawn = "".join(word.text for word in words)
    return Counter("".join(text.split())) != Counter("".join(drawn.split()))


def _box(x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    return round(x, 2), round(y, 2), round(x + width, 2), round(y + height, 2)


def _places(blocks: tuple[Block, ...]) -> tuple[_Place, ...]:
    return tuple(
        _Place(block.start, block.end, block.page or 0, block.box or (0.0, 0.0, 0.0, 0.0))
        for block in blocks
    )
