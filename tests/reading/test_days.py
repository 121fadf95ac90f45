"""Days: absolute, without a year, and relative to the day the words were published."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.reading import recognise

TODAY = date(2026, 4, 3)  # a Friday

DAYS = [
    ("On 3 April 2026 it came.", "2026-04-03", "2026-04-03"),
    ("On April 3, 2026 it came.", "2026-04-03", "2026-04-03"),
    ("Dated 2026-04-03 here.", "2026-04-03", "2026-04-03"),
    ("It came on April 3.", "2026-04-03", "2026-04-03"),
    ("It came on Dec 30.", "2025-12-30", "2025-12-30"),
    ("It came in March.", "2026-03-01", "2026-03-31"),
    ("Expected in March 2027.", "2027-03-01", "2027-03-31"),
    ("Due by 2030 at the latest.", "2030-01-01", "2030-12-31"),
    ("Due in Q2 2026.", "2026-04-01", "2026-06-30"),
    ("In the second quarter of 2026.", "2026-04-01", "2026-06-30"),
    ("Third-quarter sales rose.", "2026-07-01", "2026-09-30"),
    ("May's total is in.", "2026-05-01", "2026-05-31"),
    ("It opens in mid-March.", "2026-03-01", "2026-03-31"),
    ("In early 2025 it was small.", "2025-01-01", "2025-04-30"),
    ("In the 1980s it was new.", "1980-01-01", "1989-12-31"),
    ("In the 2018-19 season.", "2018-01-01", "2019-12-31"),
    ("It came yesterday.", "2026-04-02", "2026-04-02"),
    ("It came last week.", "2026-03-23", "2026-03-29"),
    ("It came on Tuesday.", "2026-03-31", "2026-03-31"),
    ("It comes next Friday.", "2026-04-10", "2026-04-10"),
    ("It comes next month.", "2026-05-01", "2026-05-31"),
    ("It came two months ago.", "2026-01-18", "2026-02-17"),
    ("It came a year ago.", "2025-02-01", "2025-06-01"),
    ("This year it grows.", "2026-01-01", "2026-12-31"),
]


@pytest.mark.parametrize(("text", "first", "last"), DAYS)
def test_a_date_is_resolved(text: str, first: str, last: str) -> None:
    found = recognise(text, today=TODAY).days
    assert [(one.first.isoformat(), one.last.isoformat()) for one in found] == [(first, last)]
    assert text[found[0].start : found[0].end] == found[0].literal


@pytest.mark.parametrize(
    "text",
    ["It may fail.", "They march on.", "It took 2048 tokens.", "GPT-2026 is a joke.", "On 30 February.",
     "on 2026-02-30", "Version 2026.5 is out.", "A 2,026 strong crowd."],
)  # fmt: skip
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert recognise(text, today=TODAY).days == ()


def test_relative_dates_need_a_day_to_count_from() -> None:
    assert recognise("It came yesterday, not on 3 April.").days == ()
    assert recognise("It came yesterday, not on 3 April.").quantities == ()


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31)), st.dates())
@settings(deadline=None)
def test_a_written_date_is_itself_whatever_the_day_is(day: date, today: date) -> None:
    text = f"It came on {day.day} {day:%B} {day.year}."
    assert [(one.first, one.last) for one in recognise(text, today=today).days] == [(day, day)]


@given(st.sampled_from([text for text, _, _ in DAYS]), st.dates())
@settings(deadline=None)
def test_first_is_never_after_last(text: str, today: date) -> None:
    for one in recognise(text, today=today).days:
        assert one.first <= one.last
