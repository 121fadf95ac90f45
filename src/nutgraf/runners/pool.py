"""Runners: one ordered `map` over a pure function, in this process or over several.

Both give the same values in the same order; a test holds them to it. Workers never see the
database.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from types import TracebackType
from typing import Protocol, TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Runner(Protocol):
    """Something that maps a function over items, giving values in the order of the items."""

    def map(self, work: Callable[[A], B], items: Iterable[A]) -> Iterator[B]:
        """The values of `work`, lazily, in order; what it raises is raised here."""

    def __enter__(self) -> Runner: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Inline:
    """One after the other in this process."""

    def map(self, work: Callable[[A], B], items: Iterable[A]) -> Iterator[B]:
        return map(work, items)

    def __enter__(self) -> Inline:
        return self

    def __exit__(self, *_: object) -> None:
        return None


class Pool:
    """Over several processes, in chunks; at most a few chunks are under way at once."""

    def __init__(self, processes: int | None = None, *, chunk: int = 8) -> None:
        self._processes = processes or os.cpu_count() or 1
        self._chunk = chunk
        self._executor: ProcessPoolExecutor | None = None

    def map(self, work: Callable[[A], B], items: Iterable[A]) -> Iterator[B]:
        waiting: deque[Future[list[B]]] = deque()
        coming: Iterator[A] = iter(items)
        first = list(islice(coming, self._chunk))
        if self._executor is None and len(first) < self._chunk:
            # Too few to be worth starting processes for.
            yield from _work_through(work, first)
            return
        coming = chain(first, coming)
        while chunk := list(islice(coming, self._chunk)):
            waiting.append(self._start().submit(_work_through, work, chunk))
            if len(waiting) > 2 * self._processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def _start(self) -> ProcessPoolExecutor:
        if self._executor is None:
            # Not fork: the parent may hold threads and database handles.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["nutgraf.rundown.work"])
            self._executor = ProcessPoolExecutor(
                self._processes, mp_context=context, initializer=_let_the_parent_stop_us
            )
        return self._executor

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None


def _work_through(work: Callable[[A], B], chunk: list[A]) -> list[B]:
    return [work(item) for item in chunk]


def _let_the_parent_stop_us() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def runner_named(name: str) -> Runner:
    """The runner of a name: `inline` or `pool`."""
    return Inline() if name == "inline" else Pool()
