"""Import captures from JSON Lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from nutgraf.errors import Refused
from nutgraf.newsroom.desk import Desk
from nutgraf.rundown.lines import receive_lines
from nutgraf.rundown.receive import Intake
from nutgraf.runners.pool import Runner
from nutgraf.store.folder import held
from nutgraf.telemetry import Progress, counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import gave: lines that are captures, how many of them are new, lines refused, and notes that lose
    nothing (unknown fields).
    """

    captures: int
    fresh: int
    refused: tuple[Refused, ...]
    notes: tuple[Refused, ...]


def import_captures(
    desk: Desk, stream: BinaryIO, name: str, *, runner: Runner, progress: Progress,
    now: datetime | None = None,
) -> Imported:  # fmt: skip
    """Take in captures from a stream; the same stream twice adds nothing."""
    intake = Intake()
    with held(desk.folder), runner:
        progress.begin(f"importing {name}")
        taken = receive_lines(desk.shift(runner, progress, desk.moment(now)), stream, name, intake)
        progress.end(
            f"{counted(taken, 'capture')}, {intake.fresh} new, {len(intake.refused)} refused"
        )
    return Imported(
        captures=taken, fresh=intake.fresh, refused=tuple(intake.refused), notes=tuple(intake.notes)
    )
