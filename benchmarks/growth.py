"""What a capture costs as the archive grows: import, read and gather, in CPU seconds.

The real stream is taken in by its own days, which hold 100 captures in winter and 30 in summer, and in
even days of 100 captures each; several times over, and of every step of every day the least counts, since
whatever else a machine does can only add to it. Run as `python -m benchmarks.growth`.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks import desks, results
from benchmarks.data import Day, arguments, capture_line, day_lines, replay_days, require
from nutgraf import rundown
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.take_in import import_captures
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent

MARKS = (1000, 5000, 9000)
BEFORE_A_MARK = 400
EVEN = 100
PASSES = 3
STEPS = ("import", "read", "gather")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Captures that arrive together: their lines, when, how many, and their characters."""

    lines: bytes
    now: datetime
    captures: int
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A batch after it was taken in: CPU seconds by step, and how many captures there are now."""

    batch: Batch
    seconds: tuple[float, ...]
    archive: int


def main() -> None:
    results.commit()
    parser = arguments("Cost per capture as the archive grows.")
    parser.add_argument("--passes", type=int, default=PASSES, metavar="N")
    asked = parser.parse_args()
    days = replay_days(require(asked.data, "ainews"))
    figures = {
        "passes": asked.passes,
        "before_a_mark": BEFORE_A_MARK,
        "own_days": _marks(list(by_day(days)), asked.passes),
        "even_days": _marks(list(evenly(days)), asked.passes),
    }
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    results.keep("growth", figures, command="python -m benchmarks.growth")


def by_day(days: tuple[Day, ...]) -> Iterator[Batch]:
    """The stream by its own days."""
    for day in days:
        texts = [record["text"] for record in day.records]
        yield Batch(
            lines=day_lines(day), now=day.cut_off, captures=len(texts),
            characters=sum(map(len, texts)),
        )  # fmt: skip


def evenly(days: tuple[Day, ...]) -> Iterator[Batch]:
    """The stream as days of as many captures each, from the first cut-off on."""
    records = [record for day in days for record in day.records]
    for number, at in enumerate(range(0, len(records), EVEN)):
        some = records[at : at + EVEN]
        now = days[0].cut_off + timedelta(days=number)
        yield Batch(
            lines=b"".join(capture_line(record, now) for record in some), now=now,
            captures=len(some), characters=sum(len(record["text"]) for record in some),
        )  # fmt: skip


def _marks(batches: list[Batch], passes: int) -> dict[str, Any]:
    taken: list[list[Taken]] = []
    for _ in range(passes):
        with tempfile.TemporaryDirectory(prefix="nutgraf-growth-") as name:
            taken.append(grow(desks.new_desk(Path(name)), batches))
    least = [
        replace(same[0], seconds=tuple(map(min, *(one.seconds for one in same))))
        if passes > 1
        else same[0]
        for same in zip(*taken, strict=True)
    ]
    return {str(mark): _cost(least, mark) for mark in MARKS}


def grow(folder: Path, batches: list[Batch]) -> list[Taken]:
    """Take in every batch in turn."""
    gone: list[Taken] = []
    with open_desk(folder) as desk:
        for batch in batches:
            seconds = _take_in(desk, batch)
            archive = batch.captures + (gone[-1].archive if gone else 0)
            gone.append(Taken(batch=batch, seconds=seconds, archive=archive))
    return gone


def _take_in(desk: Desk, batch: Batch) -> tuple[float, ...]:
    shift = desk.shift(Inline(), Silent(), batch.now)
    moments = [time.process_time()]
    import_captures(
        desk,
        BytesIO(batch.lines),
        "stream.jsonl",
        runner=Inline(),
        progress=Silent(),
        now=batch.now,
    )
    moments.append(time.process_time())
    rundown.read(shift, rundown.unread(shift))
    moments.append(time.process_time())
    rundown.gather(shift)
    moments.append(time.process_time())
    return moments[1] - moments[0], moments[2] - moments[1], moments[3] - moments[2]


def _cost(taken: list[Taken], mark: int) -> dict[str, float]:
    """The cost of the last captures before the archive had so many."""
    some = [one for one in taken if mark - BEFORE_A_MARK < one.archive <= mark]
    captures = sum(one.batch.captures for one in some)
    characters = sum(one.batch.characters for one in some)
    by_step = {
        step: round(1000 * sum(one.seconds[at] for one in some) / captures, 2)
        for at, step in enumerate(STEPS)
    }
    whole = sum(sum(one.seconds) for one in some)
    return {
        "captures": captures,
        "characters_per_capture": round(characters / captures),
        **{f"{step}_ms": value for step, value in by_step.items()},
        "ms_per_capture": round(1000 * whole / captures, 2),
        "ms_per_thousand_characters": round(1_000_000 * whole / characters, 2),
    }


if __name__ == "__main__":
    main()
