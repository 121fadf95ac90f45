"""Comparing two quantities: by parsed value, unit and kind, allowing what the words allow."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Literal

from nutgraf.gate.content import kin_of, stem
from nutgraf.reading.model import Quantity
from nutgraf.reading.units import CONVERSIONS

Match = Literal["same", "unit", "bound", "other"]

_UP = frozenset({"more than", "at least"})
_DOWN = frozenset({"less than", "at most"})
_COUNTED = frozenset({"number", "count"})
_LESS = ("smaller", "less", "lower", "cheaper", "fewer", "shorter", "slimmer")


def compare(said: Quantity, cited: Quantity, *, after: str = "", near: str = "") -> Match:
    """How a figure of a sentence stands to one of the cited words.

    `same`: the value and unit, or what the words allow (`more than 60%` for 61.2%, `about` within
    one part in twenty); `unit`: the value with another unit or kind; `bound`: the value, but a
    bound turned round or added; `other`: another value. `after` is what follows the figure in the
    sentence, `near` the cited words around theirs.
    """
    if not _same_unit(said, cited, near):
        return "unit" if _values(said) == _values(cited) else "other"
    if _equal(said, cited) or _inverse(said, cited, after):
        return "same" if _bound_allows(said, cited) else "bound"
    if _bounded(said, cited):
        return "same"
    return "other"


def _values(one: Quantity) -> tuple[Decimal | None, Decimal | None]:
    return _decimal(one.value), _decimal(one.high) if one.high else None


def _decimal(text: str | None) -> Decimal | None:
    try:
        return Decimal(text or "")
    except InvalidOperation:
        return None


def _converted(one: Quantity) -> tuple[str, Decimal | None, Decimal | None]:
    """The quantity in its base unit, as (unit, value, high)."""
    unit, rate = CONVERSIONS.get(one.unit, (one.unit, "1"))
    low, high = _values(one)
    factor = Decimal(rate)
    return unit, None if low is None else low * factor, None if high is None else high * factor


def _equal(said: Quantity, cited: Quantity) -> bool:
    _, low, high = _converted(said)
    _, cited_low, cited_high = _converted(cited)
    return low == cited_low and high == cited_high


def _same_unit(said: Quantity, cited: Quantity, near: str) -> bool:
    if said.kind == cited.kind and _converted(said)[0] == _converted(cited)[0]:
        return True
    if said.kind in _COUNTED and cited.kind in _COUNTED:
        return _same_things(said.unit, cited.unit, near)
    if {said.kind, cited.kind} == {"rank", "number"} and said.literal[-1:].isalnum():
        ranked = said if said.kind == "rank" else cited
        return any(char.isdigit() for char in ranked.literal) and not ranked.bound
    if _is_age(said, cited, near):
        return True
    # A bare figure may stand for a score given in percent or points, never the other way round.
    return said.kind == "number" and cited.kind in {"percent", "points"}


def _is_age(said: Quantity, cited: Quantity, near: str) -> bool:
    """`aged 31` and `31-year-old` are one age."""
    if {said.kind, cited.kind} - {"number"} != {"duration"} or "year" not in {
        said.unit,
        cited.unit,
    }:
        return False
    return re.search(r"\b(?:old|aged?)\b", near) is not None


def _same_things(said: str, cited: str, near: str) -> bool:
    if not said or not cited or said == cited or stem(said) == stem(cited):
        return True
    group = kin_of(said, stem(said))
    if group >= 0 and group == kin_of(cited, stem(cited)):
        return True
    return stem(said) in {stem(word) for word in near.casefold().split()}


def _inverse(said: Quantity, cited: Quantity, after: str) -> bool:
    """`10x smaller` for `a tenth of`: only before a word that says less."""
    if said.kind != "factor" or cited.kind != "factor":
        return False
    low, cited_low = _decimal(said.value), _decimal(cited.value)
    if not low or not cited_low or abs(low * cited_low - 1) > Decimal("0.01"):
        return False
    return low >= 1 and any(word in _LESS for word in after.split()[:3])


def _bound_allows(said: Quantity, cited: Quantity) -> bool:
    if said.bound == cited.bound:
        return True
    if said.bound in {"top", "many"} or cited.bound in {"top", "many"}:
        return said.bound == "top" and cited.bound == ""
    if said.bound in _UP:
        return cited.bound in _UP
    if said.bound in _DOWN:
        return cited.bound in _DOWN
    return True


def _bounded(said: Quantity, cited: Quantity) -> bool:
    """Whether the bound of the sentence allows the cited value: rounder, and on the right side."""
    _, low, high = _converted(said)
    _, cited_low, cited_high = _converted(cited)
    if low is None or cited_low is None or high is not None:
        return False
    if cited_high is not None:
        return (said.bound in _DOWN and low == cited_high) or (
            said.bound in _UP and low == cited_low
        )
    if low <= 0 or cited.bound in {"many", "top"} or _digits(low) >= _digits(cited_low):
        return False
    ratio = cited_low / low
    if said.bound in _UP:
        return Decimal(1) <= ratio <= Decimal("1.1") and cited.bound not in _DOWN
    if said.bound in _DOWN:
        return Decimal("0.9") <= ratio <= Decimal(1) and cited.bound not in _UP
    return said.bound == "about" and abs(ratio - 1) <= Decimal("0.05")


def _digits(value: Decimal) -> int:
    """How many significant digits a value has: 60 has one, 61.2 three."""
    return len(value.normalize().as_tuple().digits)
