"""Leads: what an object points to and is looked at next, and how that becomes the item it stands for.

A reader yields a `Lead` where a source names a thing without giving its words: an entry that is only a
blurb, a page of a sitemap, an older page of a feed. The run looks at it politely, later if need be, and
reads what came with the lead beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace

from nutgraf.errors import Refused
from nutgraf.sources.model import Lead, Metadata, RawObject, Received, Source
from nutgraf.sources.refusing import refuse

DEEPEST = 4


def as_the_item(
    found: Iterable[Received | Lead | Refused],
    raw: RawObject,
    source: Source,
    lead: Lead,
    *,
    most_pages: int = 10,
) -> Iterator[Received | Lead | Refused]:
    """What a lead's object gave: for an `item` the one item it names, else all, one lead deeper.

    `most_pages` older pages, one behind the other; else leads lead on four times.
    """
    if lead.kind != "item":
        for one in found:
            if not isinstance(one, Lead):
                yield one
            elif lead.depth + 1 < (most_pages if "older" in {lead.kind, one.kind} else DEEPEST):
                yield replace(one, depth=lead.depth + 1)
            elif one.fallback is not None:
                yield one.fallback
        return
    several = 0
    for one in found:
        # A lead behind a lead to one item is not followed: what is known of the item is the item.
        item = one.fallback if isinstance(one, Lead) else one
        if isinstance(item, Refused):
            yield item
        elif item is not None:
            several += 1
            if several == 1:
                yield _under(item, lead)
    if several > 1:
        yield refuse(
            raw, source, "lead-several",
            f"The address of one item holds {several} items; the first was taken.",
            "Add the address as a source of its own if you want the others.",
        )  # fmt: skip


def _under(item: Received, lead: Lead) -> Received:
    """The item under the key it was announced by; what was said of it there goes first."""
    known = lead.fallback.address if lead.fallback else ""
    return replace(
        item,
        key=lead.key,
        address=known or lead.address,
        metadata=merged(lead.metadata, item.metadata),
    )


def merged(first: Metadata, second: Metadata) -> Metadata:
    """Each part from `first`, or from `second` where the first does not say; marks of both."""
    said = {
        part.name: getattr(first, part.name) or getattr(second, part.name)
        for part in fields(Metadata)
    }
    # Links count in the text they were found in.
    said["links"] = second.links
    said["marks"] = tuple(dict.fromkeys((*first.marks, *second.marks)))
    return Metadata(**said)
