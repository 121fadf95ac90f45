"""Site maps: the pages of a site as leads (sitemaps.org, protocol 0.9; Google's news extension 0.9).

A map in XML, in plain text (an address a line), a feed that serves as one, or any of these packed by
gzip. Pages become leads of items, newest first; the maps of an index leads to more maps. Only addresses
on the source's own host count, as the protocol demands.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from nutgraf.errors import Refused
from nutgraf.sources.address import canonical_address, host_of, join
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.depth import xml_depth
from nutgraf.sources.entities import disarm
from nutgraf.sources.feeds.markup import without_declaration
from nutgraf.sources.feeds.reading import read_feed
from nutgraf.sources.inflate import GZIP, gunzipped
from nutgraf.sources.model import Lead, Metadata, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.prose import line_of, utf8
from nutgraf.sources.refusing import refuse
from nutgraf.sources.times import instant

_DEEPEST = 32
# The protocol allows 50,000 addresses a map; a map with more is read so far and says so.
_MOST_ROWS = 50_000
_MOST_SIGNS = 1_500_000
_LONGEST_ADDRESS = 2048
_ROOT = re.compile(r"<(?:[\w.-]+:)?(urlset|sitemapindex|rss|feed|rdf|html)\b", re.I)
_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|mp[34]|m4[av]|mov|webm|avi|ogg|wav|css|js|json|xml|zip"
    r"|gz|exe|dmg|apk|pptx?|xlsx?|docx?)\Z",
    re.I,
)
_SHELVES = re.compile(
    r"/(?:tags?|categor(?:y|ies)|topics?|authors?|users?|search|archives?|labels?|schlagwort|kategorie"
    r"|autoren?|etiqueta|categoria|autor|auteur|mot-cle)(?:/[^/]+){0,2}/?\Z"
    r"|/page/\d+/?\Z|/(?:about|contact|privacy|terms|imprint|impressum|login|signup|subscribe|careers"
    r"|jobs)(?:-us|-policy)?/?\Z",
    re.I,
)
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One address of a map and what the map says of it."""

    address: str
    more: bool = False
    title: str = ""
    lang: str = ""
    published_at: datetime | None = None
    changed_at: datetime | None = None
    news: bool = False
    fallback: Received | None = None

    @property
    def when(self) -> datetime:
        return self.published_at or self.changed_at or _EARLIEST


def read_sitemap(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Lead | Refused]:
    """The pages of a map as leads, newest first, and the maps of an index, those of news first.

    Refused by `sitemap-packed`, `sitemap-unreadable`, `sitemap-depth`, `sitemap-page` or
    `sitemap-empty`. What is left out is counted in a note: addresses of other hosts, addresses that
    hold no article (images, tags, authors, the front), and older pages beyond `newest_entries`.
    """
    text = _text(raw, source)
    rows = text if isinstance(text, Refused) else _rows(text, raw, source, options)
    if isinstance(rows, Refused):
        yield rows
        return
    home = {host_of(place) for place in (source.address, source.site)} - {""}
    own, notes = _sorted_out(rows, home or {host_of(raw.address)}, raw, source)
    pages = _newest((row for row in own if not row.more), key=lambda row: row.when)
    maps = _newest((row for row in own if row.more), key=lambda row: (row.news, row.when))
    for row in pages[: options.newest_entries]:
        yield _item(row, raw, source)
    for row in maps[: options.most_sitemaps]:
        yield Lead(
            source=source.id, address=row.address, key=canonical_address(row.address), kind="more",
            why="a news map of the site" if row.news else "a map of the site", raw=raw.sha256,
            changed_at=row.changed_at,
        )  # fmt: skip
    yield from notes
    yield from _beyond(raw, source, len(pages), options.newest_entries, "pages", "newest_entries")
    yield from _beyond(raw, source, len(maps), options.most_sitemaps, "maps", "most_sitemaps")


def _newest(rows: Iterable[_Row], *, key: Any) -> list[_Row]:
    """Newest first; what has no date keeps its order behind the others."""
    return sorted(rows, key=key, reverse=True)


