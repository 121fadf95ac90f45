"""What a source did before: its rhythm, its usual echo, how often it was first, how often corrected.

All of it comes from the archive over a bounded time, and nothing of it from what a source says of
itself: who was first is told by when the desk fetched, never by a date a source claims.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

_OWNERS = 3  # owners a story has at least to count as a race
_RACES_UNSEEN = 10.0  # races as chance has it that stand beside those there were
_TEXTS_UNSEEN = 20.0  # texts without a correction that stand beside those there were
_MOST = 0.25  # how far a record moves what the user set, either way
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """One source as its history shows it.

    `a_day` are its captures a day (None: too little is known); `echo` the mean of log10(1 + counts)
    over `echoed` captures that came with counts. `races` are stories of several owners it told of,
    `first` those it had first, `chance` those it would have had first by lot; `texts` its texts and
    `corrected` those whose figures a later text of the same item changed.
    """

    source: str
    a_day: float | None = None
    echo: float = 0.0
    echoed: int = 0
    races: int = 0
    first: int = 0
    chance: float = 0.0
    texts: int = 0
    corrected: int = 0

    @property
    def factor(self) -> float:
        """What the user's weight is multiplied with, 0.75-1.25; 1 without history.

        The gain over chance of being first, and the share of corrected texts, each shrunk as if
        some races at chance and some right texts stood beside them (an add-k estimate).
        """
        ahead = (self.first - self.chance) / (self.races + _RACES_UNSEEN)
        wrong = self.corrected / (self.texts + _TEXTS_UNSEEN)
        return round(min(1 + _MOST, max(1 - _MOST, 1 + ahead / 2 - wrong)), 4)

    @property
    def said(self) -> str:
        """The record in words, "" where there is none."""
        parts = []
        if self.races:
            parts.append(f"first in {self.first} of {self.races} shared stories")
        if self.corrected:
            parts.append(f"{self.corrected} of {self.texts} texts corrected")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A text of a story that is no copy: who had it, from which source, when the desk fetched it."""

    story: str
    source: str
    owner: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Races:
    """Of one source: the stories of several owners it told of, those it had first, those by chance."""

    races: int
    first: int
    chance: float


def races(arrivals: Iterable[Arrival]) -> dict[str, Races]:
    """By source, how it did in stories of three owners or more.

    A source counts with the owner it speaks for. A story that two owners had at one instant is
    nobody's: a look fetches many sources at once, and their order then is the desk's own.
    """
    stories: defaultdict[str, list[Arrival]] = defaultdict(list)
    for one in arrivals:
        stories[one.story].append(one)
    told: defaultdict[str, list[tuple[bool, float]]] = defaultdict(list)
    for of_story in stories.values():
        owners = {one.owner for one in of_story}
        began = min(one.fetched_at for one in of_story)
        leading = {one.owner for one in of_story if one.fetched_at == began}
        if len(owners) < _OWNERS or len(leading) > 1:
            continue
        ahead = {one.source for one in of_story if one.fetched_at == began}
        for source in sorted({one.source for one in of_story}):
            mine = len({one.owner for one in of_story if one.source == source})
            told[source].append((source in ahead, mine / len(owners)))
    return {
        source: Races(
            races=len(each),
            first=sum(first for first, _ in each),
            chance=round(sum(chance for _, chance in each), 4),
        )
        for source, each in told.items()
    }


def corrects(old: str, new: str) -> bool:
    """Whether a later text of an item changes a figure: one that stood there is gone, and another
    came. A text that only grows, or is cut, corrects nothing.
    """
    before, after = set(_FIGURE.findall(old)), set(_FIGURE.findall(new))
    return bool(before - after) and bool(after - before)


def usual_echo(counts: Sequence[int]) -> float:
    """The mean of log10(1 + count), 0 without any."""
    return (
        round(math.fsum(math.log10(1 + max(0, one)) for one in counts) / len(counts), 4)
        if counts
        else 0.0
    )
