"""From an item of a feed to the lead that gives its whole words, where the feed gives few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from nutgraf.sources.address import canonical_address
from nutgraf.sources.feeds.blurb import own_page
from nutgraf.sources.model import Lead, RawObject, Received, Source

BLURB = "the feed gives only a blurb"
TRANSCRIPT = "the transcript of a recording"


def may_look(raw: RawObject, source: Source) -> bool:
    """Whether pages an object links to are looked at: what was fetched by address, if wanted."""
    return source.kind == "feed" and source.full_text == "auto" and bool(raw.address)


def pages(addresses: Iterable[str], feed: tuple[str, ...]) -> frozenset[str]:
    """Those of the entries' addresses at which an entry has a page to itself, on the feed's own site.

    Not a page that several entries point into (a list of changes with a heading for each), not the
    front of the site. `feed` are the addresses the feed and its site are known by.
    """
    # The same address twice may be a copy; two addresses of one page are two entries on it.
    known = {address: canonical_address(address) for address in addresses}
    several = {page for page, count in Counter(known.values()).items() if count > 1}
    fronts = {canonical_address(one) for one in feed}
    return frozenset(
        address
        for address, page in known.items()
        if page and page not in several and page not in fronts
        and (urlsplit(page).path != "/" or urlsplit(page).query) and own_page(page, feed)
    )  # fmt: skip


def lead_to(item: Received, address: str, why: str, changed_at: datetime | None) -> Lead:
    """The lead to an item's words; the item as it is stands by for when they cannot be had."""
    return Lead(
        source=item.source, address=canonical_address(address) or address, key=item.key, kind="item", why=why, raw=item.raw,
        metadata=item.metadata, fallback=item if item.body.strip() else None, changed_at=changed_at,
    )  # fmt: skip
