"""Logistic regression by Newton's steps with a small ridge, in plain Python: few features, few rows."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

_STEPS = 12
_RIDGE = 2.0

Rows = Sequence[Sequence[float]]


def fit(
    rows: Rows, labels: Sequence[bool], *, weights: Sequence[float] | None = None,
    ridge: float = _RIDGE,
) -> tuple[float, ...]:  # fmt: skip
    """The weight that stands alone, then one a column, for columns as they are (not scaled).

    Columns are scaled to unit spread inside, so that the ridge weighs on all alike; the weight that
    stands alone is free of it. `weights` counts a row more than once (Hastie and others, The
    Elements of Statistical Learning, 2009, 4.4.1).
    """
    means, spreads = _scale(rows)
    scaled = [
        [1.0, *((value - mean) / spread for value, mean, spread in zip(row, means, spreads, strict=True))]
        for row in rows
    ]  # fmt: skip
    counted = list(weights) if weights is not None else [1.0] * len(rows)
    size = len(means) + 1
    found = [0.0] * size
    for _ in range(_STEPS):
        slope = [-ridge * value if at else 0.0 for at, value in enumerate(found)]
        bend = [[ridge if at == to and at else 0.0 for to in range(size)] for at in range(size)]
        for row, label, count in zip(scaled, labels, counted, strict=True):
            chance = _logistic(sum(a * b for a, b in zip(found, row, strict=True)))
            off, curve = count * (label - chance), count * chance * (1 - chance)
            for at, value in enumerate(row):
                slope[at] += off * value
                part, line = curve * value, bend[at]
                for to in range(at + 1):
                    line[to] += part * row[to]
        for at in range(size):
            for to in range(at):
                bend[to][at] = bend[at][to]
        found = [a + b for a, b in zip(found, _solved(bend, slope), strict=True)]
    plain = [value / spread for value, spread in zip(found[1:], spreads, strict=True)]
    alone = found[0] - sum(a * b for a, b in zip(plain, means, strict=True))
    return (alone, *plain)


def _scale(rows: Rows) -> tuple[list[float], list[float]]:
    means, spreads = [], []
    for column in zip(*rows, strict=True):
        mean = sum(column) / len(column)
        spread = (sum((value - mean) ** 2 for value in column) / len(column)) ** 0.5
        means.append(mean)
        spreads.append(spread or 1.0)
    return means, spreads


def _logistic(total: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Gauss and Jordan's elimination with the largest pivot."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for at in range(len(rows)):
        best = max(range(at, len(rows)), key=lambda one: abs(rows[one][at]))
        rows[at], rows[best] = rows[best], rows[at]
        pivot = rows[at][at] or 1e-12
        rows[at] = [value / pivot for value in rows[at]]
        for other in range(len(rows)):
            if other != at and rows[other][at]:
                factor = rows[other][at]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [row[-1] for row in rows]
