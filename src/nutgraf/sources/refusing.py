"""Refused values that name the raw object they are about."""

from __future__ import annotations

from nutgraf.errors import Refused
from nutgraf.sources.model import RawObject, Source

LOOK_AGAIN = (
    "Open the file to see what it holds; the bytes are kept, so it can be read again later."
)

# The rule of an item that is told as its source announced it, since its own page could not be had.
INSTEAD = "announced-only"

# Rules that say something about an object all of whose readable items were read: notes, not failures.
NOTES = frozenset(
    {
        INSTEAD, "entry-copies", "entry-empty", "feed-entities", "feed-repaired", "feed-too-long",
        "link-offsets", "listing-empty-items", "listing-too-long", "posts-comments", "posts-gone",
        "posts-private", "posts-reposts", "posts-thread-cut", "sitemap-elsewhere",
        "sitemap-not-articles", "sitemap-too-long", "source-too-much", "unknown-fields",
    }
)  # fmt: skip


def refuse(
    raw: RawObject,
    source: Source,
    rule: str,
    happened: str,
    next_step: str = LOOK_AGAIN,
    *,
    where: str = "",
) -> Refused:
    """A row of the report about `raw`, or about a place inside it when `where` is given."""
    return Refused(
        where=f"{raw.name} {where}".strip(),
        rule=rule,
        happened=happened,
        next_step=next_step,
        source=source.id,
        raw=raw.sha256,
    )
