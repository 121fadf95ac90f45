"""What a story is about: the terms its owners share, and the names it turns on.

A capture may tell several things (a digest, a transcript). A sentence belongs to the story as far
as it speaks of what the story's other owners speak of.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from nutgraf.reading.model import Claim, Name
from nutgraf.writing.model import Brief
from nutgraf.writing.terms import terms

_THINGS = frozenset({"model", "product", "benchmark"})
_SHARED = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """`shared` is how far owners share a term (0-1), `names` how far the story turns on a name (0-1,
    by key); `old` holds the captures from before the story was last told;
    `several` says that more than one owner tells it; `latest` is the last day it was told, None when
    it was all on one.
    """

    shared: dict[str, float]
    names: dict[str, float]
    old: frozenset[str]
    several: bool
    latest: date | None

    def central(self, found: frozenset[str]) -> float:
        """How much of a sentence the story's owners share, 0-1."""
        if not found:
            return 0.0
        return sum(self.shared.get(term, 0.0) for term in sorted(found)) / len(found)

    def named(self, claim: Claim) -> float:
        """How far the story turns on the names of a sentence, 0-1: the weight of the best of them.

        A variant (`gemma 4 31b`) is worth nearly what its family (`gemma 4`) is.
        """
        return max((self._weight(name.key) for name in claim.parts.names), default=0.0)

    def foreign(self, claim: Claim) -> bool:
        """Whether its things (models, products, numbered names) are none of the story's.

        So a digest's sentence about another model is told from one about this story's.
        """
        things = [name.key for name in claim.parts.names if _is_thing(name)]
        return self.several and bool(things) and all(self._weight(one) < _SHARED for one in things)

    def _weight(self, key: str) -> float:
        family = [weight for name, weight in self.names.items() if key.startswith(f"{name} ")]
        return max(self.names.get(key, 0.0), 0.9 * max(family, default=0.0))


def core_of(brief: Brief) -> Core:
    """The core of a brief's story."""
    days = {capture.fetched_at.date() for capture in brief.captures}
    return Core(
        shared=_shared(brief),
        names=_names(brief),
        old=_old(brief),
        several=len({capture.owner for capture in brief.captures}) > 1,
        latest=max(days) if len(days) > 1 else None,
    )


def _shared(brief: Brief) -> dict[str, float]:
    """By term: mostly the share of owners that use it, and how often it is used."""
    by_owner, often = _counted(brief, lambda claim: terms(claim.text))
    everyone = len({capture.owner for capture in brief.captures})
    most = max(often.values(), default=1)
    if everyone < 2:
        return {term: count / most for term, count in often.items()}
    return {
        term: round(0.7 * len(owners) / everyone + 0.3 * often[term] / most, 9)
        for term, owners in by_owner.items()
    }


def _names(brief: Brief) -> dict[str, float]:
    """By name: the share of owners that use it, damped where it is rarely used at all.

    What a digest names once beside other stories stays below what the story is about.
    """
    by_owner, often = _counted(brief, lambda claim: {name.key for name in claim.parts.names})
    everyone = len({capture.owner for capture in brief.captures})
    most = max(often.values(), default=1)
    return {
        name: round((len(owners) / everyone) ** 1.5 * (0.4 + 0.6 * often[name] / most), 9)
        for name, owners in by_owner.items()
    }


def _is_thing(name: Name) -> bool:
    return name.kind in _THINGS or any(char.isdigit() for char in name.key)


def _counted(
    brief: Brief, found: Callable[[Claim], Collection[str]]
) -> tuple[dict[str, set[str]], dict[str, int]]:
    """Who uses each term or name, and in how many sentences it stands."""
    owners = {capture.id: capture.owner for capture in brief.captures}
    by_owner: dict[str, set[str]] = {}
    often: dict[str, int] = {}
    for claim in brief.claims:
        for one in found(claim) if claim.capture in owners else ():
            by_owner.setdefault(one, set()).add(owners[claim.capture])
            often[one] = often.get(one, 0) + 1
    return by_owner, often


def _old(brief: Brief) -> frozenset[str]:
    """The captures that were there when the story was last told: nothing of theirs is news.

    They came no later than the captures that were cited; where none of those is in the brief, on
    an earlier day than the telling.
    """
    told = brief.story.told
    if not told:
        return frozenset()
    cited = {one.capture for one in told}
    last = max(one.edition for one in told)
    seen = [capture.fetched_at for capture in brief.captures if capture.id in cited]
    return frozenset(
        capture.id
        for capture in brief.captures
        if (capture.fetched_at <= max(seen) if seen else capture.fetched_at.date() < last)
    )
