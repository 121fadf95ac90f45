"""What happened, told while it happens: progress with counts and rate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TextIO

from nutgraf.text import one_line


def counted(count: int, one: str, many: str = "") -> str:
    """`1 story`, `2 stories`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


class Progress(Protocol):
    """Somebody who wants to know how far long work is."""

    def begin(self, what: str, total: int | None = None) -> None:
        """A step begins; `what` says in a few words what is done, `total` counts its items."""

    def advance(self, count: int = 1) -> None:
        """`count` more items of the current step are done."""

    def end(self, said: str = "") -> None:
        """The current step is done; `said` sums it up in a few words."""


class Silent:
    """Nobody is watching."""

    def begin(self, what: str, total: int | None = None) -> None: ...

    def advance(self, count: int = 1) -> None: ...

    def end(self, said: str = "") -> None: ...


class Lines:
    """One plain line a step, and one every ten seconds within a long one.

    `clock` gives seconds that only grow (time.monotonic).
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream = stream
        self._clock = clock
        self._what = ""
        self._total: int | None = None
        self._count = 0
        self._began = self._spoke = 0.0

    def begin(self, what: str, total: int | None = None) -> None:
        self._what, self._total, self._count = what, total, 0
        self._began = self._spoke = self._clock()

    def advance(self, count: int = 1) -> None:
        self._count += count
        if self._clock() - self._spoke >= 10:
            self._spoke = self._clock()
            self._say("...")

    def end(self, said: str = "") -> None:
        self._say(said)

    def _say(self, said: str) -> None:
        seconds = max(self._clock() - self._began, 1e-6)
        of = f" of {self._total}" if self._total is not None else ""
        rate = f", {self._count / seconds:.0f}/s" if self._count and seconds >= 0.05 else ""
        tail = f": {one_line(said)}" if said else ""
        self._stream.write(f"{one_line(self._what)}: {self._count}{of}{rate}{tail}\n")
        self._stream.flush()
