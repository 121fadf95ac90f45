"""The repository of a Bluesky account, as the account settings export it: a CAR file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from nutgraf.errors import Refused
from nutgraf.sources.model import RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.posts import bluesky_record as record
from nutgraf.sources.posts.car import CarError, records, repository
from nutgraf.sources.posts.json_parts import text
from nutgraf.sources.posts.post import Post
from nutgraf.sources.posts.receiving import received
from nutgraf.sources.posts.times import bluesky_time
from nutgraf.sources.refusing import refuse
from nutgraf.sources.times import instant

_POSTS = "app.bsky.feed.post"


def read_bluesky_archive(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The account's posts, newest first, threads joined; likes, follows and the rest are left out.

    Only what the signed commit names is read, each block held against its digest. The signature
    itself is not checked: the key it was made with stands elsewhere.
    """
    try:
        held = repository(raw.data)
    except CarError as problem:
        yield refuse(
            raw, source, "posts-unreadable", f"The repository cannot be read: {problem}.",
            "Export it again; the bytes are kept and can be read again.",
        )  # fmt: skip
        return
    posts: list[Post] = []
    left: Counter[str] = Counter()
    for key, said in records(held, _POSTS):
        if said is None or not isinstance(said.get("text"), str):
            left["posts-damaged"] += 1
        else:
            posts.append(_post(held.did, key, said))
    yield from received(posts[::-1], left, raw, source, options)
    if held.damaged:
        yield refuse(
            raw, source, "posts-blocks",
            f"{held.damaged:,} blocks of the repository are cut or not what their digest says.",
            "Export it again; the bytes are kept and can be read again.",
        )  # fmt: skip


def _post(did: str, key: str, said: Mapping[str, Any]) -> Post:
    uri = f"at://{did}/{_POSTS}/{key}"
    written = text(said, "createdAt")
    return Post(
        id=uri,
        key=uri,
        address=record.public_address(uri),
        author_id=did,
        author="",
        words=record.words(said),
        written=written,
        said=instant(written),
        made=bluesky_time(key),
        lang=record.lang(said),
        parent=record.parent(said, {}),
        marks=tuple(record.marks(said)),
    )
