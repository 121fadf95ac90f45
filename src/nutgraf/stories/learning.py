"""What an editor's rulings say of the weights of a signal, and of names and sources.

A lesson is one ruling with the signal as it was then. The factors of the weights are those of a
logistic regression on the differences between the ruled story and the others of its day (pairwise
learning to rank, as Herbrich, Graepel and Obermayer 1999 and RankNet have it), shrunk towards 1 by an
L2 penalty and never further from it than 0.3. Names and sources get small offsets by counting. All of
it is a pure function of the lessons, so it can be shown, and forgotten.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Verb = Literal["up", "down", "forget"]

MOST = 0.3  # of a weight, or of the part `taste`: as far as rulings move anything
_SHRINKAGE = 10.0
_SCALE = 20.0  # a story ahead by 0.05 in its score is kept about three times in four
_STEPS = 200
_LATEST = 200  # lessons that count; older ones are let go
_OFFSET_LESSONS = 3  # lessons on a name or source before it gets an offset
_OFFSET_UNSEEN = 4.0
_OFFSET = 0.5
_UNLEARNED = frozenset({"taste"})  # what rulings already made must not teach itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A ruling and what was so when it was made.

    `verb`: the story was wanted higher or lower than it stood; `forget` lets go of all lessons
    before. `parts` are the (part, value) of its signal, `others` the mean values of the other stories
    of the day; `names` its main names' keys and `sources` those that told it; `said` the ruling in
    words.
    """

    verb: Verb
    at: datetime
    story: str = ""
    said: str = ""
    parts: tuple[tuple[str, float], ...] = ()
    others: tuple[tuple[str, float], ...] = ()
    names: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """What one part's weight is multiplied with, 0.7-1.3, and the rulings that pull it either way."""

    part: str
    factor: float
    up: tuple[str, ...]
    down: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """What a name or source adds to the part `taste`, and the rulings it comes from."""

    kind: Literal["name", "source"]
    what: str
    value: float
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """All that was learned; nothing of it acts while there are fewer lessons than asked for."""

    lessons: int = 0
    factors: tuple[Factor, ...] = ()
    offsets: tuple[Offset, ...] = ()

    def factor_of(self, part: str) -> float:
        """What the weight of a part is multiplied with, 1 where nothing was learned."""
        return next((one.factor for one in self.factors if one.part == part), 1.0)

    def offset_of(self, names: Sequence[str], sources: Sequence[str]) -> tuple[float, str]:
        """What a story's names and sources add (-0.3 to 0.3), and in words from what."""
        found = [
            one
            for one in self.offsets
            if one.what in (names if one.kind == "name" else sources)
        ]  # fmt: skip
        total = math.fsum(one.value for one in found)
        said = ", ".join(f"{one.what} {one.value:+.2f}" for one in found)
        return round(min(MOST, max(-MOST, total)), 4), said


def learn(lessons: Sequence[Lesson], weights: Mapping[str, float], *, least: int) -> Learned:
    """What lessons, in the order they were made, teach about `weights` (part to weight).

    Of several on one story the last counts; those before the last `forget` do not.
    """
    kept = standing(lessons)
    if len(kept) < max(1, least):
        return Learned(lessons=len(kept))
    parts = sorted(name for name in weights if name not in _UNLEARNED and weights[name] > 0)
    shifts = _fitted([_difference(one, parts) for one in kept], [weights[p] for p in parts])
    return Learned(
        lessons=len(kept),
        factors=tuple(
            _factor(part, shift, kept) for part, shift in zip(parts, shifts, strict=True) if shift
        ),
        offsets=(*_offsets("name", kept), *_offsets("source", kept)),
    )


def standing(lessons: Sequence[Lesson]) -> tuple[Lesson, ...]:
    """The lessons that count: after the last `forget`, the last on each story, the newest of them."""
    kept: dict[str, Lesson] = {}
    for one in lessons:
        if one.verb == "forget":
            kept.clear()
        else:
            kept.pop(one.story, None)
            kept[one.story] = one
    return tuple(kept.values())[-_LATEST:]


def _difference(lesson: Lesson, parts: Sequence[str]) -> list[float]:
    """Part by part, how far the story stood above the others, turned round where it was unwanted."""
    mine, others = dict(lesson.parts), dict(lesson.others)
    sign = 1.0 if lesson.verb == "up" else -1.0
    return [sign * (mine[p] - others[p]) if p in mine and p in others else 0.0 for p in parts]


def _fitted(rows: Sequence[Sequence[float]], weights: Sequence[float]) -> list[float]:
    """The shift of each weight, in shares of it, four decimals: projected gradient descent with a
    fixed number of steps, so that the same lessons always give the same numbers.
    """
    scaled = [[_SCALE * w * d for w, d in zip(weights, row, strict=True)] for row in rows]
    steepest = _SHRINKAGE + math.fsum(x * x for row in scaled for x in row) / 4
    shifts = [0.0] * len(weights)
    for _ in range(_STEPS):
        pulls = [_SHRINKAGE * shift for shift in shifts]
        for row in scaled:
            ahead = math.fsum(x * (1 + shift) for x, shift in zip(row, shifts, strict=True))
            doubt = 1 / (1 + math.exp(min(60.0, ahead)))
            pulls = [pull - doubt * x for pull, x in zip(pulls, row, strict=True)]
        shifts = [
            min(MOST, max(-MOST, shift - pull / steepest))
            for shift, pull in zip(shifts, pulls, strict=True)
        ]
    return [round(shift, 4) for shift in shifts]


def _factor(part: str, shift: float, lessons: Sequence[Lesson]) -> Factor:
    pulls = [(_difference(one, [part])[0], one.said) for one in lessons]
    return Factor(
        part=part,
        factor=round(1 + shift, 4),
        up=tuple(said for pull, said in pulls if pull > 0),
        down=tuple(said for pull, said in pulls if pull < 0),
    )


def _offsets(kind: Literal["name", "source"], lessons: Sequence[Lesson]) -> list[Offset]:
    having: defaultdict[str, list[Lesson]] = defaultdict(list)
    for one in lessons:
        for what in one.names if kind == "name" else one.sources:
            having[what].append(one)
    found = []
    for what in sorted(having):
        said = having[what]
        balance = sum(1 if one.verb == "up" else -1 for one in said)
        if len(said) >= _OFFSET_LESSONS and balance:
            value = round(_OFFSET * balance / (len(said) + _OFFSET_UNSEEN), 4)
            value = min(MOST, max(-MOST, value))
            lines = tuple(one.said for one in said)
            found.append(Offset(kind=kind, what=what, value=value, lessons=lines))
    return found
