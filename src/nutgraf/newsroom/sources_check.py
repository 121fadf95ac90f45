"""Look at sources and say what would come; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nutgraf import sources, wire
from nutgraf.errors import Refused
from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.finding import asked_politely
from nutgraf.newsroom.follow import find
from nutgraf.rundown import work
from nutgraf.rundown.errands import SESSIONS, WEB, errand
from nutgraf.rundown.look import look_here
from nutgraf.rundown.sessions import Session
from nutgraf.runners.pool import Inline
from nutgraf.sources.looks.visits import Visit
from nutgraf.sources.model import RawObject, Received, Source
from nutgraf.sources.refusing import NOTES
from nutgraf.telemetry import Silent
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
    """Look at sources (all, when none is named) and say what would come; keeps no capture.

    What is on the web is asked as a run would ask it: what it gave last time is not sent again, and
    what its host asks for holds for runs too.
    """
    chosen = [find(desk, name) for name in names] or list(desk.store.followed())
    at = desk.moment(now)
    asked = _asked(desk, [source for source in chosen if source.kind in WEB], at)
    return tuple(asked.get(source.id) or _check(desk, source, at) for source in chosen)


def _check(desk: Desk, source: Source, now: datetime) -> Checked:
    if source.kind in SESSIONS:
        return _talked(desk, source, now)
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


def _talked(desk: Desk, source: Source, now: datetime) -> Checked:
    """What a mailbox or a reader would give beside what it gave before; nothing of theirs is changed."""
    items, refused = 0, list[Refused]()
    for found in Session(desk.shift(Inline(), Silent(), now), source).came():
        if isinstance(found, Refused):
            refused.append(found)
        else:
            items, refused = _tally(desk, source, found[1], now, items, refused)
    return Checked(source=source, items=items, refused=tuple(refused))


def _asked(desk: Desk, chosen: Sequence[Source], now: datetime) -> dict[str, Checked]:
    """What sources on the web would give, by id."""
    kept = desk.store.following.validators([source.id for source in chosen])
    found: dict[str, Checked] = {}
    errands = []
    for source in chosen:
        made = errand(source, kept)
        if isinstance(made, Refused):
            found[source.id] = Checked(source=source, items=0, refused=(made,))
        else:
            errands.append(made)
    sources_ = {source.id: source for source in chosen}
    for one, visit in asked_politely(desk, errands):
        found[one.source] = _visited(desk, sources_[one.source], visit, now)
    return found


def _visited(desk: Desk, source: Source, visit: Visit, now: datetime) -> Checked:
    if visit.raw is not None:
        items, refused = _tally(desk, source, visit.raw, now, 0, [])
        return Checked(source=source, items=items, refused=tuple(refused))
    rows = (replace(visit.refused, source=source.id),) if visit.refused is not None else ()
    return Checked(source=source, items=0, refused=rows, unchanged=visit.outcome == "unchanged")


def _tally(
    desk: Desk, source: Source, raw: RawObject, now: datetime, items: int, refused: list[Refused]
) -> tuple[int, list[Refused]]:
    made = work.receive(work.Arrival(source=source, raw=raw, at=now, options=desk.settings.sources))
    bad = [item for item in made if isinstance(item, Refused)]
    lost = [item for item in bad if item.rule not in NOTES]
    return items + len(made) - len(bad), refused + lost


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
