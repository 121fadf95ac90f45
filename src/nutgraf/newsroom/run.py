"""The main job: look at every source, gather stories, write and publish the day's edition."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from nutgraf import rundown, sources
from nutgraf.errors import DeskError, Refused
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.now import day_of
from nutgraf.rundown.errands import is_elsewhere
from nutgraf.rundown.look import place_of
from nutgraf.runners.pool import Runner
from nutgraf.sources.model import Source
from nutgraf.store.folder import ENTITIES, SETTINGS, held, write_sources
from nutgraf.telemetry import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run made: the edition's id, title and files, and what could not be used.

    After a dry run `kept` is False, and `path` and `files` are gone.
    """

    edition: str
    title: str
    path: Path
    files: tuple[Path, ...]
    stories: int
    sentences: int
    refused: int
    sources_failed: tuple[Refused, ...]
    markdown: str
    kept: bool = True

    def summary(self) -> dict[str, Any]:
        """The run as `nutgraf run --json` prints it."""
        return {
            "edition": self.edition,
            "path": str(self.path) if self.kept else None,
            "files": [str(file) for file in self.files] if self.kept else [],
            "sources_failed": [
                {"source": r.source, "where": r.where, "message": r.happened, "try": r.next_step}
                for r in self.sources_failed
            ],
            "refused": self.refused,
        }


def run_desk(
    desk: Desk,
    *,
    runner: Runner,
    progress: Progress,
    now: datetime | None = None,
    since: datetime | None = None,
) -> Ran:
    """Make the edition of now. Raises DeskError when another run holds the desk, and
    UsageError, before anything is done, when the desk's embedder cannot run here."""
    shift = desk.shift(runner, progress, desk.moment(now))
    rundown.embedder_of(shift)
    with held(desk.folder), runner:
        desk.store.sweep()
        # Those of a desk that an older version kept are noted nowhere else.
        if taken_back := desk.store.revocations.all():
            desk.store.spool.note_taken_back(taken_back)
        intake = rundown.take_in(shift, desk.store.followed())
        fresh = rundown.unread(shift)
        rundown.read(shift, fresh)
        rundown.embed(shift, fresh)
        rundown.gather(shift)
        rundown.read_told_again(shift)
        made = rundown.make(shift, since, revision_for(desk, shift.now))
        published = rundown.publish(shift, made.edition)
    edition = made.edition
    return Ran(
        edition=edition.id,
        title=edition.title,
        path=published.path,
        files=published.files,
        stories=sum(1 for _ in edition.stories()),
        sentences=sum(1 for _ in edition.sentences()),
        refused=len(edition.colophon.refused),
        sources_failed=(
            *(one for one in intake.refused if one.rule not in sources.NOTES),
            *published.refused,
        ),
        markdown=(published.path / "edition.md").read_text(encoding="utf-8"),
    )


def dry_run(
    desk: Desk,
    *,
    runner: Runner,
    progress: Progress,
    now: datetime | None = None,
    since: datetime | None = None,
) -> Ran:
    """Make the edition of now on a copy of the desk that is thrown away: nothing is kept."""
    with tempfile.TemporaryDirectory(prefix="nutgraf-dry-run-") as name:
        copy = Path(name)
        _copy(desk, copy)
        with open_desk(copy, way_out=desk.way_out) as scratch:
            made = run_desk(scratch, runner=runner, progress=progress, now=now, since=since)
            # Nothing of the run is kept but what hosts asked for: they were really asked.
            desk.store.following.keep_hosts(scratch.store.following.hosts().values())
    return replace(made, kept=False)


def _copy(desk: Desk, copy: Path) -> None:
    """The desk's database and settings; its sources lead to where they lead from the desk."""
    desk.store.copy_database(copy / "nutgraf.db")
    for name in (SETTINGS, ENTITIES):
        if (desk.folder / name).exists():
            shutil.copyfile(desk.folder / name, copy / name)
    write_sources(copy, [_from_anywhere(desk.folder, one) for one in desk.store.followed()])


def _from_anywhere(desk: Path, source: Source) -> Source:
    """A source whose address, where it is a path, no longer counts from the desk.

    What is not there stays as it is written, so that it is reported as a run would report it.
    """
    elsewhere = is_elsewhere(source) or source.kind == "import"
    if elsewhere or not place_of(desk, source).exists():
        return source
    return replace(source, address=str(place_of(desk, source)))


def revision_for(desk: Desk, now: datetime) -> int:
    """The revision a run now makes: over a draft the same again, after a release the next."""
    day = day_of(now, desk.settings.desk.time_zone)
    made = desk.store.editions(desk.audience).of_day(day)
    if not made:
        return 1
    last = made[-1]
    if last.now > now and last.released_by:
        raise DeskError(
            f"The edition of {day} was released as of a later time.",
            "Run with a --now later than that, or without --now.",
        )
    return last.revision + 1 if last.released_by else last.revision
