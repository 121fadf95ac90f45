"""The nouns of sources: what we follow, and what one look at it gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal["feed", "page", "folder", "file", "import"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something we follow.

    `id` is a short readable slug, fixed when the source is added; `address` an https address, or a
    path relative to the desk for a folder or a file; `weight` 0-2 with 1 as normal;
    `quote_limit` the most sentences an edition may take from one capture of it; `readers` the names
    who may read it, empty for everyone.
    """

    id: str
    name: str
    kind: Kind
    address: str
    owner: str
    weight: float = 1.0
    beats: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    quote_limit: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link inside an item; `at` is the code point of the canonical text it stood at, if known."""

    url: str
    at: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What an item says of itself, beside its text. Times are aware and UTC."""

    title: str = ""
    author: str = ""
    owner: str = ""
    published_at: datetime | None = None
    fetched_at: datetime | None = None
    lang: str = ""
    links: tuple[Link, ...] = ()
    engagement: tuple[tuple[str, int], ...] = ()
    revision_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawObject:
    """What arrived, byte for byte, and how it was named where it came from.

    `name` is a file name (relative to its folder) or an address; `media_type` what the sender
    said, "" when nobody said; `sha256` names the stored object.
    """

    name: str
    data: bytes
    sha256: str
    media_type: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One item found in a raw object, not yet text.

    `source` is a Source id; `key` names the item within its source (guid, else canonical address,
    else file path within a folder, else a digest of the item's own bytes). `body` is the item's own
    content in `media_type` (text/html, text/plain, text/markdown, application/pdf, message/rfc822,
    text/vtt, application/x-subrip); `raw` the sha256 of the raw object, `raw_range` the byte range
    of the item in it where the format has one (JSON Lines); `part` the MIME part of a mail.
    """

    source: str
    key: str
    media_type: str
    body: bytes
    raw: str
    address: str = ""
    raw_range: tuple[int, int] | None = None
    charset: str = ""
    part: str = ""
    metadata: Metadata = field(default_factory=Metadata)
