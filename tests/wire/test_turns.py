"""Queues of hosts and of finished visits, without any network."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.testing import VirtualTime, at
from nutgraf.wire.finished import Finished
from nutgraf.wire.turns import Turns


def turns(time: VirtualTime, longest: float = 10, altogether: float = 300) -> Turns[str]:
    return Turns(clock=time.clock, sleep=time.sleep, longest=longest, altogether=altogether)


def test_a_host_is_held_until_it_is_given_back() -> None:
    queue = turns(VirtualTime(at("2026-04-01")))
    for thing in ("a1", "a2"):
        assert queue.put("a", thing) == []
    queue.put("b", "b1")
    first, second = queue.take(), queue.take()
    assert first is not None and second is not None
    assert (first[1], second[1]) == ("a1", "b1")
    queue.give_back(first[0])
    third = queue.take()
    assert third is not None and third[1] == "a2"
    queue.stop()
    assert queue.take() is None
    assert queue.names() == ("a", "b")


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.floats(0, 30), st.booleans()), max_size=30))
def test_nothing_is_taken_early_lost_or_put_off_without_reason(
    things: list[tuple[str, float, bool]],
) -> None:
    time = VirtualTime(at("2026-04-01"))
    queue = turns(time)
    off: list[tuple[str, float]] = []
    for number, (name, _, begun) in enumerate(things):
        off += queue.put(name, str(number), begun=begun)
    seen = []
    while len(seen) + len(off) < len(things):
        taken = queue.take()
        assert taken is not None
        host, thing = taken
        name, delay, begun = things[int(thing)]
        assert host.name == name
        assert time.clock() >= host.paused_until
        assert begun or time.clock() >= host.delayed_until
        seen.append(thing)
        host.delayed_until = time.clock() + delay
        off += queue.give_back(host)
    assert sorted([*seen, *(thing for thing, _ in off)], key=int) == [
        str(number) for number in range(len(things))
    ]
    assert all(seconds > 10 for _, seconds in off)
    assert not any(things[int(thing)][2] for thing, _ in off)  # a delay puts off nothing begun


def test_a_pause_puts_off_what_was_begun_as_well() -> None:
    time = VirtualTime(at("2026-04-01"))
    queue = turns(time)
    queue.host("a").paused_until = 120.0
    assert queue.put("a", "fresh") == [("fresh", 120.0)]
    assert queue.put("a", "hop", begun=True) == [("hop", 120.0)]
    time.sleep(115)
    assert queue.put("a", "hop", begun=True) == []
    taken = queue.take()
    assert taken is not None and time.clock() == 120.0
    assert not taken[0].begun and not taken[0].fresh


def test_one_host_is_waited_for_only_so_long_altogether() -> None:
    time = VirtualTime(at("2026-04-01"))
    queue = turns(time, longest=10, altogether=25)
    off = []
    for number in range(6):
        off += queue.put("a", str(number))
    for _ in range(3):
        taken = queue.take()
        assert taken is not None
        taken[0].delayed_until = time.clock() + 10
        off += queue.give_back(taken[0])
    assert time.clock() == 20.0
    assert [thing for thing, _ in off] == ["3", "4", "5"]


def test_a_wait_of_just_the_longest_is_waited_at_any_hour() -> None:
    time = VirtualTime(at("2026-04-01"))
    queue = turns(time)
    for number in range(200):
        time.sleep(0.1 * number)
        queue.host("a").delayed_until = time.clock() + 10
        assert queue.put("a", str(number)) == []
        taken = queue.take()
        assert taken is not None
        taken[0].waited = 0
        queue.give_back(taken[0])


def test_who_waits_in_real_time_wakes_when_something_comes() -> None:
    import time

    queue: Turns[str] = Turns(clock=time.monotonic, sleep=None, longest=60, altogether=600)
    queue.host("slow").paused_until = time.monotonic() + 50
    queue.put("slow", "later")
    taken: list[str] = []

    def take() -> None:
        while (found := queue.take()) is not None:
            taken.append(found[1])
            queue.give_back(found[0])

    threads = [threading.Thread(target=take) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(20):
        queue.put(f"host{number}", str(number))
    ends = time.monotonic() + 5
    while len(taken) < 20 and time.monotonic() < ends:
        time.sleep(0.005)
    queue.stop()
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive()
    assert sorted(taken, key=int) == [str(number) for number in range(20)]


def test_bodies_wait_only_up_to_so_many_bytes() -> None:
    finished: Finished[int] = Finished(100)
    put: list[int] = []

    def fill() -> None:
        for number in range(5):
            finished.put(number, 60)
            put.append(number)

    filling = threading.Thread(target=fill)
    filling.start()
    for expected in range(5):
        assert finished.get() == expected
        assert len(put) <= expected + 2
    filling.join(5)
    assert not filling.is_alive()


def test_one_body_larger_than_all_room_still_comes_through() -> None:
    finished: Finished[str] = Finished(100)
    finished.put("huge", 1000)
    finished.put("no body", 0)
    assert (finished.get(), finished.get()) == ("huge", "no body")


def test_nobody_waits_for_one_who_went_away_and_problems_are_told() -> None:
    finished: Finished[str] = Finished(1)
    finished.put("a", 1)
    waiting = threading.Thread(target=finished.put, args=("b", 1))
    waiting.start()
    finished.close()
    waiting.join(5)
    assert not waiting.is_alive()
    finished.fail(KeyError("a bug"))
    with pytest.raises(KeyError):
        finished.get()
