"""Two hundred feeds of one simulated month, as servers answer them; no sockets, no clock.

Seeded: the same seed gives the same month. A feed has a pace of its own, by day or round the clock, and a
server with its habits: validators or none, a freshness, a `ttl`, hours it wants to be spared, spells of
failure with or without Retry-After, a day it is gone, a day it moved.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from nutgraf.sources.looks.rhythm import RhythmOptions, after, is_due
from nutgraf.sources.looks.standing import Standing
from nutgraf.sources.looks.stated import Stated
from nutgraf.sources.looks.visits import Move, Validators, Visit

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 30
END = BEGIN + timedelta(days=DAYS)
TICK = timedelta(minutes=5)
HOUR = 3600
WEEK = 7 * 24 * HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A stretch of time in which a server answers otherwise."""

    begin: datetime
    end: datetime
    status: int
    retry_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed's month: when its items appear, and how its server behaves."""

    name: str
    published: tuple[datetime, ...]
    validators: bool
    max_age: int | None
    stated: Stated
    spells: tuple[Spell, ...]
    gone_at: datetime | None
    moved_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One request: the answer, how many items were new, whether the feed was as last read."""

    visit: Visit
    fresh: int
    unchanged: bool


def feeds(count: int, seed: int) -> tuple[Feed, ...]:
    """So many feeds, each with its own dice."""
    return tuple(_feed(f"feed-{n}", random.Random(f"{seed} {n}")) for n in range(count))


def _feed(name: str, dice: random.Random) -> Feed:
    per_day = 30 * (0.002 ** dice.random())  # from 30 a day to one in seventeen days
    return Feed(
        name=name,
        published=_published(dice, per_day, by_day=dice.random() < 0.6),
        validators=dice.random() < 0.9,
        max_age=dice.choice((None, None, None, 0, 300, 1800, 2 * HOUR, 6 * HOUR, 365 * 24 * HOUR))
        if dice.random() < 0.5
        else None,
        stated=_stated(dice),
        spells=tuple(_spells(dice)),
        gone_at=_some_day(dice, 0.03),
        moved_at=_some_day(dice, 0.03),
    )


def _published(dice: random.Random, per_day: float, *, by_day: bool) -> tuple[datetime, ...]:
    found = []
    moment = BEGIN - timedelta(days=20)
    while moment < END:
        moment += timedelta(days=dice.expovariate(per_day))
        if by_day and not 7 <= moment.hour < 19:
            morning = moment + timedelta(days=1 if moment.hour >= 19 else 0)
            moment = morning.replace(hour=7) + timedelta(minutes=dice.uniform(0, 120))
        found.append(moment)
        if dice.random() < 0.1:  # a burst: several within the hour
            found += [moment + timedelta(minutes=dice.uniform(1, 60)) for _ in range(3)]
    return tuple(sorted(one for one in found if one < END))


def _stated(dice: random.Random) -> Stated:
    seconds = dice.choice((30 * 60, HOUR, HOUR, 3 * HOUR, 24 * HOUR))
    hours = tuple(range(0, 6)) if dice.random() < 0.05 else ()
    days = (5, 6) if dice.random() < 0.05 else ()
    return Stated(
        seconds=seconds if dice.random() < 0.3 else None, skip_hours=hours, skip_days=days
    )


def _spells(dice: random.Random) -> Iterator[Spell]:
    while dice.random() < 0.25:
        begin = BEGIN + timedelta(days=dice.uniform(0, DAYS))
        status, retry = dice.choice(
            ((500, None), (503, None), (503, 120), (503, 10 * HOUR), (429, 2 * HOUR), (404, None),
             (429, 40 * 24 * HOUR), (0, None))
        )  # fmt: skip
        length = timedelta(hours=dice.choice((2, 10, 50, 120)))
        yield Spell(begin=begin, end=begin + length, status=status, retry_seconds=retry)


def _some_day(dice: random.Random, share: float) -> datetime | None:
    day = BEGIN + timedelta(days=dice.uniform(5, DAYS))
    return day if dice.random() < share else None


def answer(feed: Feed, at: datetime, last_read: datetime | None) -> Look:
    """What the server says at an instant to one that last read the feed at `last_read`."""
    here = f"https://{feed.name}.example/feed"
    if feed.gone_at is not None and at >= feed.gone_at:
        return Look(visit=Visit(address=here, at=at, outcome="gone", status=410), fresh=0, unchanged=False)  # fmt: skip
    spell = next((one for one in feed.spells if one.begin <= at < one.end), None)
    if spell is not None:
        later = spell.status in {429, 503}
        visit = Visit(
            address=here, at=at, outcome="later" if later else "refused", status=spell.status,
            retry_seconds=spell.retry_seconds,
        )  # fmt: skip
        return Look(visit=visit, fresh=0, unchanged=False)
    known = bisect_right(feed.published, last_read) if last_read else 0
    fresh = bisect_right(feed.published, at) - known
    unchanged = last_read is not None and not fresh
    moved = feed.moved_at is not None and at >= feed.moved_at
    visit = Visit(
        address=here,
        at=at,
        outcome="unchanged" if unchanged and feed.validators else "read",
        status=304 if unchanged and feed.validators else 200,
        validators=Validators(etag=f'"{known + fresh}"') if feed.validators else Validators(),
        fresh_seconds=feed.max_age,
        moved=(Move(status=301, was=here, now=f"{here}.new"),) if moved else (),
    )
    return Look(visit=visit, fresh=fresh, unchanged=unchanged)


def month(feed: Feed, options: RhythmOptions) -> tuple[tuple[Look, ...], Standing]:
    """Every look at one feed by our rhythm, asked each five minutes what is due; how it stands then."""
    standing, at, last_read, done = Standing(source=feed.name), BEGIN, None, []
    while at < END:
        if standing.next_look is not None and at < standing.next_look:
            at += max(1, -(-(standing.next_look - at) // TICK)) * TICK
            continue
        if standing.gone:
            break
        if not is_due(standing, at):
            at += TICK
            continue
        look = answer(feed, at, last_read)
        good = look.visit.outcome in {"read", "unchanged"}
        last_read = at if good else last_read
        standing = after(
            standing, look.visit, fresh=look.fresh, items=20, options=options,
            conditional=feed.validators and last_read is not None,
            stated=feed.stated if look.visit.outcome == "read" else None,
        )  # fmt: skip
        done.append(look)
        at += TICK
    return tuple(done), standing


def hourly(feed: Feed) -> tuple[Look, ...]:
    """Every look of the usual peer: once an hour, whatever comes."""
    last_read, done = None, []
    for hour in range(DAYS * 24):
        at = BEGIN + timedelta(hours=hour)
        look = answer(feed, at, last_read)
        if look.visit.outcome in {"read", "unchanged"}:
            last_read = at
        done.append(look)
    return tuple(done)


def too_early(feed: Feed, looks: tuple[Look, ...]) -> tuple[str, ...]:
    """Which looks came sooner than the answer before them allowed, counted apart from our own rules."""
    found, read_before = [], False
    for last, this in pairwise(looks):
        read_before = read_before or last.visit.outcome == "read"
        waited = (this.visit.at - last.visit.at).total_seconds()
        for name, bound in _bounds(feed, last.visit, read_before):
            if waited < bound:
                found.append(f"{feed.name} {this.visit.at}: {name}")
        if read_before and not feed.stated.wanted(this.visit.at):
            found.append(f"{feed.name} {this.visit.at}: skipHours or skipDays")
        if last.visit.outcome == "gone":
            found.append(f"{feed.name} {this.visit.at}: gone")
    return tuple(found)


def _bounds(feed: Feed, last: Visit, read_before: bool) -> Iterator[tuple[str, int]]:
    served = last.outcome == "read"
    conditional = feed.validators and read_before
    yield "an hour", HOUR
    if served and not conditional:
        yield "a day without validators", 24 * HOUR
    if last.retry_seconds is not None:
        yield "Retry-After", min(max(60, last.retry_seconds), WEEK)
    if last.fresh_seconds is not None:
        yield "freshness", min(last.fresh_seconds, WEEK)
    if read_before and feed.stated.seconds is not None:
        yield "ttl", min(feed.stated.seconds, WEEK)


def delays(feed: Feed, looks: tuple[Look, ...]) -> tuple[float, ...]:
    """Hours from the publication of each item to the look that found it, for items that could be found."""
    good = [one.visit.at for one in looks if one.visit.outcome in {"read", "unchanged"}]
    return tuple(
        (found - item).total_seconds() / HOUR
        for item in feed.published
        if item > BEGIN and (found := next((at for at in _from(good, item)), None)) is not None
    )


def _from(moments: list[datetime], first: datetime) -> Iterator[datetime]:
    yield from moments[bisect_right(moments, first) :]
