"""Captures older than the window follow their story when it is merged into another.

The pass of clustering moves only what is in the window. When every capture of a story that is still
in it moves to one other story, the story is merged, and what it had before goes along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    stands = {membership.capture: membership for _, membership in placed}
    found: list[Merge] = []
    for by, some in groupby(made, key=lambda one: one.by or one.capture):
        moved = {one.capture: one for one in some}
        for merge in _merged(moved, stands, fetched, (by, fetched[by] - window)):
            found.append(merge)
            stands |= {one.capture: _along(one, merge) for one in merge.left}
        stands |= moved
    return tuple(found)


def _merged(
    moved: Mapping[str, Membership],
    stands: Mapping[str, Membership],
    fetched: Mapping[str, datetime],
    decision: tuple[str, datetime],
) -> Iterator[Merge]:
    by, oldest = decision
    into: dict[str, set[str]] = {}
    for capture, now in moved.items():
        before = stands.get(capture)
        if before is not None and before.story != now.story:
            into.setdefault(before.story, set()).add(now.story)
    for story, places in into.items():
        stayed = [one for one in stands.values() if one.story == story and one.capture not in moved]
        if len(places) == 1 and all(fetched[one.capture] < oldest for one in stayed):
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
