"""Learning what unknown names are, from words about them that several owners wrote.

Apposition and naming patterns ("X, a startup", "the X benchmark") after Hearst, "Automatic
acquisition of hyponyms from large text corpora" (1992); here a fold with evidence that can be
quoted. What is learned never stands above the registry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nutgraf.entities.model import EntityKind

LEAST_CAPTURES = 3
LEAST_OWNERS = 2
LEAST_SHARE = 0.75  # of the captures with a cue that must agree
MOST_EVIDENCE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words of one capture that say what kind of thing a name is: `words` at `start`-`end` (code
    points), the name as `written` in them. `sentence` is a digest of the sentence they stand in.
    """

    key: str
    written: str
    kind: EntityKind
    capture: str
    owner: str
    start: int
    end: int
    words: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A name the registry does not know, the kind its cues agree on, and the first of them.

    `captures` and `owners` count those with a cue of that kind; `against` the captures with one of
    another kind.
    """

    key: str
    name: str
    kind: EntityKind
    captures: int
    owners: int
    against: int
    evidence: tuple[Cue, ...]


def learn(cues: Iterable[Cue], *, forgotten: Iterable[str] = ()) -> tuple[Learned, ...]:
    """The names whose cues recur in at least three captures of two owners and mostly agree.

    `cues` in any order; the same sentence counts once, whoever prints it (so a text that is passed
    on teaches nothing twice). Names of `forgotten` keys are not learned. Most captures
    first, then by key.
    """
    barred = set(forgotten)
    by_key: dict[str, dict[str, Cue]] = {}
    for cue in sorted(cues, key=lambda one: (one.capture, one.start, one.kind)):
        if cue.key not in barred:
            by_key.setdefault(cue.key, {}).setdefault(f"{cue.kind} {cue.sentence}", cue)
    found = [one for key, some in by_key.items() if (one := _learned(key, list(some.values())))]
    return tuple(sorted(found, key=lambda one: (-one.captures, one.key)))


def _learned(key: str, cues: Sequence[Cue]) -> Learned | None:
    captures: dict[EntityKind, set[str]] = {}
    for cue in cues:
        captures.setdefault(cue.kind, set()).add(cue.capture)
    kind = min(captures, key=lambda one: (-len(captures[one]), one))
    mine = [cue for cue in cues if cue.kind == kind]
    owners = {cue.owner for cue in mine}
    against = len({cue.capture for cue in cues if cue.kind != kind} - captures[kind])
    count = len(captures[kind])
    if count < LEAST_CAPTURES or len(owners) < LEAST_OWNERS:
        return None
    if count < LEAST_SHARE * (count + against):
        return None
    written = Counter(cue.written for cue in mine)
    return Learned(
        key=key,
        name=min(written, key=lambda text: (-written[text], len(text), text)),
        kind=kind,
        captures=count,
        owners=len(owners),
        against=against,
        evidence=_one_an_owner(mine),
    )


def _one_an_owner(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """The first cue of each owner, then further ones, at most five."""
    first: dict[str, Cue] = {}
    for cue in cues:
        first.setdefault(cue.owner, cue)
    more = [cue for cue in cues if cue not in first.values()]
    return (*first.values(), *more)[:MOST_EVIDENCE]
