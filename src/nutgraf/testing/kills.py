"""A witness that kills its own process, for tests of what survives."""

from __future__ import annotations

import os
import signal


class KillAt:
    """Sends SIGKILL to this process when a commit point is reached for the n-th time.

    Points are named `NAME:before` and `NAME:after` (see nutgraf.store.commits). With `log`, every
    point reached is also written there, a line each, so that a test can learn the points of a run.
    """

    def __init__(self, point: str = "", nth: int = 1, *, log: str = "") -> None:
        self._point = point
        self._left = nth
        self._log = log

    def __call__(self, point: str) -> None:
        if self._log:
            with open(self._log, "a", encoding="utf-8") as out:  # noqa: PTH123 - as plain as can be
                out.write(point + "\n")
        if self._point in {point, "*"}:
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
