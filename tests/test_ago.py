"""How long ago a day was, by the calendar: over year ends, leap days and changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.now import day_of, show_ago


@pytest.mark.parametrize(
    ("day", "today", "said"),
    [
        (date(2025, 12, 31), date(2026, 1, 1), "yesterday"),
        (date(2026, 4, 5), date(2026, 4, 7), "2 days ago"),
        (date(2026, 3, 25), date(2026, 4, 7), "13 days ago"),
        (date(2026, 3, 24), date(2026, 4, 7), "2 weeks ago"),
        (date(2025, 12, 20), date(2026, 1, 10), "3 weeks ago"),
        (date(2026, 2, 7), date(2026, 4, 6), "8 weeks ago"),
        (date(2026, 2, 7), date(2026, 4, 7), "2 months ago"),
        (date(2025, 9, 1), date(2026, 4, 7), "7 months ago"),  # no "roughly a year"
        (date(2025, 4, 8), date(2026, 4, 7), "11 months ago"),
        (date(2025, 4, 7), date(2026, 4, 7), "a year ago"),
        (date(2025, 3, 7), date(2026, 4, 7), "13 months ago"),
        (date(2024, 2, 29), date(2025, 2, 28), "11 months ago"),
        (date(2024, 2, 29), date(2025, 3, 1), "a year ago"),
        (date(2024, 2, 28), date(2024, 3, 1), "2 days ago"),
        (date(2024, 4, 7), date(2026, 4, 7), "2 years ago"),
        (date(2023, 4, 8), date(2026, 4, 7), "2 years ago"),
    ],
)
def test_how_long_ago(day: date, today: date, said: str) -> None:
    assert show_ago(day, today) == said


DAYS = st.dates(date(1971, 1, 1), date(2200, 1, 1))


@given(DAYS, st.integers(1, 4000))
def test_it_never_says_longer_than_it_was(today: date, before: int) -> None:
    day = today - timedelta(days=before)
    said = show_ago(day, today)
    count = 1 if said in {"yesterday", "a year ago"} else int(said.split()[0])
    shortest = {"day": 1, "week": 7, "month": 28, "year": 365}
    unit = next(unit for unit in shortest if unit in said)
    assert count * shortest[unit] <= before
    longest = {"day": 1, "week": 7, "month": 31, "year": 366}
    assert before < (count + 1) * longest[unit]


@given(DAYS, st.integers(-3, 0))
def test_what_was_not_before_is_refused(today: date, before: int) -> None:
    with pytest.raises(ValueError, match="is not before"):
        show_ago(today - timedelta(days=before), today)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Berlin", "Pacific/Apia"])
def test_a_change_of_the_clock_is_no_day(zone: str) -> None:
    """24 hours before and after the clocks change are still the day before, or the same day twice."""
    for month in (3, 11):
        for hour in range(24 * 31):
            moment = datetime(2026, month, 1, tzinfo=UTC) + timedelta(hours=hour)
            today, day = day_of(moment, zone), day_of(moment - timedelta(hours=26), zone)
            assert show_ago(day, today) in {"yesterday", "2 days ago"}
