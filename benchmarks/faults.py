"""What it costs to be ready for a damaged disk: the record of looks, the seal, a desk made again.

Run as `python -m benchmarks.faults`. The peer is the same work without the precaution, in the same run.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import results
from nutgraf.ids import sha256_hex
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.rebuild import rebuild
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.sources.model import RawObject, Source
from nutgraf.store.objects import file_sha256
from nutgraf.store.store import Store
from nutgraf.telemetry import Silent
from nutgraf.testing import at

NOW = at("2026-04-03")
SOURCE = Source(id="s", name="S", kind="feed", address="https://s.example/feed", owner="S")
BATCHES, BATCH = 25, 16
ROWS = 40_000
TURNS = 5


def main() -> None:
    results.commit()
    with tempfile.TemporaryDirectory(prefix="nutgraf-faults-") as name:
        figures = {
            "noting": _noting(Path(name)),
            "seal": _seal(Path(name) / "large"),
            "again": _again(Path(name) / "desk", Path(name) / "again"),
        }
    sys.stdout.write(section(figures))
    results.keep("faults", figures, command="python -m benchmarks.faults")


def _noting(folder: Path) -> dict[str, Any]:
    """Keeping objects of some 3 kB by sixteens, with and without the note of what they are."""
    plain, noted, size = [], [], 0
    for turn in range(TURNS):
        for note, times in ((False, plain), (True, noted)):
            (folder / f"{turn}{note}").mkdir()
            store = Store(folder / f"{turn}{note}")
            times.append(
                _seconds(lambda store=store, note=note, turn=turn: _keep(store, note, turn))
            )  # type: ignore[misc]
            store.close()
        size = (folder / f"{turn}True" / "objects" / "looks.jsonl").stat().st_size
    count = BATCHES * BATCH
    return {
        "objects": count,
        "plain_ms": round(1000 * statistics.median(plain) / count, 3),
        "noted_ms": round(1000 * statistics.median(noted) / count, 3),
        "ratio": round(statistics.median(a / b for a, b in zip(noted, plain, strict=True)), 2),
        "bytes": round(size / count),
    }


def _keep(store: Store, note: bool, turn: int) -> None:
    for batch in range(BATCHES):
        datas = [f"{turn} {batch} {n} ".encode() + b"words " * 500 for n in range(BATCH)]
        store.keep_raws(datas, NOW)
        if note:
            raws = [
                RawObject(name=f"https://s.example/{batch}/{n}", data=data, sha256=sha256_hex(data))
                for n, data in enumerate(datas)
            ]
            store.spool.note([(SOURCE, raw, None) for raw in raws], NOW)


def _seal(folder: Path) -> dict[str, Any]:
    """The digest of a database's bytes beside SQLite's own checks, seconds a GB."""
    folder.mkdir()
    store = Store(folder)
    words = "Words of a capture, and more of them. " * 80
    with store.commits.commit("rows") as connection:
        connection.exec_driver_sql(
            "INSERT INTO results (key, step, value) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
            "FROM n WHERE i < ?) SELECT printf('%064x', i * 2654435761 % 4294967291), 'x', ? FROM n",
            (ROWS, words),
        )
    store.close()
    store = Store(folder, read_only=True)
    with store.commits.reading() as connection:
        quick = _seconds(lambda: connection.exec_driver_sql("PRAGMA quick_check").scalar())
        whole = _seconds(lambda: connection.exec_driver_sql("PRAGMA integrity_check").scalar())
    store.close()
    size = (folder / "nutgraf.db").stat().st_size
    digest = statistics.median(
        _seconds(lambda: file_sha256(folder / "nutgraf.db")) for _ in range(TURNS)
    )
    opened = statistics.median(_seconds(lambda: Store(folder, read_only=True).close()) for _ in range(TURNS))  # fmt: skip
    return {
        "megabytes": round(size / 1e6),
        "digest": round(digest / size * 1e9, 2),
        "quick_check": round(quick / size * 1e9, 2),
        "integrity_check": round(whole / size * 1e9, 2),
        "open_ms": round(1000 * opened, 1),
    }


def _again(folder: Path, target: Path) -> dict[str, Any]:
    """The sample desk after its five days, made again from its raw objects."""
    make_desk(folder, with_sample=True)
    with open_desk(folder) as desk:
        run = _seconds(lambda: run_desk(desk, runner=Inline(), progress=Silent(), now=NOW))
        captures = desk.store.captures.count()
    began = time.perf_counter()
    made = rebuild(folder, target, runner=Inline(), progress=Silent())
    took = time.perf_counter() - began
    return {
        "captures": captures,
        "made_again": made.captures,
        "looks": made.looks,
        "run_seconds": round(run, 1),
        "seconds": round(took, 1),
    }


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def section(figures: dict[str, Any]) -> str:
    """The section of the measurements page."""
    from benchmarks.page import table

    noting, seal, again = figures["noting"], figures["seal"], figures["again"]
    return (
        "## Being ready for a damaged disk\n\n"
        + table(
            ("what", "with", "without", "ratio"),
            [("keeping an object and noting what it is, ms", noting["noted_ms"], noting["plain_ms"],
              noting["ratio"])],
        )
        + f"\nA note takes {noting['bytes']} bytes; {noting['objects']} objects of 3 kB, sixteen at a "
        "time, every file and every note synced.\n\n"
        + table(
            (f"a database of {seal['megabytes']} MB", "seconds a GB"),
            [("the digest of its seal, at a close and a first opening of the day", seal["digest"]),
             ("`quick_check`, after a kill", seal["quick_check"]),
             ("`integrity_check`, by the doctor", seal["integrity_check"])],
        )
        + f"\nOpening it when it was held against its seal already: {seal['open_ms']} ms.\n\n"
        f"The sample desk made again without its database: {again['made_again']} of "
        f"{again['captures']} captures from {again['looks']} looks in {again['seconds']} seconds "
        f"(the run that made them and an edition: {again['run_seconds']}).\n"
    )  # fmt: skip


if __name__ == "__main__":
    main()
