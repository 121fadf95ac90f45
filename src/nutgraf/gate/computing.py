"""What a figure is computed from: amounts of one unit that a source sets side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from nutgraf.gate.amounts import converted, decimal_of
from nutgraf.gate.content import stem
from nutgraf.gate.given import Given
from nutgraf.gate.rounding import follows_exactly
from nutgraf.gate.side_by_side import (
    compared,
    difference_stated,
    in_one_row,
    part_of,
)
from nutgraf.reading.model import Quantity

# What a rate may count: `9 million people a month`.
_COUNTED = frozenset({"person", "child", "token", "request"})
_SMALL = 13
SIZES = range(-12, 19)
_MOST = 24  # figures of one unit in two neighbouring sentences that are held against one another
BY = re.compile(
    r"\bby (?:just |only |about |some |nearly |almost |around |more than |a mere |a further )?(?:[$€£])?$",
    re.I,
)
REST = re.compile(
    r"\b(?:not|no|none|never|without|left|remain\w*|rest|still|others?|yet|but|except|shut|closed|lack\w*|"
    r"mistak\w*|wrong\w*|errors?|fail\w*|miss\w*|intact|agree\w*|accord|of what|former)\b|n't\b",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """How a figure follows: the operation in words, and the figures of the source it was made of."""

    how: str
    inputs: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    given: Given
    unit: str
    value: Decimal


Group = Mapping[str, Sequence[Amount]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A figure of a sentence with the words beside it."""

    said: Quantity
    beside: str
    before: str
    after: str
    sentence: str
    unit: str
    inherits: bool

    def fit(self, value: Decimal, exact: Decimal) -> bool:
        """Whether the figure, `value` in its base unit, may be told for a computed one."""
        if value == exact:
            return True
        raw = abs(decimal_of(self.said.value) or Decimal(0))
        if not raw or not value or exact <= 0:
            return False
        worded = self.said.kind == "factor" and value < 1
        return follows_exactly(raw, exact * raw / value, self.said.bound, worded=worded)


def neighbours(figures: Sequence[Given]) -> Iterator[Group]:
    """The amounts of each sentence of the source and the next one, by unit."""
    rows: dict[int, list[Amount]] = defaultdict(list)
    for one in figures:
        if one.how == "reading" or len(rows[one.stretch]) >= _MOST:
            continue
        ends = (one.quantity.value, *((one.quantity.high,) if one.quantity.high else ()))
        for end in ends:
            unit, low, _ = converted(replace(one.quantity, value=end, high=None))
            if low is not None and low.adjusted() in SIZES:
                rows[one.stretch].append(Amount(one, plain_unit(one.quantity, unit), abs(low)))
    for at in sorted(rows):
        group: dict[str, list[Amount]] = defaultdict(list)
        for amount in (*rows[at], *rows.get(at + 1, ())):
            group[amount.unit].append(amount)
        yield group


def plain_unit(quantity: Quantity, unit: str) -> str:
    """The unit figures are held against each other by: all that is only counted is one."""
    if quantity.kind == "rank":
        return "rank"
    if quantity.kind in {"number", "count"}:
        return ""
    base = unit.partition("/")[0]
    if base in _COUNTED:
        return ""
    return "degree" if base in {"°C", "°F"} else base


def pairs(amounts: Sequence[Amount], *, inherits: bool = False) -> Iterator[tuple[Amount, Amount]]:
    """Two figures in the order of the source, not both read with a unit they do not carry.

    Where the figure of the sentence `inherits` its unit, neither of them may.
    """
    for one, other in combinations(amounts, 2):
        ways = {one.given.how, other.given.how}
        if inherits and "inherits" in ways:
            continue
        if one.given.one is not other.given.one or ways <= {"inherits"} or "share" in ways:
            continue
        first, second = sorted((one, other), key=lambda amount: amount.given.quantity.start)
        inherited = "inherits" in ways
        if first.given.quantity.end <= second.given.quantity.start and (
            not inherited or joined(first.given, second.given)
        ):
            yield first, second
        elif first.given.quantity == second.given.quantity:
            yield first, second  # the two ends of a range


def joined(one: Given, other: Given) -> bool:
    return compared(one, other) or in_one_row(one, other) or part_of(one, other)


def both_bare(one: Amount, other: Amount) -> bool:
    """Whether neither of two figures carries a unit or counts a thing."""
    return not one.given.quantity.unit and not other.given.quantity.unit


def alike(one: Amount, other: Amount) -> bool:
    """Whether two counts count one thing, as far as the words say what they count."""
    mine, theirs = (side.given.quantity.unit.partition("/")[0] for side in (one, other))
    return not mine or not theirs or mine == theirs or stem(mine) == stem(theirs)


def stated(
    words: Words, value: Decimal, bases: Sequence[Amount], changes: Sequence[Amount]
) -> Iterator[Derived]:
    """One figure and the difference the source tells of it: `19 minutes, three fewer than in May`."""
    for change in changes:
        way = difference_stated(change.given)
        if not way or change.given.how == "loose":
            continue
        if way == "either" and not change.unit and change.value < _SMALL:
            continue  # `by three` may be of anything
        by = change.value / 100 if change.unit == "pp" != words.unit else change.value
        for base in bases:
            same = base.given.quantity.start == change.given.quantity.start
            if same or base.value <= by or not (change.unit == "pp" or alike(base, change)):
                continue
            results = []
            if way in {"fewer", "either"}:
                results.append(base.value + by)
            if way in {"more", "either"}:
                results.append(base.value - by)
            exact = value in results or (
                words.said.bound in {"more than", "less than"}
                and any(words.fit(value, result) for result in results)
            )
            if exact:
                yield made("stated difference", base, change)


def made(how: str, *amounts: Amount) -> Derived:
    """A derivation from amounts, named by its operation."""
    return Derived(how=how, inputs=tuple(one.given.quantity for one in amounts))
