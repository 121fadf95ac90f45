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
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern

Vector = tuple[tuple[str, int], ...]
SCALE = 1024  # one, as an integer weight
FEWEST = 8  # stories a space is taken to hold at least; rarity means nothing among fewer
_STEPS = 4  # steps of rarity a doubling
_FLOOR = 16  # steps a term has that every story has: where all is one topic, its words still say something
# Three sums in one number, so that they are counted in one step.
_BITS = 80
_PART = (1 << _BITS) - 1
_SQUARED = [1 + (common << _BITS) + (common * common << 2 * _BITS) for common in range(256)]
_LONG = 24  # stories that have a term, from which it is worth asking whether to go through them
_AGAIN = 60  # per cent of what was left when it was asked last, from which it is worth asking again


def vector(pairs: Iterable[tuple[str, float]]) -> Vector:
    """Float weights (0-1) as integers, sorted by term, weights that vanish left out.

    Terms are interned: what is looked up again and again is then found without comparing letters.
    """
    scaled = [
        (intern(term), whole) for term, weight in pairs if (whole := round(weight * SCALE)) > 0
    ]
    scaled.sort()
    return tuple(scaled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A vector weighed by rarity at one moment.

    `weights` are weight times squared rarity by term; `rarities` are the terms' own, in steps, of which
    a term that no story has has `top` and one that only one story has `whole`; `square` is the squared
    length. `met` has, for stories it was met with, the product with their sums and the greatest rarity
    of what is shared.
    """

    weights: Mapping[str, int]
    rarities: Mapping[str, int]
    top: int
    whole: int
    square: int
    met: dict[str, tuple[int, int]] = field(default_factory=dict, compare=False)

    @property
    def says(self) -> tuple[tuple[str, int], ...]:
        """(term, weight times squared rarity), those that say most first."""
        return tuple([(term, self.weights[term]) for term in self.strongest(len(self.weights))])

    def strongest(self, most: int) -> Iterable[str]:
        """The `most` terms with the greatest product of weight and rarity, of equals by name; in no
        order where there are no more."""
        weights, rarities = self.weights, self.rarities
        if len(weights) < most:
            return weights
        ranked = sorted([(-says // rarities[term], term) for term, says in weights.items()])
        return [term for _, term in ranked[:most]]


class Space:
    """Sums of the vectors of live stories, and how many stories have each term."""

    def __init__(self) -> None:
        self._sums: dict[str, dict[str, int]] = {}
        self._holders: dict[str, dict[str, int]] = {}
        # Of each story: the sums of w*w, w*w*c and w*w*c*c, for weight w and commonness c, packed.
        self._squares: dict[str, int] = {}
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
        self._squares.setdefault(story, 0)
        self._step(len(self._sums))
        steps, everyone = self._steps, self._holders
        square = 0
        for term, weight in arrived:
            holders = everyone.get(term)
            before = mine.get(term)
            if holders is None:
                everyone[term] = {story: weight}
                mine[term] = weight
                square += weight * weight * _SQUARED[steps[1]]
            elif before is None:
                common, old = steps[len(holders) + 1], steps[len(holders)]
                if common != old:
                    self._spread(holders, old, common)
                mine[term] = holders[story] = weight
                square += weight * weight * _SQUARED[common]
            else:
                mine[term] = holders[story] = before + weight
                square += weight * (2 * before + weight) * _SQUARED[steps[len(holders)]]
        self._squares[story] += square

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
            squares = [weight * weight * _SQUARED[common[term]] for term, weight in mine.items()]
            self._squares[story] = sum(squares)

    def remove(self, story: str, gone: Vector) -> None:
        """Forget a capture that was added."""
        if not gone:
            return
        mine, square = self._sums[story], 0
        steps, everyone = self._steps, self._holders
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
            square += weight * (2 * before - weight) * _SQUARED[common]
        self._squares[story] -= square
        if not mine:
            del self._sums[story], self._squares[story]

    def asked(self, arrived: Vector) -> Asked:
        """A vector weighed by rarity as it stands now, ready to be compared."""
        top, steps, everyone = self._top(), self._steps, self._holders
        weights, rarities, square = {}, {}, 0
        for term, weight in arrived:
            holders = everyone.get(term)
            rarity = top - steps[len(holders)] if holders else top
            weighed = weight * rarity
            rarities[term] = rarity
            weights[term] = weighed * rarity
            square += weighed * weighed
        return Asked(
            weights=weights, rarities=rarities, top=top, whole=top - steps[1], square=square
        )

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
        everyone, weights = self._holders, asked.weights
        found = [
            (len(everyone[term]), weights[term], term)
            for term in asked.strongest(terms)
            if term in everyone
        ]
        # Shortest first; of lists as long, any order gives the same sums.
        found.sort()
        left = ask = sum([says for _, says, _ in found])
        shared: dict[str, int] = {}
        get = shared.get
        for at, (length, says, term) in enumerate(found):
            if length > _LONG and left <= ask and len(shared) > most:
                rest = [(everyone[term], says) for _, says, term in found[at:]]
                least = _least(shared, rest, most)
                if least > left:
                    shared = _completed(shared, rest, least - left)
                    break
                ask = left * _AGAIN // 100
            for story in everyone[term]:
                shared[story] = get(story, 0) + says
            left -= says
        if len(shared) > most:
            least = sorted(shared.values())[-most]
            shared = {story: weight for story, weight in shared.items() if weight >= least}
        best = sorted([(-weight, story) for story, weight in shared.items()])
        return tuple([story for _, story in best[:most]])

    def meet(self, asked: Asked, stories: Collection[str]) -> None:
        """Multiply a vector with many stories' sums at once, before it is compared with each.

        Term by term: of a rare term only its few stories are gone through, of a common one only these.
        """
        wanted = stories if isinstance(stories, frozenset) else frozenset(stories)
        found, everyone, rarities = dict.fromkeys(wanted, (0, 0)), self._holders, asked.rarities
        for term, says in asked.weights.items():
            holders = everyone.get(term)
            if holders is not None:
                for story in holders.keys() & wanted:
                    dot, rarest = found[story]
                    rarity = rarities[term]
                    found[story] = (
                        dot + says * holders[story], rarity if rarity > rarest else rarest
                    )  # fmt: skip
        asked.met.update(found)

    def cosine(self, asked: Asked, story: str) -> float:
        """The cosine of a vector and a story's sum, both weighed by rarity; 0-1."""
        if story not in asked.met:
            self.meet(asked, (story,))
        dot, _ = asked.met[story]
        if not dot:
            return 0.0
        return min(1.0, dot / math.sqrt(self._square(story, asked.top) * asked.square))

    def told_apart(self, asked: Asked, story: str) -> float:
        """The cosine, taken down where all that is shared is common: everybody names OpenAI."""
        alike = self.cosine(asked, story)
        return alike * (asked.met[story][1] / asked.whole) if alike else 0.0

    def holding(self, term: str) -> int:
        """How many stories have a term."""
        return len(self._holders.get(term, ()))

    def shared(self, asked: Asked, story: str) -> tuple[str, ...]:
        """The terms a vector shares with a story, those that say most first."""
        mine = self._sums.get(story, {})
        weights, rarities = asked.weights, asked.rarities
        both = [(-weights[term] // rarities[term], term) for term in weights.keys() & mine.keys()]
        return tuple([term for _, term in sorted(both)])

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
        packed = self._squares[story]
        once = packed >> _BITS & _PART
        return top * top * (packed & _PART) - 2 * top * once + (packed >> 2 * _BITS)

    def _step(self, count: int) -> int:
        """Quarters of log2(count + 1), rounded; kept, since it is asked for all the time."""
        while count >= len(self._steps):
            self._steps.append(round(_STEPS * math.log2(len(self._steps) + 1)))
        return self._steps[count]

    def _spread(self, holders: Mapping[str, int], old: int, new: int) -> None:
        """A term is more or less common than before, in every story that holds it."""
        squares, change = self._squares, _SQUARED[new] - _SQUARED[old]
        for story, weight in holders.items():
            squares[story] += weight * weight * change


def _least(
    shared: Mapping[str, int], rest: Sequence[tuple[Mapping[str, int], int]], most: int
) -> int:
    """What the `most` nearest have at least: the least sum of as many that have most so far."""
    least = sorted(shared.values())[-most]
    return sorted(_completed(shared, rest, least).values())[-most]


def _completed(
    shared: Mapping[str, int], lists: Sequence[tuple[Mapping[str, int], int]], least: int
) -> dict[str, int]:
    """The sums of those that have `least` so far, with what the lists not gone through add."""
    sums = {story: weight for story, weight in shared.items() if weight >= least}
    for holders, says in lists:
        for story in sums.keys() & holders.keys():
            sums[story] += says
    return sums
