"""The one way out of a desk: the fetcher, and the time its rounds pass in."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nutgraf.sources.looks.visits import HostState
from nutgraf.wire.fetch import Fetcher
from nutgraf.wire.round import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """How a desk reaches the web. Tests give one that leads to a scripted web, on a virtual time."""

    fetcher: Fetcher = field(default_factory=Fetcher)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] | None = None

    def round(self, hosts: Mapping[str, HostState], now: datetime) -> Round:
        """A round over errands; `hosts` is what is remembered of hosts, by origin."""
        return Round(self.fetcher, hosts, now, clock=self.clock, sleep=self.sleep)
