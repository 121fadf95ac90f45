"""Units: a figure keeps its unit; percent and percentage points are two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nutgraf.gate.cited import Cited
from nutgraf.gate.finding import Finding, Place
from nutgraf.gate.number import matched
from nutgraf.reading.model import Parts, Quantity

_SHOWN = {
    "%": "percent",
    "pp": "percentage points",
    "x": "times",
    "point": "points",
    "bp": "basis points",
    "USD": "dollars",
    "EUR": "euros",
    "GBP": "pounds",
}


def units(text: str, parts: Parts, cited: Sequence[Cited]) -> Iterator[Finding]:
    """A finding per figure whose value stands in the cited words only with another unit."""
    for said in parts.quantities:
        matches = list(matched(text, said, cited))
        kinds = {match for match, _, _ in matches}
        if "same" in kinds or "unit" not in kinds:
            continue
        _, one, other = next(match for match in matches if match[0] == "unit")
        yield Finding(
            kind="unit",
            start=said.start,
            end=said.end,
            words=said.literal,
            message=f"{said.literal} is {_shown(said)}; the cited words say {other.literal}: {_shown(other)}.",
            place=Place(index=one.index, start=other.start, end=other.end),
        )


def _shown(quantity: Quantity) -> str:
    if quantity.kind == "rank":
        return "a rank"
    if quantity.kind == "number" and not quantity.unit:
        return "a number without a unit"
    return (
        f"in {_SHOWN.get(quantity.unit, quantity.unit + ('s' if quantity.unit.isalpha() else ''))}"
    )
