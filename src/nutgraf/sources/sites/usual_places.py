"""Where a feed usually is when a page names none, by the software that made the page and by its host.

Guesses only: each is looked at before it is believed, one at a time, best first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from nutgraf.sources.address import canonical_address

_MOST = 8
_USUAL = (
    ("feed", "the usual place of a WordPress or Substack feed"),
    ("rss.xml", "a usual place of an RSS feed"),
    ("atom.xml", "a usual place of an Atom feed"),
    ("feed.xml", "the usual place of a Jekyll feed"),
    ("index.xml", "the usual place of a Hugo feed"),
    ("feed.json", "the usual place of a JSON Feed"),
    ("rss", "a usual place of an RSS feed"),
)
_MASTODON = re.compile(r"/@[A-Za-z0-9_.-]+\Z")
_CHANNEL = re.compile(r"/channel/(UC[\w-]{22})(?:/|\Z)")
_REPOSITORY = re.compile(r"/([\w.-]+)/([\w.-]+)(?:/(releases|tags|commits)(?:/([\w./-]+))?)?/?\Z")
_ARXIV = re.compile(r"/list/([a-z-]+(?:\.[A-Za-z-]+)?)(?:/|\Z)")
_SUBREDDIT = re.compile(r"/(r|user)/([\w-]+)(?:/|\Z)")
_FILE = re.compile(r"/[^/]*\.[A-Za-z0-9]{1,5}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """An address where a feed may be, and why it is looked for there."""

    address: str
    why: str


def guesses(address: str) -> tuple[Guess, ...]:
    """The usual places of a feed for the page at `address`, best first, at most eight; none for what is
    no http or https address. All are on the host asked about, but for YouTube's and arXiv's own.
    """
    canonical = canonical_address(address)
    if not canonical:
        return ()
    found: dict[str, Guess] = {}
    for place, why in _places(canonical):
        key = canonical_address(place)
        if key and key != canonical:
            found.setdefault(key, Guess(address=place, why=why))
    return tuple(list(found.values())[:_MOST])


def _places(address: str) -> Iterator[tuple[str, str]]:
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    known = list(_by_host(host, parts.path, parts.query))
    yield from known
    if known and host in _KNOWN:
        return
    root = f"{parts.scheme}://{parts.netloc}"
    if _MASTODON.match(parts.path):
        yield f"{root}{parts.path}.rss", "the feed of a Mastodon account"
    for folder in _folders(parts.path):
        # Of a folder below the front only the commonest: a request each is a stranger's time.
        for name, why in _USUAL if folder == "/" else _USUAL[:2]:
            yield f"{root}{folder}{name}", why


def _folders(path: str) -> list[str]:
    """The page's own folder where it is a section of a site (`/blog/`), then the front."""
    own = path if path.endswith("/") else path + "/"
    parts = [part for part in own.split("/") if part]
    section = 0 < len(parts) <= 2 and not _FILE.match(path) and not re.search(r"\d{4}|-.*-", path)
    return [own, "/"] if section else ["/"]


_KNOWN = frozenset(
    {"youtube.com", "m.youtube.com", "reddit.com", "old.reddit.com", "github.com", "arxiv.org", "medium.com",
     "news.ycombinator.com", "bsky.app"}
)  # fmt: skip


def _by_host(host: str, path: str, query: str) -> Iterator[tuple[str, str]]:
    if host in {"youtube.com", "m.youtube.com"}:
        yield from _youtube(path, query)
    elif host in {"reddit.com", "old.reddit.com"}:
        found = _SUBREDDIT.match(path)
        if found:
            yield (
                f"https://www.reddit.com/{found[1]}/{found[2]}/.rss",
                "the feed of a part of Reddit",
            )
        else:
            yield "https://www.reddit.com/.rss", "the feed of Reddit's front page"
    elif host == "github.com":
        yield from _github(path)
    elif host == "arxiv.org":
        found = _ARXIV.match(path)
        if found:
            yield f"https://rss.arxiv.org/rss/{found[1]}", "arXiv's own feed of this list"
    elif host == "medium.com" and path.count("/") >= 1 and len(path) > 1:
        yield (
            f"https://medium.com/feed{path.rstrip('/')}",
            "Medium's feed of an account or publication",
        )
    elif host.endswith(".medium.com"):
        yield f"https://{host}/feed", "Medium's feed of an account"
    elif host == "news.ycombinator.com":
        yield "https://news.ycombinator.com/rss", "the feed of Hacker News' front page"
    elif host == "bsky.app" and path.startswith("/profile/"):
        yield (
            f"https://bsky.app{'/'.join(path.split('/')[:3])}/rss",
            "the feed of a Bluesky account",
        )
    elif host.endswith(".blogspot.com"):
        yield f"https://{host}/feeds/posts/default", "Blogger's feed of a blog"
    elif host.endswith(".substack.com"):
        yield f"https://{host}/feed", "Substack's feed of a newsletter"
    elif host.endswith(".tumblr.com"):
        yield f"https://{host}/rss", "Tumblr's feed of a blog"


def _youtube(path: str, query: str) -> Iterator[tuple[str, str]]:
    """Only a channel's id and a playlist's name a feed; a handle (`/@name`) is found in its page."""
    place = "https://www.youtube.com/feeds/videos.xml"
    found = _CHANNEL.match(path)
    if found:
        yield f"{place}?channel_id={found[1]}", "YouTube's feed of a channel"
    for playlist in parse_qs(query).get("list", [])[:1]:
        yield f"{place}?playlist_id={playlist}", "YouTube's feed of a playlist"
    if path.startswith("/user/"):
        yield f"{place}?user={path.split('/')[2]}", "YouTube's feed of a user"


def _github(path: str) -> Iterator[tuple[str, str]]:
    found = _REPOSITORY.match(path)
    if not found:
        return
    root = f"https://github.com/{found[1]}/{found[2]}"
    if found[3] == "commits":
        branch = f"/{found[4]}" if found[4] else ""
        yield f"{root}/commits{branch}.atom", "GitHub's feed of commits"
    if found[3] == "tags":
        yield f"{root}/tags.atom", "GitHub's feed of tags"
    yield f"{root}/releases.atom", "GitHub's feed of releases"
    if found[3] != "tags":
        yield f"{root}/tags.atom", "GitHub's feed of tags"
