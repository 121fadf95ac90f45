"""Cache-Control, Expires, Age and Retry-After, as servers write them and as they should not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.sources.looks.freshness import (
    LONGEST_FRESH,
    LONGEST_RETRY,
    SHORTEST_RETRY,
    fresh_seconds,
    http_date,
    retry_seconds,
)

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
DATE = "Wed, 01 Apr 2026 12:00:00 GMT"
IN_AN_HOUR = "Wed, 01 Apr 2026 13:00:00 GMT"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", 120), (" 120 ", 120), ("60", 60), ("59", 60), ("0", 60), ("-5", 60), ("+90", 90),
        ("90.5", 91), ("604800", 604_800), ("604801", 604_800), ("1e9", None), ("9" * 5000, 604_800),
        ("99999999999999999999", 604_800), (IN_AN_HOUR, 3600),
        ("Wednesday, 01-Apr-26 13:00:00 GMT", 3600), ("Wed Apr  1 13:00:00 2026", 3600),
        (DATE, 60), ("Sun, 06 Nov 1994 08:49:37 GMT", 60), ("Fri, 31 Dec 9999 23:59:59 GMT", 604_800),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 60), ("", None), ("soon", None), ("١٢٠", None), ("½", None),
        ("-", None), (".5", None), ("5.", 60), ("120, 300", None), ("Wed, 99 Apr 2026", None),
        ("0000-00-00", None), ("x" * 9000, None), ("NaN", None), ("inf", None),
    ],
)  # fmt: skip
def test_retry_after(value: str, expected: int | None) -> None:
    assert retry_seconds(value, NOW) == expected


@given(st.one_of(st.text(max_size=80), st.integers().map(str), st.floats().map(str)))
def test_whatever_retry_after_says_the_wait_is_sane(value: str) -> None:
    seconds = retry_seconds(value, NOW)
    assert seconds is None or SHORTEST_RETRY <= seconds <= LONGEST_RETRY


@given(st.integers(-(10**10), 10**10))
def test_a_date_and_its_seconds_say_the_same(seconds: int) -> None:
    try:
        date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    except OverflowError:
        return
    expected = min(max(seconds, SHORTEST_RETRY), LONGEST_RETRY)
    assert retry_seconds(str(seconds), NOW) == retry_seconds(date, NOW) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"cache-control": "max-age=3600"}, 3600),
        ({"cache-control": 'MAX-AGE="3600" , public'}, 3600),
        ({"cache-control": "public, max-age=3600, max-age=5"}, 3600),
        ({"cache-control": "max-age=60, s-maxage=3600"}, 60),
        ({"cache-control": "s-maxage=3600"}, 3600),
        ({"cache-control": "max-age=3600, no-cache"}, 0),
        ({"cache-control": "no-store"}, 0),
        ({"cache-control": "private"}, None),
        ({"cache-control": "max-age=soon"}, 0),
        ({"cache-control": "max-age=-1"}, 0),
        ({"cache-control": "max-age"}, 0),
        ({"cache-control": "max-age=" + "9" * 6000}, LONGEST_FRESH),
        ({"cache-control": "max-age=3600", "age": "600"}, 3000),
        ({"cache-control": "max-age=3600", "age": "9999"}, 0),
        ({"cache-control": "max-age=3600", "age": "old"}, 3600),
        ({"cache-control": "max-age=60", "expires": IN_AN_HOUR}, 60),
        ({"expires": IN_AN_HOUR}, 3600),
        ({"expires": IN_AN_HOUR, "date": "Wed, 01 Apr 2026 12:30:00 GMT"}, 1800),
        ({"expires": IN_AN_HOUR, "age": "60"}, 3540),
        ({"expires": "0"}, 0),
        ({"expires": "-1"}, 0),
        ({"expires": DATE}, 0),
        ({"expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, LONGEST_FRESH),
    ],
)
def test_fresh_seconds(headers: dict[str, str], expected: int | None) -> None:
    assert fresh_seconds(headers, NOW) == expected


@given(
    st.dictionaries(
        st.sampled_from(["cache-control", "expires", "date", "age"]),
        st.text(st.characters(min_codepoint=9, max_codepoint=255), max_size=60),
    )
)
def test_whatever_the_headers_say_freshness_is_sane(headers: dict[str, str]) -> None:
    seconds = fresh_seconds(headers, NOW)
    assert seconds is None or 0 <= seconds <= LONGEST_FRESH


def test_the_three_date_forms_of_http() -> None:
    forms = (
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    )
    assert {http_date(form) for form in forms} == {datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)}
