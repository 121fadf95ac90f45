"""Dates and periods named in a text, resolved to calendar days.

Absolute dates need no reference; a date without a year takes the year that brings it closest to
`today`; relative ones (`yesterday`, `last week`, `on Tuesday`, `two months ago`) count from
`today`, the day the words were published. Without `today` such words are found (so that no number
is read out of them) but give no Day. A vague distance gets a window: a week ago is 3 days either
way, a month ago 15, a year ago 60.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from nutgraf.reading.model import Day
from nutgraf.reading.numerals import in_words

Period = tuple[date, date]

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        [
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        ]
    )
    for name in names.split()
}
_FULL = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?:{_FULL}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_YEAR = r"(?:19|20)\d\d"
_DAYNUM = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_NUMBER = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"

_ABSOLUTE = re.compile(
    rf"(?<![\w.])(?<![^a-z]-)(?:(?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\w)"
    rf"|(?P<dmy_d>{_DAYNUM})(?:\s+of)?\s+(?P<dmy_m>{_MONTH})(?:,?\s+(?P<dmy_y>{_YEAR}))?"
    rf"|(?P<mdy_m>{_MONTH})\s+(?:the\s+)?(?P<mdy_d>{_DAYNUM})(?!\d|[.,]\d|\s*[%:])(?:,?\s+(?P<mdy_y>{_YEAR}))?"
    rf"|(?P<span>{_YEAR})[-–/](?P<span_to>\d\d)(?![\d-])"
    rf"|(?P<my_m>{_MONTH})\s*,?\s+(?:of\s+)?(?P<my_y>{_YEAR})"
    rf"|(?P<q>Q[1-4]|H[12])(?:\s+(?:of\s+)?(?P<q_y>{_YEAR})|(?![\w-]))"
    rf"|(?:the\s+)?(?P<oq>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth)[\s-]quarter(?:\s+of\s+(?P<oq_y>{_YEAR}))?"
    rf"|(?:the\s+)?(?P<decade>(?:19|20)\d0)s"
    rf"|(?:(?P<part>early|mid|late)[- ])?(?P<year>19\d\d|20[0-4]\d)(?![\w%]|[.,/:]\d|-\d|\s(?:million|billion|trillion|people)\b)"
    rf"|(?P<month>{_FULL}))"
    r"(?![A-Za-z0-9])"
)
_RELATIVE = re.compile(
    rf"(?<![\w-])(?<!\d[,.])(?:(?P<word>today|tonight|yesterday|tomorrow|this (?:morning|afternoon|evening)|the day before yesterday)"
    rf"|(?P<which>this|last|next|past|previous|coming) (?P<unit>week|month|year|quarter|weekend)(?![-\w])"
    rf"|(?P<many>{_NUMBER}) (?P<unit2>days?|weeks?|months?|years?) (?P<side>ago|from now|earlier today)"
    rf"|(?:(?P<which2>this|last|next|on|by|until|since) )?(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?!s?[-\w]))",
    re.IGNORECASE,
)
# `from 3 to 17 May`: the first day has its month from the second.
_ELIDED = re.compile(
    rf"(?<![\w.:/-])(?P<day>{_DAYNUM})(?:\s(?:to|and|until)\s|\s?[-–]\s?)"
    rf"(?={_DAYNUM}\s+(?P<month>{_MONTH})(?:,?\s+(?P<year>{_YEAR}))?)"
)
_PLACED = re.compile(
    r"\b(?P<which>in|In|by|By|since|Since|until|during|from|From|of|to|for|and|or|the|this|last|next|early|late|mid|through|before|after|January|February|March|April|June|July)[\s–-]$"
)
# `2048 tokens` counts tokens; `in 2026 models will` names a year.
_COUNTED = re.compile(r"\s+(?:[a-z]+ )?(?!is\b|was\b|has\b|as\b|this\b|its\b)[a-z]*[a-rt-z]s\b")
_DATED = re.compile(
    r"(?:\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|of|[Dd]uring|early|mid|late|[Ff]or|through|before|after|year))[\s-]?$"
)
_TRIGGER = re.compile(
    r"(?:19|20)\d\d|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Q[1-4]|H[12]|quarter|"
    r"(?i:today|tonight|yesterday|tomorrow|this |last |next |past |previous|coming | ago|from now|day\b)"
)


def days(
    text: str, today: date | None, base: int = 0
) -> tuple[tuple[Day, ...], tuple[tuple[int, int], ...]]:
    """The days of a text, in order, and the ranges their words take (unshifted, for masking).

    Offsets of the days are shifted by `base`.
    """
    if not _TRIGGER.search(text):
        return (), ()
    found: list[Day] = []
    taken: list[tuple[int, int]] = []
    for start, end, period, relative in sorted(
        _found(text, today), key=lambda one: (one[0], -one[1])
    ):
        if taken and start < taken[-1][1]:
            continue
        taken.append((start, end))
        if period is not None:
            found.append(
                Day(
                    start=base + start,
                    end=base + end,
                    literal=text[start:end],
                    first=period[0],
                    last=period[1],
                    relative=relative,
                )
            )
    return tuple(found), tuple(taken)


def _found(text: str, today: date | None) -> Iterator[tuple[int, int, Period | None, bool]]:
    for match in _ABSOLUTE.finditer(text):
        if match["month"] in {"May", "March"} and not (
            _PLACED.search(text, max(0, match.start() - 12), match.start())
            or text.startswith(("'s ", "’s "), match.end())
        ):
            continue
        if (
            match["year"]
            and _COUNTED.match(text, match.end())
            and not _DATED.search(text, 0, match.start())
        ):
            continue
        try:
            yield match.start(), match.end(), _absolute(match, today), False
        except ValueError:
            continue
    for match in _ELIDED.finditer(text):
        number, month = int(re.sub(r"\D", "", match["day"])), _month(match["month"])
        try:
            period = _day_of_month(match["year"], today, month, number)
        except ValueError:
            continue
        yield match.start("day"), match.end("day"), period, False
    for match in _RELATIVE.finditer(text):
        if match["weekday"] and not match["weekday"][0].isupper():
            continue
        try:
            yield (
                match.start(),
                match.end(),
                None if today is None else _relative(match, today),
                True,
            )
        except (ValueError, OverflowError):
            continue


def _absolute(match: re.Match[str], today: date | None) -> Period | None:
    if match["iso"]:
        day = date.fromisoformat(match["iso"])
        return day, day
    for form in ("dmy", "mdy"):
        if match[form + "_m"]:
            number = int(re.sub(r"\D", "", match[form + "_d"]))
            return _day_of_month(match[form + "_y"], today, _month(match[form + "_m"]), number)
    if match["span"]:
        return _years(match["span"], match["span_to"])
    if match["my_m"]:
        return _month_period(int(match["my_y"]), _month(match["my_m"]))
    if match["q"]:
        part, size = int(match["q"][1]), 3 if match["q"][0] == "Q" else 6
        return _with_year(match["q_y"], today, lambda y: _months(y, (part - 1) * size + 1, size))
    if match["oq"]:
        part = ("first", "second", "third", "fourth").index(match["oq"].casefold())
        return _with_year(match["oq_y"], today, lambda y: _months(y, part * 3 + 1, 3))
    if match["decade"]:
        return date(int(match["decade"]), 1, 1), date(int(match["decade"]) + 9, 12, 31)
    if match["year"]:
        year = int(match["year"])
        if match["part"]:
            return _months(year, ("early", "mid", "late").index(match["part"]) * 4 + 1, 4)
        return _months(year, 1, 12)
    return _named_month(match, today)


def _years(first: str, last: str) -> Period:
    """`2018-19`: from the first year to the second; ValueError when it does not come after."""
    until = int(first[:2] + last)
    if not int(first) < until:
        raise ValueError(last)
    return date(int(first), 1, 1), date(until, 12, 31)


def _day_of_month(year: str | None, today: date | None, month: int, number: int) -> Period | None:
    return _with_year(year, today, lambda y: _one(date(y, month, number)))


def _named_month(match: re.Match[str], today: date | None) -> Period | None:
    """A month without a year: last/next say which side of today, else the closest one."""
    if today is None:
        return None
    number = _month(match["month"])
    placed = _PLACED.search(match.string, 0, match.start())
    which = placed["which"] if placed else ""
    if which == "last":
        return _month_period(today.year if number < today.month else today.year - 1, number)
    if which == "next":
        return _month_period(today.year if number > today.month else today.year + 1, number)
    return _with_year(None, today, lambda y: _month_period(y, number))


def _with_year(
    year: str | None, today: date | None, period: Callable[[int], Period]
) -> Period | None:
    if year:
        return period(int(year))
    if today is None:
        return None
    options: list[Period] = []
    for near in (today.year - 1, today.year, today.year + 1):
        try:
            options.append(period(near))
        except ValueError:
            continue
    return min(options, key=lambda one: abs((one[0] - today).days), default=None)


def _relative(match: re.Match[str], today: date) -> Period:
    if match["word"]:
        word = match["word"].casefold()
        shift = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2}.get(word, 0)
        return _one(today + timedelta(days=shift))
    if match["unit"]:
        return _neighbour(match["which"].casefold(), match["unit"].casefold(), today)
    if match["unit2"]:
        return _distance(match, today)
    number = _WEEKDAYS[match["weekday"].casefold()]
    which = (match["which2"] or "").casefold()
    ahead = (number - today.weekday()) % 7
    if which in {"next", "by", "until"}:
        return _one(today + timedelta(days=ahead or 7))
    back = (today.weekday() - number) % 7
    return _one(today - timedelta(days=(back or 7) if which == "last" else back))


def _neighbour(which: str, unit: str, today: date) -> Period:
    """This, last or next week (Monday to Sunday), weekend, month, quarter or year."""
    step = {"this": 0, "next": 1, "coming": 1}.get(which, -1)
    if unit in {"week", "weekend"}:
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * step)
        return monday + timedelta(days=5 if unit == "weekend" else 0), monday + timedelta(days=6)
    if unit == "year":
        return _months(today.year + step, 1, 12)
    size = 3 if unit == "quarter" else 1
    index = today.year * 12 + (today.month - 1) // size * size + step * size
    return _months(index // 12, index % 12 + 1, size)


def _distance(match: re.Match[str], today: date) -> Period:
    words, unit = match["many"].casefold(), match["unit2"].casefold().rstrip("s")
    many = (
        int(words) if words.isdigit() else 1 if words in {"a", "an"} else int(in_words(words) or 1)
    )
    size, window = {"day": (1, 0), "week": (7, 3), "month": (30, 15), "year": (365, 60)}[unit]
    sign = -1 if match["side"].casefold() == "ago" else 1
    centre = today + timedelta(
        days=sign * many * size + (sign * many // 4 if unit == "year" else 0)
    )
    return centre - timedelta(days=window), centre + timedelta(days=window)


def _month(name: str) -> int:
    return _MONTHS[name.casefold().rstrip(".")]


def _one(day: date) -> Period:
    return day, day


def _month_period(year: int, month: int) -> Period:
    return _months(year, month, 1)


def _months(year: int, month: int, size: int) -> Period:
    after = year * 12 + month - 1 + size
    return date(year, month, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
