"""How people answered a post, as counts under names that are the same for every network."""

from __future__ import annotations

from nutgraf.sources.model import Received

# In this order; how often a post was merely shown is left out, it would drown the others.
NAMES = ("likes", "reposts", "replies", "quotes", "bookmarks", "points", "comments")
_MOST = 1 << 53


def counts(**said: object) -> tuple[tuple[str, int], ...]:
    """The counts that are counts (whole, not negative, as a number or in digits), in fixed order."""
    found = ((name, _count(said.get(name))) for name in NAMES)
    return tuple((name, count) for name, count in found if count is not None)


def _count(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST:
        return value
    return None


def engagement_of(received: Received) -> tuple[tuple[str, int], ...]:
    """The counts of an item as this look found them, by name.

    A capture never changes, so counts that grew while the text stayed are no new capture: they are
    kept beside it, under the item's key and the time of the look.
    """
    return tuple(sorted(received.metadata.engagement))
