"""The next look is never sooner than anybody asked for, always comes, and follows the source's pace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.simulated_feeds import END, feeds, month, too_early
from nutgraf.errors import Refused
from nutgraf.sources.looks.rhythm import RhythmOptions, after, is_due
from nutgraf.sources.looks.standing import Standing
from nutgraf.sources.looks.stated import Stated
from nutgraf.sources.looks.visits import Move, Visit

AT = datetime(2026, 4, 3, 18, tzinfo=UTC)
HOUR, DAY, WEEK = 3600, 86400, 7 * 86400
NEW = Standing(source="s")
BROKEN = Refused(where="w", rule="feed-unreadable", happened="It is damaged.", next_step="Wait.")

moments = st.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001 - the zone is given beside it
    max_value=datetime(2500, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
seconds = st.none() | st.integers(min_value=-(10**12), max_value=10**12)
stated = st.builds(
    Stated,
    seconds=st.none() | st.integers(min_value=0, max_value=10**12),
    skip_hours=st.lists(st.integers(0, 23), max_size=23, unique=True).map(tuple),
    skip_days=st.lists(st.integers(0, 6), max_size=6, unique=True).map(tuple),
)
standings = st.builds(
    Standing,
    source=st.sampled_from(("a", "b", "c")),
    next_look=st.none() | moments,
    every_seconds=st.integers(0, 10 * DAY),
    gap_seconds=st.integers(0, 100 * DAY),
    last_look=st.none() | moments,
    last_new=st.none() | moments,
    failures=st.integers(0, 10_000),
    looks=st.integers(0, 10**6),
    stated=stated,
)
visits = st.builds(
    Visit,
    address=st.just("https://s.example/feed"),
    at=moments,
    outcome=st.sampled_from(("read", "unchanged", "later", "refused")),
    status=st.sampled_from((0, 200, 304, 404, 429, 500, 503)),
    fresh_seconds=seconds,
    retry_seconds=seconds,
    asked=st.just(True),
)


def visit(outcome: str = "read", *, at: datetime = AT, status: int = 200, **said: object) -> Visit:
    return Visit(address="https://s.example/feed", at=at, outcome=outcome, status=status, **said)  # type: ignore[arg-type]


def wait(standing: Standing) -> float:
    assert standing.next_look is not None and standing.last_look is not None
    return (standing.next_look - standing.last_look).total_seconds()


@given(standings, visits, st.integers(0, 50), st.booleans(), st.none() | stated)
def test_no_look_is_sooner_than_anybody_allows_and_each_comes(
    standing: Standing, seen: Visit, fresh: int, conditional: bool, said: Stated | None
) -> None:
    then = after(standing, seen, fresh=fresh, items=fresh, conditional=conditional, stated=said)
    waits = wait(then)
    assert waits >= HOUR
    if not conditional and seen.outcome == "read":
        assert waits >= DAY
    if seen.retry_seconds is not None:
        assert waits >= min(max(60, seen.retry_seconds), WEEK)
    assert waits >= min(seen.fresh_seconds or 0, WEEK)
    assert waits >= min(then.stated.seconds or 0, WEEK)
    assert waits <= 1.1 * WEEK + 8 * DAY
    assert then.next_look is not None and then.stated.wanted(then.next_look)
    assert is_due(then, then.next_look)
    assert not is_due(then, seen.at) and not is_due(then, seen.at + timedelta(minutes=59))


@given(standings, visits)
def test_the_same_look_gives_the_same_standing(standing: Standing, seen: Visit) -> None:
    assert after(standing, seen) == after(standing, seen)


@pytest.mark.threat("S7")
@given(standings, moments)
def test_a_source_is_looked_at_whatever_the_clock_says(standing: Standing, now: datetime) -> None:
    """Set back or forward by centuries, a desk neither stalls nor asks again at once."""
    seen = after(standing, visit(at=now), fresh=1, items=1, conditional=True)
    for years in (-400, -1, 1, 400):
        if 1971 <= now.year + years <= 2900:
            there = now + timedelta(days=365 * years)
            later = next(d for d in range(9) if is_due(seen, there + timedelta(days=d)))
            again = after(seen, visit(at=there), fresh=0, items=1, conditional=True)
            assert later <= 8
            assert not is_due(again, there) and wait(again) <= 1.1 * WEEK + 8 * DAY


def test_a_clock_set_back_a_little_makes_no_look_early() -> None:
    seen = after(NEW, visit(), fresh=1, items=1, conditional=True)
    assert not is_due(seen, AT - timedelta(minutes=30))
    assert is_due(seen, AT - timedelta(hours=2))


def test_the_pace_follows_what_comes() -> None:
    standing, at = NEW, AT
    for _ in range(40):  # something each time: as often as is polite
        standing = after(standing, visit(at=at), fresh=1, items=9, conditional=True)
        assert standing.next_look is not None
        at = standing.next_look
    assert wait(standing) < 1.11 * HOUR and standing.gap_seconds < 1.2 * HOUR
    busy = standing.gap_seconds
    for _ in range(40):  # nothing any more: ever more seldom
        standing = after(standing, visit("unchanged", at=at, status=304), conditional=True)
        assert standing.next_look is not None
        at = standing.next_look
    assert wait(standing) >= DAY and standing.gap_seconds == busy
    standing = after(standing, visit(at=at), fresh=1, items=9, conditional=True)
    assert wait(standing) < 14 * HOUR and standing.unchanged == 40 and standing.looks == 81


def test_failures_back_off_and_a_recovery_finds_the_old_rhythm() -> None:
    good = replace(NEW, every_seconds=3 * HOUR, gap_seconds=12 * HOUR, last_new=AT)
    standing, at, waits = good, AT, []
    for _ in range(8):
        standing = after(standing, visit("refused", at=at, status=500), conditional=True)
        assert standing.next_look is not None
        waits.append(int(wait(standing) // HOUR))
        at = standing.next_look
    assert waits[:4] == [1, 2, 4, 8] and set(waits[5:]) <= {24, 25, 26}
    assert standing.failures == 8 and standing.failing_since == AT and standing.refused == 8
    assert (standing.every_seconds, standing.gap_seconds) == (3 * HOUR, 12 * HOUR)
    well = after(standing, visit(at=at), fresh=2, items=9, conditional=True)
    assert wait(well) <= 3 * HOUR and well.failures == 0 and well.happened == ""
    assert well.failing_since is None and well.last_good == at


def test_gone_is_gone() -> None:
    standing = after(NEW, visit("gone", status=410), conditional=True)
    assert standing.gone and standing.next_look is None
    assert not is_due(standing, AT + timedelta(days=4000))


def test_a_host_that_wants_patience_is_no_failure() -> None:
    standing = after(NEW, visit("later", status=0, asked=False, retry_seconds=7200))
    assert standing.failures == standing.looks == 0
    assert not is_due(standing, AT + timedelta(hours=1)) and is_due(
        standing, AT + timedelta(hours=2)
    )
    asked = after(NEW, visit("later", status=503, retry_seconds=7200), conditional=True)
    assert asked.failures == 1 and asked.refused == 0 and wait(asked) >= 2 * HOUR


def test_what_comes_and_cannot_be_read_is_a_failure_and_what_holds_nothing_is_empty() -> None:
    broken = after(NEW, visit(), unreadable=BROKEN, conditional=True)
    assert (broken.failures, broken.empties, broken.happened) == (1, 0, "It is damaged.")
    empty = after(after(NEW, visit(), conditional=True), visit(), conditional=True)
    assert (empty.failures, empty.empties) == (0, 2)
    assert after(empty, visit("unchanged", status=304)).empties == 2
    assert after(empty, visit(), items=1).empties == 0


def test_hours_that_are_to_be_spared_are_put_off_and_never_for_good() -> None:
    night = Stated(skip_hours=tuple(range(6)))
    standing = after(NEW, visit(at=AT + timedelta(hours=5, minutes=5)), fresh=1, items=1,
                     conditional=True, stated=night)  # fmt: skip
    assert standing.next_look is not None and standing.next_look.hour == 6
    at_three = AT.replace(hour=3)
    looked = [is_due(standing, at_three + timedelta(days=day)) for day in range(1, 5)]
    assert looked == [False, False, True, True]
    unchanged = after(standing, visit("unchanged", status=304))
    assert unchanged.stated == night


def test_a_move_for_good_is_remembered_once_it_was_read() -> None:
    moves = (
        Move(status=301, was="https://s.example/feed", now="https://s.example/a"),
        Move(status=302, was="https://s.example/a", now="https://s.example/b"),
    )
    assert after(NEW, visit(moved=moves), items=1).moved_to == "https://s.example/a"
    assert after(NEW, visit("refused", status=500, moved=moves)).moved_to == ""


@pytest.mark.threat("F9")
@pytest.mark.parametrize("seed", [3, 4])
def test_a_month_of_two_hundred_feeds(
    seed: int, record_property: Callable[[str, object], None]
) -> None:
    looks = unchanged = answered_304 = 0
    early: list[str] = []
    for feed in feeds(200, seed):
        seen, standing = month(feed, RhythmOptions())
        early += too_early(feed, seen)
        looks += len(seen)
        unchanged += sum(look.unchanged for look in seen)
        answered_304 += sum(look.unchanged and look.visit.status == 304 for look in seen)
        if standing.gone:
            assert feed.gone_at is not None and standing.next_look is None
        else:
            assert standing.next_look is not None
            assert standing.next_look - END <= timedelta(days=9)
    record_property(
        "number",
        f"200 feeds, 30 days, {looks:,} looks: {len(early)} too early, "
        f"{answered_304 / unchanged:.1%} of unchanged answered 304",
    )
    assert early == []
    assert looks > 200 * 30
    assert answered_304 >= 0.95 * unchanged
