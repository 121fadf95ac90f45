"""The feeds a page names: link elements first, then anchors that look like feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nutgraf.sources.address import canonical_address, join
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.depth import html_depth
from nutgraf.sources.options import DEFAULTS
from nutgraf.sources.page import parsed
from nutgraf.sources.prose import line_of, utf8

_TYPES = {
    "application/atom+xml": "atom",
    "application/rss+xml": "rss",
    "application/rdf+xml": "rdf",
    "application/feed+json": "json",
    "application/json": "json",
    "text/xml": "rss",
    "application/xml": "rss",
}
_FEED_PATH = re.compile(
    r"(?:/(?:feed|feeds|rss|atom|rdf)(?:\.xml|\.php)?/?|/index\.(?:xml|rdf|atom)|\.(?:rss|atom|rdf)"
    r"|/(?:feed|rss|atom)s?[./][^/]*\.(?:xml|json)|/feed\.json|feed=(?:rss2?|atom))\Z",
    re.I,
)
_COMMENTS = re.compile(r"comments?\b", re.I)
_MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed a page names: where, what it is called, its flavour (`rss`, `atom`, `rdf`, `json`, ""),
    and whether the page declared it (a link element) or it only looks like one (an anchor)."""

    address: str
    title: str
    flavour: str
    declared: bool


def discover(page: bytes, address: str) -> tuple[Found, ...]:
    """The feeds named in a page fetched from `address`, best first, at most 20.

    Declared feeds come before guessed ones and feeds of comments last; none of them is looked at.
    """
    decoded = decode(page)
    if isinstance(decoded, Undecodable):
        return ()
    body = utf8(decoded.text.replace("\x00", ""))
    cap = DEFAULTS.deepest_html
    root = parsed(body) if html_depth(body, cap) <= cap else None
    if root is None:
        return ()
    base = address
    for element in root.iter("base"):
        base = join(address, element.get("href") or "") or address
        break
    found: dict[str, Found] = {}
    for feed in (*_links(root, base), *_anchors(root, base)):
        found.setdefault(canonical_address(feed.address), feed)
    ranked = sorted(found.values(), key=_comments)
    return tuple(ranked[:_MOST])


def _comments(feed: Found) -> bool:
    return bool(_COMMENTS.search(feed.title) or "/comments/" in feed.address)


def _links(root: Any, base: str) -> Iterator[Found]:
    for element in root.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        flavour = _TYPES.get((element.get("type") or "").split(";")[0].strip().lower(), "")
        named = "feed" in relations
        if not (named or ("alternate" in relations and flavour)):
            continue
        if (element.get("type") or "").lower() == "application/json" and "wp-json" in (
            element.get("href") or ""
        ):
            continue  # a WordPress page's data, no feed
        href = join(base, element.get("href") or "")
        if href:
            title = line_of(element.get("title") or "", tags=False)
            yield Found(address=href, title=title, flavour=flavour, declared=True)


def _anchors(root: Any, base: str) -> Iterator[Found]:
    for element in root.iter("a"):
        href = join(base, element.get("href") or "")
        if href and _FEED_PATH.search(href.split("#")[0]):
            words = line_of("".join(element.itertext()), tags=False)
            yield Found(address=href, title=words, flavour="", declared=False)
