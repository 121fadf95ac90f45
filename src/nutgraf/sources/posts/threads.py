"""What one author wrote in one go is one item, whatever the network's limit of characters.

A post continues another when the same author answers it within an hour. What the author adds later is an
item of its own, with its own time: news of that day. So the key of a thread hangs on its posts alone and
not on which of them a look still found: where the beginning is missing, it has moved out of what the
network lists, and the rest is left out and counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from nutgraf.sources.posts.post import Post

IN_ONE_GO = timedelta(hours=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Threads (most of one post), in the order of their first posts; `cut` counts posts left out
    because the beginning of their thread is not there."""

    threads: tuple[tuple[Post, ...], ...]
    cut: int


def joined(posts: Sequence[Post]) -> Joined:
    """The posts as threads, each in the order it was written. The first of two equal ids counts."""
    by_id: dict[str, Post] = {}
    for post in posts:
        by_id.setdefault(post.id, post)
    begun: dict[str, list[Post]] = {}
    cut = 0
    heads = _heads(by_id)
    for post in by_id.values():
        head = heads[post.id]
        if head:
            begun.setdefault(head, []).append(post)
        else:
            cut += 1
    return Joined(
        threads=tuple(
            (by_id[id_], *sorted((p for p in begun[id_] if p.id != id_), key=_order))
            for id_ in by_id
            if id_ in begun
        ),
        cut=cut,
    )


def _order(post: Post) -> tuple[datetime, int, str]:
    return post.when or _NEVER, len(post.id), post.id


def _heads(by_id: dict[str, Post]) -> dict[str, str]:
    """The id of the first post of each post's thread, "" where that is not there."""
    heads: dict[str, str] = {}
    for id_ in by_id:
        chain: dict[str, None] = {}
        here = id_
        while here not in heads:
            chain[here] = None
            above = _continued(by_id[here], by_id)
            if above is None or above in chain:  # a circle, which no honest network makes
                heads[here] = here
            elif above not in by_id:
                heads[here] = ""
            else:
                here = above
        for passed in chain:
            heads.setdefault(passed, heads[here])
    return heads


def _continued(post: Post, by_id: dict[str, Post]) -> str | None:
    """The id of the post it continues, None when it begins something."""
    parent = post.parent
    if parent is None:
        return None
    if not parent.author or parent.author != post.author_id or parent.id == post.id:
        return None
    above = by_id.get(parent.id)
    before = above.when if above else parent.made
    if post.when is None or before is None:
        return parent.id if above else None
    return parent.id if abs(post.when - before) <= IN_ONE_GO else None
