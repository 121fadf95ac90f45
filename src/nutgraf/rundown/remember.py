"""Memory within step 6: what editions told of the day's subjects, found in the index of what was told.

select: told rows that an older reading made; the subjects of the day's claims · work:
stories.memory (pure) · keep: the rows read anew. One look into the index for each subject, whatever
the number of editions; nothing of a capture that was taken back is found, for its rows are gone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from nutgraf.editions.updating import Fresh, Old
from nutgraf.reading.model import Claim
from nutgraf.rundown.shift import Shift
from nutgraf.stories.memory import MADE_BY, all_keys, remembered, with_told
from nutgraf.stories.model import Membership, Story, Told
from nutgraf.writing.terms import Sayings

# How many of the newest sentences of a key are held against a claim, and how many editions back
# no sentence is said again in much the same words.
_PER_KEY = 12
_EDITIONS = 7
_REVISIONS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What editions of earlier days told: by key (newest first), and of late."""

    about: Mapping[str, tuple[Told, ...]]
    lately: tuple[Told, ...]


def read_told_again(shift: Shift) -> int:
    """Bring what memory finds told sentences by to this version's reading; returns how many were."""
    kept = shift.store.editions(shift.audience)
    rows = kept.unread(MADE_BY)
    kept.read_again([(ordinal, remembered(one)) for ordinal, one in rows])
    return len(rows)


def told_of(shift: Shift, members: Sequence[Membership], day: date) -> tuple[Told, ...]:
    """What was told of the stories of members, each row given to the story its capture is in now.

    A story may have been split or merged since: what was cited says more than what it was called,
    and what was told of a capture that left for a story that is not among these is not told of them.
    """
    placed = {one.capture: one.story for one in members}
    stories = set(placed.values())
    found = shift.store.editions(shift.audience).told_of(sorted(stories), day, sorted(placed))
    elsewhere = sorted({one.capture for one in found} - placed.keys())
    places = shift.store.placements(shift.audience).of_captures(elsewhere, shift.now)
    placed |= {capture: one.story for capture, one in places.items()}
    return tuple(
        replace(one, story=placed[one.capture])
        for one in found
        if placed.get(one.capture) in stories
    )


def recall(shift: Shift, claims: Mapping[str, Sequence[Claim]], day: date) -> Memory:
    """What is remembered of the subjects of claims; `claims` are those of new captures, by capture."""
    kept = shift.store.editions(shift.audience)
    keys = sorted(all_keys(claim for some in claims.values() for claim in some))
    return Memory(
        about=kept.told_about(keys, day, _PER_KEY), lately=kept.told_lately(day, _EDITIONS)
    )


def recalling(
    stories: Sequence[Story], claims: Mapping[str, Sequence[Claim]], memory: Memory
) -> tuple[Story, ...]:
    """The stories, each with what is remembered of what its new captures say."""
    near = Sayings([one.text for one in memory.lately]).again
    return with_told(stories, claims, memory.about, memory.lately, near)


def old_captures(shift: Shift, told: Sequence[Told]) -> tuple[Old, ...]:
    """Told sentences with the captures they stand on."""
    wanted = sorted({one.capture for one in told})
    captures = {one.id: one for one in shift.store.captures.get(wanted, layout=False)}
    return tuple(
        Old(told=one, capture=captures[one.capture]) for one in told if one.capture in captures
    )


def told_of_revised(shift: Shift, fresh: Sequence[Fresh], day: date) -> dict[str, tuple[Told, ...]]:
    """By new capture: what was told from earlier texts of its item."""
    chains = {
        one.capture.id: _chain(shift, one.capture.previous)
        for one in fresh
        if one.capture.previous is not None
    }
    earlier = sorted({name for chain in chains.values() for name in chain})
    told = shift.store.editions(shift.audience).told_of([], day, earlier) if earlier else ()
    return {
        new: tuple(one for one in told if one.capture in chain) for new, chain in chains.items()
    }


def _chain(shift: Shift, previous: str | None) -> tuple[str, ...]:
    """The earlier texts of an item, newest first, a few at most."""
    chain: list[str] = []
    while previous is not None and len(chain) < _REVISIONS and previous not in chain:
        chain.append(previous)
        found = shift.store.captures.get([previous], layout=False)
        previous = found[0].previous if found else None
    return tuple(chain)
