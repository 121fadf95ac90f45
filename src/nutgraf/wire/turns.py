"""Whose turn it is: one errand of a host at a time, each host when its patience allows it.

Threads take what is ready; where nothing is ready one of them waits for the host that is next. What
would wait longer than a round waits is given back to be put off.
"""

from __future__ import annotations

import heapq
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
# What sums of seconds may be off by.
_A_HAIR = 1e-6


@dataclass(slots=True, eq=False)
class HostQueue(Generic[T]):
    """What waits for one host name. All times by the clock of the round, in seconds.

    `paused_until` is what the host asked for itself (Retry-After), `delayed_until` the crawl delay
    after the last request. `begun` are things that are under way already (a hop of a redirect,
    robots.txt): a crawl delay makes them wait, but never for longer than a round waits.
    """

    name: str
    begun: deque[T] = field(default_factory=deque)
    fresh: deque[T] = field(default_factory=deque)
    busy: bool = False
    placed: bool = False
    paused_until: float = 0.0
    delayed_until: float = 0.0
    waited: float = 0.0


class Turns(Generic[T]):
    """The queues of all hosts. `longest` is the most seconds of one wait, `altogether` of all waits for
    one host; `sleep` None waits in real time and wakes early when there is something to do."""

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None] | None,
        longest: float,
        altogether: float,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._longest = longest
        self._altogether = altogether
        self._hosts: dict[str, HostQueue[T]] = {}
        self._ready: deque[HostQueue[T]] = deque()
        self._waiting: list[tuple[float, int, HostQueue[T]]] = []
        self._tie = 0
        self._changed = threading.Condition()
        self._keeping_time = False
        self._stopped = False

    def host(self, name: str) -> HostQueue[T]:
        """The queue of a host name, made at its first use."""
        with self._changed:
            return self._hosts.setdefault(name, HostQueue(name))

    def names(self) -> tuple[str, ...]:
        """Every host name that has a queue, in order."""
        with self._changed:
            return tuple(sorted(self._hosts))

    def put(
        self, name: str, thing: T, *, begun: bool = False, first: bool = False
    ) -> list[tuple[T, float]]:
        """Let a thing wait for a host, before the others with `first`; what is to be put off because
        of it, with its seconds."""
        with self._changed:
            host = self._hosts.setdefault(name, HostQueue(name))
            things = host.begun if begun else host.fresh
            (things.appendleft if first else things.append)(thing)
            return self._place(host)

    def take(self) -> tuple[HostQueue[T], T] | None:
        """The next thing that may be done, its host held by the caller; None when it is all over."""
        with self._changed:
            while not self._stopped:
                self._wake()
                if self._ready:
                    host = self._ready.popleft()
                    host.placed, host.busy = False, True
                    thing = (host.begun or host.fresh).popleft()
                    if self._ready or (self._waiting and not self._keeping_time):
                        self._changed.notify()
                    return host, thing
                self._wait()
            return None

    def give_back(self, host: HostQueue[T]) -> list[tuple[T, float]]:
        """The caller is done with the host and comes to take; what is to be put off, with its seconds.

        A host that is ready goes first, so that its connection is used on.
        """
        with self._changed:
            host.busy = False
            return self._place(host, given_back=True)

    def stop(self) -> None:
        """Everybody who waits, or comes to take, gets None."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _place(self, host: HostQueue[T], *, given_back: bool = False) -> list[tuple[T, float]]:
        """Put a host that is free where it belongs: ready, waiting, or its things put off."""
        if host.busy or host.placed or not (host.begun or host.fresh):
            return []
        now = self._clock()
        pause = host.paused_until - now
        wait = max(pause, host.delayed_until - now, 0.0)
        left = min(self._longest, self._altogether - host.waited)
        put_off: list[tuple[T, float]] = []
        if wait > 0 and wait > left + _A_HAIR:
            put_off = [(thing, wait) for thing in host.fresh]
            host.fresh.clear()
            if pause > left + _A_HAIR:
                put_off += [(thing, pause) for thing in host.begun]
                host.begun.clear()
            if not host.begun:
                return put_off
            wait = max(pause, min(wait, self._longest), 0.0)
        host.placed = True
        if wait <= 0:
            (self._ready.appendleft if given_back else self._ready.append)(host)
        else:
            host.waited += wait
            self._tie += 1
            heapq.heappush(self._waiting, (now + wait, self._tie, host))
        if wait > 0:
            # Whoever keeps the time may be waiting for a later moment than this one.
            self._changed.notify_all()
        elif not given_back:
            self._changed.notify()
        return put_off

    def _wake(self) -> None:
        """Make ready what has waited long enough."""
        while self._waiting and self._waiting[0][0] <= self._clock():
            self._ready.append(heapq.heappop(self._waiting)[2])

    def _wait(self) -> None:
        """Wait for a change; the first who comes also keeps the time for the others."""
        if not self._waiting or self._keeping_time:
            self._changed.wait()
            return
        self._keeping_time = True
        seconds = max(self._waiting[0][0] - self._clock(), 0.0)
        try:
            if self._sleep is None:
                self._changed.wait(seconds)
            else:
                self._changed.release()
                try:
                    self._sleep(seconds)
                finally:
                    self._changed.acquire()
        finally:
            self._keeping_time = False
            self._changed.notify()
