"""Look at what is due, without making an edition; once, or again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from nutgraf import rundown
from nutgraf.errors import HeldError, Refused
from nutgraf.newsroom.desk import Desk
from nutgraf.rundown.errands import is_elsewhere
from nutgraf.runners.pool import Runner
from nutgraf.sources import NOTES
from nutgraf.store.folder import held
from nutgraf.telemetry import Progress

# Nobody is asked more often than once an hour, but what is new in a folder shows up sooner.
_LONGEST = timedelta(minutes=15)
_SHORTEST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look gave: sources that were due and that were not, items and new ones among them, what
    could not be used, and when the next source is due (None: nothing on the web is followed)."""

    at: datetime
    looked: int
    waiting: int
    items: int
    fresh: int
    refused: tuple[Refused, ...]
    next_look: datetime | None


def look_desk(
    desk: Desk, *, runner: Runner, progress: Progress, now: datetime | None = None
) -> Looked:
    """Look at the sources that are due and keep what came. Raises DeskError when the desk is held."""
    at = desk.moment(now)
    with held(desk.folder), runner:
        desk.store.sweep()
        intake = rundown.take_in(desk.shift(runner, progress, at), desk.store.followed())
    return Looked(
        at=at, looked=intake.looked, waiting=intake.waiting, items=intake.items,
        fresh=intake.fresh, next_look=next_look(desk),
        refused=tuple(one for one in intake.refused if one.rule not in NOTES),
    )  # fmt: skip


def next_look(desk: Desk) -> datetime | None:
    """When the next source on the web is due; None when none is followed or all are gone."""
    standings = desk.store.following.standings()
    times = [
        standings[source.id].next_look
        for source in desk.store.followed()
        if is_elsewhere(source) and source.id in standings and not standings[source.id].gone
    ]
    return min((time for time in times if time is not None), default=None)


def keep_looking(
    desk: Desk,
    *,
    runner: Callable[[], Runner],
    progress: Progress,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
) -> Iterator[Looked]:
    """Look, wait until a source is due (a quarter of an hour at most, a minute at least), look again.

    For as long as the caller asks for more; each look is whole, so it may be stopped at any moment.
    """
    while True:
        try:
            looked = look_desk(desk, runner=runner(), progress=progress, now=clock())
        except HeldError:
            sleep(_SHORTEST.total_seconds())  # a run looks at what is due itself
            continue
        yield looked
        due = (looked.next_look or looked.at + _LONGEST) - clock()
        # What is overdue after a look is spared by its own wish for some hours.
        wait = _LONGEST if due <= timedelta() else min(max(due, _SHORTEST), _LONGEST)
        sleep(wait.total_seconds())
