"""Why two captures are together or apart, in words and numbers that can be computed again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nutgraf.stories import vectors
from nutgraf.stories.live import event_time
from nutgraf.stories.model import Features, Membership
from nutgraf.stories.subjects import conflict, other_kind, same_kind, subject

_WORDS = 8  # words in common that are told, those that say most


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What two captures have in common and what became of them.

    `together` says whether they stand in one story; `stories` are the two ids; `lines` the reasons, the
    weightiest first; `chain` how each of the two came to where it is, in order. `similarity` is the
    cosine of their words, `meaning` of their embeddings (None without), both 0-1; `hours` lie between
    them.
    """

    together: bool
    stories: tuple[str, str]
    lines: tuple[str, ...]
    chain: tuple[str, ...]
    similarity: float
    meaning: float | None
    hours: float
    names: tuple[str, ...]
    links: tuple[str, ...]
    words: tuple[str, ...]


def why_together(
    one: Features, other: Features, first: Sequence[Membership], second: Sequence[Membership]
) -> Link:
    """The link between two captures.

    `first` and `second` are every membership decided of each, in order of decision; the last holds.
    """
    ours, theirs = first[-1], second[-1]
    names = tuple(name for name in one.names if name in other.names)
    links = tuple(link for link in one.links if link in other.links)
    words = _shared_words(one, other)
    hours = abs((event_time(one) - event_time(other)).total_seconds()) / 3600
    alike = _cosine(dict(one.terms), dict(other.terms))
    together = ours.story == theirs.story
    lines = [*_copies(ours, theirs)]
    if links:
        lines.append(f"the same link: {links[0]}")
    if names:
        lines.append(f"the same names: {', '.join(names[:_WORDS])}")
    if words:
        lines.append(f"words in common: {', '.join(words)}")
    mine, others = subject(one), subject(other)
    if kind := same_kind(mine, others):
        lines.append(f"both tell of {kind}")
    if apart := conflict(mine, others) or other_kind(mine, others):
        lines.insert(0 if not together else len(lines), f"against it: {apart}")
    elif not together and one.names and other.names and not names:
        lines.insert(0, "against it: no name in common")
    if not lines:
        lines.append("nothing in common but what others of the story share")
    return Link(
        together=together, stories=(ours.story, theirs.story), lines=tuple(lines),
        chain=tuple(_chain(first)) + tuple(_chain(second)), similarity=round(alike, 4),
        meaning=_meaning(one.vector, other.vector), hours=round(hours, 2), names=names, links=links,
        words=words,
    )  # fmt: skip


def _copies(ours: Membership, theirs: Membership) -> list[str]:
    """Whether one repeats the other, or both the same text."""
    pairs = ((ours, theirs), (theirs, ours))
    lines = [
        f"{late.capture[:12]} {_HOW[late.copy]} {early.capture[:12]}"
        for late, early in pairs
        if late.copy and late.copy_of == early.capture
    ]
    if not lines and ours.copy_of is not None and ours.copy_of == theirs.copy_of:
        lines.append(f"both repeat {ours.copy_of[:12]}")
    return lines


_HOW = {
    "exact": "has the same text as",
    "near": "repeats nearly word for word",
    "reworded": "tells again in other words",
}


def _chain(made: Sequence[Membership]) -> list[str]:
    return [
        f"{one.capture[:12]} in story {one.story}: {one.reason}"
        + (f" (decided when {one.by[:12]} came)" if one.by else "")
        for one in made
    ]


def _shared_words(one: Features, other: Features) -> tuple[str, ...]:
    """Words both have, by the product of what they weigh in each."""
    theirs = dict(other.terms)
    both = ((weight * theirs[term], term) for term, weight in one.terms if term in theirs)
    return tuple(term for _, term in sorted(both, key=lambda pair: (-pair[0], pair[1]))[:_WORDS])


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    return min(
        1.0, math.fsum(weight * other[term] for term, weight in one.items() if term in other)
    )


def _meaning(one: bytes, other: bytes) -> float | None:
    """The cosine of two embeddings, None where they cannot be compared."""
    if not one or len(one) != len(other):
        return None
    return round(vectors.cosine(one, other), 4)
