"""What is known of sources, owners and the editor's taste before a day's stories are ranked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from nutgraf.entities import Registry, shipped
from nutgraf.stories.learning import Learned
from nutgraf.stories.taste import TasteOptions
from nutgraf.stories.track_record import SourceRecord

MAIN_NAMES = 3  # names of a story that it is about; those further down say little of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What a ranking stands on beside its captures.

    `weights` are what the user set for sources (0-2, 1 where nothing is set), `records` what their
    history says, `strangers` owners that nothing was known of before these days; `known` are the
    names the desk knows, by which rules of taste are read.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    records: Mapping[str, SourceRecord] = field(default_factory=lambda: MappingProxyType({}))
    strangers: frozenset[str] = frozenset()
    taste: TasteOptions = field(default_factory=TasteOptions)
    learned: Learned = field(default_factory=Learned)
    known: Registry = field(default_factory=shipped)

    def weight(self, source: str) -> float:
        """The weight of a source (0-2): the user's, moved a little by its track record."""
        record = self.records.get(source)
        return min(2.0, self.weights.get(source, 1.0) * (record.factor if record else 1.0))

    def a_day(self, source: str) -> float | None:
        """The captures a source usually has in a day, None where that is not known."""
        record = self.records.get(source)
        return record.a_day if record else None
