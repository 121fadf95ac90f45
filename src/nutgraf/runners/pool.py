"""Runners: one ordered `map` over a pure function, in this process or over several.

Both give the same values in the same order; a test holds them to it. Workers never see the
database.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Generic, Protocol, TypeVar

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget(Generic[A, B]):
    """What one item may take, where a process can be ended for it.

    `seconds` of wall time for an item; `lost` is the value of an item whose process was ended, by the budget or by
    a crash; `heavy` says which items are never worked on in this very process, since nothing could end
    them there.
    """

    seconds: Callable[[A], float]
    lost: Callable[[A], B]
    heavy: Callable[[A], bool]


class Runner(Protocol):
    """Something that maps a function over items, giving values in the order of the items."""

    def map(
        self, work: Callable[[A], B], items: Iterable[A], budget: Budget[A, B] | None = None
    ) -> Iterator[B]:
        """The values of `work`, lazily, in order; what it raises is raised here."""

    def __enter__(self) -> Runner: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Inline:
    """One after the other in this process; a budget cannot be held here."""

    def map(
        self, work: Callable[[A], B], items: Iterable[A], budget: Budget[A, B] | None = None
    ) -> Iterator[B]:
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

    def map(
        self, work: Callable[[A], B], items: Iterable[A], budget: Budget[A, B] | None = None
    ) -> Iterator[B]:
        waiting: deque[tuple[list[A], Future[list[B]]]] = deque()
        coming: Iterator[A] = iter(items)
        first = list(islice(coming, self._chunk))
        heavy = budget is not None and any(budget.heavy(item) for item in first)
        if self._executor is None and len(first) < self._chunk and not heavy:
            # Too few to be worth starting processes for.
            yield from map(work, first)
            return
        coming = chain(first, coming)
        while chunk := list(islice(coming, self._chunk)):
            waiting.append((chunk, self._submit(work, chunk, budget)))
            if len(waiting) > 2 * self._processes:
                yield from self._values(work, *waiting.popleft(), budget)
        while waiting:
            yield from self._values(work, *waiting.popleft(), budget)

    def _submit(
        self, work: Callable[[A], B], chunk: list[A], budget: Budget[A, B] | None
    ) -> Future[list[B]]:
        timed = [(item, budget.seconds(item) if budget else None) for item in chunk]
        try:
            return self._start().submit(_work_through, work, timed)
        except BrokenProcessPool:
            self._executor = None
            return self._start().submit(_work_through, work, timed)

    def _values(
        self,
        work: Callable[[A], B],
        chunk: list[A],
        future: Future[list[B]],
        budget: Budget[A, B] | None,
    ) -> Iterator[B]:
        """The values of a chunk; where a process ended, item by item to see which one ends it."""
        try:
            yield from future.result()
            return
        except BrokenProcessPool:
            if budget is None:
                raise
        for item in chunk:
            try:
                yield from self._submit(work, [item], budget).result()
            except BrokenProcessPool:
                self._executor = None
                yield budget.lost(item)

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


def _work_through(work: Callable[[A], B], timed: list[tuple[A, float | None]]) -> list[B]:
    return [_in_time(work, item, seconds) for item, seconds in timed]


def _in_time(work: Callable[[A], B], item: A, seconds: float | None) -> B:
    """The value of `work`; this process ends when it takes longer.

    The watch is a thread of C, so that it ends a parser that holds the interpreter too.
    """
    if seconds is None:
        return work(item)
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            return work(item)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _let_the_parent_stop_us() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def runner_named(name: str) -> Runner:
    """The runner of a name: `inline` or `pool`."""
    return Inline() if name == "inline" else Pool()
