"""Bluesky's public AppView: an author's feed, a feed, a search, a thread.

docs.bsky.app, app.bsky.feed.getAuthorFeed, getFeed, searchPosts, getPosts and getPostThread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from nutgraf.errors import Refused
from nutgraf.sources.model import Lead, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.posts import bluesky_record as record
from nutgraf.sources.posts.asking import feed_of
from nutgraf.sources.posts.engagement import counts
from nutgraf.sources.posts.json_parts import parsed, rows, table, text
from nutgraf.sources.posts.post import Post
from nutgraf.sources.posts.receiving import received
from nutgraf.sources.posts.times import bluesky_time
from nutgraf.sources.prose import line_of
from nutgraf.sources.times import instant

_REPOST = "app.bsky.feed.defs#reasonRepost"
_LONGEST_QUOTE = 300
_MOST = 10_000


def read_bluesky(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Lead | Refused]:
    """The posts in the object, threads joined; the lead to the page below it where there is one."""
    value = parsed(raw, source)
    if isinstance(value, Refused):
        yield value
        return
    feed = feed_of(source, text(value, "did"))
    if feed:
        yield Lead(
            source=source.id, address=feed, key=feed, kind="more", why="the feed's posts", raw=raw.sha256
        )  # fmt: skip
        return
    left: Counter[str] = Counter()
    views: list[Mapping[str, Any]] = []
    for row in rows(value, "feed"):
        if text(row, "reason", "$type") == _REPOST:
            left["posts-reposts"] += 1
        else:
            views.append(table(row, "post"))
    views += rows(value, "posts")
    views += _thread(table(value, "thread"))
    handles = dict(_handles(value, views))
    posts: list[Post] = []
    for view in views:
        did, key = record.place(text(view, "uri"))
        if not did or not isinstance(table(view, "record").get("text"), str):
            left["posts-damaged"] += 1
        else:
            posts.append(_post(view, did, key, handles))
    yield from received(posts, left, raw, source, options)
    older = _older(value, raw) if posts else ""
    if older:
        yield Lead(
            source=source.id, address=older, key=older, kind="older", why="an older page",
            raw=raw.sha256,
        )  # fmt: skip


def _thread(top: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The post views of a thread: those above the post, itself, then the answers, level by level."""
    above: list[Mapping[str, Any]] = []
    here = table(top, "parent")
    while here and len(above) < _MOST:
        above.append(table(here, "post"))
        here = table(here, "parent")
    found = above[::-1]
    level = [top] if top else []
    while level and len(found) < _MOST:
        found += [table(node, "post") for node in level]
        level = [answer for node in level for answer in rows(node, "replies")]
    return [view for view in found if view]


def _handles(value: Any, views: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The handles of the authors there, and of those they answer, by DID."""
    answered = (table(row, "reply", "parent") for row in rows(value, "feed"))
    for view in (*answered, *views):
        did, handle = text(view, "author", "did"), text(view, "author", "handle")
        if did and handle and handle != "handle.invalid":
            yield did, handle


def _older(value: Any, raw: RawObject) -> str:
    cursor = text(value, "cursor")
    if not cursor or "/xrpc/" not in raw.address:
        return ""
    asked = {key: found[0] for key, found in parse_qs(urlsplit(raw.address).query).items()}
    return f"{raw.address.partition('?')[0]}?{urlencode(asked | {'cursor': cursor})}"


def shown(author: Mapping[str, Any]) -> str:
    """An account as `Name (@handle)`."""
    handle = text(author, "handle") or text(author, "did")
    called = line_of(text(author, "displayName"), tags=False)
    return f"{called} (@{handle})" if called else f"@{handle}"


def _post(view: Mapping[str, Any], did: str, key: str, handles: Mapping[str, str]) -> Post:
    said = table(view, "record")
    uri = text(view, "uri")
    return Post(
        id=uri,
        key=uri,
        address=record.public_address(uri, handles.get(did, "")),
        author_id=did,
        author=shown(table(view, "author")),
        words=record.words(said),
        written=text(said, "createdAt"),
        said=instant(text(said, "createdAt")),
        made=bluesky_time(key),
        lang=record.lang(said),
        engagement=counts(
            likes=view.get("likeCount"),
            reposts=view.get("repostCount"),
            replies=view.get("replyCount"),
            quotes=view.get("quoteCount"),
            bookmarks=view.get("bookmarkCount"),
        ),
        parent=record.parent(said, handles),
        marks=(*record.marks(said), *_quoted(view)),
    )


def _quoted(view: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the quoted post says and who said it, apart from the post's own words."""
    for path in (("embed", "record"), ("embed", "record", "record")):
        quoted = table(view, *path)
        words = line_of(text(quoted, "value", "text"), tags=False)
        if words:
            yield "quoted", f"{shown(table(quoted, 'author'))}: {words[:_LONGEST_QUOTE]}"
            return