def _item(row: _Row, raw: RawObject, source: Source) -> Lead:
    return Lead(
        source=source.id,
        address=row.address,
        key=canonical_address(row.address),
        kind="item",
        why="a page of the site map",
        raw=raw.sha256,
        metadata=Metadata(title=row.title, published_at=row.published_at, lang=row.lang),
        fallback=row.fallback,
        changed_at=row.changed_at,
    )


def _beyond(
    raw: RawObject, source: Source, there: int, most: int, what: str, option: str
) -> Iterator[Refused]:
    if there > most:
        yield refuse(
            raw, source, "sitemap-too-long",
            f"The site map names {there:,} {what}; {there - most:,} older ones were not taken.",
            f"Raise sources.{option} if you want them.",
        )  # fmt: skip


def _text(raw: RawObject, source: Source) -> str | Refused:
    data = gunzipped(raw.data) if raw.data.startswith(GZIP) else raw.data
    if isinstance(data, str):
        return refuse(
            raw, source, "sitemap-packed", f"The packed site map was not read: {data}.",
            "Look whether the site has a feed, and add that instead.",
        )  # fmt: skip
    decoded = decode(data, media_type=raw.media_type if "xml" in raw.media_type else "")
    if isinstance(decoded, Undecodable):
        return refuse(raw, source, decoded.rule, decoded.happened, decoded.next_step)
    return decoded.text


def _rows(
    text: str, raw: RawObject, source: Source, options: SourcesOptions
) -> tuple[_Row, ...] | Refused:
    start = text.lstrip("\ufeff \t\r\n")
    found = _ROOT.search(start[:4096]) if start.startswith("<") else None
    root = found[1].lower() if found else ""
    if root in {"urlset", "sitemapindex"}:
        rows = _of_xml(text, raw, source)
    elif root in {"rss", "feed", "rdf"}:
        plain = replace(raw, data=utf8(text), media_type="application/xml; charset=utf-8")
        rows = _of_feed(plain, source, options)
    elif start.startswith("<"):
        return refuse(
            raw, source, "sitemap-page", "Where the site map should be there is a web page.",
            "Add the site's address again, so that its feed or map is looked for anew.",
        )  # fmt: skip
    else:
        rows = _of_lines(start)
    if isinstance(rows, Refused) or rows:
        return rows
    return refuse(
        raw, source, "sitemap-empty", "The site map names no address.",
        "Look whether the site has a feed, and add that instead.",
    )  # fmt: skip


def _of_xml(text: str, raw: RawObject, source: Source) -> tuple[_Row, ...] | Refused:
    disarmed = disarm(without_declaration(text))
    broken = refuse(
        raw, source, "sitemap-unreadable", "The site map is damaged beyond reading.",
        "Open its address in a browser; when it is a map there, look again later.",
    )  # fmt: skip
    if disarmed is None or disarmed.text.count("<") > _MOST_SIGNS:
        return broken
    body = utf8(disarmed.text)
    if xml_depth(body, _DEEPEST) > _DEEPEST:
        return refuse(
            raw, source, "sitemap-depth", f"The site map nests deeper than {_DEEPEST} levels.",
            "Look whether the site has a feed, and add that instead.",
        )  # fmt: skip
    return tuple(_elements(body))


