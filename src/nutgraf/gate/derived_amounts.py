"""Differences, sums, rests and products of two figures of a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nutgraf.gate.amounts import decimal_of
from nutgraf.gate.computing import (
    BY,
    REST,
    Amount,
    Derived,
    Group,
    Words,
    alike,
    both_bare,
    made,
    pairs,
    stated,
)
from nutgraf.gate.side_by_side import (
    compared,
    in_one_row,
    part_of,
    votes,
)
from nutgraf.reading.numerals import ONES

_PLACES = frozenset({"place", "spot", "position", "rung"})
_FEW = 20  # a small count or time is never made by a factor: too many would be
_DIFFERENCE = re.compile(
    r"\b(?:more|less|fewer|higher|lower|greater|smaller|up(?! to\b)|down|ahead|behind|clear|longer|shorter|faster|slower|quicker|"
    r"cheaper|dearer|costlier|short|shy|margin|leads?(?= of\b| by\b)|led(?= by\b)|gain\w*|r[io]s(?:e|es|en|ing)|f[ae]ll\w*|shr[aiu]nk\w*|sli[dp]\w*|drop\w*|cut\w*|"
    r"sav(?:e|es|ed|ing|ings)|increas\w*|decreas\w*|reduc\w*|declin\w*|improv\w*|extra|difference|gap|jump\w*|older|younger|off|better|"
    r"worse|gr[eo]w\w*|add\w*|climb\w*|narrow\w*|widen\w*|swing|swung|beat\w*|commoner|likelier|rarer|earlier|later|rais\w*|lift\w*|"
    r"above|below|beyond|remain\w*|left|rest|over|under|advance\w*|plus|trim\w*|lowered|lop\w*|thinner|narrower|wider|majority|"
    r"outpac\w*|outperform\w*|trail\w*|surpass\w*|exceed\w*|difference|apart|quicker|reduction|increase)\b",
    re.IGNORECASE,
)

# `from 150 to 100`: where something began or ended is no difference.
_ENDPOINT = re.compile(r"\b(?:from|to) (?:[$€£])?$", re.IGNORECASE)
_SUM = re.compile(
    r"\b(?:in all|all told|altogether|total\w*|combined|together|both|sum|overall|add(?:s|ed)? up|in sum|between them|amount\w*)\b",
    re.IGNORECASE,
)


def as_amount(words: Words, unit: str, value: Decimal, group: Group) -> Iterator[Derived]:
    # A small count needs its word close by: too many things differ by three.
    beside = words.beside if unit or value > _FEW else words.before[-16:] + " " + words.after[:22]
    differs = not _ENDPOINT.search(words.before) and bool(
        _DIFFERENCE.search(beside) or BY.search(words.before)
    )
    sums = bool(_SUM.search(words.sentence))
    units: tuple[str, ...] = (unit,)
    if unit == "pp":
        units = ("share", "pp", "") if words.said.unit == "point" else ("share", "pp")
    if words.said.unit in _PLACES:
        units = ("rank",)
    for source_unit in units:
        scale = Decimal(100) if unit == "pp" and source_unit == "share" else Decimal(1)
        for one, other in pairs(group.get(source_unit, ()), inherits=words.inherits):
            apart, together = (
                abs(one.value - other.value) * scale,
                (one.value + other.value) * scale,
            )
            if unit == "pp" and source_unit == "" and not both_bare(one, other):
                continue
            if differs and apart and words.fit(value, apart) and _comparable(one, other):
                yield made("difference", one, other)
            if apart and words.fit(value, apart) and _is_rest(words, one, other):
                yield made("rest", one, other)
            small = not unit and value <= _FEW and not _counts_same(one, other)
            if sums and not small and words.fit(value, together) and alike(one, other):
                yield made("sum", one, other)
    yield from stated(words, value, group.get(unit, ()), group.get(unit, ()))
    if re.match(r" (?:square|sq)\b", words.after):
        yield from _area(words, group)
    if sums:
        yield from _product(words, unit, value, group)


def _counts_same(one: Amount, other: Amount) -> bool:
    return bool(one.given.quantity.unit) and one.given.quantity.unit == other.given.quantity.unit


def _comparable(one: Amount, other: Amount) -> bool:
    """Whether the source sets two figures side by side, or both carry a unit that few figures carry."""
    if compared(one.given, other.given) or votes(one.given, other.given):
        return True
    if in_one_row(one.given, other.given):
        return alike(one, other)
    return one.unit not in {"", "month", "second"} or (
        part_of(one.given, other.given) and alike(one, other)
    )


def _is_rest(words: Words, one: Amount, other: Amount) -> bool:
    """Whether the source gives a part of a whole, and the sentence tells of what is not the part."""
    if not part_of(one.given, other.given):
        return False
    part, whole = sorted((one, other), key=lambda amount: amount.value)
    named = _written(whole.given.quantity.value, whole.given.quantity.literal, words.sentence)
    if not named and part.value < _FEW and whole.value < _FEW:
        return False  # nine is seven and two in too many ways
    return named or REST.search(words.sentence) is not None


def _written(value: str, literal: str, sentence: str) -> bool:
    """Whether a sentence writes a figure, in the source's way, in digits or in a word."""
    ways = {literal.split()[0], value}
    if len(value) <= 2 and value.isdigit():
        ways |= {word for word, number in ONES.items() if number == int(value)}
    pattern = "|".join(re.escape(way) for way in sorted(ways))
    return (
        re.search(rf"(?<![\w.,])(?:{pattern})(?![\w]|[.,]\d)", sentence, re.IGNORECASE) is not None
    )


def _area(words: Words, group: Group) -> Iterator[Derived]:
    """`9 metres by 6` are 54 square metres."""
    raw = decimal_of(words.said.value)
    for amounts in group.values():
        for one, other in pairs(amounts, inherits=words.inherits):
            first, second = (
                decimal_of(one.given.quantity.value),
                decimal_of(other.given.quantity.value),
            )
            if raw and first and second and first * second == raw:
                yield made("area", one, other)


def _product(words: Words, unit: str, value: Decimal, group: Group) -> Iterator[Derived]:
    """`5,600 claims worth an average of £23,000` add up to a sum."""
    for one in group.get(unit, ()):
        for count in group.get("", ()):
            if unit and words.fit(value, one.value * count.value):
                yield made("product", one, count)
