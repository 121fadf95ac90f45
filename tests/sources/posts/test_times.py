"""The time in a post's id: every network's own layout, and what counts when a post says another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.sources.posts.times import APART, bluesky_time, mastodon_time, settled, x_time

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
moments = st.datetimes(
    min_value=datetime(2023, 1, 1),  # noqa: DTZ001 (the time zone is given apart)
    max_value=datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def tid(moment: datetime, clock: int = 0) -> str:
    number = micros(moment) << 10 | clock
    return "".join(DIGITS[number >> shift & 31] for shift in range(60, -1, -5))


def whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@given(moments, st.integers(0, 1023))
def test_a_bluesky_key_gives_its_microsecond_back(moment: datetime, clock: int) -> None:
    assert bluesky_time(tid(moment, clock)) == moment


@given(moments, st.integers(0, 2**22 - 1))
def test_an_x_id_gives_its_millisecond_back(moment: datetime, rest: int) -> None:
    number = (micros(moment) // 1000 - 1_288_834_974_657) << 22 | rest
    assert x_time(str(number)) == whole(moment)


@given(moments, st.integers(0, 2**16 - 1), st.integers(0, 2**80 - 1))
def test_a_mastodon_id_and_a_ulid_give_their_millisecond_back(
    moment: datetime, rest: int, chance: int
) -> None:
    assert mastodon_time(str(micros(moment) // 1000 << 16 | rest)) == whole(moment)
    number = micros(moment) // 1000 << 80 | chance
    ulid = "".join(CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))
    assert mastodon_time(ulid) == whole(moment)


@given(moments, moments)
def test_later_ids_sort_behind_earlier_ones(one: datetime, other: datetime) -> None:
    assert (tid(one) < tid(other)) == (one < other)


@pytest.mark.parametrize(
    "id_", ["", "x", "12", "-5", "1" * 40, "3jzfcijpj2z2", "zzzzzzzzzzzzz", "1e9", "٣" * 18]
)
def test_ids_without_a_time(id_: str) -> None:
    assert x_time(id_) is None and bluesky_time(id_) is None and mastodon_time(id_) is None


@given(st.text(max_size=30))
def test_no_id_raises(id_: str) -> None:
    for read in (x_time, bluesky_time, mastodon_time):
        moment = read(id_)
        assert moment is None or moment.tzinfo is UTC


def test_ids_whose_times_are_published() -> None:
    # The examples of the documentation of X (created_at 2019-12-31T19:26:16.000Z) and of Mastodon.
    assert str(x_time("1212092628029698048")) == "2019-12-31 19:26:16.771000+00:00"
    made = mastodon_time("103270115826048975")
    assert made is not None
    # The status was stored a moment before the time it shows, 03:48:33.901.
    assert abs(made - datetime(2019, 12, 8, 3, 48, 33, 901000, UTC)) < timedelta(seconds=1)


@given(moments, st.timedeltas(timedelta(days=-9000), timedelta(days=9000)))
def test_the_id_counts_where_a_post_says_another_time(made: datetime, off: timedelta) -> None:
    said = made + off
    moment, marks = settled(said.isoformat(), said, made)
    if abs(off) <= APART:
        assert moment == said and marks == ()
    else:
        assert moment == made and marks[0][0] == "time" and said.isoformat()[:19] in marks[0][1]


def test_what_cannot_be_read_or_is_not_said() -> None:
    made = datetime(2026, 4, 1, 9, tzinfo=UTC)
    assert settled("", None, None) == (None, ())
    assert settled("", None, made) == (made, ())
    assert settled("", made, None) == (made, ())
    moment, marks = settled("1970-01-01T00:00:00Z", None, made)
    assert moment == made and marks == (
        ("time", "says 1970-01-01T00:00:00Z, its id was made 2026-04-01T09:00:00+00:00"),
    )
