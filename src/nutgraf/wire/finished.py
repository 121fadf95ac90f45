"""Finished visits on their way to who takes them: only so many bytes of bodies wait."""

from __future__ import annotations

import threading
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Finished(Generic[T]):
    """A queue whose sizes are bytes: putting waits while what is there is more than `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: deque[tuple[T, int]] = deque()
        self._bytes = 0
        self._changed = threading.Condition()
        self._open = True
        self._problem: BaseException | None = None

    def put(self, thing: T, size: int) -> None:
        """Add a thing of so many bytes, once there is room; dropped when nobody takes any more."""
        with self._changed:
            while self._open and size and self._bytes and self._bytes + size > self._most:
                self._changed.wait()
            if self._open:
                self._things.append((thing, size))
                self._bytes += size
                self._changed.notify_all()

    def fail(self, problem: BaseException) -> None:
        """Whoever takes next gets this exception."""
        with self._changed:
            self._problem = self._problem or problem
            self._changed.notify_all()

    def get(self) -> T:
        """The next thing, waiting for it. Raises what `fail` was told."""
        with self._changed:
            while not self._things and self._problem is None:
                self._changed.wait()
            if self._problem is not None:
                raise self._problem
            thing, size = self._things.popleft()
            self._bytes -= size
            self._changed.notify_all()
            return thing

    def close(self) -> None:
        """Nothing is taken any more; nobody waits to put."""
        with self._changed:
            self._open = False
            self._things.clear()
            self._changed.notify_all()
