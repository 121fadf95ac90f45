"""Desks in temporary folders, made and run through the newsroom as any door does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path

from benchmarks.data import ZONE, Day, day_lines
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.run import Ran, run_desk
from nutgraf.newsroom.take_in import Imported, import_captures
from nutgraf.runners.pool import runner_named
from nutgraf.telemetry import Silent


def new_desk(
    folder: Path,
    *,
    zone: str = ZONE,
    weights: Mapping[str, float] | None = None,
    settings: str = "",
) -> Path:
    """An empty desk; `weights` are what its user set for sources that captures come under,
    `settings` more of its nutgraf.toml."""
    make_desk(folder)
    (folder / "nutgraf.toml").write_text(
        f'[desk]\nname = "Replay"\ntime_zone = "{zone}"\n{settings}'
    )
    with (folder / "sources.toml").open("a") as file:
        for name, weight in (weights or {}).items():
            file.write(
                f'\n[[source]]\nid = "{name}"\nname = "{name}"\nkind = "import"\n'
                f'address = ""\nowner = "{name}"\nweight = {weight}\n'
            )
    return folder


def follow_folder(desk: Path, folder: Path) -> None:
    """Let a desk follow a folder of files."""
    (desk / "sources.toml").write_text(
        f'[[source]]\nid = "real"\nname = "Real"\nkind = "folder"\naddress = {str(folder)!r}\n'
        'owner = "Real"\n'
    )


def take_in(desk: Desk, day: Day, runner: str) -> Imported:
    """Import one day of the stream."""
    return import_captures(
        desk, BytesIO(day_lines(day)), f"{day.slug}.jsonl",
        runner=runner_named(runner), progress=Silent(), now=day.cut_off,
    )  # fmt: skip


def edition_of(desk: Desk, now: datetime, runner: str) -> Ran:
    """Make the edition of an instant."""
    return run_desk(desk, runner=runner_named(runner), progress=Silent(), now=now)


def one_day(folder: Path, day: Day, runner: str) -> dict[str, bytes]:
    """A day in a desk of its own: every file of its edition, by name."""
    with open_desk(new_desk(folder)) as desk:
        take_in(desk, day, runner)
        ran = edition_of(desk, day.cut_off, runner)
        return {file.name: file.read_bytes() for file in ran.files}
