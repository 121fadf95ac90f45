"""What could be followed at an address: feeds first, then site maps, a listing, the page itself.

The newsroom looks at one candidate after the other, through the one fetcher, until `confirmed` says
that one is what it was taken for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from nutgraf.errors import Refused
from nutgraf.sources.address import canonical_address, join
from nutgraf.sources.model import Kind, Lead, RawObject, Rules, Source
from nutgraf.sources.sites.discovery import Found, discover
from nutgraf.sources.sites.guessed_rules import guess_rules
from nutgraf.sources.sites.listing import read_listing
from nutgraf.sources.sites.sitemap import read_sitemap
from nutgraf.sources.sites.usual_places import guesses
from nutgraf.sources.sniff import sniff

_MOST_NAMED = 5
_MOST_MAPS = 20
_USUAL_MAPS = ("sitemap.xml", "sitemap_index.xml", "news-sitemap.xml")
_ROBOTS_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Something that may be followed: what kind of source it would be, and why, as a sentence.

    `ready`: what was fetched already is it, and nothing is to be asked. `site` is the page it was found
    from (a source's `site`: a map may stand on another host than its pages); `rules` those of a listing.
    """

    kind: Kind
    address: str
    why: str
    title: str = ""
    site: str = ""
    ready: bool = False
    rules: Rules | None = None


def candidates(raw: RawObject, address: str, robots: bytes = b"") -> tuple[Candidate, ...]:
    """What to try next for an address that gave `raw`, best first; the last needs no further look.

    `address` is the one asked for, `robots` the bytes of its host's robots.txt, empty where there is
    none. A feed or site map is itself the only candidate.
    """
    place = raw.address or address
    kind = sniff(raw, _as("site", place))
    if kind in {"feed", "json-feed"}:
        return (Candidate(kind="feed", address=address, why="The address is a feed.", ready=True),)
    if kind == "sitemap" or (kind == "plain" and _is_map(raw, place)):
        return (_ready_map(address, place),)
    page = Candidate(
        kind="page", address=address, ready=True,
        why="No feed was found; the page itself is looked at for changes.",
    )  # fmt: skip
    if kind != "page":
        return (page,)
    return (*_once((*_feeds(raw, place), *_others(raw, place, robots)), address), page)


def confirmed(candidate: Candidate, raw: RawObject) -> bool:
    """Whether what stood at a candidate's address is what the candidate says."""
    kind = sniff(raw, _as(candidate.kind, candidate.address))
    if candidate.kind == "feed":
        return kind in {"feed", "json-feed"}
    if candidate.kind == "site":
        return not isinstance(kind, Refused) and _is_map(raw, candidate.address, candidate.site)
    if candidate.kind == "listing":
        source = _as("listing", candidate.address, rules=candidate.rules)
        return any(not isinstance(found, Refused) for found in read_listing(raw, source))
    return not isinstance(kind, Refused)


def sitemaps_in(robots: bytes, address: str = "") -> tuple[str, ...]:
    """The site maps a robots.txt names (RFC 9309, section 2.2.4), in its order, each once, at most 20.

    Only http and https addresses count; a relative one is read as seen from `address`.
    """
    found: dict[str, str] = {}
    for line in robots[:_ROBOTS_BYTES].decode("utf-8", "replace").splitlines():
        name, colon, value = line.lstrip("\ufeff").partition(":")
        if colon and name.strip().lower() in {"sitemap", "site-map"}:
            said = value.partition("#")[0].strip()
            place = join(address, said) if said else ""
            key = canonical_address(place)
            if key:
                found.setdefault(key, place)
    return tuple(list(found.values())[:_MOST_MAPS])


def _as(kind: Kind, address: str, site: str = "", rules: Rules | None = None) -> Source:
    return Source(
        id="candidate", name="", kind=kind, address=address, owner="", site=site, rules=rules
    )


def _is_map(raw: RawObject, address: str, site: str = "") -> bool:
    return any(isinstance(found, Lead) for found in read_sitemap(raw, _as("site", address, site)))


def _ready_map(address: str, place: str) -> Candidate:
    return Candidate(
        kind="site", address=address, site=place, why="The address is a site map.", ready=True
    )


def _once(found: tuple[Candidate, ...], address: str) -> Iterator[Candidate]:
    """Each address once; the page asked for itself counts only as a listing."""
    seen = {canonical_address(address)}
    for one in found:
        key = canonical_address(one.address)
        if one.kind == "listing" or key not in seen:
            seen.add(key)
            yield one


def _feeds(raw: RawObject, place: str) -> Iterator[Candidate]:
    named = discover(raw.data, place)
    for feed in named[:_MOST_NAMED]:
        yield Candidate(
            kind="feed", address=feed.address, title=feed.title, site=place, why=_named(feed)
        )
    if any(feed.declared for feed in named):
        return
    for guess in guesses(place):
        yield Candidate(
            kind="feed", address=guess.address, site=place,
            why=f"The page names no feed, but this is {guess.why}.",
        )  # fmt: skip


def _named(feed: Found) -> str:
    called = f" {feed.title!r}" if feed.title else ""
    return (
        f"The page names the feed{called}." if feed.declared else f"The page links a feed{called}."
    )


def _others(raw: RawObject, place: str, robots: bytes) -> Iterator[Candidate]:
    """The ways to follow a site without a feed: a map of its news, its list on this page, any map."""
    parts = urlsplit(place)
    root = f"{parts.scheme}://{parts.netloc}/"
    said = sitemaps_in(robots, root)
    maps = [
        Candidate(kind="site", address=one, site=place, why="The site's robots.txt names this map.")
        for one in said
    ] or [
        Candidate(
            kind="site", address=root + name, site=place, why="This is a usual place of a site map."
        )
        for name in _USUAL_MAPS
    ]
    news = [one for one in maps if said and "news" in urlsplit(one.address).path.lower()]
    yield from news
    rules = guess_rules(raw.data, place)
    if rules is not None:
        yield Candidate(
            kind="listing", address=place, rules=rules, ready=True,
            why=f"The page lists its articles where `{rules.item}` matches.",
        )  # fmt: skip
    yield from (one for one in maps if one not in news)
