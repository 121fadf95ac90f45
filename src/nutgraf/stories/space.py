"""A vector space of live stories that forgets: exact sums, so that order of adding cannot show.

Weights are integers and sums of integers are exact, whatever was added or taken away before; a
space is therefore a function of the captures in it alone. That is what lets a fold be resumed at
any point with the same result.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

Vector = tuple[tuple[str, int], ...]
SCALE = 1024  # one, as an integer weight
FEWEST = 30  # captures a space is taken to hold at least; rarity means nothing among fewer


def vector(pairs: Iterable[tuple[str, float]]) -> Vector:
    """Float weights (0-1) as integers, sorted by term, weights that vanish left out."""
    scaled = sorted((term, round(weight * SCALE)) for term, weight in pairs)
    return tuple((term, weight) for term, weight in scaled if weight > 0)


class Space:
    """Sums of the vectors of live stories, and how many captures have each term."""

    def __init__(self) -> None:
        self.captures = 0
        self._having: dict[str, int] = {}
        self._sums: dict[str, dict[str, int]] = {}
        self._stories: dict[str, dict[str, int]] = {}

    def add(self, story: str, arrived: Vector) -> None:
        """One more capture of a story."""
        self.captures += 1
        if not arrived:
            return
        mine = self._sums.setdefault(story, {})
        for term, weight in arrived:
            self._having[term] = self._having.get(term, 0) + 1
            mine[term] = mine.get(term, 0) + weight
            self._stories.setdefault(term, {})[story] = mine[term]

    def remove(self, story: str, gone: Vector) -> None:
        """Forget a capture that was added."""
        self.captures -= 1
        mine = self._sums.get(story, {})
        for term, weight in gone:
            _less(self._having, term, 1)
            _less(mine, term, weight)
            holders = self._stories[term]
            _less(holders, story, weight)
            if not holders:
                del self._stories[term]
        if gone and not mine:
            del self._sums[story]

    def rarity(self, term: str) -> float:
        """ln((n + 1) / (captures having it + 1)): the inverse document frequency, now."""
        return math.log((max(self.captures, FEWEST) + 1) / (self._having.get(term, 0) + 1))

    def strength(self, term: str) -> float:
        """Rarity on a scale of 0-1, where 1 is a term only one capture has."""
        return self.rarity(term) / math.log((max(self.captures, FEWEST) + 1) / 2)

    def of_story(self, story: str) -> Mapping[str, int]:
        """The summed vector of a story, empty for one that is not there."""
        return self._sums.get(story, {})

    def nearest(self, arrived: Vector, *, terms: int, most: int) -> tuple[str, ...]:
        """The stories that share most with a vector, judged by its `terms` strongest terms.

        A cheap first choice of at most `most` stories, by summed rarity; `cosine` is the measure.
        """
        weighted = [(round(weight * self.rarity(term)), term) for term, weight in arrived]
        shared: dict[str, int] = {}
        for weight, term in sorted(weighted, key=lambda pair: (-pair[0], pair[1]))[:terms]:
            for story in self._stories.get(term, ()):
                shared[story] = shared.get(story, 0) + weight
        best = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(story for story, _ in best[:most])

    def cosine(self, arrived: Vector, story: str) -> float:
        """The cosine of a vector and a story's sum, both weighed by rarity; 0-1, six decimals."""
        mine = self.of_story(story)
        squares = {term: self.rarity(term) ** 2 for term in mine}
        dot = math.fsum(w * mine[term] * squares[term] for term, w in arrived if term in mine)
        if dot <= 0:
            return 0.0
        theirs = math.fsum(weight * weight * squares[term] for term, weight in mine.items())
        ours = math.fsum((weight * self.rarity(term)) ** 2 for term, weight in arrived)
        return round(min(1.0, dot / math.sqrt(theirs * ours)), 6)

    def shared(self, arrived: Vector, story: str) -> Sequence[str]:
        """The terms a vector shares with a story, those that say most first."""
        mine = self.of_story(story)
        both = [(weight * self.rarity(term), term) for term, weight in arrived if term in mine]
        return [term for _, term in sorted(both, key=lambda pair: (-pair[0], pair[1]))]


def _less(counts: dict[str, int], key: str, amount: int) -> None:
    left = counts[key] - amount
    if left:
        counts[key] = left
    else:
        del counts[key]