def _elements(body: bytes) -> Iterator[_Row]:
    """The rows of a map as far as it can be read, at most 50,000; what was read is let go at once."""
    from lxml import etree

    read = etree.iterparse(
        io.BytesIO(body), events=("end",), tag=("{*}url", "{*}sitemap"), recover=True, no_network=True,
        huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    many = 0
    try:
        for _, element in read:
            row = _row(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
            if row is not None:
                many += 1
                yield row
            if many >= _MOST_ROWS:
                return
    except etree.XMLSyntaxError:
        return  # the parser gave up; what came before counts


def _row(element: Any) -> _Row | None:
    said: dict[str, str] = {}
    for child in element.iter():
        name = child.tag.rpartition("}")[2].lower() if isinstance(child.tag, str) else ""
        space = child.tag.partition("}")[0].lower() if name else ""
        if child.getparent() is element and name in {"loc", "lastmod"}:
            said.setdefault(name, (child.text or "").strip())
        elif "sitemap-news" in space or child.prefix == "news":
            said.setdefault(f"news {name}", (child.text or "").strip())
    address = said.get("loc", "")
    if not address:
        return None
    more = element.tag.rpartition("}")[2].lower() == "sitemap"
    return _Row(
        address=address,
        more=more,
        title=line_of(said.get("news title", "")),
        lang=said.get("news language", "")[:20],
        published_at=instant(said.get("news publication_date", "")),
        changed_at=instant(said.get("lastmod", "")),
        news=more and "news" in _path_of(address),
    )


def _path_of(address: str) -> str:
    """The path of an address in lower case, "" for what is none."""
    try:
        return urlsplit(address).path.lower()
    except ValueError:
        return ""


def _of_feed(raw: RawObject, source: Source, options: SourcesOptions) -> tuple[_Row, ...] | Refused:
    """A feed that serves as a map: what it says of an entry is kept should its page not be read."""
    rows = []
    refused = None
    for found in read_feed(raw, source, replace(options, newest_entries=_MOST_ROWS)):
        if isinstance(found, Received):
            said = found.metadata
            rows.append(
                _Row(
                    address=found.address,
                    title=said.title,
                    lang=said.lang,
                    published_at=said.published_at,
                    fallback=found,
                )
            )
        elif isinstance(found, Refused):
            refused = refused or found
    return refused if refused and not rows else tuple(row for row in rows if row.address)


def _of_lines(text: str) -> tuple[_Row, ...]:
    """One address a line, or the lines of a robots.txt that name maps (RFC 9309, section 2.2.4)."""
    rows: list[_Row] = []
    for line in text.splitlines():
        plain = line.strip()
        named, _, address = plain.partition(":")
        if named.strip().lower() == "sitemap":
            rows.append(_Row(address=address.strip(), more=True, news="news" in address.lower()))
        elif re.match(r"https?://\S+\Z", plain, re.I):
            rows.append(_Row(address=plain))
        if len(rows) >= _MOST_ROWS:
            break
    return tuple(rows)


def _sorted_out(
    rows: tuple[_Row, ...], home: set[str], raw: RawObject, source: Source
) -> tuple[list[_Row], list[Refused]]:
    """The rows to follow, each address once, and notes on the others."""
    kept: dict[str, _Row] = {}
    elsewhere = idle = 0
    for row in rows:
        address = join("", row.address) if len(row.address) <= _LONGEST_ADDRESS else ""
        key = canonical_address(address)
        if not key or host_of(key) not in home:
            elsewhere += 1
        elif not row.more and not is_article(key):
            idle += 1
        else:
            first = kept.setdefault(key, replace(row, address=address))
            if row.published_at and not first.published_at:
                kept[key] = replace(row, address=address)
    notes = []
    if elsewhere:
        notes.append(refuse(
            raw, source, "sitemap-elsewhere",
            f"{elsewhere:,} of {len(rows):,} addresses of the site map lead to other hosts or nowhere; "
            "they were left out.",
            "Add the other site as a source of its own if you want it.",
        ))  # fmt: skip
    if idle:
        notes.append(refuse(
            raw, source, "sitemap-not-articles",
            f"{idle:,} of {len(rows):,} addresses of the site map are images, lists or the front of the "
            "site; they were left out.",
            "Nothing needs doing.",
        ))  # fmt: skip
    return list(kept.values()), notes


def is_article(address: str) -> bool:
    """Whether an address may hold an article: no image or other file, no list by tag or author, no
    page of the house, not the front of the site."""
    parts = urlsplit(address)
    if parts.path in {"", "/"} and not parts.query:
        return False
    return not (_FILES.search(parts.path) or _SHELVES.search(parts.path))
