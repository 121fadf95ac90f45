"""Dates as feeds, pages and mails write them, as UTC instants."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from nutgraf.text import one_line

_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_NEWEST = datetime(2100, 1, 1, tzinfo=UTC)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_SHOWN = 64
_LONG_FRACTION = re.compile(r"(\.\d{6})\d+")


def sane(moment: datetime | None) -> datetime | None:
    """The moment in UTC; None for none, and for one before 1990 or after 2099 (a zeroed clock)."""
    if moment is None:
        return None
    try:
        known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        utc = known.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return utc if _OLDEST <= utc < _NEWEST else None


def instant(text: str) -> datetime | None:
    """An ISO 8601 or RFC 5322 time as UTC; a time without an offset is taken as UTC; else None.

    A bare day is its noon UTC, so that no time zone moves it to another day.
    """
    plain = text.strip()
    if not plain or len(plain) > 64:
        return None
    return sane(_iso(plain) or _mail(plain))


def doubted(written: str, taken: datetime | None) -> tuple[tuple[str, str], ...]:
    """The mark of a date that was written and not believed; none for one that was, or for no date."""
    words = one_line(written)
    if taken is not None or not words:
        return ()
    shown = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
    return (("time", f"its date {shown!r} was not believed"),)


def _iso(text: str) -> datetime | None:
    try:
        if _DAY.match(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC) + timedelta(hours=12)
        return datetime.fromisoformat(_LONG_FRACTION.sub(r"\1", text.replace(" UTC", "Z")))
    except ValueError:
        return None


def _mail(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
