"""Rulings as they stand at an instant, on the stories they are about now. Part of step 6."""

from __future__ import annotations

from nutgraf.editions.planning import Ruling
from nutgraf.rundown.shift import Shift


def rulings_at(shift: Shift) -> tuple[Ruling, ...]:
    """Rulings made until the shift's now, oldest first; those on a story that was merged are on the
    story it went into."""
    kept = [one for one in shift.store.editions(shift.audience).rulings() if one.at <= shift.now]
    places = shift.store.placements(shift.audience)
    now_in = places.now_in(sorted({one.story for one in kept}), shift.now)
    return tuple(
        Ruling(story=now_in.get(one.story, one.story), verb=one.verb, argument=one.argument)
        for one in kept
    )
