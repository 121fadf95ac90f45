"""Days as people write them in English, German, French and Spanish: `3 April 2026`, `1er avril 2026`.

Only what can be read in one way counts: the month in letters, or day, month and year with dots as
German writes them. `03/04/2026` is two days at once and so none.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from nutgraf.sources.times import instant, sane

_MONTHS = {
    1: "january jan januar jänner janvier janv enero ene",
    2: "february feb februar février fevrier févr fev febrero",
    3: "march mar märz maerz mrz mars marzo",
    4: "april apr avril avr abril abr",
    5: "may mai mayo",
    6: "june jun juni juin junio",
    7: "july jul juli juillet juil julio",
    8: "august aug août aout agosto ago",
    9: "september sept sep septembre septiembre setiembre",
    10: "october oct oktober okt octobre octubre",
    11: "november nov novembre noviembre",
    12: "december dec dezember dez décembre decembre déc diciembre dic",
}
_NUMBER = {name: number for number, names in _MONTHS.items() for name in names.split()}
_NAMES = "|".join(sorted(_NUMBER, key=len, reverse=True))
_DAY = r"(?<!\d)(?P<{0}>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)(?!\.?\d)"
_WRITTEN = re.compile(
    "|".join((
        _DAY.format("d1") + rf"\s+(?:de\s+|of\s+)?(?P<m1>{_NAMES})\b\.?,?\s+(?:de[l]?\s+)?" + _YEAR.format("y1"),
        rf"\b(?P<m2>{_NAMES})\b\.?\s+" + _DAY.format("d2") + r",?\s+" + _YEAR.format("y2"),
        r"(?<![\d.])(?P<d3>\d{1,2})\.\s?(?P<m3>\d{1,2})\.\s?" + _YEAR.format("y3"),
        r"(?<![\d-])" + _YEAR.format("y4").replace("(?!\\.?\\d)", "") + r"-(?P<m4>\d\d)-(?P<d4>\d\d)(?![\d-])",
    )),
    re.I,
)  # fmt: skip
_LONGEST = 200
_NOON = 12


def written_day(text: str) -> datetime | None:
    """The one day a short text names, at noon UTC; None for none, for several, for no real day.

    An ISO 8601 or RFC 5322 time standing alone is read by `times.instant`.
    """
    plain = " ".join(text[: 2 * _LONGEST].split())
    if not plain or len(plain) > _LONGEST:
        return None
    whole = instant(plain)
    if whole is not None:
        return whole
    days = {_day(found) for found in _WRITTEN.finditer(plain)}
    return days.pop() if len(days) == 1 else None


def _day(found: re.Match[str]) -> datetime | None:
    for form in "1234":
        month = found[f"m{form}"]
        if month:
            number = int(month) if month.isdigit() else _NUMBER.get(month.lower(), 0)
            try:
                day = datetime(int(found[f"y{form}"]), number, int(found[f"d{form}"]), _NOON, tzinfo=UTC)  # fmt: skip
            except ValueError:
                return None
            return sane(day)
    return None
