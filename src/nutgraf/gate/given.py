"""The figures of the cited words, with what each may also be read as.

`from 31 weeks to 14` tells 14 weeks; `15 hours 20 minutes` is one time; `1 in 5` is a fifth; a figure
behind a name in a table (`Kepa-2 55.0`) is one too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from nutgraf.gate.amounts import converted, decimal_of
from nutgraf.gate.cited import Cited, Stretch
from nutgraf.gate.shares import shares
from nutgraf.reading.bounds import bound_before
from nutgraf.reading.clock import clocks
from nutgraf.reading.model import Quantity, QuantityKind
from nutgraf.reading.numerals import ONES, in_words, plain
from nutgraf.reading.units import UNITS

_NEAR = 80
_MOST = 40  # figures with a unit that a sentence lends its units from
_WITH_UNIT = frozenset({"percent", "money", "duration", "size", "rate", "points"})
_LOOSE = re.compile(r"(?<![\w.,:/])\d[\d,]*(?:\.\d+)?(?![\w:/]|[.,]\d)|(?<=[a-z]-)\d{2,}(?=s?\b)")
# A single digit behind a name is a version or a place in a list.
_FIGURE = re.compile(r"\d{2}|\d[.,]\d")
_ONE = re.compile(
    r"(?<!half )(?<![\w-])an? (?P<unit>second|minute|hour|day|week|fortnight|month|year|decade|century)\b(?! and a half)"
    r"|(?<![\w-])(?P<fortnight>fortnight)\b",
    re.IGNORECASE,
)
_M = re.compile(r"m(?!\w)")
_PART_BEFORE = re.compile(r"\b(?:an?|one|\w+est) $", re.IGNORECASE)
_WORDED_IS: dict[str, tuple[str, str, QuantityKind]] = {
    **dict.fromkeys(("half", "halve", "halves", "halved", "halving"), ("0.5", "x", "factor")),
    **dict.fromkeys(("double", "doubles", "doubled", "doubling", "twofold"), ("2", "x", "factor")),
    **dict.fromkeys(("triple", "triples", "tripled", "treble", "trebled"), ("3", "x", "factor")),
    **dict.fromkeys(("quadruple", "quadrupled"), ("4", "x", "factor")),
    "runner-up": ("2", "", "rank"),
}
_WORDED = re.compile(rf"\b(?:{'|'.join(_WORDED_IS)})\b", re.IGNORECASE)
_AGO = re.compile(
    rf"(?<![\w-])(?<!\d[,.])(?P<many>\d{{1,3}}|{'|'.join(list(ONES)[1:13])}) (?P<unit>day|week|month|year)s? (?:ago|from now)\b",
    re.IGNORECASE,
)
_UNIT_ALONE = re.compile(
    r"(?<!\d )(?<!\d-)\b(?:seconds|minutes|hours|days|weeks|months|percent|points)\b"
)
# The ends of a score (`8-1`) and of a mark in a row (`2 D. Ikeda`, `3/`) carry no unit.
_SCORE = re.compile(r"[-–/]\d|\d[-–/]|^\W?\d\W? ?[A-Z]")
_AND = re.compile(r"^[,\s]*(?:and)?\s*$")


How = Literal["stands", "inherits", "loose", "share", "joined", "reading"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A figure of cited words: `stretch` counts the sentences of all cited words in order, `near`
    is what stands around it. `how` tells what it is: as it `stands`, with the unit of a figure beside
    it (`inherits`), digits behind a name (`loose`), a `share` that the words state, a time `joined` of two
    units, or another reading.
    """

    quantity: Quantity
    one: Cited
    stretch: int
    near: str
    how: How = "stands"


def given(cited: Sequence[Cited]) -> tuple[Given, ...]:
    """Every figure of the cited words and its other readings, in order of the words."""
    found: list[Given] = []
    at = 0
    for one in cited:
        for stretch in one.stretches:
            found.extend(_of_stretch(one, stretch, at))
            at += 1
        at += 1  # sentences of two sources are no neighbours
    return (*found, *_inherited(found))


def with_unit_of(bare: Quantity, others: Sequence[Quantity]) -> Iterator[Quantity]:
    """A bare figure with each unit of the figures around it: `from 31 weeks to 14`."""
    if bare.kind != "number" or bare.unit or bare.literal[:1].isspace():
        return
    for unit, kind in dict.fromkeys(
        (other.unit, other.kind) for other in others if other.kind in _WITH_UNIT
    ):
        yield replace(bare, unit=unit, kind=kind)


@lru_cache(maxsize=64)
def unit_words(text: str) -> tuple[Quantity, ...]:
    """The units a sentence names in words alone: `by minutes rather than the 60`."""
    found = []
    for match in _UNIT_ALONE.finditer(text):
        unit, kind = UNITS[match.group().casefold()]
        found.append(
            Quantity(
                start=match.start(), end=match.end(), literal=match.group(), value="0", unit=unit,
                kind=kind,
            )
        )  # fmt: skip
    return tuple(found)


def joined_times(quantities: Sequence[Quantity], text: str, base: int = 0) -> Iterator[Quantity]:
    """Times told in two units: `15 hours 20 minutes`, in the smaller one."""
    for first, second in pairwise(quantities):
        if first.kind != "duration" or second.kind != "duration" or first.high or second.high:
            continue
        if not _AND.match(text[first.end - base : second.start - base]):
            continue
        unit, low, _ = converted(first)
        other, more, _ = converted(second)
        if unit == other and low is not None and more is not None and low > more:
            yield replace(
                second, start=first.start, literal=text[first.start - base : second.end - base],
                value=plain(low + more), unit=unit,
            )  # fmt: skip


