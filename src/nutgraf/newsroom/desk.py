"""An opened desk: its folder, its store, its settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nutgraf.access import EVERYONE, Audience
from nutgraf.editions.options import known_beats
from nutgraf.now import parse_instant
from nutgraf.rundown.shift import Shift
from nutgraf.runners.pool import Runner
from nutgraf.settings import FILE, Setting, Settings, read_settings
from nutgraf.store import folder as files
from nutgraf.store.beats import refuse_unknown_beats
from nutgraf.store.commits import Witness
from nutgraf.store.store import Store
from nutgraf.telemetry import Progress
from nutgraf.wire.fetch import Fetcher
from nutgraf.wire.way_out import WayOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every use case is handed. `origins` has every setting with where it comes from.

    `way_out` stands for the way to the web, where one is given: tests give one that leads to a
    scripted web.
    """

    folder: Path
    store: Store
    settings: Settings
    origins: tuple[Setting, ...]
    audience: Audience = EVERYONE
    way_out: WayOut | None = None

    def moment(self, given: datetime | None = None) -> datetime:
        """The time that counts: the one given, else the desk's own clock, else the system's."""
        if given is not None:
            return given
        if self.settings.desk.clock:
            return parse_instant(self.settings.desk.clock)
        return datetime.now(UTC).replace(microsecond=0)

    def out(self) -> WayOut:
        """The one way to the web: the one given, else one by the desk's settings."""
        return self.way_out or WayOut(fetcher=Fetcher(options=self.settings.fetch))

    def shift(self, runner: Runner, progress: Progress, now: datetime) -> Shift:
        """The surroundings of one run; raises SettingsError where a source has an unknown beat."""
        refuse_unknown_beats(self.folder, self.store.followed(), known_beats(self.settings.edition))
        return Shift(
            store=self.store, settings=self.settings, runner=runner, progress=progress, now=now,
            audience=self.audience, way_out=self.out(),
        )  # fmt: skip


@contextmanager
def open_desk(
    start: Path,
    *,
    witness: Witness | None = None,
    read_only: bool = False,
    way_out: WayOut | None = None,
) -> Iterator[Desk]:
    """The desk at or above a folder, opened; raises DeskError or SettingsError.

    With `read_only` nothing in its folder is written, so that anybody who may read it can check it.
    """
    folder = files.find_desk(start)
    path = folder / FILE
    settings, origins = read_settings(files.read_toml(path), path.read_text(encoding="utf-8"))
    store = Store(folder, witness=witness, read_only=read_only)
    try:
        yield Desk(folder=folder, store=store, settings=settings, origins=origins, way_out=way_out)
    finally:
        store.close()
