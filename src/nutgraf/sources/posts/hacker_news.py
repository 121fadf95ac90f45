"""Hacker News: the Algolia search and item API, and the Firebase API's items.

hn.algolia.com/api and github.com/HackerNews/API. Ids only count, so the time is the server's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from nutgraf.errors import Refused
from nutgraf.sources.address import join
from nutgraf.sources.model import Lead, Link, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.posts.engagement import counts
from nutgraf.sources.posts.json_parts import name, parsed, rows, text
from nutgraf.sources.posts.markup import words_of
from nutgraf.sources.posts.post import Parent, Post, Words
from nutgraf.sources.posts.receiving import received
from nutgraf.sources.prose import line_of
from nutgraf.sources.times import instant, sane

_ITEM = "https://news.ycombinator.com/item?id="
_MOST = 10_000


def read_hacker_news(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Lead | Refused]:
    """The stories of a search; of one discussion, the story and every comment as an item.

    A story's linked page is a link and not its text: somebody else wrote it.
    """
    value = parsed(raw, source)
    if isinstance(value, Refused):
        yield value
        return
    whole = isinstance(value, Mapping) and "hits" not in value
    entries = _discussion(value) if whole else rows(value, "hits") or rows(value)
    posts: list[Post] = []
    left: Counter[str] = Counter()
    for entry in entries:
        if entry.get("deleted") is True or entry.get("dead") is True:
            left["posts-gone"] += 1
        elif not whole and _kind(entry) == "comment":
            left["posts-comments"] += 1
        elif not _id(entry).isdigit():
            left["posts-damaged"] += 1
        else:
            posts.append(_post(entry))
    yield from received(posts, left, raw, source, options)


def _discussion(top: Any) -> list[Mapping[str, Any]]:
    """An item and all that was answered, level by level."""
    found: list[Mapping[str, Any]] = []
    level = [top]
    while level and len(found) < _MOST:
        found += level
        level = [child for entry in level for child in rows(entry, "children")]
    # Algolia leaves a deleted comment in the tree without author and words.
    return [e for e in found if name(e, "author") or name(e, "by") or e.get("deleted")]


def _id(entry: Mapping[str, Any]) -> str:
    return name(entry, "objectID") or name(entry, "id")


def _kind(entry: Mapping[str, Any]) -> str:
    tags = entry.get("_tags")
    said = text(entry, "type")
    return said or ("comment" if isinstance(tags, list) and "comment" in tags else "story")


def _post(entry: Mapping[str, Any]) -> Post:
    id_ = _id(entry)
    author = text(entry, "author") or text(entry, "by")
    title = line_of(text(entry, "title"), tags=False)
    markup = text(entry, "story_text") or text(entry, "comment_text") or text(entry, "text")
    said = words_of(markup, _ITEM)
    page = join("", text(entry, "url"))
    links = (*((Link(url=page),) if page else ()), *said.links)
    parent = name(entry, "parent_id") or name(entry, "parent")
    moment = _moment(entry)
    return Post(
        id=id_,
        key=_ITEM + id_,
        address=_ITEM + id_,
        author_id=author,
        author=author,
        words=Words(text=said.text or title, links=links),
        written=text(entry, "created_at"),
        said=moment,
        title=title,
        engagement=counts(
            points=entry.get("points", entry.get("score")),
            comments=entry.get("num_comments", entry.get("descendants")),
        ),
        # An answer on Hacker News is one of many people's, never a piece of a thread.
        parent=Parent(id=parent, address=_ITEM + parent) if parent.isdigit() else None,
    )


def _moment(entry: Mapping[str, Any]) -> datetime | None:
    for key in ("created_at_i", "time"):
        seconds = entry.get(key)
        if isinstance(seconds, int) and not isinstance(seconds, bool):
            try:
                return sane(datetime.fromtimestamp(seconds, UTC))
            except (OverflowError, OSError, ValueError):
                return None
    return instant(text(entry, "created_at"))
