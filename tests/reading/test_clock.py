"""Times of day, as newsrooms write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.reading import recognise
from nutgraf.reading.clock import clocks

TIMES = [
    ("until 15:00 on Saturday", 15 * 60),
    ("by 3 p.m.", 15 * 60),
    ("at 5.30am", 5 * 60 + 30),
    ("at 12 a.m.", 0),
    ("by noon", 12 * 60),
    ("at midnight", 0),
    ("at 23:59 UTC", 23 * 60 + 59),
    ("at half past five", 5 * 60 + 30),
    ("at a quarter to six", 5 * 60 + 45),
    ("at nine o'clock", 9 * 60),
]


@pytest.mark.parametrize(("text", "minute"), TIMES)
def test_a_time_of_day_is_read_and_no_figure(text: str, minute: int) -> None:
    assert [one.minute for one in clocks(text)] == [minute]
    assert recognise(text).quantities == ()


@pytest.mark.parametrize(
    "text", ["in 2:18:41", "a ratio of 1:1", "version 3.14", "at 25:00", "13 pm"]
)
def test_what_is_no_time_of_day_is_not_read_as_one(text: str) -> None:
    assert clocks(text) == ()


def test_a_time_without_its_half_of_the_day_meets_both() -> None:
    (open_time,), (evening,) = clocks("half past five"), clocks("17:30")
    assert open_time.meets(evening)
    assert not clocks("5.30am")[0].meets(evening)


@given(st.text(max_size=80))
def test_any_text_gives_times_that_stand_in_it(text: str) -> None:
    for one in clocks(text):
        assert 0 <= one.start < one.end <= len(text)
        assert 0 <= one.minute < 24 * 60
