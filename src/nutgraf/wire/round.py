"""interim"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from nutgraf.errors import Refused
from nutgraf.sources.visits import Errand, HostState, Visit
from nutgraf.wire.fetch import Fetcher


class Round:
    def __init__(self, fetcher: Fetcher, hosts: Mapping[str, HostState], now: datetime) -> None:
        self._fetcher, self._now = fetcher, now

    def visits(self, errands: Iterable[Errand]) -> Iterator[tuple[Errand, Visit]]:
        for one in errands:
            found = self._fetcher.fetch(one.address, source=one.source)
            if isinstance(found, Refused):
                yield (
                    one,
                    Visit(address=one.address, at=self._now, outcome="refused", refused=found),
                )
            else:
                yield (
                    one,
                    Visit(address=one.address, at=self._now, outcome="read", status=200, raw=found),
                )

    def hosts_after(self) -> tuple[HostState, ...]:
        return ()
