"""Tens of thousands of captures come in without being held in memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LINES = 20_000
CODE = """
import resource, sys
from pathlib import Path
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.take_in import import_captures
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import at
folder, few, many = map(Path, sys.argv[1:])
make_desk(folder)
with open_desk(folder) as desk:
    for file in (few, many):
        with file.open("rb") as stream:
            took = import_captures(desk, stream, file.name, runner=Inline(), progress=Silent(),
                                   now=at("2026-04-01"))
        print(took.fresh, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    few, many = tmp_path / "few.jsonl", tmp_path / "many.jsonl"
    for file, count in ((few, 1_000), (many, LINES)):
        with file.open("w") as out:
            for n in range(count):
                text = f"Item {file.stem} {n} tells of the Kestrelholm site at some length. " * 12
                out.write(
                    json.dumps({"source": "Long", "id": f"{file.stem}{n}", "text": text}) + "\n"
                )
    done = subprocess.run(
        [sys.executable, "-c", CODE, tmp_path / "desk", few, many],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    (fresh_few, peak_few), (fresh_many, peak_many) = (
        map(int, line.split()) for line in done.stdout.splitlines()
    )
    assert (fresh_few, fresh_many) == (1_000, LINES)
    size = many.stat().st_size // 1024
    print(f"{LINES} lines, {size // 1024} MiB: peak {peak_few} KiB, then {peak_many} KiB")
    assert peak_many - peak_few < size / 2
