"""Dates and times of day: each stands in the cited words, or a finer one within it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from nutgraf.gate.cited import Cited
from nutgraf.gate.finding import Finding, Place
from nutgraf.reading.clock import Clock, clocks
from nutgraf.reading.days import days
from nutgraf.reading.model import Day

# `three days after`, `two weeks before`: a day the source counts from another.
_FROM = re.compile(
    r"\b(?P<many>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten) (?P<unit>days?|weeks?|years?) "
    r"(?P<side>later|earlier|before|after)\b",
    re.IGNORECASE,
)
_MANY = {word: at for at, word in enumerate(
    ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])}  # fmt: skip
# `Today's bot` is the present one, of no day.
_NOWADAYS = re.compile(r"[Tt]oday['’]s\b")
_YEAR = re.compile(r",?\s+(?P<year>(?:19|20)\d\d)$")
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_SPAN = re.compile(r"(?:19|20)\d\d[-–/]\d\d(?!\d|-)")
_SIZE = {"d": 1, "w": 7, "y": 365}


def dates(text: str, cited: Sequence[Cited]) -> Iterator[Finding]:
    """A finding per date or time of day the cited words do not give.

    Relative dates of the sentence and of the cited words count from the capture's own day; without
    one, a relative date stands only for itself. A coarser date is allowed (`in April` for 3 April),
    a finer one is not.
    """
    _, ranges = days(text, None)
    for start, end in ranges:
        if _NOWADAYS.match(text, start):
            continue
        if not any(stands(text, start, end, one) for one in cited):
            yield _missing(text, start, end, _nearest(cited))
    for clock in clocks(text):
        if not any(_told(text, clock, one) for one in cited):
            yield _missing(text, clock.start, clock.end, _nearest_clock(cited))


def stands(text: str, start: int, end: int, one: Cited) -> bool:
    """Whether a date of a sentence stands in a cited text, or a finer one within it."""
    literal = re.escape(text[start:end])
    if re.search(rf"(?<!\w){literal}s?(?!\w)", one.text, re.IGNORECASE):
        return True
    if one.today is None:
        return False
    year = _YEAR.search(text[start:end])
    if year and year["year"] in one.text and _yearless(text[start : start + year.start()], one):
        return True
    said = next((day for day in days(text, one.today)[0] if day.start == start), None)
    return said is not None and any(
        _bears(said, day, one)
        for stretch in one.stretches
        for day in _days_of(stretch.parts.days, one)
    )


def _yearless(literal: str, one: Cited) -> bool:
    """Whether a date stands in a source that names its year elsewhere: `on 12 March of that year`."""
    found = days(literal, one.today)[0]
    return bool(found) and any(
        found[0].first == day.first and found[0].last == day.last
        for stretch in one.stretches
        for day in stretch.parts.days
        if not day.relative
    )


def _bears(said: Day, day: Day, one: Cited) -> bool:
    """Whether a day of the source is the one said, or lies in it.

    Where the day of the source's relative dates is only assumed, `on Monday` bears no month: it would
    be the month of the assumption.
    """
    if _SPAN.search(said.literal) or _SPAN.search(day.literal):
        return said.first == day.first and said.last == day.last
    if one.record is None and _ANY_YEAR.search(said.literal) and not _ANY_YEAR.search(day.literal):
        return False  # the year of `in October` would be a guess
    if one.record is None and (said.relative or day.relative):
        if said.relative != day.relative:
            return False
        return said.first == day.first and said.last == day.last
    return said.first <= day.first and day.last <= said.last


def _days_of(found: Sequence[Day], one: Cited) -> Iterator[Day]:
    yield from found
    fixed = [day for day in found if not day.relative and day.first == day.last]
    if not fixed:
        return
    for match in _FROM.finditer(one.text, max(0, fixed[0].start - 200), fixed[-1].end + 200):
        many = match["many"].casefold()
        count = int(many) if many.isdigit() else _MANY.get(many, 1)
        size = count * _SIZE[match["unit"][0].casefold()]
        for day in fixed:
            for sign in (-1, 1):
                first = day.first + timedelta(days=sign * size)
                yield Day(start=match.start(), end=match.end(), literal=match.group(), first=first,
                          last=first)  # fmt: skip


def _told(text: str, clock: Clock, one: Cited) -> bool:
    literal = re.escape(text[clock.start : clock.end])
    if re.search(rf"(?<![\w:]){literal}(?![\w:])", one.text, re.IGNORECASE):
        return True
    bare = _bare(clock.minute)
    return any(clock.meets(other) for other in clocks(one.text)) or any(
        re.search(rf"(?<![\d.,:]){form}(?![\d:]|[.,]\d)", one.text) for form in bare
    )


def _bare(minute: int) -> tuple[str, ...]:
    """A time of day as figures without a mark: 9.20, 0920."""
    hour, rest = divmod(minute, 60)
    return (rf"0?{hour}\.{rest:02}", f"{hour:02}{rest:02}") if rest else (f"{hour:02}00",)


def _missing(text: str, start: int, end: int, nearest: tuple[int, int, int, str] | None) -> Finding:
    literal = text[start:end]
    message = f"The date {literal!r} does not stand in the cited words"
    message += f", which say {nearest[3]!r}." if nearest else ", which name none."
    place = Place(index=nearest[0], start=nearest[1], end=nearest[2]) if nearest else None
    return Finding(kind="date", start=start, end=end, words=literal, message=message, place=place)


def _nearest(cited: Sequence[Cited]) -> tuple[int, int, int, str] | None:
    for one in cited:
        for stretch in one.stretches:
            for day in stretch.parts.days:
                return one.index, day.start, day.end, day.literal
    return None


def _nearest_clock(cited: Sequence[Cited]) -> tuple[int, int, int, str] | None:
    for one in cited:
        for clock in clocks(one.text):
            return one.index, clock.start, clock.end, one.text[clock.start : clock.end]
    return None
