"""The measure of the article extraction benchmark: 4-gram shingles, every page counting alike.

As its `evaluate.py` defines it: of each page the shares of shingles found, taken too much and missed;
precision and recall are means over the pages, F1 their harmonic mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import mean

_WORD = re.compile(r"\w+")
_SIZE = 4
Match = tuple[float, float, float]


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The 4-grams of a text's words; a shorter text is one shingle."""
    words = _WORD.findall(text)
    grams = (tuple(words[at : at + _SIZE]) for at in range(max(1, len(words) - _SIZE + 1)))
    return Counter(gram for gram in grams if gram)


def matching(marked: str, taken: str) -> Match:
    """Shares of shingles that are in both, only in what was taken, only in what was marked."""
    true, got = shingles(marked), shingles(taken)
    both, extra, missed = (true & got).total(), (got - true).total(), (true - got).total()
    size = (both + extra + missed) or 1
    return both / size, extra / size, missed / size


def precision_recall_f1(pages: Sequence[Match]) -> tuple[float, float, float]:
    """Over all pages; one where nothing was taken has no precision, one without marks no recall."""
    precision = mean(_share(both, extra, missed) for both, extra, missed in pages if both + extra)
    recall = mean(_share(both, missed, extra) for both, extra, missed in pages if both + missed)
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def _share(both: float, wrong: float, other: float) -> float:
    if not wrong and not other:
        return 1.0
    return both / (both + wrong)
