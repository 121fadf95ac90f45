"""What a ruling teaches: the signal of its story as it is when it is made, beside the others of the day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from nutgraf import rundown
from nutgraf.editions.planning import place_of
from nutgraf.editions.sections import top
from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.stories import headline
from nutgraf.now import day_of, show_day
from nutgraf.runners.pool import Inline
from nutgraf.store.editions import KeptRuling
from nutgraf.stories.background import MAIN_NAMES
from nutgraf.stories.learning import Lesson
from nutgraf.stories.model import Story
from nutgraf.telemetry import Silent
from nutgraf.text import one_line

_OTHERS = 20  # the strongest others of the day, which the story is held against
_HEADLINE = 60


def lesson_of(desk: Desk, ruling: KeptRuling) -> Lesson | None:
    """The lesson of a ruling; None where it says nothing of strength: a move to a section that is
    not the first, to the place it has, or of a story that is not of the day.
    """
    ranked = _of_the_day(desk, ruling)
    at = next((n for n, one in enumerate(ranked.stories) if one.id == ruling.story), None)
    if at is None or (verb := _verb(desk, ruling, at + 1)) is None:
        return None
    story = ranked.stories[at]
    others = [one for one in ranked.stories if one is not story][:_OTHERS]
    if not others:
        return None
    copies = {copy for copy, _ in story.copies}
    sources = {ranked.captures[name].source for name in story.captures if name not in copies}
    where = f" to {ruling.argument}" if ruling.argument else ""
    return Lesson(
        verb=verb, at=ruling.at, story=story.id,
        said=f"{ruling.verb}{where}, {show_day(ruling.at.date())}: "
        f"{one_line(headline(story, ranked))[:_HEADLINE]}",
        parts=tuple((part.name, part.value) for part in story.signal.parts),
        others=_means(others),
        names=tuple(name.key for name in story.names[:MAIN_NAMES]),
        sources=tuple(sorted(sources)),
    )  # fmt: skip


def _of_the_day(desk: Desk, ruling: KeptRuling) -> rundown.Ranked:
    shift = desk.shift(Inline(), Silent(), ruling.at)
    day = day_of(ruling.at, desk.settings.desk.time_zone)
    last = desk.store.editions(desk.audience).last_before(day)
    return rundown.rank(shift, last.now if last else None, day)


def _verb(desk: Desk, ruling: KeptRuling, place: int) -> Literal["up", "down"] | None:
    if ruling.verb != "move":
        return "up" if ruling.verb == "keep" else "down"
    first = top(desk.settings.edition)
    if first is not None and ruling.argument == first.name:
        return "up"
    wanted = place_of(ruling.argument)
    if wanted is None or wanted == place:
        return None
    return "up" if wanted < place else "down"


def _means(stories: Sequence[Story]) -> tuple[tuple[str, float], ...]:
    values: dict[str, list[float]] = {}
    for story in stories:
        for part in story.signal.parts:
            values.setdefault(part.name, []).append(part.value)
    return tuple((name, round(math.fsum(some) / len(some), 6)) for name, some in values.items())
