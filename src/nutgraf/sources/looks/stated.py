"""What a feed says of its own rhythm, and the hours and days it asks to be left alone.

`ttl`, `skipHours` and `skipDays` are of RSS 2.0 (https://www.rssboard.org/rss-specification), the update
period and frequency of the RSS 1.0 syndication module (https://web.resource.org/rss/1.0/modules/syndication/).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from nutgraf.sources.model import RawObject

_HEAD = 64 * 1024
_FIRST_ITEM = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>]", re.I)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.S)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIODS = {
    b"hourly": 3600, b"daily": 86400, b"weekly": 7 * 86400, b"monthly": 30 * 86400,
    b"yearly": 365 * 86400,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a feed asks for: `seconds` between looks (None: nothing said), and when none is wanted.

    `skip_hours` are hours of the day 0-23 in UTC, `skip_days` days of the week with Monday as 0; a
    feed that rules out all of them rules out none.
    """

    seconds: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()

    def wanted(self, moment: datetime) -> bool:
        """Whether a look at this instant (UTC) is one the feed does not ask to be spared."""
        return moment.hour not in self.skip_hours and moment.weekday() not in self.skip_days

    def next_wanted(self, moment: datetime) -> datetime:
        """The instant itself, or the beginning of the next hour in which a look is wanted."""
        if self.wanted(moment):
            return moment
        hour = moment.replace(minute=0, second=0, microsecond=0)
        # A free hour of a free day comes within a week, for neither is ever wholly ruled out.
        for _ in range(8 * 24):
            hour += timedelta(hours=1)
            if self.wanted(hour):
                break
        return hour


def stated_rhythm(raw: RawObject) -> Stated:
    """What a feed says of its rhythm before its first item; nothing for what is no feed of XML.

    A cheap look at the first 64 KiB, so that it can be taken at every look; where several periods are
    given, the longest counts.
    """
    # Without its NULs the ASCII of UTF-16 reads as such.
    head = _COMMENT.sub(b"", raw.data[:_HEAD].replace(b"\0", b""))
    found = _FIRST_ITEM.search(head)
    head = head[: found.start()] if found else head
    periods = [seconds for seconds in (_ttl(head), _update_period(head)) if seconds]
    return Stated(
        seconds=max(periods, default=None),
        skip_hours=_not_all(_hours(head), 24),
        skip_days=_not_all(_days(head), 7),
    )


def _value(head: bytes, name: bytes) -> bytes:
    """The words of the first element of a local name, "" without one."""
    found = re.search(
        rb"<(?:\w{1,20}:)?%b(?:\s[^<>]{0,200})?>\s{0,100}(?:<!\[CDATA\[)?\s{0,100}(\w{1,12})"
        % name,
        head,
    )
    return found[1] if found else b""


def _ttl(head: bytes) -> int:
    said = _value(head, b"ttl")
    return int(said) * 60 if said.isdigit() else 0


def _update_period(head: bytes) -> int:
    period = _PERIODS.get(_value(head, b"updatePeriod").lower(), 0)
    often = _value(head, b"updateFrequency")
    return period // max(1, int(often)) if often.isdigit() else period


def _within(head: bytes, name: bytes) -> bytes:
    _, _, after = head.partition(b"<%b" % name)
    inside, ends, _ = after.partition(b"</%b" % name)
    return inside if ends else b""


def _hours(head: bytes) -> set[int]:
    said = re.findall(rb"<hour>\s{0,20}(\d{1,2})\s{0,20}<", _within(head, b"skipHours"))
    # The first drafts of RSS counted the hours from 1 to 24.
    return {int(hour) % 24 for hour in said if int(hour) <= 24}


def _days(head: bytes) -> set[int]:
    said = re.findall(rb"<day>\s{0,20}(\w{6,9})\s{0,20}<", _within(head, b"skipDays"))
    names = [day.decode("ascii", "replace").lower() for day in said]
    return {_DAYS.index(name) for name in names if name in _DAYS}


def _not_all(found: set[int], count: int) -> tuple[int, ...]:
    return tuple(sorted(found)) if len(found) < count else ()
