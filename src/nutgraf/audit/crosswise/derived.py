"""Figures a digest works out from its sources: a change in per cent, a difference, a ratio, another unit.

A gate that looks for the figure itself does not find it; here it is computed again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nutgraf.audit.crosswise.comparing import comparisons_in
from nutgraf.audit.crosswise.model import Material, Told
from nutgraf.audit.crosswise.points import is_change
from nutgraf.audit.sourcing.amounts import Amount, amount, same
from nutgraf.audit.sourcing.stretches import Stretch
from nutgraf.reading.model import Quantity

_REACH = 1
_BEHIND = re.compile(r"(?:[ \u00a0-][^\W\d_]+){2}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SCALE = re.compile(r"hundred|thousand|million|billion|trillion|\bbn\b|\bmn?\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WITHIN = "0.006"
_CONVERTED = "0.0005"


def is_derived(told: Told, figure: Quantity, material: Material) -> bool:
    """Whether the cited sources give a figure by arithmetic: the same amount in another unit, or, for a
    change or comparison, two levels near one another that share words with the sentence.

    A change in per cent is |a - b| / a; points and other differences are |a - b|; a factor (half, a
    third, twice) is a / b, or |a - b| / a where it says more or less.
    """
    mine = amount(told.text, figure)
    if _stands(told, figure, material) or _spans_years(told, figure, material):
        return True
    if mine is None or not mine.value:
        return False
    if any(
        (found.dimension == mine.dimension or _unitless(found, mine))
        and same(found.value, mine.value, within="0" if its.unit == figure.unit else _CONVERTED)
        for found, its in _all(told, material)
    ):
        return True
    compares = any(one.figure == figure for one in comparisons_in(told.text, told.parts))
    if not compares and not is_change(told.text, figure):
        return False
    return any(_gives(figure, abs(mine.value), one, other) for one, other in _pairs(told, material))


def _stands(told: Told, figure: Quantity, material: Material) -> bool:
    """Whether the figure stands in a source as it is written, with the words behind it; or its digits do,
    with a scale and unit that the sentence leaves out here and gives to another figure (`from 840 to 798
    million kroner`)."""
    behind = _BEHIND.match(told.text, figure.end)
    phrase = f"{figure.literal}{behind[0] if behind else ''}".casefold()
    digits = "" if figure.unit else _digits(figure.literal)
    others = [other for other in told.parts.quantities if other is not figure]
    for capture in told.captures:
        for one in material.around(told, capture):
            if behind and phrase in one.text.casefold():
                return True
            same_digits = (
                its for _, its in one.amounts if digits and _digits(its.literal) == digits
            )
            if told.words & one.words and any(_elided(its, others) for its in same_digits):
                return True
    return False


def _elided(its: Quantity, others: list[Quantity]) -> bool:
    """Whether another figure of the sentence has the scale, and the unit where there is one."""
    scale = _SCALE.search(its.literal)
    return any(
        (not scale or scale[0].casefold() in other.literal.casefold())
        and (other.unit == its.unit or (scale is not None and not its.unit))
        and bool(other.unit or scale)
        for other in others
    )


def _digits(literal: str) -> str:
    found = _NUMBER.search(literal)
    return found[0] if found else ""


def _spans_years(told: Told, figure: Quantity, material: Material) -> bool:
    """Whether a span of years lies between two years that are named (`in two years`, 2023 and 2025)."""
    if figure.unit != "year" or not figure.value.isdigit():
        return False
    texts = [told.text, *(one.text for c in told.captures for one in material.around(told, c))]
    years = {int(year) for text in texts for year in _YEAR.findall(text)}
    return any(year + int(figure.value) in years for year in years)


def _all(told: Told, material: Material) -> Iterator[tuple[Amount, Quantity]]:
    for capture in told.captures:
        for one in material.around(told, capture):
            if told.words & one.words:
                yield from one.amounts


def _of(one: Stretch) -> Iterator[tuple[Amount, Stretch]]:
    for figure in one.parts.quantities:
        found = amount(one.text, figure)
        if found is not None and found.value:
            yield found, one


def _pairs(told: Told, material: Material) -> Iterator[tuple[Amount, Amount]]:
    """Figures of one dimension, a sentence apart at most, of stretches about what is told."""
    for capture in told.captures:
        held = [pair for one in material.around(told, capture) for pair in _of(one)]
        for n, (one, here) in enumerate(held):
            for other, there in held[n + 1 :]:
                if there.at - here.at > _REACH:
                    break
                alike = one.dimension == other.dimension or _unitless(one, other)
                if alike and told.words & (here.words | there.words):
                    yield one, other


def _unitless(one: Amount, other: Amount) -> bool:
    """A second figure of a pair often leaves its unit out (`798 million kroner, after 840 million`)."""
    plain = {"number:", "count:"}
    return (one.dimension in plain) != (other.dimension in plain)


def _gives(figure: Quantity, mine: Decimal, one: Amount, other: Amount) -> bool:
    first, second = abs(one.value), abs(other.value)
    apart = abs(first - second)
    if not apart:
        return False
    shares = (apart / first, apart / second)
    if figure.kind == "percent":
        return any(abs(share * 100 - mine) <= Decimal("0.5") for share in shares)
    if figure.kind == "factor":
        ratios = (first / second, second / first, *shares)
        return any(same(ratio, mine, within="0.02") for ratio in ratios)
    return same(apart, mine, within=_WITHIN)
