"""The pass beside ours: TF-IDF vectors, the nearest centroid, each choice searched on the train part.

It has what such a pass can have: the inverse document frequency of the whole set from the start (ours has
to learn it), English stop words or none, sublinear counts (plain ones were always worse), three forms of
idf, a lead that counts twice or not, stories compared by the sum of their captures or by the mean of the
cosines, a window of seven days, and the threshold of the train part.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Literal

from nutgraf.stories.stopwords import STOPWORDS

WINDOW = timedelta(days=7)
THRESHOLDS = (0.03, 0.05, 0.07, 0.09, 0.12, 0.15, 0.18, 0.21, 0.24, 0.27, 0.3, 0.34, 0.38)

Bag = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One form of the pass."""

    stop_words: bool = True
    idf: Literal["smooth", "pure", "steep"] = "smooth"
    lead_twice: bool = False
    by: Literal["sum", "mean"] = "sum"

    def __str__(self) -> str:
        return ", ".join((
            "stop words out" if self.stop_words else "all words",
            f"{self.idf} idf",
            *(("lead twice",) if self.lead_twice else ()), f"by the {self.by}",
        ))  # fmt: skip


EVERY: tuple[Kind, ...] = tuple(
    Kind(stop_words=stop, idf=idf, lead_twice=lead, by=by)
    for stop, idf, lead, by in product(
        (True, False), ("smooth", "pure", "steep"), (False, True), ("sum", "mean")
    )
)
FEW: tuple[Kind, ...] = tuple(kind for kind in EVERY if not kind.lead_twice and kind.by == "sum")


def bags(texts: Sequence[str], kind: Kind) -> list[Bag]:
    """TF-IDF vectors of length one."""
    counted = [_counts(text, kind) for text in texts]
    having = Counter(word for words in counted for word in words)
    return [_weighed(words, having, len(texts), kind) for words in counted]


def gather(
    captures: Sequence[tuple[str, datetime, Bag]], threshold: float, kind: Kind
) -> dict[str, object]:
    """Where captures (id, time, bag) go, in order: the nearest story, or a new one."""
    sums: list[dict[str, float]] = []
    squares: list[float] = []
    sizes: list[int] = []
    last: list[datetime] = []
    holders: dict[str, list[int]] = defaultdict(list)
    places: dict[str, object] = {}
    for name, at, bag in captures:
        dots: dict[int, float] = defaultdict(float)
        for word, weight in bag.items():
            for place in holders.get(word, ()):
                if at - last[place] <= WINDOW:
                    dots[place] += weight * sums[place][word]
        lengths = sizes if kind.by == "mean" else None
        near = (
            (dot / (lengths[place] if lengths else math.sqrt(squares[place])), -place)
            for place, dot in dots.items()
        )
        best, negative = max(near, default=(0.0, 0))
        place = -negative
        if best < threshold:
            place = len(sums)
            sums.append({})
            squares.append(0.0)
            sizes.append(0)
            last.append(at)
        for word, weight in bag.items():
            before = sums[place].get(word)
            if before is None:
                holders[word].append(place)
            squares[place] += 2 * (before or 0.0) * weight + weight * weight
            sums[place][word] = (before or 0.0) + weight
        sizes[place] += 1
        last[place] = at
        places[name] = place
    return places


def _counts(text: str, kind: Kind) -> Counter[str]:
    words = re.findall(r"\w\w+", text.lower())
    counted = Counter(words)
    if kind.lead_twice:
        counted.update(re.findall(r"\w\w+", text.strip().split("\n")[0].lower()))
    if kind.stop_words:
        counted = Counter({word: n for word, n in counted.items() if word not in STOPWORDS})
    return counted


def _weighed(words: Mapping[str, int], having: Mapping[str, int], every: int, kind: Kind) -> Bag:
    raw = {
        word: (1 + math.log(n)) * _rarity(having[word], every, kind) for word, n in words.items()
    }
    length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return {word: weight / length for word, weight in raw.items()}


def _rarity(having: int, every: int, kind: Kind) -> float:
    if kind.idf == "pure":
        return math.log((1 + every) / having)
    smooth = 1 + math.log((1 + every) / (1 + having))
    return smooth if kind.idf == "smooth" else float(smooth**1.5)
