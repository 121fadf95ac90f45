"""What to ask first for the address of an account, a tag or a board, as people paste it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from nutgraf.errors import Refused
from nutgraf.sources.address import canonical_address, origin_of
from nutgraf.sources.model import Source

MASTODON_PAGE = "40"
_PAGE = "100"
_APPVIEW = "https://public.api.bsky.app/xrpc/"
_BLUESKY = f"{_APPVIEW}app.bsky.feed."
_ALGOLIA = "https://hn.algolia.com/api/v1/"
_REDDIT = "https://www.reddit.com"
_ACCOUNT = re.compile(r"/(?:@|users/)([A-Za-z0-9_.-]{1,64}(?:@[A-Za-z0-9.:-]{1,255})?)/?\Z")
_STATUS = re.compile(r"/@[A-Za-z0-9_.@:-]{1,320}/([A-Za-z0-9]{1,32})/?\Z")
_TAG = re.compile(r"/tags/([^/]{1,100})/?\Z")
_PROFILE = re.compile(r"/profile/([A-Za-z0-9.:%_-]{3,253})/?\Z")
_PROFILE_FEED = re.compile(r"/profile/([A-Za-z0-9.:%_-]{3,253})/feed/([A-Za-z0-9._~:-]{1,64})/?\Z")
_PROFILE_POST = re.compile(r"/profile/([A-Za-z0-9.:%_-]{3,253})/post/([A-Za-z0-9._~:-]{1,64})/?\Z")
_BOARD = re.compile(r"/r/([A-Za-z0-9_+]{2,100})(?:/(new|hot|top|rising))?/?\Z")
_PERSON = re.compile(r"/(?:u|user)/([A-Za-z0-9_-]{2,40})(?:/submitted)?/?\Z")
_DISCUSSION = re.compile(r"(/r/[A-Za-z0-9_]{2,100}/comments/[a-z0-9]{1,12})(?:/[^/]*)?/?\Z")
_HN_LISTS = {"": "front_page", "/news": "front_page", "/newest": "story", "/ask": "ask_hn", "/show": "show_hn"}  # fmt: skip
_HN_HOSTS = frozenset({"news.ycombinator.com", "hn.algolia.com"})
_REDDIT_HOSTS = frozenset({"reddit.com", "old.reddit.com", "new.reddit.com"})
_X = frozenset({"x.com", "twitter.com", "mobile.twitter.com"})


def first_address(source: Source) -> str | Refused:
    """The address of the public API that answers for a `posts` source.

    Known: an account, a tag, a timeline or a status of any server that speaks Mastodon's API; a
    profile, a feed, a search or a post on bsky.app; Hacker News with its lists, users and items;
    a board, a user or a discussion on Reddit. What is asked after it comes as leads.
    """
    address = canonical_address(source.address)
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    asked = {name: found[0] for name, found in parse_qs(parts.query).items()}
    if host in _X:
        return _refused(
            source, "posts-closed", "X gives no posts to anyone who is not logged in.",
            "Add the archive that X makes of an account, or a feed that brings its posts.",
        )  # fmt: skip
    if host == "bsky.app":
        found = _bluesky(parts.path, asked)
    elif host in _HN_HOSTS:
        found = address if "/api/" in parts.path else _hacker_news(parts.path.rstrip("/"), asked)
    elif host in _REDDIT_HOSTS:
        found = _reddit(parts.path)
    else:
        found = address if "/xrpc/app.bsky.feed." in address else _mastodon(address, parts.path)
    return found or _refused(
        source, "posts-address", "The address names no account, tag, board or discussion we know.",
        "Paste the address of a profile, such as https://mastodon.example/@name.",
    )  # fmt: skip


def network_at(address: str) -> str:
    """The network an address belongs to; what no other claims speaks Mastodon's API."""
    host = urlsplit(canonical_address(address)).hostname or ""
    host = host.removeprefix("www.")
    if host == "bsky.app" or "/xrpc/app.bsky.feed." in address:
        return "bluesky"
    if host in _HN_HOSTS:
        return "hacker-news"
    return "reddit" if host in _REDDIT_HOSTS else "mastodon"


def surely_posts(address: str) -> bool:
    """Whether an address can only mean posts: a profile, board, user or discussion at a host known for
    nothing else. A profile of Mastodon looks like many other pages, so it is not sure."""
    source = Source(id="", name="", kind="posts", address=address, owner="")
    known = network_at(address) in {"bluesky", "hacker-news", "reddit"}
    return known and not isinstance(first_address(source), Refused)


