"""Both runners give the same values in the same order, lazily, and pass on what work raises."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from itertools import count, islice

import pytest

from nutgraf.runners.pool import Budget, Inline, Pool, Runner, runner_named


def square(number: int) -> int:
    return number * number


def process(_: int) -> int:
    return os.getpid()


def refuse(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


@pytest.mark.parametrize("items", [0, 1, 7, 8, 9, 100])
def test_inline_and_pool_agree(items: int) -> None:
    with Pool(2) as pool:
        assert list(pool.map(square, range(items))) == list(Inline().map(square, range(items)))


def test_a_pool_uses_other_processes_for_many_items_only() -> None:
    with Pool(2) as pool:
        assert set(pool.map(process, range(3))) == {os.getpid()}
        assert os.getpid() not in set(pool.map(process, range(64)))


def test_a_map_takes_only_what_it_needs() -> None:
    with Pool(2) as pool:
        assert list(islice(pool.map(square, count()), 20)) == [n * n for n in range(20)]


@pytest.mark.parametrize("runner", [Inline(), Pool(2)])
def test_what_work_raises_is_raised(runner: Runner) -> None:
    with runner, pytest.raises(ValueError, match="three"):
        list(runner.map(refuse, range(40)))


def test_runners_by_name() -> None:
    assert isinstance(runner_named("inline"), Inline)
    assert isinstance(runner_named("pool"), Pool)


def slow_three(number: int) -> int:
    # A pattern that holds the interpreter in C, as a parser would.
    if number == 3:
        re.match(r"(a+)+$", "a" * 40 + "b")
    return number


def crash_five(number: int) -> int:
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def minus(number: int) -> int:
    return -number


def two_seconds(_: int) -> float:
    return 2.0


def never(_: int) -> bool:
    return False


def at_once(_: int) -> bool:
    return True


@pytest.mark.parametrize(("work", "lost"), [(slow_three, 3), (crash_five, 5)])
def test_an_item_that_does_not_end_is_lost_alone(work: Callable[[int], int], lost: int) -> None:
    budget = Budget(seconds=two_seconds, lost=minus, heavy=never)
    with Pool(2, chunk=4) as pool:
        found = list(pool.map(work, range(24), budget))
    assert found == [-number if number == lost else number for number in range(24)]


def test_a_heavy_item_is_never_worked_on_in_this_process() -> None:
    with Pool(2) as pool:
        heavy = Budget(seconds=two_seconds, lost=minus, heavy=at_once)
        assert os.getpid() not in set(pool.map(process, range(2), heavy))
