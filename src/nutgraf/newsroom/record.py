"""What the ranking makes of a source: the weight that was set, its track record, its rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.follow import find
from nutgraf.rundown.background import records
from nutgraf.runners.pool import Inline
from nutgraf.stories import Background
from nutgraf.stories.track_record import SourceRecord
from nutgraf.telemetry import Silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A source as the ranking counts it: `weight` as set, `counts` what its record makes of that."""

    weight: float
    counts: float
    record: SourceRecord


def record_of(desk: Desk, name: str, *, now: datetime | None = None) -> Counted:
    """How a source (by id or name) counts as of now; raises UsageError when it is not followed."""
    source = find(desk, name)
    record = records(desk.shift(Inline(), Silent(), desk.moment(now)), {source.id})[source.id]
    known = Background(weights={source.id: source.weight}, records={source.id: record})
    return Counted(weight=source.weight, counts=round(known.weight(source.id), 4), record=record)
