"""From an item of a feed to the lead that gives its whole words, where the feed gives few."""

from __future__ import annotations

from datetime import datetime

from nutgraf.sources.model import Lead, RawObject, Received, Source

BLURB = "the feed gives only a blurb"
TRANSCRIPT = "the transcript of a recording"


def may_look(raw: RawObject, source: Source) -> bool:
    """Whether pages an object links to are looked at: what was fetched by address, if wanted."""
    return source.kind == "feed" and source.full_text == "auto" and bool(raw.address)


def lead_to(item: Received, address: str, why: str, changed_at: datetime | None) -> Lead:
    """The lead to an item's words; the item as it is stands by for when they cannot be had."""
    return Lead(
        source=item.source, address=address, key=item.key, kind="item", why=why, raw=item.raw,
        metadata=item.metadata, fallback=item if item.body.strip() else None, changed_at=changed_at,
    )  # fmt: skip
