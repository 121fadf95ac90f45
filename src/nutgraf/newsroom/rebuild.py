"""A desk made again from its raw objects and the record of looks beside them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from nutgraf import rundown
from nutgraf.archive.model import Capture
from nutgraf.errors import DeskError, StoreError
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.revoke import take_back
from nutgraf.rundown import work
from nutgraf.rundown.lines import receive_lines
from nutgraf.rundown.receive import Intake, receive
from nutgraf.rundown.shift import Shift
from nutgraf.runners.pool import Runner
from nutgraf.sources.model import RawObject, Source
from nutgraf.store.backups import take_copy
from nutgraf.store.folder import ENTITIES, SETTINGS, SOURCES, find_desk, held
from nutgraf.store.leads import KeptLead
from nutgraf.store.objects import Objects, write_whole
from nutgraf.store.spool import NAME, Noted, Spool
from nutgraf.telemetry import Progress, counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What came of it: looks read again, captures the new desk has, and what could not be read."""

    folder: Path
    looks: int
    captures: int
    faults: tuple[str, ...]


def rebuild(
    start: Path, target: Path, *, runner: Runner, progress: Progress, backup: Path | None = None
) -> Rebuilt:
    """Make the desk at `start` again in `target`, an empty folder, from its raw bytes.

    The database of `start` is not opened, and nothing there is changed. Captures get the ids, times and
    order they had, and those taken back stay so; `backup` is a copy of the database to begin with, which knows more (editions and what
    they told, rulings, standings). The nutgraf.db that was made can take the place of a lost one. Raises DeskError where `target` is in use or nothing tells what the objects were.
    """
    folder = find_desk(start)
    noted, faults = _noted(folder)
    _prepare(folder, target, backup)
    faults += _objects_over(folder, target)
    with open_desk(target) as desk, held(target), runner:
        shift = desk.shift(runner, progress, max(one.at for one in noted))
        rundown.embedder_of(shift)
        progress.begin("reading raw objects again", len(noted))
        for at, some in groupby(noted, key=lambda one: one.at):
            faults += _again(desk, replace(shift, now=at), tuple(some))
        progress.end()
        _follow_as_before(folder, target, desk)
        fresh = rundown.unread(shift)
        rundown.read(shift, fresh)
        rundown.embed(shift, fresh)
        rundown.gather(shift)
        captures = desk.store.captures.count()
    looks = sum(1 for one in noted if one.taken_back is None)
    return Rebuilt(folder=target, looks=looks, captures=captures, faults=tuple(faults))


def _noted(folder: Path) -> tuple[list[Noted], list[str]]:
    lines = list(Spool(folder / "objects").read())
    noted = [line for line in lines if isinstance(line, Noted)]
    if not noted:
        raise DeskError(
            f"Nothing in objects/{NAME} tells what the raw objects of this desk were.",
            "Put a backup back with nutgraf restore FILE; nutgraf run then notes what comes.",
        )
    return noted, [line for line in lines if isinstance(line, str)]


def _prepare(folder: Path, target: Path, backup: Path | None) -> None:
    if target.exists() and any(target.iterdir()):
        raise DeskError(
            f"{str(target)!r} is not empty.", "Name an empty folder, or one to be made."
        )
    for part in ("objects", "editions"):
        (target / part).mkdir(parents=True, exist_ok=True)
    for name in (SETTINGS, SOURCES, ENTITIES):
        if (folder / name).exists():
            write_whole(target / name, (folder / name).read_bytes())
    if (folder / "editions").is_dir():
        shutil.copytree(folder / "editions", target / "editions", dirs_exist_ok=True)
    if backup is not None:
        take_copy(backup, target / "nutgraf.db")


def _objects_over(folder: Path, target: Path) -> list[str]:
    """Every object that is whole, by link where the disk can; a sentence for each that is not."""
    faults = []
    objects = Objects(folder / "objects")
    for path in sorted((folder / "objects").glob("??/*.zst")):
        try:
            objects.read(path.stem)
        except (StoreError, OSError) as damaged:
            faults.append(damaged.happened if isinstance(damaged, StoreError) else str(damaged))
            continue
        place = target / "objects" / path.parent.name / path.name
        place.parent.mkdir(exist_ok=True)
        try:
            os.link(path, place)
        except OSError:
            shutil.copyfile(path, place)
    return faults


