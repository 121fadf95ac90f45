"""Lengths of time that follow from two days or two times of day of the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from nutgraf.gate.amounts import decimal_of
from nutgraf.gate.cited import Cited, Stretch
from nutgraf.gate.rounding import rounds
from nutgraf.reading.clock import clocks
from nutgraf.reading.model import Quantity

# The words that tell how far apart two days or times are, or how long something took.
_APART = re.compile(
    r"\b(?:later|after|before|earlier|since|last(?:ed|ing|s)|apart|ago|span\w*|old|within|over)\b",
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"\b(?:later|after|before|earlier|since|last(?:ed|ing|s)|apart|ago|for|in|within|over|took|takes?|longer|inside)\b",
    re.IGNORECASE,
)
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_MINUTES = {"minute": 1, "hour": 60}
_MOST = 12


def follows_from_dates(said: Quantity, text: str, cited: Sequence[Cited]) -> bool:
    """Whether a length of time is what lies between two days or times of day that the source names
    within three sentences.
    """
    value = decimal_of(said.value)
    if said.kind != "duration" or said.high or not value:
        return False
    around = text[max(0, said.start - 24) : said.end + 16]
    if not said.bound and not (_APART if said.unit in _MONTHS else _LASTS).search(around):
        return False
    return any(
        exact == value or (said.bound and rounds(value, exact, said.bound))
        for exact in _lengths(said.unit, cited)
    )


def _lengths(unit: str, cited: Sequence[Cited]) -> Iterator[Decimal]:
    for one in cited:
        for at in range(len(one.stretches)):
            pair = one.stretches[at : at + 3]
            if unit in _MINUTES:
                yield from _between_times(unit, pair)
            else:
                yield from _between_days(unit, pair)


def _between_days(unit: str, stretches: Sequence[Stretch]) -> Iterator[Decimal]:
    days = [day for stretch in stretches for day in stretch.parts.days if not day.relative][:_MOST]
    for one, other in combinations(days, 2):
        exact_days = one.first == one.last and other.first == other.last
        apart = abs((one.first - other.first).days)
        months = abs((one.first.year - other.first.year) * 12 + one.first.month - other.first.month)
        if unit in _DAYS and exact_days:
            apart = min(apart, abs(365 - apart))  # days without a year may be taken a year apart
            yield Decimal(apart) / _DAYS[unit]
        elif unit in _MONTHS and months:
            yield Decimal(months) / _MONTHS[unit]


def _between_times(unit: str, stretches: Sequence[Stretch]) -> Iterator[Decimal]:
    times = [time for stretch in stretches for time in clocks(stretch.text)][:_MOST]
    days = [day for stretch in stretches for day in stretch.parts.days if day.first == day.last]
    nights = {0} | {
        abs((one.first - other.first).days) for one, other in combinations(days[:_MOST], 2)
    }
    for one, other in combinations(times, 2):
        apart = other.minute - one.minute
        for night in nights if len(times) == 2 else {0, 1}:
            length = apart + night * 24 * 60
            if length > 0:
                yield Decimal(length) / _MINUTES[unit]
