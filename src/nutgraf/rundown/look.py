"""Step 1, look: at each source that is due, keep the bytes that came, then hand them on.

select: what the desk follows and what is due · work: wire (edges only) · keep: raw objects, before
anything reads them
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from nutgraf import wire
from nutgraf.errors import Refused
from nutgraf.now import day_of
from nutgraf.rundown.errands import SESSIONS, WEB, errand
from nutgraf.rundown.ledger import Ledger
from nutgraf.rundown.sessions import Session
from nutgraf.rundown.shift import Shift
from nutgraf.rundown.work import Arrival
from nutgraf.settings import Settings
from nutgraf.sources.looks.visits import Errand, Visit
from nutgraf.sources.model import Lead, RawObject, Source
from nutgraf.wire.folder import LinesFile

Found = RawObject | LinesFile | Refused
Came = tuple[Source, RawObject, Lead | None]
# A host that was not asked for so long is a stranger again.
_FORGOTTEN = timedelta(days=30)
# Kept in one transaction: so many objects, or so many bytes.
_TOGETHER = 16
_BYTES_TOGETHER = 8 << 20


def look(
    shift: Shift, due: Sequence[Source], ledger: Ledger
) -> Iterator[Arrival | tuple[Source, LinesFile] | Refused]:
    """What each source gave, bytes kept: arrivals, files of lines to stream, refusals."""
    yield from kept(shift, _here(shift, due))
    yield from kept(shift, _on_the_web(shift, due, ledger))
    for source in due:
        if source.kind in SESSIONS:
            talk = Session(shift, source)
            yield from kept(shift, talk.came())
            # Only now is all of it on its way to be kept: what is settled is not told again.
            ledger.visited(source, *talk.ended())


def _here(
    shift: Shift, due: Sequence[Source]
) -> Iterator[Came | tuple[Source, LinesFile] | Refused]:
    for source in due:
        for found in look_here(shift.store.folder, shift.settings, source, shift.now):
            if isinstance(found, RawObject):
                yield source, found, None
            elif isinstance(found, LinesFile):
                yield source, found
            else:
                yield found


def look_here(desk: Path, settings: Settings, source: Source, now: datetime) -> Iterator[Found]:
    """What a folder or a file gives now; nothing for any other source."""
    if source.kind == "folder":
        today = day_of(now, settings.desk.time_zone)
        yield from wire.folder(place_of(desk, source), source, today=today)
    elif source.kind == "file":
        found = wire.file(place_of(desk, source))
        yield replace(found, source=source.id) if isinstance(found, Refused) else found


def place_of(desk: Path, source: Source) -> Path:
    """The path a folder or file source names, relative to the desk."""
    return (desk / Path(source.address).expanduser()).resolve()


def _on_the_web(shift: Shift, due: Sequence[Source], ledger: Ledger) -> Iterator[Came | Refused]:
    asked = {source.id: source for source in due if source.kind in WEB}
    given = shift.store.following.validators(asked)
    errands: list[Errand] = []
    for source in asked.values():
        made = errand(source, given, ledger.standing(source.id))
        if isinstance(made, Refused):
            yield made
        else:
            errands.append(made)
    for one, visit in visits(shift, errands):
        source = asked[one.source]
        ledger.visited(source, one, visit)
        if visit.raw is not None:
            yield source, visit.raw, None
        else:
            yield from _without_bytes(shift, source, visit)


def _without_bytes(shift: Shift, source: Source, visit: Visit) -> Iterator[Refused]:
    shift.progress.advance()
    if visit.outcome == "unchanged":
        shift.store.leads.reopen(source.id)
        shift.store.looks.keep_unchanged(shift.now, source.id, visit.address)
    if visit.refused is not None:
        yield replace(visit.refused, source=source.id)


def visits(shift: Shift, errands: Iterable[Errand]) -> Iterator[tuple[Errand, Visit]]:
    """Every address asked, politely, as the answers come; what hosts said is remembered."""
    wanted = list(errands)
    if not wanted:
        return
    round_ = shift.way_out.round(shift.store.following.hosts(), shift.now)
    began = shift.way_out.clock()
    try:
        # Closed before what hosts said is taken down, also when nobody wants the rest.
        with closing(round_.visits(wanted)) as coming:
            for one, visit in coming:
                # From when it is over: a request that took long must not bring the next one nearer.
                passed = timedelta(seconds=math.ceil(shift.way_out.clock() - began))
                yield one, replace(visit, at=shift.now + passed)
    finally:
        shift.store.following.keep_hosts(round_.hosts_after())
        shift.store.following.forget_hosts(shift.now - _FORGOTTEN)


def kept(
    shift: Shift, coming: Iterable[Came | tuple[Source, LinesFile] | Refused]
) -> Iterator[Arrival | tuple[Source, LinesFile] | Refused]:
    """What comes, in order; of raw objects the arrivals, once their bytes are kept."""
    waiting: list[Came] = []
    for found in coming:
        if isinstance(found, tuple) and len(found) == 3:
            waiting.append(found)
            if not _enough(waiting):
                continue
        yield from _arrivals(shift, waiting)
        waiting = []
        if isinstance(found, Refused) or len(found) == 2:
            yield found
    yield from _arrivals(shift, waiting)


def _enough(waiting: Sequence[Came]) -> bool:
    return (
        len(waiting) >= _TOGETHER or sum(len(raw.data) for _, raw, _ in waiting) >= _BYTES_TOGETHER
    )


def _arrivals(shift: Shift, waiting: Sequence[Came]) -> Iterator[Arrival]:
    """Arrivals of raw objects, once all of them are kept."""
    shift.store.keep_raws([raw.data for _, raw, _ in waiting], shift.now)
    shift.store.spool.note(waiting, shift.now)
    for source, raw, lead in waiting:
        yield Arrival(
            source=source, raw=raw, at=shift.now, options=shift.settings.sources, lead=lead
        )
