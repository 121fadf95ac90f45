"""An entry as the parser gives it -> the item it is."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from nutgraf.sources.address import canonical_address, host_of, join
from nutgraf.sources.feeds.parsing import Parsed, link_of, text_of, title_of
from nutgraf.sources.keys import own_bytes
from nutgraf.sources.model import ENCLOSURE, Link, Metadata, RawObject, Received, Source
from nutgraf.sources.prose import line_of, utf8
from nutgraf.sources.times import doubted, instant, sane

_VAGUE = frozenset(
    {"", "blog", "news", "feed", "rss", "rss feed", "atom feed", "home", "posts", "articles"}
)
# What stands for the words of an entry where there are none: the name of a link.
_NO_WORDS = re.compile(r"(?:comments?|link|permalink|read more|more|discuss|article)\W*\Z", re.I)


def received(entry: Mapping[str, Any], feed: Parsed, raw: RawObject, source: Source) -> Received:
    """The entry as an item, under its guid, else its address, else what it is made of."""
    title = title_of(entry)
    address = link_of(entry, feed.link or raw.address)
    media_type, body = _body(entry, title)
    guid = text_of(entry.get("id"))
    if guid.isdigit() and source.kind == "folder":
        guid = f"{host_of(feed.link) or feed.title} {guid}"  # two feeds of a folder may both count
    origin = entry.get("source")
    origin_title = title_of(origin) if isinstance(origin, Mapping) else ""
    return Received(
        source=source.id,
        key=guid or canonical_address(address) or own_bytes(title, body),
        media_type=media_type,
        body=body,
        raw=raw.sha256,
        address=address,
        charset="utf-8",
        metadata=Metadata(
            title=title,
            author=line_of(text_of(entry.get("author"))),
            owner=origin_title or _owner(feed, raw, address),
            published_at=when(entry),
            lang=feed.lang,
            links=enclosures(entry, feed.link or raw.address),
            marks=doubted(_written(entry), when(entry)),
        ),
    )


def enclosures(entry: Mapping[str, Any], base: str) -> tuple[Link, ...]:
    """The recordings that come with an entry."""
    rows = entry.get("links") or ()
    found = (
        join(base, text_of(row.get("href")))
        for row in rows
        if row.get("rel") == "enclosure"
        and str(row.get("type") or "").lower().startswith(("audio/", "video/"))
    )
    return tuple(Link(url=url, words=ENCLOSURE) for url in dict.fromkeys(found) if url)


def _owner(feed: Parsed, raw: RawObject, address: str) -> str:
    """The feed's title, unless it says nothing; then the host of its link."""
    host = host_of(feed.link) or host_of(raw.address) or host_of(address)
    return host if feed.title.lower() in _VAGUE and host else feed.title


def when(entry: Mapping[str, Any]) -> datetime | None:
    """When the entry was published, else changed, else made."""
    names = ("published_parsed", "updated_parsed", "created_parsed")
    return _first(entry, names) or instant(_written(entry))


def _written(entry: Mapping[str, Any]) -> str:
    """The date of an entry as it is written, the first there is."""
    names = ("published", "updated", "created")
    return next((text_of(entry[name]) for name in names if name in entry), "")


def changed(entry: Mapping[str, Any]) -> datetime | None:
    """When the entry says it last changed, else when it was published."""
    names = ("updated_parsed", "published_parsed", "created_parsed")
    return _first(entry, names) or instant(_written(entry))


def _first(entry: Mapping[str, Any], names: tuple[str, ...]) -> datetime | None:
    for name in names:
        if name not in entry:  # asked with get, the parser would answer with another date
            continue
        try:
            moment = sane(datetime.fromtimestamp(calendar.timegm(entry[name]), UTC))
        except (TypeError, ValueError, OverflowError, OSError):
            continue
        if moment:
            return moment
    return None


def _body(entry: Mapping[str, Any], title: str) -> tuple[str, bytes]:
    """Media type and bytes of the entry's own text: its content, else its summary, else its title.

    A feed of bare headlines says no more than those, so they are what can be cited.
    """
    rows = _words(entry)
    if not rows:
        return "text/plain", utf8(title)
    best = max(rows, key=lambda row: len(row["value"]))
    if title and len(best["value"]) < 500 and _NO_WORDS.match(line_of(best["value"])):
        return "text/plain", utf8(title)
    plain = best.get("type") == "text/plain"
    return "text/plain" if plain else "text/html", utf8(best["value"])


def has_words(entry: Mapping[str, Any]) -> bool:
    """Whether an entry has a text of its own beside its title."""
    return bool(_words(entry))


def _words(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = [row for row in entry.get("content") or () if _readable(row)]
    detail = entry.get("summary_detail")
    return rows or ([detail] if isinstance(detail, Mapping) and _readable(detail) else [])


def _readable(row: Mapping[str, Any]) -> bool:
    kind = str(row.get("type") or "text/html")
    return kind.startswith(("text/", "application/xhtml")) and bool(text_of(row.get("value")))
