"""Instants: aware UTC datetimes only, read from and written as RFC 3339."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nutgraf.errors import UsageError

FIRST_YEAR, LAST_YEAR = 1970, 9000
_RFC3339 = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})\Z", re.ASCII
)


def parse_instant(text: str) -> datetime:
    """An RFC 3339 instant with an offset, as UTC (fractions beyond microseconds are cut).

    Raises ValueError, with a sentence, on anything else; a naive time is refused by name.
    """
    text = text.strip()
    if not _RFC3339.match(text):
        try:
            naive = datetime.fromisoformat(text).tzinfo is None
        except ValueError:
            naive = False
        if naive:
            raise ValueError(
                f"the time {text!r} has no offset, such as the Z of 2026-04-03T18:00:00Z"
            )
        raise ValueError(f"{text!r} is no RFC 3339 time such as 2026-04-03T18:00:00Z")
    plain = re.sub(r"(\.\d{6})\d+", r"\1", text.upper().replace(" ", "T"))
    return datetime.fromisoformat(plain).astimezone(UTC)


def parse_moment(text: str) -> datetime:
    """An instant fit to run at, 1970 to 9000, so that days can be counted from it either way.

    Raises ValueError, with a sentence, on any other.
    """
    try:
        moment = parse_instant(text)
    except OverflowError:
        moment = datetime.min.replace(tzinfo=UTC)
    if not FIRST_YEAR <= moment.year < LAST_YEAR:
        raise ValueError(f"the time {text!r} is not between the years {FIRST_YEAR} and {LAST_YEAR}")
    return moment


def show_instant(moment: datetime) -> str:
    """RFC 3339 in UTC with a Z: `2026-04-03T18:00:00Z`; microseconds only where there are any."""
    if moment.tzinfo is None:
        raise ValueError("a naive time has no place here")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def zone(name: str) -> ZoneInfo:
    """The named time zone; raises UsageError for one that does not exist."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise UsageError(
            f"There is no time zone {name!r}.", "Use a name such as Europe/Berlin or UTC."
        ) from problem


def day_of(moment: datetime, zone_name: str = "UTC") -> date:
    """The calendar day of an instant in a time zone."""
    return moment.astimezone(zone(zone_name)).date()


def show_day(day: date) -> str:
    """A day as an edition prints it: `3 April 2026`."""
    return f"{day.day} {day:%B} {day.year}"


def show_ago(day: date, today: date) -> str:
    """How long ago a day is, by the calendar alone: `yesterday`, `9 days ago`, `3 weeks ago`.

    Whole units that have passed, never rounded up: days to a fortnight, weeks to two months, then
    months to two years, then years. Raises ValueError for a day that is not before `today`.
    """
    days = (today - day).days
    if days < 1:
        raise ValueError(f"{day} is not before {today}")
    if days < 14:
        return "yesterday" if days == 1 else f"{days} days ago"
    months = 12 * (today.year - day.year) + today.month - day.month - (today.day < day.day)
    if months < 2:
        return f"{days // 7} weeks ago"
    if months < 24:
        return "a year ago" if months == 12 else f"{months} months ago"
    return f"{months // 12} years ago"
