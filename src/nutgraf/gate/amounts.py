"""Comparing two quantities: by parsed value, unit and kind, allowing what the words allow."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Literal

from nutgraf.gate.content import kin_of, stem
from nutgraf.gate.rounding import digits_of, last_place, rounds
from nutgraf.gate.thesaurus import relation
from nutgraf.reading.model import Quantity
from nutgraf.reading.units import CONVERSIONS

Match = Literal["same", "unit", "bound", "other"]

UP = frozenset({"more than", "at least"})
DOWN = frozenset({"less than", "at most"})
_MEASURED = frozenset({"duration", "size"})
_COUNTED = frozenset({"number", "count"})
_LESS = ("smaller", "less", "lower", "cheaper", "fewer", "shorter", "slimmer")
_OLD = re.compile(r"\b(?:old|aged?)\b")
_SCALES = {frozenset({"degree", "°C"}), frozenset({"degree", "°F"})}
# The words a rate may be told in instead of `a year`, `a month`.
_OFTEN = {
    "year": ("year", "annual", "twelve months", "12 months"),
    "month": ("month",),
    "week": ("week",),
    "day": ("day", "daily"),
    "hour": ("hour",),
    "minute": ("minute",),
    "second": ("second",),
}
# `climbed up to 78%` tells where it ended, not a bound.
_ENDED_UP = re.compile(
    r"\b(?:with|is|are|was|were|went|go|goes|gone|rose|rises?|risen|climb\w*|jump\w*|edged|inched|pushed|moved|back)"
    r"(?: [\w’'-]+){0,2} up to (?:[$€£])?$",
    re.IGNORECASE,
)
_PEAK = re.compile(r"\bas (?:much|many|high|low) as (?:an? )?(?:[$€£])?$", re.IGNORECASE)
# `over 24 weeks`, `over four hospitals`, `row over 60-metre whale`: no more than, but during, across, about.
_OVER = re.compile(r"\b(?P<than>more\s)?over (?:the |an? |its |their )?$", re.IGNORECASE)
# `at depths below 600 metres` is more than 600.
_FACTOR = re.compile(r"\bfactor of (?:about |nearly |over |almost )?$", re.IGNORECASE)
_MINUS = re.compile(r"\bminus $", re.IGNORECASE)
# Miles and kilometres are told for one another in round figures.
_IMPERIAL = frozenset({"inch", "foot", "mile", "acre"})
_NO_ROUNDING = Decimal("0.0005")
_ROUND = Decimal("0.03")
_DEEP = re.compile(r"\bdepths? (?:below|under)\b", re.IGNORECASE)
_LEAST = re.compile(r"\b(?:at least|minimum|no (?:less|fewer) than|floor|lowest)\b", re.IGNORECASE)
_MOST = re.compile(r"\b(?:at most|maximum|no more than|up to|limit\w*|capp?\w*|ceiling)\b", re.I)


def compare(
    said: Quantity, cited: Quantity, *, before: str = "", after: str = "", near: str = "",
    sentence: str = "",
) -> Match:  # fmt: skip
    """How a figure of a sentence stands to one of the cited words.

    `same`: the value and unit, or what the words allow (`more than 60%` for 61.2%, `about` within
    one part in twenty, a fifth for 20%); `unit`: the value with another unit or kind; `bound`: the
    value, but a bound turned round or added; `other`: another value. `before` and `after` are what
    stands around the figure in the sentence, `near` the cited words around theirs.
    """
    if said.kind == "number" and cited.kind == "percent" and not said.unit:
        said = replace(said, unit="%", kind="percent")  # `53 to 47` for `53% to 47%`
    if cited.kind == "number" and said.kind in _MEASURED and _counts_unit(said, near):
        cited = replace(cited, unit=said.unit, kind=said.kind)
    if _FACTOR.search(before) and said.kind == "number" and cited.kind == "factor":
        said = replace(said, unit="x", kind="factor")
    if _MINUS.search(before) and not said.value.startswith("-"):
        said = replace(said, value=f"-{said.value}")
    if f"minus {cited.literal}" in near and not cited.value.startswith("-"):
        cited = replace(cited, value=f"-{cited.value}")
    if _is_age(said, cited, f"{near} {before[-12:]} {said.literal} {after[:12]}"):
        return "same" if _values(said) == _values(cited) else "other"
    if not _same_unit(said, cited, near, sentence):
        return "unit" if _values(said) == _values(cited) else "other"
    if _equal(said, cited) or _inverse(said, cited, after):
        return "same" if _bound_allows(said, cited, before, near) else "bound"
    if _end_of_range(said, cited):
        return "same"
    if _bounded(said, cited):
        return "same"
    told = said.unit and cited.unit and said.unit != cited.unit
    return "unit" if told and _values(said) == _values(cited) else "other"


def decimal_of(text: str | None) -> Decimal | None:
    """The value of a plain decimal, None where there is none."""
    try:
        return Decimal(text or "")
    except InvalidOperation:
        return None


def converted(one: Quantity) -> tuple[str, Decimal | None, Decimal | None]:
    """The quantity in its base unit, as (unit, value, high); parts and percent are both `share`."""
    base, _, per = one.unit.partition("/")
    low, high = _values(one)
    if one.kind == "percent" or (one.kind == "factor" and low is not None and 0 < abs(low) < 1):
        unit, rate = "share", "0.01" if one.kind == "percent" else "1"
    else:
        unit, rate = CONVERSIONS.get(base, (base, "1"))
    if per:
        unit += "/" + ("second" if per == "s" else per)
    factor = Decimal(rate)
    return unit, None if low is None else low * factor, None if high is None else high * factor


def _values(one: Quantity) -> tuple[Decimal | None, Decimal | None]:
    return decimal_of(one.value), decimal_of(one.high) if one.high else None


def _equal(said: Quantity, cited: Quantity) -> bool:
    unit, low, high = converted(said)
    _, cited_low, cited_high = converted(cited)
    if low == cited_low and high == cited_high:
        return True
    if low is None or cited_low is None or high is not None or cited_high is not None:
        return False
    # `-14%` may be told as `fell by 14%`; a temperature keeps its sign.
    if not unit.startswith(("degree", "°")) and abs(low) == abs(cited_low):
        return True
    return unit == "share" and _one_share(said, cited, abs(low), abs(cited_low))


def _one_share(said: Quantity, cited: Quantity, low: Decimal, cited_low: Decimal) -> bool:
    """A third is 33 percent, one in eleven 9 percent; one in 801 is not one in 800."""
    percents = [one for one in (said, cited) if one.kind == "percent"]
    if not percents:
        return abs(low - cited_low) <= low * _NO_ROUNDING
    if len(percents) == 2:
        return False
    written = abs(decimal_of(percents[0].value) or Decimal(0))
    part = cited_low if percents[0] is said else low
    return abs(part * 100 - written) * 2 <= min(last_place(written), Decimal(1), written / 8)


def _same_unit(said: Quantity, cited: Quantity, near: str, sentence: str) -> bool:
    mine, theirs = converted(said)[0], converted(cited)[0]
    if {mine.partition("/")[0], theirs.partition("/")[0]} == {"share"}:
        return True  # a growth of 2 percent is one a year
    if mine == theirs and (said.kind == cited.kind or mine == "share"):
        return True
    if said.kind in _COUNTED and cited.kind in _COUNTED:
        return _same_things(said.unit, cited.unit, near)
    if {said.kind, cited.kind} == {"rank", "number"} and said.literal[-1:].isalnum():
        return not said.bound and not cited.bound
    if frozenset({mine, theirs}) in _SCALES:
        return True
    if "/" in mine or "/" in theirs:
        return _same_rate(mine, theirs, near, sentence)
    if said.unit == "point" and cited.kind == "number":
        return True
    if said.kind == "number" and cited.kind == "money":
        return _names_money(cited, sentence)
    # A bare figure may stand for a score given in percent or points, never the other way round.
    return said.kind == "number" and cited.kind in {"percent", "points"}


def _counts_unit(said: Quantity, near: str) -> bool:
    """`the number of working days fell to 118,000`: the unit stands before the figure."""
    return re.search(rf"\b{re.escape(said.unit)}s\b", near) is not None


def _names_money(cited: Quantity, sentence: str) -> bool:
    """`every peso of the 610 million`: the currency stands elsewhere in the sentence."""
    word = re.search(r"[A-Za-z]{3,}$", cited.literal)
    return word is not None and re.search(
        rf"\b{re.escape(word.group().rstrip('s'))}", sentence, re.IGNORECASE
    ) is not None  # fmt: skip


def _same_rate(mine: str, theirs: str, near: str, sentence: str) -> bool:
    """Whether two rates are one, where each may say elsewhere what it is per."""
    (base, *per), (cited_base, *cited_per) = mine.split("/"), theirs.split("/")
    if base != cited_base:
        return False
    extra, left = set(per) - set(cited_per), set(cited_per) - set(per)
    if extra and left:
        return False
    return all(_says_per(one, near) for one in extra) and all(
        one not in _OFTEN or _says_per(one, sentence) for one in left
    )


def _says_per(per: str, text: str) -> bool:
    folded = text.casefold()
    return any(word in folded for word in _OFTEN.get(per, (per,)))


def _is_age(said: Quantity, cited: Quantity, around: str) -> bool:
    """`aged 31`, `Ann, 31` and `31-year-old` are one age."""
    kinds = {said.kind, cited.kind}
    if "duration" not in kinds or not kinds & _COUNTED or kinds - _COUNTED - {"duration"}:
        return False
    if "year" not in {said.unit, cited.unit}:
        return False
    return _OLD.search(around) is not None


def _same_things(said: str, cited: str, near: str) -> bool:
    if not said or not cited or said == cited or stem(said) == stem(cited):
        return True
    group = kin_of(said, stem(said))
    if group >= 0 and group == kin_of(cited, stem(cited)):
        return True
    if stem(said) in {stem(word) for word in near.casefold().split()}:
        return True
    return relation(said, cited) in {"same", "wider"} or relation(cited, said) == "wider"


def _inverse(said: Quantity, cited: Quantity, after: str) -> bool:
    """`10x smaller` for `a tenth of`: only before a word that says less."""
    if said.kind != "factor" or cited.kind != "factor":
        return False
    low, cited_low = decimal_of(said.value), decimal_of(cited.value)
    if not low or not cited_low or abs(low * cited_low - 1) > Decimal("0.01"):
        return False
    return low >= 1 and any(word in _LESS for word in after.split()[:3])


def _bound_allows(said: Quantity, cited: Quantity, before: str, near: str) -> bool:
    if said.bound == cited.bound:
        return True
    if said.bound in {"top", "many"} or cited.bound in {"top", "many"}:
        return said.bound == "top" and cited.bound == ""
    if said.bound in UP:
        if cited.bound == "less than" and _DEEP.search(near):
            return True
        return cited.bound in UP or _is_over(said, before) or (
            said.bound == "at least" and _LEAST.search(near) is not None
        )  # fmt: skip
    if said.bound in DOWN:
        return (
            cited.bound in DOWN
            or _ENDED_UP.search(before) is not None
            or _PEAK.search(before) is not None
            or (said.bound == "at most" and _MOST.search(near) is not None)
        )
    return True


def _is_over(said: Quantity, before: str) -> bool:
    """Whether `over` before the figure is no bound: over a time, across places, about a thing."""
    over = _OVER.search(before)
    if over is None:
        return False
    compound = "-" in said.literal.strip("-−")
    return said.kind == "duration" or compound or (said.kind in _COUNTED and said.literal.isalpha())


def _end_of_range(said: Quantity, cited: Quantity) -> bool:
    """`forty to sixty` told apart for `40-60`: an end stands where the words say it is one."""
    _, low, high = converted(said)
    _, cited_low, cited_high = converted(cited)
    if low is None or high is not None or cited_low is None or cited_high is None:
        return False
    return (said.bound in DOWN and low == cited_high) or (said.bound in UP and low == cited_low)


def _bounded(said: Quantity, cited: Quantity) -> bool:
    """Whether the bound of the sentence allows the cited value: rounder, and on the right side."""
    unit, low, high = converted(said)
    _, cited_low, cited_high = converted(cited)
    raw, cited_raw = decimal_of(said.value), decimal_of(cited.value)
    if not low or not cited_low or not raw or not cited_raw or high or cited_high:
        return False
    if len({said.unit in _IMPERIAL, cited.unit in _IMPERIAL}) == 2:
        return abs(cited_low / low - 1) <= _ROUND and _bound_allows(said, cited, "", "")
    if cited.bound in {"many", "top"} or not said.bound:
        return False
    worded = unit == "share" and said.kind == "factor"
    other_unit = (
        said.unit != cited.unit and said.kind in _MEASURED and not unit.startswith(("degree", "°"))
    )
    if not worded and not other_unit and digits_of(raw) >= digits_of(cited_raw):
        return False
    if (said.bound in UP and cited.bound in DOWN) or (said.bound in DOWN and cited.bound in UP):
        return False
    return rounds(abs(raw), abs(cited_low) * abs(raw) / abs(low), said.bound, worded=worded)
