"""Parts, growths, ratios and multiples of the figures of a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nutgraf.gate.computing import (
    BY,
    REST,
    Derived,
    Group,
    Words,
    alike,
    made,
    pairs,
    stated,
)
from nutgraf.gate.side_by_side import (
    compared,
    factor_words,
    in_one_row,
    multiple_of,
    part_of,
    votes,
)

_FEW = 20  # a small count or time is never made by a factor: too many would be
_UP = re.compile(
    r"\b(?:more|higher|up|lift\w*|rais\w*|r[io]s(?:e|es|en|ing)|gr[eo]w\w*|growth|climb\w*|jump\w*|increas\w*|likelier|dearer|faster|better|gain\w*|larger|"
    r"bigger|longer|outpac\w*|ahead|above|extra|quicker)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:less|fewer|lower|down|f[ae]ll\w*|lost|los(?:e|es|ing)|drop\w*|cut\w*|reduc\w*|declin\w*|shr[aiu]nk\w*|cheaper|slower|smaller|shorter|off|decreas\w*|sli[dp]\w*|below)\b",
    re.IGNORECASE,
)


def as_share(words: Words, value: Decimal, group: Group) -> Iterator[Derived]:
    """A percentage, a fraction or one in so many of what the source counts."""
    told_in = words.sentence if BY.search(words.before) else words.beside
    up, down = _UP.search(told_in), _DOWN.search(told_in)
    rest = REST.search(words.beside)
    told = REST.search(words.sentence)
    yield from stated(words, value, group.get("share", ()), group.get("pp", ()))
    for one in group.get("share", ()):
        if told and words.fit(value, 1 - one.value):
            yield made("rest of a share", one)
    for one in group.get("x", ()):
        if one.value > 1 and words.said.kind == "factor" and words.fit(value, 1 / one.value):
            yield made("the other way round", one)
        if one.value > 1 and up and words.fit(value, one.value - 1):
            yield made("growth", one)
    for unit, amounts in group.items():
        if unit == "x" or (unit == "share" and words.said.kind != "factor"):
            continue
        for one, other in pairs(amounts, inherits=words.inherits):
            part, whole = sorted((one.value, other.value))
            if not part or part == whole or not alike(one, other):
                continue
            of, beside = part_of(one.given, other.given), compared(one.given, other.given)
            if (of or beside) and words.fit(value, part / whole):
                yield made("share", one, other)
            if unit == "share":
                continue  # a part of a part is none of its growth
            if up and beside and words.fit(value, whole / part - 1):
                yield made("growth", one, other)
            if ((rest and of) or (down and beside)) and words.fit(value, 1 - part / whole):
                yield made("rest", one, other)
            if votes(one.given, other.given) and words.fit(value, whole / (part + whole)):
                yield made("share of both", one, other)


def as_factor(words: Words, value: Decimal, group: Group) -> Iterator[Derived]:
    """So many times: the ratio of two figures, or a part or growth told the other way round."""
    for one in (*group.get("share", ()), *group.get("x", ())):
        is_part = one.given.quantity.kind == "factor" and 0 < one.value < 1
        if is_part and words.fit(value, 1 / one.value):
            yield made("the other way round", one)
        if one.given.quantity.kind == "percent" and words.fit(value, 1 + one.value):
            yield made("growth", one)
    for unit, amounts in group.items():
        for one, other in pairs(amounts, inherits=words.inherits):
            part, whole = sorted((one.value, other.value))
            beside = alike(one, other) and (
                compared(one.given, other.given) or in_one_row(one.given, other.given)
            )
            if part and unit != "x" and beside and words.fit(value, whole / part):
                yield made("ratio", one, other)


def by_factor(words: Words, unit: str, value: Decimal, group: Group) -> Iterator[Derived]:
    """`twice the sum` beside a sum, `4% of users` beside their number."""
    if unit in {"", "month", "second"} and value < _FEW:
        return
    for base in group.get(unit, ()):
        if base.given.how != "stands":
            continue
        if unit in {"share", "month", "second"}:
            factors = group.get("x", ())
        else:
            factors = (*group.get("share", ()), *group.get("x", ()))
        for factor in factors:
            if (
                factor.given is base.given
                or factor.given.how == "inherits"
                or factor.value in {0, 1}
            ):
                continue
            if not multiple_of(base.given, factor.given):
                continue
            results = [base.value * factor.value]
            if factor.given.quantity.kind == "factor":
                results.append(base.value / factor.value)
            if any(words.fit(value, result) for result in results) and (
                unit != "share" or value in results
            ):
                yield made("multiple", base, factor)
        if unit == "share":
            continue
        for times in factor_words(base.given):
            if words.fit(value, base.value * times) or words.fit(value, base.value / times):
                yield made("multiple", base)
