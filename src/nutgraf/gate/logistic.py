"""A logistic model as a small table of weights: what each measure adds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from math import exp


def chance(measures: Sequence[float], weights: Sequence[float]) -> float:
    """The logistic of a weighted sum, 0-1; the first weight stands alone."""
    total = weights[0] + sum(a * b for a, b in zip(measures, weights[1:], strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


@cache
def table(name: str, measures: tuple[str, ...]) -> tuple[float, ...]:
    """The weights of a table of the package: the one that stands alone, then one a measure in order.

    Raises KeyError for a measure the table has not.
    """
    text = (resources.files("nutgraf.gate") / name).read_text("utf-8")
    rows = dict(line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(float(rows[name]) for name in ("alone", *measures))
