"""The nouns of the archive: a capture, its layout, and spans into its canonical text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from nutgraf.ids import digest, text_sha256
from nutgraf.sources.model import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Where a run of canonical text stood: `start`-`end` code points, and the place by media type.

    HTML: `path` (an element path such as `/html/body/article/p[3]`) and `visible`, the code-point
    offset of the block in the visible page text. PDF: `page` (from 1) and `box` in points from the
    top left (x0, y0, x1, y1). Talk: `seconds` (from, to) and `speaker`. Mail: `part`, the MIME part
    as dotted numbers. Plain text: `line`, from 1.
    """

    start: int
    end: int
    path: str = ""
    visible: int | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    seconds: tuple[float, float] | None = None
    speaker: str = ""
    part: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The map from canonical text back to where it stood: blocks in text order, words for PDFs.

    `words` are finer blocks (one a word, with box), empty for all but PDFs. `visible_sha256` names
    the visible page text the `visible` offsets count in.
    """

    blocks: tuple[Block, ...] = ()
    words: tuple[Block, ...] = ()
    visible_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of a capture beside its text; enough to print and to compute with."""

    capture: str
    key: str
    source: str
    owner: str
    url: str
    title: str
    author: str
    published_at: datetime | None
    fetched_at: datetime
    text_sha256: str
    raw_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One item as text. Its text can never change under its id.

    `id` is made by `capture_id`; `canonicaliser` is name and version (`html/2`); `previous` the
    capture it revises (same item, earlier text) or, for a new canonicaliser, the same look's older
    text; before it is kept, the key or capture id the item itself says it revises. `marks` is what is
    to be known before it is believed (`sources.model.Metadata`). All times are aware UTC.
    """

    id: str
    source: str
    key: str
    canonicaliser: str
    text: str
    text_sha256: str
    layout: Layout
    raw: str
    raw_range: tuple[int, int] | None
    address: str
    title: str
    author: str
    owner: str
    published_at: datetime | None
    fetched_at: datetime
    media_type: str
    lang: str = ""
    links: tuple[Link, ...] = ()
    engagement: tuple[tuple[str, int], ...] = ()
    previous: str | None = None
    dropped: tuple[tuple[str, int], ...] = field(default=())
    marks: tuple[tuple[str, str], ...] = ()

    @property
    def record(self) -> Record:
        """Everything but the text."""
        return Record(
            capture=self.id,
            key=self.key,
            source=self.source,
            owner=self.owner,
            url=self.address,
            title=self.title,
            author=self.author,
            published_at=self.published_at,
            fetched_at=self.fetched_at,
            text_sha256=self.text_sha256,
            raw_sha256=self.raw,
        )


def capture_id(source: str, key: str, canonicaliser: str, text: str) -> str:
    """sha256 of (source id, item key, canonicaliser name and version, sha256 of the text)."""
    return digest(source, key, canonicaliser, text_sha256(text))


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A half-open code-point range into a capture's canonical text."""

    capture: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.capture}:{self.start}-{self.end}"
