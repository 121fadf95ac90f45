"""Keys of items: what names an item within its source, look after look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nutgraf.ids import digest
from nutgraf.sources.model import Received


def told_apart(items: Sequence[Received]) -> tuple[Received, ...]:
    """The items of one look, each under a key of its own.

    Where several items claim one key (a feed that gives every entry the same guid) each gets the
    key with a digest of its address and title behind it; exact copies are dropped. The digest does
    not hang on the place in the feed, so the next look finds the same keys.
    """
    from dataclasses import replace

    claimed = Counter(item.key for item in items)
    out: list[Received] = []
    seen: dict[str, bytes] = {}
    for item in items:
        key = item.key
        if claimed[key] > 1:
            key = f"{key} {digest(item.address, item.metadata.title)[:12]}"
        if key in seen:
            if seen[key] == item.body:
                continue
            key = f"{key} {digest(item.body)[:12]}"
            if key in seen:
                continue
        seen[key] = item.body
        out.append(item if key == item.key else replace(item, key=key))
    return tuple(out)


def own_bytes(*parts: str | bytes) -> str:
    """The key of an item that names itself in no way: a digest of what it is made of."""
    return "sha256:" + digest(*parts)
