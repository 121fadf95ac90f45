"""Area under the curve, thresholds, and the plain logistic regression."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.logistic import fit
from benchmarks.ranking import area, balanced, threshold
from nutgraf.gate.logistic import chance

_SCORED = st.lists(
    st.tuples(st.floats(0, 1, allow_nan=False), st.booleans()), min_size=2, max_size=30
).filter(lambda rows: len({good for _, good in rows}) == 2)


@given(_SCORED)
def test_the_area_is_the_share_of_pairs_in_order(rows: list[tuple[float, bool]]) -> None:
    pairs = [(a, b) for a, good in rows if good for b, other in rows if not other]
    plain = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs) / len(pairs)
    assert area(rows) == pytest.approx(plain)


def test_scores_apart_are_parted_without_an_error() -> None:
    rows = [(0.1, False), (0.2, False), (0.8, True), (0.9, True)]
    limit = threshold(rows)
    assert balanced([(score >= limit, good) for score, good in rows]) == 1.0


def test_the_fit_finds_which_column_tells() -> None:
    rows = [(float(at % 7), float(at)) for at in range(100)]
    labels = [at >= 50 for at in range(100)]
    weights = fit(rows, labels)
    assert chance((3.0, 90.0), weights) > 0.9
    assert chance((3.0, 10.0), weights) < 0.1
