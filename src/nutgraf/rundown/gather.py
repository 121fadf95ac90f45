"""Step 5, gather: captures join or open stories, in order of arrival; stories split and merge.

select: captures of this audience that have no place; when one belongs before the last placed, what
was decided after it is taken back and folded again, so that the order of arrival changes nothing
work: stories.gather (a fold) · keep: the placements, in one transaction
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from nutgraf import stories
from nutgraf.rundown.collecting import few_collections
from nutgraf.rundown.read import features_of, read
from nutgraf.rundown.shift import Shift
from nutgraf.store.placements import Placed
from nutgraf.stories.model import Features, Membership


@few_collections()
def gather(shift: Shift) -> int:
    """Place every capture this audience may read that has none; returns how many were placed."""
    places = shift.store.placements(shift.audience)
    unplaced = places.unplaced(shift.now)
    if not unplaced:
        return 0
    arrivals = features_of(shift, unplaced)
    first = min(stories.ordinal(features) for features in arrivals)
    if first <= places.last():
        taken_back = places.from_ordinal(first)
        read(shift, taken_back)
        arrivals += features_of(shift, taken_back)
    arrivals.sort(key=stories.ordinal)
    shift.progress.begin("gathering stories", len(arrivals))
    placed = _placed_before(shift, first, arrivals[0].fetched_at)
    made = stories.gather(placed, arrivals, shift.settings.stories)
    every = {features.capture: features for features, _ in placed}
    every |= {features.capture: features for features in arrivals}
    along = _along(shift, stories.merges(placed, arrivals, made, _window(shift)), every, first)
    places.keep([_placed(one, every) for one in (*made, *along)], take_back=first)
    shift.progress.advance(len(arrivals))
    shift.progress.end()
    return len(arrivals)


def _placed_before(
    shift: Shift, ordinal: str, fetched: datetime
) -> list[tuple[Features, Membership]]:
    since = fetched - _window(shift)
    members = shift.store.placements(shift.audience).before(ordinal, since)
    # They were read, but perhaps by an older version.
    read(shift, [m.capture for m in members])
    features = {f.capture: f for f in features_of(shift, [m.capture for m in members])}
    return [(features[m.capture], m) for m in members]


def _window(shift: Shift) -> timedelta:
    return timedelta(days=shift.settings.stories.window_days)


def _along(
    shift: Shift, merged: Sequence[stories.Merge], every: dict[str, Features], first: str
) -> tuple[Membership, ...]:
    """New places of what merged stories had before the window; adds its features to `every`."""
    if not merged:
        return ()
    gone = sorted({merge.story for merge in merged})
    members = shift.store.placements(shift.audience).of_stories_before(gone, first)
    older: dict[str, list[Membership]] = {}
    for one in members:
        if one.capture not in every:
            older.setdefault(one.story, []).append(one)
    names = [one.capture for some in older.values() for one in some]
    read(shift, names)
    every |= {features.capture: features for features in features_of(shift, names)}
    return stories.followed(merged, older)


def _placed(made: Membership, every: Mapping[str, Features]) -> Placed:
    mine, by = every[made.capture], every[made.by or made.capture]
    return Placed(
        membership=made, ordinal=stories.ordinal(mine), fetched_at=mine.fetched_at,
        decided=stories.ordinal(by), decided_at=by.fetched_at,
    )  # fmt: skip
