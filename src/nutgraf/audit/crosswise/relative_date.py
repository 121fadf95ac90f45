"""`last week`, `a year ago`, `next month`: counted from the digest's day, held against the sources' days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from nutgraf.audit.crosswise.model import Crossing, Material, Told, crossing
from nutgraf.audit.sourcing.stretches import Stretch
from nutgraf.now import show_day
from nutgraf.reading.model import Day

_LONGEST_EVENT = timedelta(days=31)
_WEEKDAY = re.compile(
    r"(?:on |by |until |since )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\Z", re.I
)
_NEAR_ENOUGH = 0.3
Period = tuple[date, date]


def relative_dates(material: Material) -> Iterator[Crossing]:
    """A finding per relative date that the day named in the nearest cited words does not bear out."""
    day = material.digest.day
    if day is None:
        return
    for told in material.facts():
        relative = [one for one in told.parts.days if one.relative]
        if relative:
            yield from _of(told, relative[0], material)


def _of(told: Told, mine: Day, material: Material) -> Iterator[Crossing]:
    near = [one for score, one in material.nearest(told)[:2] if score >= _NEAR_ENOUGH]
    periods = _alternatives(mine)
    for one in near:
        theirs = [
            period
            for found in one.parts.days
            for period in _alternatives(found)
            if _is_event(found, one)
        ]
        if not theirs:
            continue
        if any(_meet(a, b) for a in periods for b in theirs) or _was_published(one, periods):
            return
        first, last = periods[0]
        found = next(day for day in one.parts.days if _is_event(day, one))
        yield crossing(
            "relative-date",
            told,
            (mine.start, mine.end),
            f"Counted from the digest's day, {_written(told.digest.day)}, {mine.literal!r} is {_period(first, last)};"
            f" the source says {found.literal!r} ({_period(found.first, found.last)}).",
            one,
        )
        return


def _alternatives(day: Day) -> list[Period]:
    """The periods a date may mean: a weekday alone is the one before or the one after."""
    first, last = day.first, day.last
    if day.relative and _WEEKDAY.match(day.literal.strip()):
        week = timedelta(days=7)
        return [(first, last), (first + week, last + week)]
    return [(first, last)]


def _is_event(day: Day, one: Stretch) -> bool:
    """Whether a date of a source may be that of an event: no long period, and no `yesterday` in a source
    that does not say when it was published."""
    if day.relative:
        return one.capture.published_at is not None
    return day.last - day.first <= _LONGEST_EVENT


def _was_published(one: Stretch, periods: list[Period]) -> bool:
    """Whether the source came out in the period told: what happens by being said happened then."""
    published = one.capture.published_at
    return published is not None and any(
        first <= published.date() <= last for first, last in periods
    )


def _meet(one: Period, other: Period) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _period(first: date, last: date) -> str:
    return _written(first) if first == last else f"{_written(first)} to {_written(last)}"


def _written(day: date | None) -> str:
    return show_day(day) if day else ""