def _refused(source: Source, rule: str, happened: str, next_step: str) -> Refused:
    return Refused(
        where=source.address[:500], rule=rule, happened=happened, next_step=next_step,
        source=source.id,
    )  # fmt: skip


def _mastodon(address: str, path: str) -> str:
    origin = origin_of(address)
    if not origin:
        return ""
    if path.startswith("/api/v1/"):
        return address
    if found := _ACCOUNT.match(path):
        return f"{origin}/api/v1/accounts/lookup?{urlencode({'acct': found[1]})}"
    if found := _STATUS.match(path):
        return f"{origin}/api/v1/statuses/{found[1]}"
    if found := _TAG.match(path):
        return f"{origin}/api/v1/timelines/tag/{found[1]}?limit={MASTODON_PAGE}"
    if path.rstrip("/") in {"/public", "/public/local"}:
        local = "local=true&" if path.rstrip("/").endswith("local") else ""
        return f"{origin}/api/v1/timelines/public?{local}limit={MASTODON_PAGE}"
    return ""


def _bluesky(path: str, asked: Mapping[str, str]) -> str:
    if found := _PROFILE.match(path):
        says = {"actor": found[1], "filter": "posts_and_author_threads", "limit": _PAGE}
        return f"{_BLUESKY}getAuthorFeed?{urlencode(says)}"
    if found := _PROFILE_FEED.match(path):
        # A feed is named by its maker's DID alone, so a handle is asked for that first.
        if not found[1].startswith("did:"):
            asks = urlencode({"handle": found[1]})
            return f"{_APPVIEW}com.atproto.identity.resolveHandle?{asks}"
        return _feed(found[1], found[2])
    if found := _PROFILE_POST.match(path):
        uri = f"at://{found[1]}/app.bsky.feed.post/{found[2]}"
        return f"{_BLUESKY}getPostThread?{urlencode({'uri': uri})}"
    if path.rstrip("/") == "/search" and asked.get("q"):
        says = {"q": asked["q"], "sort": "latest", "limit": _PAGE}
        return f"{_BLUESKY}searchPosts?{urlencode(says)}"
    return ""


def feed_of(source: Source, did: str) -> str:
    """The address of a feed's posts, once the DID of its maker is known; "" for other sources."""
    found = _PROFILE_FEED.match(urlsplit(canonical_address(source.address)).path)
    known = re.fullmatch(r"did:[a-z]{1,20}:[A-Za-z0-9.:%_-]{1,200}", did)
    return _feed(did, found[2]) if found and known else ""


def _feed(did: str, name: str) -> str:
    uri = f"at://{did}/app.bsky.feed.generator/{name}"
    return f"{_BLUESKY}getFeed?{urlencode({'feed': uri, 'limit': _PAGE})}"


def _hacker_news(path: str, asked: Mapping[str, str]) -> str:
    id_ = asked.get("id", "")
    if path == "/item" and id_.isdigit():
        return f"{_ALGOLIA}items/{id_}"
    if path in {"/user", "/submitted"} and re.fullmatch(r"[A-Za-z0-9_-]{2,32}", id_):
        says = {"tags": f"story,author_{id_}", "hitsPerPage": _PAGE}
        return f"{_ALGOLIA}search_by_date?{urlencode(says, safe=',')}"
    if path in _HN_LISTS:
        says = {"tags": _HN_LISTS[path], "hitsPerPage": _PAGE}
        which = "search" if says["tags"] == "front_page" else "search_by_date"
        return f"{_ALGOLIA}{which}?{urlencode(says)}"
    return ""


def _reddit(path: str) -> str:
    if found := _BOARD.match(path):
        return f"{_REDDIT}/r/{quote(found[1], safe='+')}/{found[2] or 'new'}.json?raw_json=1&limit={_PAGE}"
    if found := _PERSON.match(path):
        return f"{_REDDIT}/user/{found[1]}/submitted.json?raw_json=1&limit={_PAGE}"
    if found := _DISCUSSION.match(path):
        return f"{_REDDIT}{found[1]}.json?raw_json=1"
    return ""


def of_many_authors(source: Source) -> bool:
    """Whether a `posts` source brings what many accounts say (a tag, a timeline, a search, a feed),
    so that each item belongs to its author and not to one owner."""
    if source.kind != "posts":
        return False
    path = urlsplit(canonical_address(source.address)).path.rstrip("/")
    return bool(
        _TAG.match(path)
        or _PROFILE_FEED.match(path)
        or path in {"/public", "/public/local", "/search"}
        or path.startswith("/api/v1/timelines/")
        or path.endswith((".getFeed", ".searchPosts"))
    )
