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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from sys import intern

Vector = tuple[tuple[str, int], ...]
SCALE = 1024  # one, as an integer weight
FEWEST = 8  # stories a space is taken to hold at least; rarity means nothing among fewer
_STEPS = 4  # steps of rarity a doubling
_FLOOR = 16  # steps a term has that every story has: where all is one topic, its words still say something
_LONG = 24  # stories that have a term, from which it is worth asking whether to go through them


def vector(pairs: Iterable[tuple[str, float]]) -> Vector:
    """Float weights (0-1) as integers, sorted by term, weights that vanish left out.

    Terms are interned: what is looked up again and again is then found without comparing letters.
    """
    scaled = sorted([(intern(term), round(weight * SCALE)) for term, weight in pairs])
    return tuple([pair for pair in scaled if pair[1] > 0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A vector weighed by rarity at one moment.

    `says` are (term, weight times squared rarity), those that say most first, and `weights` the same
    by term; `rarities` are the terms' own, in steps, of which a term that no story has has `top` and
    one that only one story has `whole`; `square` is the squared length.
    """

    says: tuple[tuple[str, int], ...]
    weights: Mapping[str, int]
    rarities: Mapping[str, int]
    top: int
    whole: int
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
        if not arrived:
            return
        mine = self._sums.setdefault(story, {})
        squares = self._squares.setdefault(story, [0, 0, 0])
        self._step(len(self._sums))
        steps, everyone = self._steps, self._holders
        plain = once = twice = 0
        for term, weight in arrived:
            holders = everyone.get(term)
            before = mine.get(term)
            if holders is None:
                everyone[term] = {story: weight}
                mine[term] = weight
                common, square = steps[1], weight * weight
            elif before is None:
                common, old = steps[len(holders) + 1], steps[len(holders)]
                if common != old:
                    self._spread(holders, old, common)
                mine[term] = holders[story] = weight
                square = weight * weight
            else:
                common = steps[len(holders)]
                mine[term] = holders[story] = before + weight
                square = weight * (2 * before + weight)
            plain += square
            once += square * common
            twice += square * common * common
        squares[0] += plain
        squares[1] += once
        squares[2] += twice

    def fill(self, captures: Iterable[tuple[str, Vector]]) -> None:
        """Many captures into an empty space, as adding them one by one does, and quicker.

        Raises ValueError where something is in it.
        """
        if self._sums:
            raise ValueError("only an empty space is filled")
        for story, arrived in captures:
            if arrived:
                mine = self._sums.setdefault(story, {})
                for term, weight in arrived:
                    mine[term] = mine.get(term, 0) + weight
        for story, mine in self._sums.items():
            for term, weight in mine.items():
                self._holders.setdefault(term, {})[story] = weight
        self._step(len(self._sums))
        common = {term: self._steps[len(holders)] for term, holders in self._holders.items()}
        for story, mine in self._sums.items():
            squares = [(weight * weight, common[term]) for term, weight in mine.items()]
            self._squares[story] = [
                sum([square for square, _ in squares]),
                sum([square * steps for square, steps in squares]),
                sum([square * steps * steps for square, steps in squares]),
            ]

    def remove(self, story: str, gone: Vector) -> None:
        """Forget a capture that was added."""
        if not gone:
            return
        mine, squares = self._sums[story], self._squares[story]
        steps, everyone = self._steps, self._holders
        plain = once = twice = 0
        for term, weight in gone:
            holders, before = everyone[term], mine[term]
            common = steps[len(holders)]
            if before != weight:
                mine[term] = holders[story] = before - weight
            elif len(holders) == 1:
                del mine[term], everyone[term]
            else:
                del mine[term], holders[story]
                rarer = steps[len(holders)]
                if rarer != common:
                    self._spread(holders, common, rarer)
            square = weight * (2 * before - weight)
            plain += square
            once += square * common
            twice += square * common * common
        squares[0] -= plain
        squares[1] -= once
        squares[2] -= twice
        if not mine:
            del self._sums[story], self._squares[story]

    def asked(self, arrived: Vector) -> Asked:
        """A vector weighed by rarity as it stands now, ready to be compared."""
        top, steps, everyone = self._top(), self._steps, self._holders
        weighed = []
        rarities = {}
        square = 0
        for term, weight in arrived:
            holders = everyone.get(term)
            rarity = top - steps[len(holders)] if holders else top
            rarities[term] = rarity
            weighed.append((-weight * rarity, term))
            square += weight * weight * rarity * rarity
        weighed.sort()
        says = tuple([(term, -negative * rarities[term]) for negative, term in weighed])
        return Asked(
            says=says, weights=dict(says), rarities=rarities, top=top, whole=top - steps[1],
            square=square,
        )  # fmt: skip

    def has(self, story: str) -> bool:
        """Whether a story has any term here."""
        return story in self._sums

    def nearest(self, asked: Asked, *, terms: int, most: int) -> tuple[str, ...]:
        """The stories that share most with a vector, judged by its `terms` strongest terms.

        A cheap first choice of at most `most` stories; `cosine` is the measure. Terms that few
        stories have are looked up first; once no story that has not been met can be among the
        nearest any more, the long lists of the others are not gone through (Turtle and Flood,
        1995: max_score).
        """
        found = [(term, says) for term, says in asked.says[:terms] if term in self._holders]
        lists = sorted([(self._holders[term], says) for term, says in found], key=_length)
        left = sum([says for _, says in found])
        shared: dict[str, int] = {}
        get = shared.get
        for at, (holders, says) in enumerate(lists):
            if len(holders) > _LONG and len(shared) > most:
                least = sorted(shared.values())[-most]
                if least > left:
                    shared = _completed(shared, lists[at:], least - left)
                    break
            for story in holders:
                shared[story] = get(story, 0) + says
            left -= says
        if len(shared) > most:
            least = sorted(shared.values())[-most]
            shared = {story: weight for story, weight in shared.items() if weight >= least}
        best = sorted([(-weight, story) for story, weight in shared.items()])
        return tuple([story for _, story in best[:most]])

    def cosine(self, asked: Asked, story: str) -> float:
        """The cosine of a vector and a story's sum, both weighed by rarity; 0-1."""
        mine, weights = self._sums.get(story), asked.weights
        if mine is None or not weights:
            return 0.0
        found = zip(weights.values(), map(mine.get, weights), strict=True)
        dot = sum([says * weight for says, weight in found if weight])
        if not dot:
            return 0.0
        return min(1.0, dot / math.sqrt(self._square(story, asked.top) * asked.square))

    def told_apart(self, asked: Asked, story: str) -> float:
        """The cosine, taken down where all that is shared is common: everybody names OpenAI."""
        alike = self.cosine(asked, story)
        if not alike:
            return 0.0
        shared = asked.weights.keys() & self._sums[story].keys()
        return alike * (max([asked.rarities[term] for term in shared]) / asked.whole)

    def holding(self, term: str) -> int:
        """How many stories have a term."""
        return len(self._holders.get(term, ()))

    def shared(self, asked: Asked, story: str) -> tuple[str, ...]:
        """The terms a vector shares with a story, those that say most first."""
        mine = self._sums.get(story, {})
        return tuple([term for term, _ in asked.says if term in mine])

    def alike(self, one: str, other: str) -> float:
        """The cosine of two stories' sums, weighed by rarity; 0-1."""
        if not (self.has(one) and self.has(other)):
            return 0.0
        first, second = self._sums[one], self._sums[other]
        top, dot = self._top(), 0
        for term in first.keys() & second.keys():
            rarity = top - self._steps[len(self._holders[term])]
            dot += first[term] * second[term] * rarity * rarity
        return min(1.0, dot / math.sqrt(self._square(one, top) * self._square(other, top)))

    def _top(self) -> int:
        """The rarity, in steps, of a term no story has."""
        return _FLOOR + self._step(max(self.stories, FEWEST))

    def _square(self, story: str, top: int) -> int:
        plain, once, twice = self._squares[story]
        return top * top * plain - 2 * top * once + twice

    def _step(self, count: int) -> int:
        """Quarters of log2(count + 1), rounded; kept, since it is asked for all the time."""
        while count >= len(self._steps):
            self._steps.append(round(_STEPS * math.log2(len(self._steps) + 1)))
        return self._steps[count]

    def _spread(self, holders: Mapping[str, int], old: int, new: int) -> None:
        """A term is more or less common than before, in every story that holds it."""
        squares, once, twice = self._squares, new - old, new * new - old * old
        for story, weight in holders.items():
            sums, square = squares[story], weight * weight
            sums[1] += square * once
            sums[2] += square * twice


def _length(pair: tuple[Mapping[str, int], int]) -> int:
    return len(pair[0])


def _completed(
    shared: Mapping[str, int], lists: Sequence[tuple[Mapping[str, int], int]], least: int
) -> dict[str, int]:
    """The sums of those that have `least` so far, with what the lists not gone through add."""
    sums = {story: weight for story, weight in shared.items() if weight >= least}
    for holders, says in lists:
        for story in sums.keys() & holders.keys():
            sums[story] += says
    return sums
