"""How well scores part the true from the false: area under the curve, balanced accuracy, a threshold."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

Scored = Sequence[tuple[float, bool]]


def area(scored: Scored) -> float:
    """The share of pairs of a true and a false one that are in order, ties for half (AUC)."""
    bad = sorted(score for score, good in scored if not good)
    good = [score for score, right in scored if right]
    below = sum(bisect_left(bad, one) + bisect_right(bad, one) for one in good)
    return below / (2 * len(good) * len(bad))


def balanced(told: Sequence[tuple[bool, bool]]) -> float:
    """The mean of the share right among the true and among the false, of (said, is) pairs."""
    true = [said for said, good in told if good]
    false = [not said for said, good in told if not good]
    return (sum(true) / len(true) + sum(false) / len(false)) / 2


def threshold(scored: Scored) -> float:
    """The middle of the thresholds whose balanced accuracy is within .01 of the best.

    One best threshold of few scores is mostly chance; those about as good say where it lies.
    """
    bad = sorted(score for score, good in scored if not good)
    right = sorted(score for score, good in scored if good)
    found = {
        limit: (
            (len(right) - bisect_left(right, limit)) / len(right)
            + bisect_left(bad, limit) / len(bad)
        )
        / 2
        for limit in {score for score, _ in scored}
    }
    best = max(found.values())
    near = [limit for limit, value in found.items() if value >= best - 0.01]
    return sum(sorted(near)) / len(near)
