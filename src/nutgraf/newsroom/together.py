"""Why two captures of a desk are in one story, or in two."""

from __future__ import annotations

from nutgraf import stories
from nutgraf.errors import UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.trace import capture_of
from nutgraf.rundown.read import features_of, read
from nutgraf.runners.pool import Inline
from nutgraf.stories import Link
from nutgraf.stories.model import Membership
from nutgraf.telemetry import Silent


def why_captures(desk: Desk, one: str, other: str) -> Link:
    """The link between two captures (ids or unique beginnings of them); raises UsageError."""
    for prefix in (one, other):
        _refuse_story(desk, prefix)
    first, second = (capture_of(desk, prefix).id for prefix in (one, other))
    decided = _decided(desk, first), _decided(desk, second)
    shift = desk.shift(Inline(), Silent(), desk.moment(None))
    read(shift, (first, second))
    made = {features.capture: features for features in features_of(shift, (first, second))}
    return stories.why_together(made[first], made[second], *decided)


def _refuse_story(desk: Desk, prefix: str) -> None:
    if desk.store.captures.starting_with(prefix):
        return
    if names := desk.store.placements(desk.audience).stories_starting_with(prefix):
        raise UsageError(
            f"{prefix[:12]} is a story, and two captures are asked for.",
            f"nutgraf story {names[0]} lists its captures.",
        )


def _decided(desk: Desk, capture: str) -> tuple[Membership, ...]:
    found = desk.store.placements(desk.audience).history(capture)
    if not found:
        raise UsageError(
            f"Capture {capture[:12]} is in no story yet.", "nutgraf run puts it in one."
        )
    return found
