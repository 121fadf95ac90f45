"""What feedparser makes of the text of a feed: the one place that calls it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nutgraf.sources.address import join
from nutgraf.sources.prose import line_of, utf8

_HARMLESS = ("undefined entity", "unbound prefix")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What the parser made of the text; `damage` is its complaint, "" when it had none.

    `known` whether it took the text for a feed; `links` the feed's own links as (rel, address);
    `complete` whether the feed says that it holds all entries there are (RFC 5005, section 2).
    """

    entries: tuple[Mapping[str, Any], ...]
    title: str
    link: str
    lang: str
    known: bool
    damage: str
    links: tuple[tuple[str, str], ...] = ()
    complete: bool = False


def parse(text: str, address: str) -> Parsed | None:
    """What feedparser reads, None where it fails. It gets a stream of bytes: a string it would take
    for an address, and bytes for the name of a file."""
    import feedparser

    try:
        parsed = feedparser.parse(
            io.BytesIO(utf8(text)),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception:  # a parser of hostile bytes may fail in any way; the raw bytes are kept
        return None
    feed = parsed.feed
    problem = str(parsed.get("bozo_exception", "")) if parsed.get("bozo") else ""
    harmless = any(words in problem for words in _HARMLESS)
    return Parsed(
        entries=tuple(parsed.entries),
        title=title_of(feed),
        link=link_of(feed, address),
        lang=str(feed.get("language") or ""),
        known=bool(parsed.get("version")) or "title" in feed,
        damage="" if harmless else _complaint(problem),
        links=_links(feed, address),
        complete=any(name.endswith("_complete") for name in feed),
    )


def _links(feed: Mapping[str, Any], address: str) -> tuple[tuple[str, str], ...]:
    rows = feed.get("links") or ()
    named = ((text_of(row.get("rel")).lower(), text_of(row.get("href"))) for row in rows)
    return tuple((rel, place) for rel, href in named if rel and (place := join(address, href)))


def _complaint(problem: str) -> str:
    """The parser's words without the name it gave the stream."""
    place = re.search(r":(\d+):\d+: (.+)", problem)
    return f"line {place[1]}: {place[2]}" if place else line_of(problem)


def text_of(value: object) -> str:
    """A stripped string, "" for anything else."""
    return value.strip() if isinstance(value, str) else ""


def title_of(of: Mapping[str, Any]) -> str:
    """The title of a feed or an entry as one line."""
    detail = of.get("title_detail")
    kind = detail.get("type", "") if isinstance(detail, Mapping) else ""
    return line_of(text_of(of.get("title")), tags="html" in kind)


def link_of(of: Mapping[str, Any], base: str) -> str:
    """The address of an entry or feed: its link, else an alternate one, else a guid that is one."""
    link = text_of(of.get("link"))
    if not link:
        rows = of.get("links") or ()
        link = next((text_of(row.get("href")) for row in rows if row.get("rel") == "alternate"), "")
    return join(base, link) if link else ""
