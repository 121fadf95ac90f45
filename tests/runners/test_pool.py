"""Both runners give the same values in the same order, lazily, and pass on what work raises."""

from __future__ import annotations

import os
from itertools import count, islice

import pytest

from nutgraf.runners.pool import Inline, Pool, Runner, runner_named


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
