"""A capture as the ranking sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nutgraf.archive.model import Record
from nutgraf.reading.model import Name
from nutgraf.stories.model import Features, Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One capture of a story: its features and place, its record, and what was read in it.

    `names` are all mentions in the text; `figures` counts quantities; `engagement` is what the
    source counted (likes, replies, ...).
    """

    features: Features
    membership: Membership
    record: Record
    names: tuple[Name, ...]
    figures: int
    engagement: tuple[tuple[str, int], ...]

    @property
    def capture(self) -> str:
        return self.features.capture

    @property
    def moment(self) -> datetime:
        """When it was out: published, but never after it was fetched; fetched where nobody said."""
        fetched = self.features.fetched_at
        return min(self.features.published_at or fetched, fetched)

    @property
    def owner(self) -> str:
        return self.features.owner
