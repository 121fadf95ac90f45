"""What every step is handed: the store, the settings, a runner, somebody who watches, the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nutgraf.access import Audience
from nutgraf.entities import NO_CHANGES, Changes
from nutgraf.runners.pool import Runner
from nutgraf.settings import Settings
from nutgraf.store.store import Store
from nutgraf.telemetry import Progress
from nutgraf.wire.way_out import WayOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One run's surroundings. `now` stands for the clock; `audience` is who the run is for;
    `way_out` is the one way to an address; `names` is what the desk changes of the registry."""

    store: Store
    settings: Settings
    runner: Runner
    progress: Progress
    now: datetime
    audience: Audience
    way_out: WayOut
    names: Changes = NO_CHANGES
