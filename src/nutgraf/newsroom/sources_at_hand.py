"""Captures of a folder or of addresses, made for one audit and kept nowhere."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from nutgraf import sources, wire
from nutgraf.archive.model import Capture
from nutgraf.errors import Refused, UsageError
from nutgraf.rundown import work
from nutgraf.sources.address import canonical_address
from nutgraf.sources.looks.visits import Errand
from nutgraf.sources.model import RawObject, Source
from nutgraf.sources.same_page import same_page
from nutgraf.telemetry import Progress, counted
from nutgraf.wire.folder import LinesFile
from nutgraf.wire.way_out import WayOut

_FOLDER = Source(id="sources", name="sources", kind="folder", address="", owner="")
MOST_ADDRESSES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHand:
    """What was found: captures, and what could not be read."""

    captures: tuple[Capture, ...]
    refused: tuple[Refused, ...] = ()


def in_folder(folder: Path, *, day: date | None, but: Path) -> AtHand:
    """Everything a folder holds, or one file: captures as JSON Lines, pages, PDFs, text.

    A file that names no day of its own counts as of `day`, else as of when it was written. `but`, the
    digest itself and what was made from it, is passed over. Raises UsageError where there is nothing.
    """
    if not folder.exists():
        raise UsageError(
            f"There is no folder {str(folder)!r}.", "Name a folder of sources: --sources FOLDER."
        )
    found = _files(folder, but)
    made = [one for raw in found for one in _read(raw, _at(folder, raw, day))]
    captures = tuple(one for one in made if isinstance(one, Capture))
    refused = (one for one in made if isinstance(one, Refused) and one.rule not in sources.NOTES)
    return AtHand(captures=captures, refused=tuple(refused))


def _files(folder: Path, but: Path) -> Iterator[RawObject | LinesFile | Refused]:
    if folder.is_file():
        yield wire.file(folder)
        return
    digest = os.path.realpath(but)
    for one in wire.folder(folder, _FOLDER, today=date.max):
        name = one.where if isinstance(one, Refused) else one.name
        if os.path.realpath(folder / name) != digest:
            yield one


def _at(folder: Path, found: RawObject | LinesFile | Refused, day: date | None) -> datetime:
    if day is not None:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    name = found.where if isinstance(found, Refused) else found.name
    path = folder / name if folder.is_dir() else folder
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC) if path.exists() else _EARLY


_EARLY = datetime(2000, 1, 1, tzinfo=UTC)


def _read(found: RawObject | LinesFile | Refused, at: datetime) -> Iterator[Capture | Refused]:
    if isinstance(found, Refused):
        yield found
    elif isinstance(found, LinesFile):
        yield from _lines(found, at)
    else:
        arrival = work.Arrival(source=_FOLDER, raw=found, at=at)
        yield from work.without_leads(work.receive(arrival), arrival)


def _lines(file: LinesFile, at: datetime) -> Iterator[Capture | Refused]:
    stream = wire.open_lines(file)
    if isinstance(stream, Refused):
        yield stream
        return
    with stream:
        items = sources.read_lines(
            wire.lines(stream),
            raw=file.sha256(),
            name=file.name,
            fallback=at,
            source_ids={},
            owners={},
        )
        for one in items:
            if isinstance(one, Refused):
                yield one
            else:
                yield work.receive_item(work.Item(received=one, owner=one.metadata.owner, at=at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look at addresses gave: captures, and why an address gave none, by the name of its page."""

    captures: tuple[Capture, ...]
    failed: dict[str, str]
    left: int


def on_the_web(
    addresses: Iterable[str], way_out: WayOut, now: datetime, progress: Progress
) -> Looked:
    """Look at addresses through the wire, with its guards and its manners; 200 at most.

    `left` counts those past the most that are looked at.
    """
    wanted = list(dict.fromkeys(one for one in map(canonical_address, addresses) if one))
    asked = wanted[:MOST_ADDRESSES]
    captures: list[Capture] = []
    failed: dict[str, str] = {}
    progress.begin(f"looking at {counted(len(asked), 'address', 'addresses')}", len(asked))
    round_ = way_out.round({}, now)
    for errand, visit in round_.visits([Errand(address=one, source="page") for one in asked]):
        progress.advance()
        made = list(_of_page(visit.raw, errand.address, now)) if visit.raw is not None else []
        good = [one for one in made if isinstance(one, Capture)]
        captures += [replace(one, address=errand.address) for one in good]
        if not good:
            refused = [visit.refused, *(one for one in made if isinstance(one, Refused))]
            failed[same_page(errand.address)] = _why(refused)
    progress.end(f"{counted(len(captures), 'source text')}, {len(failed)} without")
    return Looked(captures=tuple(captures), failed=failed, left=len(wanted) - len(asked))


def _of_page(raw: RawObject, address: str, now: datetime) -> Iterator[Capture | Refused]:
    source = Source(id="page", name="page", kind="page", address=address, owner="")
    arrival = work.Arrival(source=source, raw=raw, at=now)
    yield from work.without_leads(work.receive(arrival), arrival)


def _why(refused: Sequence[Refused | None]) -> str:
    return next((one.happened for one in refused if one is not None), "It gave no text.")
