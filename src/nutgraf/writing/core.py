"""What a story is about: the terms its owners share, and the names it turns on.

A capture may tell several things (a digest, a transcript). A sentence belongs to the story as far
as it speaks of what the story's other owners speak of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nutgraf.archive.model import Capture
from nutgraf.reading.model import Claim
from nutgraf.writing.model import Brief
from nutgraf.writing.terms import terms

_MAIN_NAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """`shared` is the share of owners (0-1) by term; `names` the weight (0-1) by name key.

    `old` holds captures that came before the story was last told, empty for a new story, or where
    nothing newer is there.
    """

    shared: dict[str, float]
    names: dict[str, float]
    old: frozenset[str]

    def central(self, found: frozenset[str]) -> float:
        """How much of a sentence the story's owners share, 0-1."""
        if not found:
            return 0.0
        return sum(self.shared.get(term, 0.0) for term in sorted(found)) / len(found)

    def named(self, claim: Claim) -> float:
        """How near to the story's main name a sentence's names are, 0-1."""
        return max((self.names.get(name.key, 0.0) for name in claim.parts.names), default=0.0)


def core_of(brief: Brief) -> Core:
    """The core of a brief's story."""
    return Core(shared=_shared(brief), names=_names(brief), old=_old(brief))


def _shared(brief: Brief) -> dict[str, float]:
    """Each term's share of owners, half of it for terms told over and over in the texts."""
    owners = {capture.id: capture.owner for capture in brief.captures}
    by_term: dict[str, set[str]] = {}
    often: dict[str, int] = {}
    told = [claim for claim in brief.claims if claim.capture in owners]
    for claim in told:
        for term in terms(claim.text):
            by_term.setdefault(term, set()).add(owners[claim.capture])
            often[term] = often.get(term, 0) + 1
    everyone = len(set(owners.values()))
    most = max(often.values(), default=1)
    if everyone < 2:
        return {term: count / most for term, count in often.items()}
    return {
        term: 0.7 * len(had) / everyone + 0.3 * often[term] / most for term, had in by_term.items()
    }


def _names(brief: Brief) -> dict[str, float]:
    """Weights of the story's names: its first three count most, those of most captures more."""
    most = max((name.captures for name in brief.story.names), default=1)
    weights: dict[str, float] = {}
    for place, name in enumerate(brief.story.names):
        share = name.captures / most
        weights[name.key] = round(share if place < _MAIN_NAMES else share * 0.6, 6)
    return weights


def _old(brief: Brief) -> frozenset[str]:
    told = brief.story.told
    if not told:
        return frozenset()
    last = max(one.edition for one in told)
    cited = {one.capture for one in told}
    old = frozenset(
        capture.id
        for capture in brief.captures
        if capture.id in cited or capture.fetched_at.date() < last
    )
    return old if len(old) < len(brief.captures) else frozenset()


def owners_of(captures: Iterable[Capture]) -> dict[str, str]:
    """Capture id to owner."""
    return {capture.id: capture.owner for capture in captures}
