"""How far an edition's names agree with what editors of the same day listed.

A score is hits among the first five / min(5, listed), as a share; names are compared case-folded,
with every run of other than letters and digits as one space.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nutgraf.reading.model import Name

FIRST = 5
KINDS = ("company", "model")
_APART = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """One day and kind: ours, the floor of counting mentions, the ceiling of any method."""

    ours: float
    floor: float
    ceiling: float


def folded(name: str) -> str:
    """A name as it is compared: `Claude-Opus_4.6` -> `claude opus 4 6`."""
    return _APART.sub(" ", name.casefold()).strip()


def score(first: Iterable[str], listed: Sequence[str]) -> float:
    """Hits of the first five names among those listed / min(5, listed); 0-1."""
    wanted = {folded(name) for name in listed}
    hits = len(wanted & {folded(name) for name in list(first)[:FIRST]})
    return hits / min(FIRST, len(wanted))


def ceiling(texts: Sequence[str], listed: Sequence[str]) -> float:
    """The score of somebody who knows the list: the listed names that stand in the day's texts."""
    whole = f" {' | '.join(folded(text) for text in texts)} "
    wanted = {folded(name) for name in listed}
    there = sum(f" {name} " in whole for name in wanted)
    return min(FIRST, there) / min(FIRST, len(wanted))


def printed_names(edition: Mapping[str, Any], kind: str) -> list[str]:
    """The names of the day of a kind, in print order."""
    return [one["name"] for one in edition["names_of_the_day"] if one["kind"] == kind]


def most_mentioned(names: Iterable[Name], kind: str) -> list[str]:
    """The names of a kind by mentions; of equals the one met first. Each as it is mostly written."""
    mentions: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    for name in names:
        if name.kind == kind:
            mentions[name.key] += 1
            written.setdefault(name.key, Counter())[name.text] += 1
    found = (written[key].most_common(1)[0][0] for key, _ in mentions.most_common())
    return list({folded(name): name for name in found}.values())
