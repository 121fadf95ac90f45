"""Captures older than the window follow their story when it is merged into another.

The pass of clustering moves only what is in the window. When every capture of a story that is still
in it moves to one other story, the story is merged, and what it had before goes along.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from nutgraf.stories.model import Features, Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A story that went into another whole, by the arrival of a capture.

    `left` are those of its captures that the pass was given and that had left the window by then.
    """

    story: str
    into: str
    by: str
    left: tuple[Membership, ...] = ()


def merges(
    placed: Sequence[tuple[Features, Membership]],
    arrivals: Sequence[Features],
    made: Sequence[Membership],
    window: timedelta,
) -> tuple[Merge, ...]:
    """The merges among the memberships a pass made, in the order they were decided.

    `placed` and `arrivals` are what the pass was given, `made` what it gave.
    """
    fetched = {features.capture: features.fetched_at for features, _ in placed}
    fetched |= {features.capture: features.fetched_at for features in arrivals}
    stands = _Standing(membership for _, membership in placed)
    found: list[Merge] = []
    for by, some in groupby(made, key=lambda one: one.by or one.capture):
        moved = {one.capture: one for one in some}
        for merge in _merged(moved, stands, fetched, (by, fetched[by] - window)):
            found.append(merge)
            stands.put(_along(one, merge) for one in merge.left)
        stands.put(moved.values())
    return tuple(found)


class _Standing:
    """Where captures stand as decisions are made; a look at a story costs that story only."""

    def __init__(self, placed: Iterable[Membership]) -> None:
        self._of: dict[str, Membership] = {}
        self._of_story: dict[str, set[str]] = {}
        self._came: dict[str, int] = {}
        self.put(placed)

    def put(self, places: Iterable[Membership]) -> None:
        for one in places:
            before = self._of.get(one.capture)
            if before is not None:
                self._of_story[before.story].discard(one.capture)
            self._of[one.capture] = one
            self._of_story.setdefault(one.story, set()).add(one.capture)
            self._came.setdefault(one.capture, len(self._came))

    def story(self, capture: str) -> str | None:
        """The story a capture stands in, None before it has a place."""
        one = self._of.get(capture)
        return None if one is None else one.story

    def others(self, story: str, apart: Collection[str]) -> list[Membership]:
        """The members of a story but for some captures, in the order they first came."""
        names = [name for name in self._of_story.get(story, ()) if name not in apart]
        return [self._of[name] for name in sorted(names, key=self._came.__getitem__)]


def _merged(
    moved: Mapping[str, Membership],
    stands: _Standing,
    fetched: Mapping[str, datetime],
    decision: tuple[str, datetime],
) -> Iterator[Merge]:
    by, oldest = decision
    into: dict[str, set[str]] = {}
    for capture, now in moved.items():
        before = stands.story(capture)
        if before is not None and before != now.story:
            into.setdefault(before, set()).add(now.story)
    for story, places in into.items():
        if len(places) > 1:
            continue
        stayed = stands.others(story, moved)
        if all(fetched[one.capture] < oldest for one in stayed):
            yield Merge(story=story, into=places.pop(), by=by, left=tuple(stayed))


def followed(
    merged: Iterable[Merge], older: Mapping[str, Sequence[Membership]]
) -> tuple[Membership, ...]:
    """New places of captures that the pass did not move, for merges in the order they were decided.

    `older` holds, by story, the memberships of captures the pass was not given.
    """
    held = {story: list(members) for story, members in older.items()}
    made: list[Membership] = []
    for merge in merged:
        along = [_along(one, merge) for one in held.pop(merge.story, [])]
        held.setdefault(merge.into, []).extend(along)
        made += [*along, *(_along(one, merge) for one in merge.left)]
    return tuple(made)


def _along(one: Membership, merge: Merge) -> Membership:
    reason = f"came along when its story was merged by {merge.by[:12]}"
    return replace(one, story=merge.into, by=merge.by, reason=reason)
