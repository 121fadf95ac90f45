"""Units: a figure keeps its unit; percent and percentage points are two."""

from __future__ import annotations

from nutgraf.gate.finding import Finding, Place
from nutgraf.reading.model import Quantity

_SHOWN = {
    "%": "percent",
    "pp": "percentage points",
    "x": "times",
    "point": "points",
    "bp": "basis points",
    "USD": "dollars",
    "EUR": "euros",
    "GBP": "pounds",
    "person": "people",
}
# Units written as signs have no plural.
_KINDS = frozenset({"size", "money", "rate"})


def wrong_unit(said: Quantity, other: Quantity, place: Place) -> Finding:
    """The finding for a figure whose value stands in the cited words only with another unit."""
    return Finding(
        kind="unit",
        start=said.start,
        end=said.end,
        words=said.literal,
        message=f"{said.literal} is {_shown(said)}; the cited words say {other.literal}: {_shown(other)}.",
        place=place,
    )


def _shown(quantity: Quantity) -> str:
    if quantity.kind == "rank":
        return "a rank"
    if quantity.kind == "number" and not quantity.unit:
        return "a number without a unit"
    unit, _, per = quantity.unit.partition("/")
    plural = unit.isalpha() and unit not in _SHOWN and quantity.kind not in _KINDS
    words = _SHOWN.get(unit, unit + ("s" if plural else ""))
    return f"in {words} per {per}" if per else f"in {words}"
