"""Who tells a story of their own: owners counted once, and a text counted once whoever prints it."""

from __future__ import annotations

import zlib
from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nutgraf.stories.duplicates import overlap
from nutgraf.stories.live import order_of
from nutgraf.stories.member import Member

_ROWS = 2  # signature words that bring two texts together for a comparison
_LINEAGE = 0.4  # the share of five-word runs from which two texts have one author
_SAME_WORDS = 0.5  # the share of all their terms from which they have, in whatever order
_WORDY = 12  # terms a text has at least before its words alone are held against another's
_COMPARED = 40  # earlier texts a text is held against, those that share most of its keys first
_SKETCH = 8  # terms of the lowest digests, by which texts of the same words meet


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Who tells a story of their own, and what there is to read of it.

    `members` are the independent captures, one an owner, in order of time; `texts` those that do
    not repeat an earlier one, in order of arrival; `updates` later texts by whoever wrote the first
    of their kind; `repeating` names owners that have no text of their own in the story, sorted;
    `newcomers` the owners, sorted, that nothing was known of before and that count together as the
    one of them who is among `members`.
    """

    members: tuple[Member, ...]
    texts: tuple[Member, ...]
    updates: tuple[Member, ...]
    repeating: tuple[str, ...]
    newcomers: tuple[str, ...] = ()


def voices(
    originals: Sequence[Member], every: Sequence[Member], strangers: Collection[str] = ()
) -> Voices:
    """The most owners that can each be given a text nobody else is counted for.

    Texts of one lineage (copies apart, those that share two fifths of their five-word runs or half of
    their words) count once, however many owners print them; an owner counts once, however
    many texts it has; owners that nothing was known of before (`strangers`) count as one together.
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
    new = [one for one in counted if one.owner in strangers]
    unheard = {one.owner for one in new[1:]}
    own = {one.capture for one in new[1:]}
    heads = {
        member.capture: member for member in ordered if lineage[member.capture] == member.capture
    }
    return Voices(
        members=tuple(one for one in counted if one.capture not in own),
        texts=tuple(one for one in heads.values() if one.owner not in unheard),
        updates=tuple(
            one
            for one in ordered
            if one.capture not in heads
            and one.features.previous is not None
            and one.owner == heads[lineage[one.capture]].owner
        ),
        repeating=tuple(sorted({one.owner for one in every} - heard)),
        newcomers=tuple(sorted(one.owner for one in new)) if unheard else (),
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
    """For each capture the first one of its lineage, itself where it has a text of its own.

    A text is of the lineage of any earlier text it shares enough with, so that a chain of small
    changes leads back to where it began.
    """
    buckets: dict[tuple[int, tuple[int, ...]], list[Member]] = {}
    vocabulary: dict[str, frozenset[str]] = {}
    lines: dict[str, str] = {}
    for member in ordered:
        said = vocabulary[member.capture] = _terms(member)
        keys = [*_keys(member), *_sketch(said)]
        met = Counter(earlier.capture for key in keys for earlier in buckets.get(key, ()))
        near = {one.capture: one for key in keys for one in buckets.get(key, ())}
        shingles = frozenset(member.features.shingles)
        first = next(
            (
                name
                for name, _ in met.most_common(_COMPARED)
                if overlap(shingles, near[name].features.shingles) >= _LINEAGE
                or _same_words(said, vocabulary[name])
            ),
            None,
        )
        lines[member.capture] = lines[first] if first else member.capture
        for key in keys:
            buckets.setdefault(key, []).append(member)
    return lines


def _terms(member: Member) -> frozenset[str]:
    return frozenset(term for term, _ in member.features.terms)


def _same_words(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two texts use the same words, in whatever order: the Jaccard index of their terms."""
    if min(len(mine), len(theirs)) < _WORDY:
        return False
    both = len(mine & theirs)
    return both >= _SAME_WORDS * (len(mine) + len(theirs) - both)


def _keys(member: Member) -> list[tuple[int, tuple[int, ...]]]:
    words = member.features.signature
    return [(at, tuple(words[at : at + _ROWS])) for at in range(0, len(words), _ROWS)]


def _sketch(said: frozenset[str]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """A bottom-k sketch (Broder 1997) of the terms: texts of the same words share one of it."""
    for lowest in sorted(zlib.crc32(term.encode()) for term in said)[:_SKETCH]:
        yield -1, (lowest,)
