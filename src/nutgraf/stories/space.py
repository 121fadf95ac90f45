"""A vector space of live stories that forgets: exact sums, so that order of adding cannot show.

Weights, rarities and the sums of both are integers, and integer sums are exact, whatever was added
or taken away before: a space is a function of the captures in it and of their stories alone. That is
what lets a fold be resumed at any point with the same result. The length of a story's vector is kept
up to date as rarities change, so that a comparison costs what the capture's own terms cost, however
long the story is.

Rarity is 4 + log2((n + 1) / (m + 1)), in quarters, for n stories of which m have the term. Stories are
counted and not captures: the words of a story that everybody tells are still its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Vector = tuple[tuple[str, int], ...]
SCALE = 1024  # one, as an integer weight
FEWEST = 8  # stories a space is taken to hold at least; rarity means nothing among fewer
_STEPS = 4  # steps of rarity a doubling
_FLOOR = 16  # steps a term has that every story has: where all is one topic, its words still say something


def vector(pairs: Iterable[tuple[str, float]]) -> Vector:
    """Float weights (0-1) as integers, sorted by term, weights that vanish left out."""
    scaled = sorted((term, round(weight * SCALE)) for term, weight in pairs)
    return tuple((term, weight) for term, weight in scaled if weight > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A vector weighed by rarity at one moment.

    `says` are (term, weight times squared rarity), those that say most first; `strength` is rarity
    on a scale of 0-1, where 1 is a term only one capture has; `square` the squared length.
    """

    says: tuple[tuple[str, int], ...]
    strength: Mapping[str, float]
    square: int


class Space:
    """Sums of the vectors of live stories, and how many stories have each term."""

    def __init__(self) -> None:
        self._sums: dict[str, dict[str, int]] = {}
        self._holders: dict[str, dict[str, int]] = {}
        # Of each story: the sums of w*w, w*w*c and w*w*c*c, for weight w and commonness c.
        self._squares: dict[str, list[int]] = {}
        self._steps = [0, _STEPS]

    @property
    def stories(self) -> int:
        """How many stories have any term here."""
        return len(self._sums)

    def add(self, story: str, arrived: Vector) -> None:
        """One more capture of a story."""
        for term, weight in arrived:
            self._weigh(story, term, weight)

    def remove(self, story: str, gone: Vector) -> None:
        """Forget a capture that was added."""
        for term, weight in gone:
            self._weigh(story, term, -weight)

    def asked(self, arrived: Vector) -> Asked:
        """A vector weighed by rarity as it stands now, ready to be compared."""
        top = self._top()
        rarities = ((term, weight, top - self._step(len(self._holders.get(term, ()))))
                    for term, weight in arrived)  # fmt: skip
        weighed = sorted((-weight * rarity, term, rarity) for term, weight, rarity in rarities)
        return Asked(
            says=tuple((term, -negative * rarity) for negative, term, rarity in weighed),
            strength={term: rarity / (top - self._step(1)) for _, term, rarity in weighed},
            square=sum(negative * negative for negative, _, _ in weighed),
        )

    def has(self, story: str) -> bool:
        """Whether a story has any term here."""
        return story in self._sums

    def nearest(self, asked: Asked, *, terms: int, most: int) -> tuple[str, ...]:
        """The stories that share most with a vector, judged by its `terms` strongest terms.

        A cheap first choice of at most `most` stories; `cosine` is the measure.
        """
        shared: dict[str, int] = {}
        for term, says in asked.says[:terms]:
            for story in self._holders.get(term, ()):
                shared[story] = shared.get(story, 0) + says
        best = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(story for story, _ in best[:most])

    def cosine(self, asked: Asked, story: str) -> float:
        """The cosine of a vector and a story's sum, both weighed by rarity; 0-1."""
        if not self.has(story):
            return 0.0
        mine = self._sums[story]
        dot = sum(says * mine[term] for term, says in asked.says if term in mine)
        if dot <= 0:
            return 0.0
        return min(1.0, dot / math.sqrt(self._square(story) * asked.square))

    def told_apart(self, asked: Asked, story: str) -> float:
        """The cosine, taken down where all that is shared is common: everybody names OpenAI."""
        alike = self.cosine(asked, story)
        if not alike:
            return 0.0
        mine = self._sums[story]
        return alike * max(asked.strength[term] for term, _ in asked.says if term in mine)

    def shared(self, asked: Asked, story: str) -> tuple[str, ...]:
        """The terms a vector shares with a story, those that say most first."""
        mine = self._sums.get(story, {})
        return tuple(term for term, _ in asked.says if term in mine)

    def alike(self, one: str, other: str) -> float:
        """The cosine of two stories' sums, weighed by rarity; 0-1."""
        if not (self.has(one) and self.has(other)):
            return 0.0
        few, many = sorted((self._sums[one], self._sums[other]), key=len)
        top, dot = self._top(), 0
        for term, weight in few.items():
            if term in many:
                rarity = top - self._step(len(self._holders[term]))
                dot += weight * many[term] * rarity * rarity
        return min(1.0, dot / math.sqrt(self._square(one) * self._square(other)))

    def _top(self) -> int:
        """The rarity, in steps, of a term no story has."""
        return _FLOOR + self._step(max(self.stories, FEWEST))

    def _square(self, story: str) -> int:
        plain, once, twice = self._squares[story]
        top = self._top()
        return top * top * plain - 2 * top * once + twice

    def _step(self, count: int) -> int:
        """Quarters of log2(count + 1), rounded; kept, since it is asked for all the time."""
        while count >= len(self._steps):
            self._steps.append(round(_STEPS * math.log2(len(self._steps) + 1)))
        return self._steps[count]

    def _weigh(self, story: str, term: str, change: int) -> None:
        """Change the weight of a term in a story, and its rarity where the story is new to it."""
        mine = self._sums.setdefault(story, {})
        holders = self._holders.setdefault(term, {})
        before = mine.get(term, 0)
        after = before + change
        old = self._step(len(holders))
        self._count(story, old, -before * before)
        _set(mine, term, after)
        _set(holders, story, after)
        new = self._step(len(holders))
        if old != new:
            for holder, weight in holders.items():
                if holder != story:
                    squares, square = self._squares[holder], weight * weight
                    squares[1] += square * (new - old)
                    squares[2] += square * (new * new - old * old)
        self._count(story, new, after * after)
        if not after:
            self._drop_empty(story, term)

    def _count(self, story: str, common: int, square: int) -> None:
        squares = self._squares.setdefault(story, [0, 0, 0])
        squares[0] += square
        squares[1] += square * common
        squares[2] += square * common * common

    def _drop_empty(self, story: str, term: str) -> None:
        if not self._holders[term]:
            del self._holders[term]
        if not self._sums[story]:
            del self._sums[story], self._squares[story]


def _set(counts: dict[str, int], key: str, value: int) -> None:
    if value:
        counts[key] = value
    else:
        counts.pop(key, None)
