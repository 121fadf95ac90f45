"""Reddit listings and discussions as JSON (`.json` behind an address): t3 posts, t1 comments.

reddit.com/dev/api. Ids only count, so the time is the server's own.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from nutgraf.errors import Refused
from nutgraf.sources.address import canonical_address, join
from nutgraf.sources.model import Lead, Link, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.posts.engagement import counts
from nutgraf.sources.posts.json_parts import name, parsed, rows, table, text
from nutgraf.sources.posts.markup import words_of
from nutgraf.sources.posts.post import Parent, Post, Words
from nutgraf.sources.posts.receiving import received
from nutgraf.sources.prose import line_of
from nutgraf.sources.times import sane

_HOME = "https://www.reddit.com"
_GONE = frozenset({"[deleted]", "[removed]"})
_MOST = 10_000


def read_reddit(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Lead | Refused]:
    """The posts of a listing; of one discussion, the post and every comment as an item."""
    value = parsed(raw, source)
    if isinstance(value, Refused):
        yield value
        return
    whole = isinstance(value, list)
    things = _things(value)
    escaped = _escaped(things, raw)
    posts: list[Post] = []
    left: Counter[str] = Counter()
    for kind, said in things:
        if kind == "t1" and not whole:
            left["posts-comments"] += 1
        elif not name(said, "id"):
            left["posts-damaged"] += 1
        elif _gone(said):
            left["posts-gone"] += 1
        else:
            posts.append(_post(kind, said, escaped))
    yield from received(posts, left, raw, source, options)
    older = "" if whole else _older(value, raw)
    if older:
        yield Lead(
            source=source.id, address=older, key=older, kind="older", why="an older page",
            raw=raw.sha256,
        )  # fmt: skip


def _things(value: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """Posts and comments with their kinds, answers below what they answer, level by level."""
    level = rows(value) if isinstance(value, list) else [table(value)]
    found: list[tuple[str, Mapping[str, Any]]] = []
    while level and len(found) < _MOST:
        below: list[Mapping[str, Any]] = []
        for thing in level:
            kind, said = text(thing, "kind"), table(thing, "data")
            if kind == "Listing":
                below += rows(said, "children")
            elif kind in {"t1", "t3"}:
                found.append((kind, said))
                below += [table(said, "replies")] if table(said, "replies") else []
        level = below
    return found


def _escaped(things: list[tuple[str, Mapping[str, Any]]], raw: RawObject) -> bool:
    """Whether `&`, `<` and `>` stand escaped in every text, as without `raw_json=1`."""
    for _, said in things:
        markup = text(said, "selftext_html") or text(said, "body_html")
        if markup:
            return not markup.startswith("<")
    return "raw_json=1" not in raw.address


def _gone(said: Mapping[str, Any]) -> bool:
    """Whether nothing of it is left but its place."""
    body = text(said, "body")
    removed = bool(text(said, "removed_by_category"))
    return body in _GONE or (removed and text(said, "selftext") in {*_GONE, ""})


def _older(value: Any, raw: RawObject) -> str:
    after = text(value, "data", "after")
    asked = {key: found[0] for key, found in parse_qs(urlsplit(raw.address).query).items()}
    if not after.startswith(("t1_", "t3_")) or "limit" not in asked:
        return ""
    return f"{raw.address.partition('?')[0]}?{urlencode(asked | {'after': after})}"


def _post(kind: str, said: Mapping[str, Any], escaped: bool) -> Post:
    plain = html.unescape if escaped else str
    id_ = name(said, "id")
    address = join(_HOME, text(said, "permalink"))
    title = line_of(plain(text(said, "title")), tags=False)
    markup = plain(text(said, "selftext_html") or text(said, "body_html"))
    words = words_of(markup, _HOME) if markup else Words(text=plain(_bare(said))).trimmed
    page = "" if said.get("is_self") is True else join(_HOME, plain(text(said, "url")))
    own = not page or canonical_address(page) == canonical_address(address)
    author = text(said, "author")
    parent = text(said, "parent_id").partition("_")[2]
    return Post(
        id=id_,
        key=name(said, "name") or f"{kind}_{id_}",
        address=address,
        author_id=author,
        author=f"u/{author}" if author and author not in _GONE else "",
        words=Words(
            text=words.text or title,
            links=(*(() if own or kind == "t1" else (Link(url=page),)), *words.links),
        ),
        said=_moment(said),
        title=title,
        engagement=counts(
            points=said.get("score"),
            comments=said.get("num_comments"),
        ),
        parent=Parent(id=parent, address=_above(address, parent)) if parent else None,
        marks=_marks(said),
    )


def _bare(said: Mapping[str, Any]) -> str:
    return text(said, "selftext") or text(said, "body")


def _above(address: str, parent: str) -> str:
    """The address of what a comment answers: its neighbour in the same discussion."""
    head = address.rstrip("/").rpartition("/")[0]
    return f"{head}/{parent}/" if head else ""


def _moment(said: Mapping[str, Any]) -> datetime | None:
    seconds = said.get("created_utc")
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        return None
    try:
        return sane(datetime.fromtimestamp(seconds, UTC))
    except (OverflowError, OSError, ValueError):
        return None


def _marks(said: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    marks: list[tuple[str, str]] = []
    if said.get("over_18") is True:
        marks.append(("content-warning", "marked as not for minors"))
    quoted = rows(said, "crosspost_parent_list")
    if quoted:
        address = join(_HOME, text(quoted[0], "permalink"))
        marks += [("quotes", address)] if address else []
    return tuple(marks)
