"""Step 1, look: at each source, keep the bytes that came, then hand them on.

select: what the desk follows · work: wire (edges only) · keep: raw objects, before anything reads
them
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from nutgraf import wire
from nutgraf.errors import Refused
from nutgraf.now import day_of
from nutgraf.rundown.shift import Shift
from nutgraf.rundown.work import Arrival
from nutgraf.settings import Settings
from nutgraf.sources.model import RawObject, Source
from nutgraf.wire.folder import LinesFile

Found = RawObject | LinesFile | Refused
# Kept in one transaction: so many objects, or so many bytes.
_TOGETHER = 16
_BYTES_TOGETHER = 8 << 20


def look(
    shift: Shift, followed: Sequence[Source]
) -> Iterator[Arrival | tuple[Source, LinesFile] | Refused]:
    """What each source gave, bytes kept: arrivals, files of lines to stream, refusals."""
    for source in followed:
        waiting: list[RawObject] = []
        for found in look_at(shift.store.folder, shift.settings, source, shift.now):
            if isinstance(found, RawObject):
                waiting.append(found)
            if not isinstance(found, RawObject) or _enough(waiting):
                yield from _kept(shift, source, waiting)
                waiting = []
            if isinstance(found, LinesFile):
                yield source, found
            elif isinstance(found, Refused):
                yield found
        yield from _kept(shift, source, waiting)


def _enough(waiting: Sequence[RawObject]) -> bool:
    return len(waiting) >= _TOGETHER or sum(len(raw.data) for raw in waiting) >= _BYTES_TOGETHER


def _kept(shift: Shift, source: Source, waiting: Sequence[RawObject]) -> Iterator[Arrival]:
    """Arrivals of raw objects, once all of them are kept."""
    shift.store.keep_raws([raw.data for raw in waiting], shift.now)
    for raw in waiting:
        yield Arrival(source=source, raw=raw, at=shift.now, options=shift.settings.sources)


def look_at(desk: Path, settings: Settings, source: Source, now: datetime) -> Iterator[Found]:
    """What one source gives now; keeps nothing."""
    if source.kind == "folder":
        today = day_of(now, settings.desk.time_zone)
        yield from wire.folder(place_of(desk, source), source, today=today)
    elif source.kind == "file":
        found = wire.file(place_of(desk, source))
        yield replace(found, source=source.id) if isinstance(found, Refused) else found
    elif source.kind in {"feed", "page"}:
        yield wire.Fetcher(options=settings.fetch).fetch(source.address, source=source.id)


def place_of(desk: Path, source: Source) -> Path:
    """The path a folder or file source names, relative to the desk."""
    return (desk / Path(source.address).expanduser()).resolve()
