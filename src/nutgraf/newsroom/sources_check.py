"""Look at sources and say what would come; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nutgraf import sources, wire
from nutgraf.errors import Refused
from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.follow import find
from nutgraf.rundown import work
from nutgraf.rundown.errands import WEB, errand
from nutgraf.rundown.look import look_here
from nutgraf.sources.model import RawObject, Received, Source
from nutgraf.wire.folder import LinesFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one look at a source would give now: items (those among them that wait for a look of their
    own too), and what was refused; `unchanged` where nothing is new since the last look."""

    source: Source
    items: int
    refused: tuple[Refused, ...]
    unchanged: bool = False


def check(desk: Desk, names: Sequence[str], now: datetime | None = None) -> tuple[Checked, ...]:
    """Look at sources (all, when none is named) and say what would come; keeps nothing."""
    chosen = [find(desk, name) for name in names] or list(desk.store.followed())
    return tuple(_check(desk, source, desk.moment(now)) for source in chosen)


def _check(desk: Desk, source: Source, now: datetime) -> Checked:
    if source.kind in WEB:
        return _check_web(desk, source, now)
    items = 0
    refused: list[Refused] = []
    for found in look_here(desk.folder, desk.settings, source, now):
        if isinstance(found, RawObject):
            items, refused = _tally(desk, source, found, now, items, refused)
        elif isinstance(found, LinesFile):
            for line in _lines(found, source, now):
                items += not isinstance(line, Refused)
                refused += [line] if isinstance(line, Refused) else []
        else:
            refused.append(found)
    return Checked(source=source, items=items, refused=tuple(refused))


def _check_web(desk: Desk, source: Source, now: datetime) -> Checked:
    """What a source on the web would give, asked as a run would ask it: what it gave last time is
    not sent again."""
    following = desk.store.following
    asked = errand(source, following.validators([source.id]))
    if isinstance(asked, Refused):
        return Checked(source=source, items=0, refused=(asked,))
    round_ = desk.out().round(following.hosts(), now)
    for _, visit in round_.visits([asked]):
        if visit.raw is not None:
            items, refused = _tally(desk, source, visit.raw, now, 0, [])
            return Checked(source=source, items=items, refused=tuple(refused))
        if visit.outcome == "unchanged":
            return Checked(source=source, items=0, refused=(), unchanged=True)
        if visit.refused is not None:
            row = replace(visit.refused, source=source.id)
            return Checked(source=source, items=0, refused=(row,))
    return Checked(source=source, items=0, refused=())


def _tally(
    desk: Desk, source: Source, raw: RawObject, now: datetime, items: int, refused: list[Refused]
) -> tuple[int, list[Refused]]:
    made = work.receive(work.Arrival(source=source, raw=raw, at=now, options=desk.settings.sources))
    bad = [item for item in made if isinstance(item, Refused)]
    return items + len(made) - len(bad), refused + bad


def _lines(file: LinesFile, source: Source, now: datetime) -> Iterator[Received | Refused]:
    """What the lines of a file give; one Refused when it cannot be opened."""
    stream = wire.open_lines(file, source=source.id)
    if isinstance(stream, Refused):
        yield stream
        return
    with stream:
        yield from sources.read_lines(
            wire.lines(stream), raw="", name=file.name, fallback=now, source_ids={}, owners={}
        )
