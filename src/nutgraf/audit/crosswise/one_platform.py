"""All sourcing on one platform: every citation leads to one host."""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf.audit.crosswise.model import Crossing, Material, crossing, whole
from nutgraf.sources.address import host_of
from nutgraf.sources.same_page import same_page

_FEWEST = 3


def one_platform(material: Material) -> Iterator[Crossing]:
    """One finding, on the first cited sentence, where three or more pages are cited and all are of one
    host."""
    cited = [told for told in material.told if told.led and told.sentence.role != "heading"]
    pages = {
        same_page(led.cite.url): host_of(same_page(led.cite.url))
        for told in cited
        for led in told.led
    }
    hosts = set(pages.values())
    if len(pages) < _FEWEST or len(hosts) != 1 or "" in hosts:
        return
    (host,) = hosts
    owners = {one.owner for told in cited for one in told.captures if one.owner}
    by = f" by {len(owners)} different owners" if len(owners) > 1 else ""
    message = (
        f"All {len(pages)} pages that the digest cites{by} are on one platform, {host}:"
        " what it takes down or changes, the whole digest loses, and nobody outside of it was asked."
    )
    yield crossing("one-platform", cited[0], whole(cited[0]), message)
