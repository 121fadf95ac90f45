"""Step 3, read: captures become claims, and features for clustering.

select: captures without a reading of this version · work: reading.claims, stories.features (a map)
keep: one result a capture, in the journal
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nutgraf.entities import Changes
from nutgraf.reading.version import VERSION as READING
from nutgraf.rundown import work
from nutgraf.rundown.collecting import few_collections
from nutgraf.rundown.embed import vectors_of
from nutgraf.rundown.receive import together
from nutgraf.rundown.shift import Shift
from nutgraf.store.journal import options_digest, result_key
from nutgraf.stories.features import VERSION as STORIES
from nutgraf.stories.model import Features

_TOGETHER = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class _Featured:
    """The part of a reading that clustering needs; what is not named here is not decoded."""

    features: Features


@few_collections()
def read(shift: Shift, captures: Sequence[str]) -> int:
    """Read every capture of `captures` that was not read before; returns how many were."""
    keys = {key_of(shift, capture): capture for capture in captures}
    unread = [keys[key] for key in shift.store.journal.missing(tuple(keys))]
    if not unread:
        return 0
    shift.progress.begin("reading captures", len(unread))
    for some in together(unread, _TOGETHER):
        whole = shift.store.captures.get(some, layout=False)
        todo = [work.Unread(capture=capture, names=shift.names) for capture in whole]
        values = shift.runner.map(work.read_packed, todo)
        kept = {key_of(shift, c.id): value for c, value in zip(whole, values, strict=True)}
        shift.store.journal.keep_packed("read", kept)
        shift.progress.advance(len(some))
    shift.progress.end()
    return len(unread)


def readings(shift: Shift, captures: Sequence[str]) -> dict[str, work.Reading]:
    """The readings of captures, by capture id."""
    return dict(_readings(shift, captures))


def features_of(shift: Shift, captures: Sequence[str]) -> list[Features]:
    """The features of captures, with their vectors where the desk names an embedder, and without what
    else was read in them."""
    keys = [key_of(shift, capture) for capture in captures]
    found = [one.features for one in shift.store.journal.get(keys, _Featured).values()]
    vectors = vectors_of(shift, [one.capture for one in found])
    if not vectors:
        return found
    return [replace(one, vector=vectors[one.capture]) for one in found]


def _readings(shift: Shift, captures: Sequence[str]) -> Iterator[tuple[str, work.Reading]]:
    keys = {key_of(shift, capture): capture for capture in captures}
    for key, value in shift.store.journal.get(tuple(keys), work.Reading).items():
        yield keys[key], value


def key_of(shift: Shift, capture: str) -> str:
    """The journal key of a capture's reading, with the names the desk knows."""
    return result_key("read", f"{READING}/{STORIES}", _names_digest(shift.names), capture)


@lru_cache(maxsize=8)
def _names_digest(names: Changes) -> str:
    return options_digest(names) if names.names else ""


def unread(shift: Shift) -> tuple[str, ...]:
    """Captures this audience may read that have no place in a story yet, until now."""
    return shift.store.placements(shift.audience).unplaced(shift.now)
