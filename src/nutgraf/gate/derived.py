"""Figures that follow from figures of the source by plain arithmetic, where words say so.

A difference needs a word such as more, less, ahead or by; a sum one such as in all; a part of a
whole is told as a part (a percentage, a fraction, one in five). Only figures of one unit meet, only
what the source itself sets side by side (of, from, to, against), and only in one sentence of the
source or in two that follow each other, so that a wrong figure seldom follows by chance: how often is
measured by `benchmarks.gate`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from nutgraf.gate.amounts import converted, decimal_of
from nutgraf.gate.computing import (
    SIZES,
    Derived,
    Group,
    Words,
    neighbours,
    plain_unit,
)
from nutgraf.gate.derived_amounts import as_amount
from nutgraf.gate.derived_shares import as_factor, as_share, by_factor
from nutgraf.gate.given import Given
from nutgraf.reading.model import Quantity

# The words that say how a figure came about stand in its own clause.
_CLAUSE = re.compile(r"[.;:!?](?=\s|$)")

_REACH = 400  # code points of a sentence in which its words may tell of a sum or a rest
_BOUND = re.compile(
    r"\b(?:(?:no |not )?(?:less|more|fewer|lower|higher|greater) than|over|under|above|below|up to)(?: an?| the)? [$€£]?$",
    re.IGNORECASE,
)


def derived(
    said: Quantity, sentence: str, figures: Sequence[Given], *, inherits: bool = False
) -> Derived | None:
    """How a figure of a sentence follows from two figures of the source, None where it does not.

    The figures come from `given`; `inherits` tells that the figure has its unit from another one. A range, a rank and a figure of unusual size follow from nothing.
    """
    value = decimal_of(said.value)
    if said.high or said.kind == "rank" or not value or value.adjusted() not in SIZES:
        return None
    before = _CLAUSE.split(sentence[max(0, said.start - 30) : said.start])[-1]
    if said.bound:
        before = _BOUND.sub("", before)  # the `less` of `less than eight` tells no difference
    after = _CLAUSE.split(sentence[said.end : said.end + 34])[0]
    words = Words(
        said=said,
        beside=f"{before}{said.literal}{after}",
        before=before,
        after=after,
        sentence=sentence[max(0, said.start - _REACH) : said.end + _REACH],
        unit=plain_unit(said, converted(said)[0]),
        inherits=inherits,
    )
    for group in neighbours(figures):
        found = next(_follows(words, group), None)
        if found:
            return found
    return None


def _follows(words: Words, group: Group) -> Iterator[Derived]:
    said = words.said
    unit, low, _ = converted(said)
    unit, value = plain_unit(said, unit), abs(low or Decimal(0))
    if unit == "share":
        yield from as_share(words, value, group)
    elif said.kind == "factor":
        yield from as_factor(words, value, group)
    else:
        yield from as_amount(words, unit, value, group)
    yield from by_factor(words, unit, value, group)
