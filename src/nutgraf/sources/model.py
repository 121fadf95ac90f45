"""The nouns of sources: what we follow, and what one look at it gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal[
    "feed", "page", "site", "listing", "folder", "file", "mailbox", "posts", "reader", "import"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How the items of a page without a feed are found: CSS selectors, or XPath with a leading `/`
    or `(` or `.//`.

    `item` selects each item's element in the listing page; the others count from there: `link` an
    element with an href (default: the first one), `title`, `date` (a `datetime` attribute or words)
    and `text` (where the words stand in the listing itself; empty: the linked page is looked at).
    """

    item: str
    link: str = ""
    title: str = ""
    date: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something we follow.

    `id` is a short readable slug, fixed when the source is added; `address` an https address, or a
    path relative to the desk for a folder or a file; `weight` 0-2 with 1 as normal;
    `quote_limit` the most sentences an edition may take from one capture of it; `readers` the names
    who may read it, empty for everyone.

    Kinds: `feed` (RSS, Atom, RDF, JSON Feed), `page` (one page watched for change), `site` (a
    sitemap), `listing` (a page whose items `rules` find), `folder`, `file`, `mailbox` (a Maildir or
    mbox by its path, or `imaps://user@host/Folder`), `posts` (an account's public posts), `reader`
    (a Google Reader API server), `import` (JSON Lines).

    `site` is the home page that belongs to a feed; `tags` the folders of the list it came from;
    `full_text` whether linked pages are looked at where a feed gives only a blurb; `secret` the name
    of the environment variable with its password or token (never the secret itself), `user` the name
    that goes with it; `sender` whom a mailbox's letters must come from (`sources.sender.expected`);
    `robots` False where the operator has the publisher's leave to pass over robots.txt.
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
    site: str = ""
    tags: tuple[str, ...] = ()
    full_text: Literal["auto", "never"] = "auto"
    secret: str = ""
    user: str = ""
    sender: str = ""
    robots: bool = True
    rules: Rules | None = None


# The words of a link that is no part of an item's text: the recording that comes with it.
ENCLOSURE = "enclosure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link inside an item; `at` is the code point of the canonical text it stood at, if known."""

    url: str
    at: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What an item says of itself, beside its text. Times are aware and UTC.

    `marks` is what is to be known before it is believed, as (name, words): (`sender`, `forged: ...`),
    (`time`, `2099-01-01 lies ahead`), (`reply-to`, address), (`list`, List-Id).
    """

    title: str = ""
    author: str = ""
    owner: str = ""
    published_at: datetime | None = None
    fetched_at: datetime | None = None
    lang: str = ""
    links: tuple[Link, ...] = ()
    engagement: tuple[tuple[str, int], ...] = ()
    revision_of: str | None = None
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawObject:
    """What arrived, byte for byte, and how it was named where it came from.

    `name` is a file name (relative to its folder) or an address; `media_type` what the sender
    said, "" when nobody said; `sha256` names the stored object. `seen` is what the edge found out
    that the bytes alone do not tell, as (name, words): (`dkim`, `pass news.example`).
    """

    name: str
    data: bytes
    sha256: str
    media_type: str = ""
    address: str = ""
    seen: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One item found in a raw object, not yet text.

    `source` is a Source id; `key` names the item within its source (guid, else canonical address,
    else file path within a folder, else a digest of the item's own bytes). `body` is the item's own
    content in `media_type` (text/html, text/plain, text/markdown, application/pdf, message/rfc822,
    text/vtt, application/x-subrip); `raw` the sha256 of the raw object, `raw_range` the byte range
    of the item in it where the format has one (JSON Lines); `part` the MIME part of a mail.
    `dropped` is what of the item stayed out of `body`, as (what, count): a mail's attachments.
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
    dropped: tuple[tuple[str, int], ...] = ()


LeadKind = Literal["item", "more", "older"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """An address that what was read points to and that is to be looked at next.

    `kind` `item`: what stands there is the text of the item `key` (an entry's full page, a podcast's
    transcript, a page of a sitemap), and `metadata` goes before what it says of itself; `more`: it
    is another part of the source (a sitemap of an index, the posts of an account) and is read as the
    source itself is, at every look; `older`: an earlier page of it, looked at once, and only where
    nothing of the page that names it was known. `why` says it in a few words; `raw` is the object it
    was found in; `depth` how many leads led here. `fallback` is the item as far as it is known
    without looking (a feed's blurb): kept when the look fails. `changed_at` is when the source says
    the item last changed, so that one already taken is looked at again only after a change.
    """

    source: str
    address: str
    key: str
    kind: LeadKind
    why: str
    raw: str
    depth: int = 0
    metadata: Metadata = field(default_factory=Metadata)
    fallback: Received | None = None
    changed_at: datetime | None = None
