"""A time that stands still, and one that passes only when it is told to."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from nutgraf.now import parse_instant


def at(text: str) -> datetime:
    """The instant of `2026-04-03T18:00:00Z`, or of a day at 18:00 UTC."""
    return parse_instant(text if "T" in text else f"{text}T18:00:00Z")


class VirtualTime:
    """A clock on which weeks pass in a moment: it moves when somebody sleeps, and not otherwise.

    `now` is the time of day, `clock` seconds since the start, `sleep` moves both on; all three may be
    used from several threads. `slept` is how long was slept altogether.
    """

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._seconds = 0.0
        self.slept = 0.0
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The time of day, as moved so far."""
        return self._start + timedelta(seconds=self.clock())

    def clock(self) -> float:
        """Seconds since the start."""
        with self._lock:
            return self._seconds

    def sleep(self, seconds: float) -> None:
        """Let this time pass at once."""
        with self._lock:
            self._seconds += max(0.0, seconds)
            self.slept += max(0.0, seconds)

    def move_to(self, moment: datetime) -> None:
        """Let the time pass until then; nothing when it has passed."""
        with self._lock:
            self._seconds = max(self._seconds, (moment - self._start).total_seconds())
