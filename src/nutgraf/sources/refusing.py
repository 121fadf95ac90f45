"""Refused values that name the raw object they are about."""

from __future__ import annotations

from nutgraf.errors import Refused
from nutgraf.sources.model import RawObject, Source

LOOK_AGAIN = (
    "Open the file to see what it holds; the bytes are kept, so it can be read again later."
)

# Rules that say something about an object all of whose readable items were read: notes, not failures.
NOTES = frozenset(
    {
        "entry-empty",
        "feed-entities",
        "feed-too-long",
        "link-offsets",
        "unknown-fields",
        "sitemap-elsewhere",
        "sitemap-not-articles",
        "sitemap-too-long",
        "listing-empty-items",
        "listing-too-long",
    }
)


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
