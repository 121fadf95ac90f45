"""Who tells a story of their own: owners counted once, and a text counted once whoever prints it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nutgraf.stories.duplicates import overlap
from nutgraf.stories.live import order_of
from nutgraf.stories.member import Member

_ROWS = 2  # signature words that bring two texts together for a comparison
_LINEAGE = 0.4  # the share of five-word runs from which two texts have one author


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Who tells a story of their own, and what there is to read of it.

    `members` are the independent captures, one an owner, in order of time; `texts` those that do
    not repeat an earlier one, in order of arrival; `updates` later texts by whoever wrote the first
    of their kind; `repeating` names owners that have no text of their own in the story, sorted.
    """

    members: tuple[Member, ...]
    texts: tuple[Member, ...]
    updates: tuple[Member, ...]
    repeating: tuple[str, ...]


def voices(originals: Sequence[Member], every: Sequence[Member]) -> Voices:
    """The most owners that can each be given a text nobody else is counted for.

    Texts of one lineage (copies apart, those that share two fifths of their five-word runs) count
    once, however many owners print them; an owner counts once, however many texts it has.
    """
    ordered = sorted(originals, key=lambda one: order_of(one.features))
    lineage = _lineages(ordered)
    texts: dict[str, list[Member]] = {}
    for member in ordered:
        texts.setdefault(member.owner, []).append(member)
    holders: dict[str, Member] = {}
    for owner in texts:
        _seat(owner, texts, lineage, holders)
    counted = sorted(holders.values(), key=lambda one: (one.moment, one.capture))
    heard = {member.owner for member in counted}
    heads = {
        member.capture: member for member in ordered if lineage[member.capture] == member.capture
    }
    return Voices(
        members=tuple(counted),
        texts=tuple(heads.values()),
        updates=tuple(
            one
            for one in ordered
            if one.capture not in heads
            and one.features.previous is not None
            and one.owner == heads[lineage[one.capture]].owner
        ),
        repeating=tuple(sorted({one.owner for one in every} - heard)),
    )


def _seat(
    owner: str,
    texts: Mapping[str, Sequence[Member]],
    lineage: Mapping[str, str],
    holders: dict[str, Member],
) -> None:
    """Give an owner a lineage, moving others on where that makes room.

    One augmenting path of a bipartite matching, breadth first (Kuhn, 1955).
    """
    reached: dict[str, tuple[Member, str | None]] = {}
    waiting: deque[tuple[str, str | None]] = deque([(owner, None)])
    while waiting:
        asking, leaving = waiting.popleft()
        for member in texts[asking]:
            line = lineage[member.capture]
            if line in reached:
                continue
            reached[line] = (member, leaving)
            if line not in holders:
                _move_on(line, reached, holders)
                return
            waiting.append((holders[line].owner, line))


def _move_on(
    free: str, reached: Mapping[str, tuple[Member, str | None]], holders: dict[str, Member]
) -> None:
    line: str | None = free
    while line is not None:
        holders[line], line = reached[line]


def _lineages(ordered: Sequence[Member]) -> dict[str, str]:
    """For each capture the first one whose text it shares, itself where it has its own."""
    buckets: dict[tuple[int, tuple[int, ...]], list[Member]] = {}
    lines: dict[str, str] = {}
    for member in ordered:
        own = frozenset(member.features.shingles)
        near = (earlier for key in _keys(member) for earlier in buckets.get(key, ()))
        first = next(
            (one for one in near if overlap(own, one.features.shingles) >= _LINEAGE), member
        )
        lines[member.capture] = first.capture
        if first is member:
            for key in _keys(member):
                buckets.setdefault(key, []).append(member)
    return lines


def _keys(member: Member) -> list[tuple[int, tuple[int, ...]]]:
    words = member.features.signature
    return [(at, tuple(words[at : at + _ROWS])) for at in range(0, len(words), _ROWS)]