def _again(desk: Desk, shift: Shift, noted: tuple[Noted, ...]) -> Iterator[str]:
    """Receive what came at one instant, in the order it came; yields what could not be."""
    known = {source.id: source for source in (one.source for one in noted) if source is not None}
    shift.store.know_sources(known.values())
    for what, some in groupby(noted, key=_what):
        if what == "taken back":
            yield from _taken_back_again(desk, tuple(some))
        elif what == "lines":
            yield from _lines_again(shift, tuple(some))
        elif what == "item":
            yield from _items_again(shift, tuple(some))
        else:
            yield from _objects_again(shift, tuple(some))
    shift.progress.advance(len(noted))


def _what(one: Noted) -> str:
    if one.taken_back is not None:
        return "taken back"
    return "lines" if one.lines else "item" if one.item is not None else "object"


def _taken_back_again(desk: Desk, noted: tuple[Noted, ...]) -> Iterator[str]:
    for taken in (one.taken_back for one in noted if one.taken_back is not None):
        if desk.store.captures.get([taken.capture], layout=False):
            take_back(desk, taken)
        else:
            yield (
                f"The capture {taken.capture[:12]} was taken back, and it could not be made again: "
                "should its text come once more, take it back with nutgraf revoke."
            )


def _objects_again(shift: Shift, noted: tuple[Noted, ...]) -> Iterator[str]:
    arrivals, missing = [], []
    for one in noted:
        try:
            data = shift.store.objects.read(one.raw)
        except StoreError as lost:
            missing.append(lost.happened)
            continue
        if one.source is not None:
            arrivals.append(_arrival(shift, one, one.source, data))
    shift.store.keep_raws([arrival.raw.data for arrival in arrivals], shift.now)
    came = [(arrival.source, arrival.raw, arrival.lead) for arrival in arrivals]
    shift.store.spool.note(came, shift.now)
    receive(shift, arrivals, Intake())
    taken = [one.lead for one in noted if one.lead is not None]
    shift.store.leads.settle(
        [KeptLead(lead=lead, state="taken", found_at=shift.now, tries=1) for lead in taken]
    )
    yield from missing


def _arrival(shift: Shift, one: Noted, source: Source, data: bytes) -> work.Arrival:
    raw = RawObject(
        name=one.name, data=data, sha256=one.raw, media_type=one.media_type, address=one.address,
        seen=one.seen,
    )  # fmt: skip
    return work.Arrival(
        source=source, raw=raw, at=shift.now, options=shift.settings.sources, lead=one.lead
    )


def _lines_again(shift: Shift, noted: tuple[Noted, ...]) -> Iterator[str]:
    for one in noted:
        try:
            shift.store.objects.read(one.raw)
        except StoreError as lost:
            yield lost.happened
            continue
        found_in = one.source.id if one.source else ""
        with shift.store.objects.open(one.raw) as stream:
            receive_lines(shift, stream, one.name, Intake(), found_in=found_in)


def _items_again(shift: Shift, noted: tuple[Noted, ...]) -> Iterator[str]:
    kept = frozenset(shift.store.raw_names())
    found = [one.item for one in noted if one.item is not None and one.item.raw in kept]
    shift.store.spool.note_items(found, shift.now)
    items = [work.Item(received=one, owner=one.metadata.owner, at=shift.now) for one in found]
    made: Iterable[object] = shift.runner.map(work.receive_item, items)
    Intake().keep(shift, [one for one in made if isinstance(one, Capture)])
    for one in noted:
        if one.item is not None and one.item.raw not in kept:
            yield f"The item {one.name} cannot be read again: the object it stood in is lost."


def _follow_as_before(folder: Path, target: Path, desk: Desk) -> None:
    """The list of sources as it is now; what lines once named and nobody follows stays known."""
    if (folder / SOURCES).exists():
        write_whole(target / SOURCES, (folder / SOURCES).read_bytes())
    desk.store.know_sources(desk.store.followed())


def said(rebuilt: Rebuilt) -> str:
    """What came of it, in a sentence."""
    return (
        f"{counted(rebuilt.looks, 'look')} read again, {counted(rebuilt.captures, 'capture')} kept, "
        f"{len(rebuilt.faults)} could not be read."
    )
