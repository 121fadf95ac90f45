"""Feeds given in pages and archives (RFC 5005): where the next older page stands."""

from __future__ import annotations

from collections.abc import Sequence

from nutgraf.sources.address import canonical_address
from nutgraf.sources.feeds.blurb import own_page
from nutgraf.sources.model import Lead, RawObject, Source

# Section 4 before section 3: an archive is whole and does not change, a page may shift.
_RELATIONS = ("prev-archive", "next")


def older_page(
    links: Sequence[tuple[str, str]], raw: RawObject, source: Source, *, complete: bool = False
) -> Lead | None:
    """The lead to the next older page, None where the feed names none or holds all there is.

    `links` are (relation, address), absolute. A page of another site is not the feed's. The run
    follows such a lead on the first look at a source, and later only when none of the page's entries
    was known: then some may have been missed.
    """
    if complete or source.kind != "feed" or not raw.address:
        return None
    here = canonical_address(raw.address)
    for relation in _RELATIONS:
        for said, address in links:
            there = canonical_address(address)
            if said == relation and there and there != here and own_page(there, (raw.address,)):
                return Lead(
                    source=source.id, address=address, key=there, kind="older",
                    why="an older page of the feed", raw=raw.sha256,
                )  # fmt: skip
    return None
