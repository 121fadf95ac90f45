"""Figures made comparable across units of one dimension, and how they are written in a message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from nutgraf.reading.model import Quantity

# Unit -> (dimension, how many of the dimension's first unit it is).
_UNITS = {
    "litre": ("volume", "1"), "liter": ("volume", "1"), "l": ("volume", "1"),
    "millilitre": ("volume", "0.001"), "ml": ("volume", "0.001"), "cubic metre": ("volume", "1000"),
    "cubic meter": ("volume", "1000"), "hectare": ("area", "10000"), "ha": ("area", "10000"),
    "acre": ("area", "4046.86"), "square kilometre": ("area", "1000000"),
    "square kilometer": ("area", "1000000"), "square metre": ("area", "1"), "square meter": ("area", "1"),
    "metre": ("length", "1"), "meter": ("length", "1"), "m": ("length", "1"), "cm": ("length", "0.01"),
    "mm": ("length", "0.001"), "km": ("length", "1000"), "kilometre": ("length", "1000"),
    "kilometer": ("length", "1000"), "mile": ("length", "1609.344"), "foot": ("length", "0.3048"),
    "gram": ("mass", "1"), "g": ("mass", "1"), "kg": ("mass", "1000"), "kilogram": ("mass", "1000"),
    "tonne": ("mass", "1000000"), "ton": ("mass", "1000000"), "t": ("mass", "1000000"),
    "second": ("time", "1"), "minute": ("time", "60"), "hour": ("time", "3600"), "day": ("time", "86400"),
    "week": ("time", "604800"), "month": ("time", "2629800"), "year": ("time", "31557600"),
    "person": ("people", "1"), "people": ("people", "1"), "participant": ("people", "1"),
    "patient": ("people", "1"), "adult": ("people", "1"), "resident": ("people", "1"),
    "inhabitant": ("people", "1"), "employee": ("people", "1"), "worker": ("people", "1"),
    "volunteer": ("people", "1"), "subject": ("people", "1"), "respondent": ("people", "1"),
}  # fmt: skip
_POWER = re.compile(r"\W*(square|cubic)\W+$", re.I)
_POWER_AFTER = re.compile(r"\W{0,3}(square|cubic)\W", re.I)


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in the first unit of its dimension; figures of other dimensions do not compare."""

    value: Decimal
    dimension: str


def amount(text: str, figure: Quantity) -> Amount | None:
    """A single figure of a text as an amount; None for a range or what cannot be read."""
    if figure.high is not None:
        return None
    try:
        value = Decimal(figure.value)
    except InvalidOperation:
        return None
    unit = figure.unit
    power = _POWER.search(text[: figure.end]) or _POWER_AFTER.match(text[figure.end :])
    if power:
        unit = f"{power[1].casefold()} {_LONG.get(unit, unit)}"
    dimension, many = _UNITS.get(unit, (f"{figure.kind}:{unit}", "1"))
    return Amount(value * Decimal(many), dimension)


_LONG = {"km": "kilometre", "m": "metre"}


def same(one: Decimal, other: Decimal, *, within: str = "0.005") -> bool:
    """Whether two values are one, but for rounding."""
    return abs(one - other) <= Decimal(within) * max(abs(one), abs(other))


def plain(value: Decimal) -> str:
    """A value as a person writes it: `1,234.5`, without trailing zeros."""
    shown = f"{value:,.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return shown


def shown(text: str, figure: Quantity) -> str:
    """A figure as its text writes it, up to the word of its unit where that follows."""
    root = figure.unit.casefold()[:4]
    if not root or root in figure.literal.casefold():
        return figure.literal.strip()
    after = re.match(
        rf"(?:[ \u00a0-][a-z]+)?[ \u00a0-](?:{re.escape(root)})[a-z]*", text[figure.end :]
    )
    return (figure.literal + (after[0] if after else "")).strip()