def single_times(text: str, base: int = 0) -> Iterator[Quantity]:
    """`an hour`, `a fortnight`: one of a unit, which no figure says."""
    for match in _ONE.finditer(text):
        unit = (match["unit"] or "fortnight").casefold()
        value, unit = ("2", "week") if unit == "fortnight" else ("1", unit)
        yield Quantity(
            start=base + match.start(), end=base + match.end(), literal=match.group(), value=value,
            unit=unit, kind="duration",
        )  # fmt: skip


def in_millions(one: Quantity, text: str, base: int = 0) -> Quantity | None:
    """`4.5m`, where nothing counted follows, may be millions."""
    at, value = one.end - base, decimal_of(one.value)
    if one.kind != "number" or one.unit or value is None or not _M.match(text, at):
        return None
    return replace(one, value=plain(value * 10**6))


def part_of_ordinal(one: Quantity, text: str, base: int = 0) -> Quantity | None:
    """`a third`, `the richest tenth`: an ordinal that may be a part."""
    value = decimal_of(one.value)
    if one.kind != "rank" or not value or not 3 <= value <= 10 or one.literal[0].isdigit():
        return None
    if not _PART_BEFORE.search(text[: one.start - base][-16:]):
        return None
    bound = bound_before(text, text[: one.start - base].rstrip().rfind(" ") + 1)[0]
    return replace(one, value=plain(1 / value), unit="x", kind="factor", bound=bound)


def told_in_words(text: str, base: int = 0) -> Iterator[Quantity]:
    """Figures told without a numeral: `halved`, `doubled`, `runner-up`; and `two years ago`."""
    for match in _WORDED.finditer(text):
        value, unit, kind = _WORDED_IS[match.group().casefold()]
        yield Quantity(
            start=base + match.start(), end=base + match.end(), literal=match.group(), value=value,
            unit=unit, kind=kind,
        )  # fmt: skip
    for match in _AGO.finditer(text):
        count = in_words(match["many"]) if match["many"].isalpha() else Decimal(match["many"])
        if count:
            yield Quantity(
                start=base + match.start(), end=base + match.end(), literal=match.group(),
                value=plain(count), unit=match["unit"].casefold(), kind="duration",
            )  # fmt: skip


def loose_figures(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Figures in digits that no range of `taken` holds: behind names, in compounds."""
    for match in _LOOSE.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            yield match


def taken_by(stretch: Stretch) -> list[tuple[int, int]]:
    """Where figures, days and times of day stand in a stretch, counted in its own text."""
    base = stretch.start
    parts = stretch.parts
    found = [(one.start - base, one.end - base) for one in parts.quantities]
    found += [(one.start - base, one.end - base) for one in parts.days]
    return found + [(one.start, one.end) for one in clocks(stretch.text)]


def _of_stretch(one: Cited, stretch: Stretch, at: int) -> Iterator[Given]:
    base, text = stretch.start, stretch.text

    def made(quantity: Quantity, how: How) -> Given:
        near = one.text[max(0, quantity.start - _NEAR) : quantity.end + _NEAR]
        return Given(quantity=quantity, one=one, stretch=at, near=near, how=how)

    quantities = stretch.parts.quantities
    yield from (made(quantity, "stands") for quantity in quantities)
    yield from (
        made(more, "stands") for one in quantities if (more := in_millions(one, text, base))
    )
    yield from (
        made(quantity, "share" if stated else "reading") for quantity, stated in shares(text, base)
    )
    yield from (made(quantity, "joined") for quantity in joined_times(quantities, text, base))
    yield from (
        made(part, "share") for one in quantities if (part := part_of_ordinal(one, text, base))
    )
    yield from (made(quantity, "reading") for quantity in told_in_words(text, base))
    yield from (made(quantity, "reading") for quantity in single_times(text, base))
    for match in loose_figures(text, taken_by(stretch)):
        if len(match.group()) > 40:
            continue
        value = Decimal(match.group().replace(",", "")) if _FIGURE.search(match.group()) else None
        if value is not None:
            yield made(
                Quantity(
                    start=base + match.start(), end=base + match.end(), literal=match.group(),
                    value=plain(value), unit="", kind="number",
                ),
                "loose",
            )  # fmt: skip


def _inherited(found: Sequence[Given]) -> Iterator[Given]:
    """Bare figures with the units of the figures beside them, in their sentence and the next ones."""
    units: dict[tuple[int, int], list[Quantity]] = defaultdict(list)
    for one in found:
        if one.quantity.kind in _WITH_UNIT and len(units[one.one.index, one.stretch]) < _MOST:
            units[one.one.index, one.stretch].append(one.quantity)
    for one in found:
        if (
            one.how != "stands"
            or one.quantity.kind != "number"
            or decimal_of(one.quantity.value) is None
        ):
            continue
        if _SCORE.search(one.one.text[max(0, one.quantity.start - 1) : one.quantity.end + 2]):
            continue
        index, at = one.one.index, one.stretch
        beside = units.get((index, at)) or [
            *units.get((index, at - 1), ()), *units.get((index, at + 1), ())
        ]  # fmt: skip
        for copy in with_unit_of(one.quantity, beside):
            yield replace(one, quantity=copy, how="inherits")
