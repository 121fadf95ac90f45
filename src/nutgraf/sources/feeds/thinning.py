"""The newest entries of a very long feed, chosen on its text so that the rest is never built."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from nutgraf.sources.feeds.markup import cut_apart, entry_starts
from nutgraf.sources.times import instant

_DATE = re.compile(
    r"<(?:[\w.-]+:)?(pubDate|published|issued|date|updated|modified|created)(?:\s[^<>]*)?>\s*"
    r"(?:<!\[CDATA\[\s*)?([^<>\]]{4,64})",
    re.I,
)
_LATER = frozenset({"updated", "modified", "created"})
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thinned:
    """The feed's text with at most so many entries, and how many older ones were left out."""

    text: str
    older: int = 0


def thinned(text: str, most: int) -> Thinned:
    """The feed with its `most` newest entries in their own order.

    Entries without a date that can be read count as older than those with one, and the earlier in
    the feed as the newer.
    """
    if entry_starts(text) <= most:
        return Thinned(text=text)
    pieces = cut_apart(text)
    whens = [_when(piece) for piece in pieces.entries]
    ranked = sorted(range(len(whens)), key=lambda at: (whens[at], -at), reverse=True)
    dropped = sorted(ranked[most:])
    kept: list[str] = []
    at = 0
    for number in dropped:
        start, end = pieces.places[number]
        kept.append(text[at:start])
        at = end
    kept.append(text[at:])
    return Thinned(text="".join(kept), older=len(dropped))


def _when(piece: str) -> datetime:
    """When the entry was published, else when it was changed; the first of each that it says."""
    said = {found[1].lower(): found[2] for found in reversed(list(_DATE.finditer(piece)))}
    names = sorted(said, key=lambda name: (name in _LATER, name))
    return next((moment for name in names if (moment := instant(said[name]))), _NEVER)
