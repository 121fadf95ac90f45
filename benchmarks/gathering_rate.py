"""Captures a second on all cores: features by the pool while the pass goes on, and end to end in a desk.

Part of `python -m benchmarks.million`. The pure rooms: captures with what was read in them stand in
memory; a pool makes features of them, sent there and back, while this process gathers them day by day
into stories of a full window. End to end: the same stream as lines imported, read and gathered by a desk.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Sequence
from io import BytesIO
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from benchmarks import desks
from benchmarks.drifting import Newsroom, plan
from nutgraf import rundown, stories
from nutgraf.archive.model import Capture
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.take_in import import_captures
from nutgraf.reading.model import Claim
from nutgraf.runners.pool import Pool
from nutgraf.stories import Gathering, StoriesOptions
from nutgraf.stories.model import Features
from nutgraf.telemetry import Silent

FILL = 8  # days until the window is full
DAYS = 8  # days that are measured
DESK_DAYS = 2  # of them in a desk
PASSES = 3
CHUNK = 64
STEPS = ("import", "read", "gather")

Told = tuple[Capture, tuple[Claim, ...]]


def figures(newsroom: Newsroom, a_day: int, processes: int) -> dict[str, Any]:
    """Captures a second in the pure rooms and of a whole desk."""
    days = [[newsroom.told(one) for one in day] for day in islice(plan(a_day), FILL + DAYS)]
    rooms = [pure_rooms(days, processes) for _ in range(PASSES)]
    return {
        "captures": DAYS * a_day, "passes": PASSES, "processes": processes,
        "rooms": max(rooms, key=lambda one: one["captures_per_second"]),
        "desk": whole_desk(days[: FILL + DESK_DAYS], processes),
        "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip


def features(told: Told) -> Features:
    """The work of a process of the pool."""
    return stories.features(*told)


def pure_rooms(days: Sequence[Sequence[Told]], processes: int) -> dict[str, float]:
    """Wall and CPU time of features and gathering side by side."""
    gathering = Gathering(StoriesOptions())
    for day in days[:FILL]:
        gathering.take(map(features, day))
    with Pool(processes, chunk=CHUNK) as pool:
        list(pool.map(features, days[0][: 4 * CHUNK]))  # the processes are there
        began, cpu = time.perf_counter(), time.process_time()
        made = pool.map(features, (told for day in days[FILL:] for told in day))
        count = 0
        for day in days[FILL:]:
            count += len(gathering.take(list(islice(made, len(day)))))
        seconds, own = time.perf_counter() - began, time.process_time() - cpu
    return {
        "captures_per_second": round(count / seconds),
        "gathering_process_ms": round(1000 * own / count, 3),
    }


def whole_desk(days: Sequence[Sequence[Told]], processes: int) -> dict[str, float]:
    """A desk that imports, reads and gathers day by day; the days after the window is full count."""
    spent = dict.fromkeys(STEPS, 0.0)
    count = 0
    with (
        tempfile.TemporaryDirectory(prefix="nutgraf-rate-") as name,
        open_desk(desks.new_desk(Path(name), zone="UTC")) as desk,
        Pool(processes) as pool,
    ):
        for number, day in enumerate(days):
            seconds = _take_in(desk, day, pool)
            if number >= FILL:
                count += len(day)
                for step, took in zip(STEPS, seconds, strict=True):
                    spent[step] += took
    return {
        "captures_per_second": round(count / sum(spent.values())),
        **{f"{step}_ms": round(1000 * took / count, 3) for step, took in spent.items()},
    }


def _take_in(desk: Desk, day: Sequence[Told], pool: Pool) -> tuple[float, ...]:
    now = day[-1][0].fetched_at
    shift = desk.shift(pool, Silent(), now)
    moments = [time.perf_counter()]
    lines = BytesIO(b"".join(_line(capture) for capture, _ in day))
    import_captures(desk, lines, "stream.jsonl", runner=pool, progress=Silent(), now=now)
    moments.append(time.perf_counter())
    rundown.read(shift, rundown.unread(shift))
    moments.append(time.perf_counter())
    rundown.gather(shift)
    moments.append(time.perf_counter())
    return tuple(after - before for before, after in pairwise(moments))


def _line(capture: Capture) -> bytes:
    at = capture.fetched_at.isoformat()
    line = {
        "source": capture.source, "id": capture.key, "text": capture.text, "owner": capture.owner,
        "published_at": at, "fetched_at": at, "links": [{"url": link.url} for link in capture.links],
    }  # fmt: skip
    if capture.title:
        line["title"] = capture.title
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"


def section(found: dict[str, Any]) -> str:
    """The part of the measurements page."""
    rooms, desk = found["rooms"], found["desk"]
    return (
        f"\nOn two cores, {found['captures']:,} captures into a full window: "
        f"{rooms['captures_per_second']:,} captures a second through features, made by "
        f"{found['processes']} processes, near-duplicates and clustering, the store not counted "
        f"(the fastest of {found['passes']} passes; the gathering process spends "
        f"{rooms['gathering_process_ms']} CPU ms a capture, fetching features from the others "
        f"included). End to end, imported, read and gathered by a desk: "
        f"{desk['captures_per_second']:,} a second ({desk['import_ms']} ms a capture for the import, "
        f"{desk['read_ms']} for reading, {desk['gather_ms']} for gathering).\n"
    )
