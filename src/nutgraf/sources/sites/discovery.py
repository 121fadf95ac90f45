"""The feeds a page names: link elements first, then anchors that look like feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from nutgraf.sources.address import canonical_address, host_of, join
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
_COMMENTS = re.compile(
    r"\b(?:comments?|coment[aá]rios?|commentaires?|kommentare?|commenti|komentar\w*|reacties"
    r"|kommentarer|yorum\w*)\b|комментари|评论|コメント|replies to",
    re.I,
)
_COMMENTS_PATH = re.compile(r"/comments?(?:/|\Z)|[?&]feed=comments|comments-rss|/replies?/", re.I)
# Words of a title or an address for a part of what a site publishes, and for all of it.
_PART = re.compile(
    r"\b(?:tags?|authors?|categor(?:y|ies|ia)|topics?|podcasts?|episodes?|videos?|photos?|gallery|web-stories"
    r"|stories feed|weather|sports?|events?|jobs?|most (?:watched|read|popular)|best[ -]of"
    r"|editorials?|spotlight|archive|search|newsletters?|features?|interviews?|reviews?|opinions?)\b"
    r"|/author|/tag/|/category/",
    re.I,
)
_ASIDE = re.compile(r"\b(?:test|banners?|plugins?|integration)\b", re.I)
_ALL = re.compile(
    r"\b(?:all (?:news|stories|posts|articles)|top (?:stories|news)|latest(?: news| posts)?|main feed|headlines"
    r"|front ?page|entire|everything|full feed|breaking news|the latest)\b|/(?:all|latest|top|main|home)\b",
    re.I,
)
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

    The site's main feed comes before feeds of a part of it (a tag, an author, videos), declared ones
    before those that only look like feeds, and feeds of comments last; none of them is looked at.
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
    here = _own_address(root, base) or address
    ranked = sorted(found.values(), key=lambda feed: _rank(feed, here))
    return tuple(ranked[:_MOST])


def _own_address(root: Any, base: str) -> str:
    """What the page says its address is: a page saved or mirrored elsewhere still ranks its feeds."""
    for element in root.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            return join(base, element.get("href") or "")
    return ""


def _rank(feed: Found, here: str) -> tuple[bool, bool, bool, bool, bool]:
    """Main feeds first: sorted by what speaks against a feed, the weightiest first."""
    path = urlsplit(feed.address).path
    # Below /2026/story/ stands a feed of that story's comments; below /blog/ the feed of the blog.
    own = urlsplit(here).path.rstrip("/")
    of_page = bool(own) and is_deep(own) and path.rstrip("/").startswith(own + "/")
    return (
        bool(_COMMENTS.search(feed.title) or _COMMENTS_PATH.search(feed.address)) or of_page,
        not feed.declared and host_of(feed.address) != host_of(here),
        bool(_ASIDE.search(f"{feed.title} {path}"))
        or (bool(_PART.search(f"{feed.title} {path}")) and not _ALL.search(feed.title)),
        not feed.declared,
        not _ALL.search(f"{feed.title} {path}"),
    )


def is_deep(path: str) -> bool:
    """Whether a path looks like one article's: a date in it, or a last part of several words."""
    last = path.rstrip("/").rpartition("/")[2]
    return (
        bool(re.search(r"/(?:19|20)\d\d/", path))
        or last.count("-") >= 2
        or bool(re.search(r"\d{4}", last))
    )


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
