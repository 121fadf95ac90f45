"""The whole chain of the product over a folder of files, in a fresh desk: one process to be measured.

Run as `python -m benchmarks.chain FOLDER DESK inline|pool`; prints what it counted as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import desks
from nutgraf.newsroom.desk import open_desk
from nutgraf.rundown.read import readings
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent

NOW = datetime(2026, 11, 1, 18, tzinfo=UTC)


def main() -> None:
    folder, desk_folder, runner = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    desks.follow_folder(desks.new_desk(desk_folder, zone="UTC"), folder)
    with open_desk(desk_folder) as desk:
        ran = desks.edition_of(desk, NOW, runner)
    sys.stdout.write(json.dumps({"edition": str(ran.path), "sentences": ran.sentences}) + "\n")


def counts(desk_folder: Path) -> dict[str, int]:
    """What a desk that ran knows, in the words of the usual assembly."""
    with open_desk(desk_folder) as desk:
        members = desk.store.placements(desk.audience).between(None, NOW)
        read = readings(desk.shift(Inline(), Silent(), NOW), [m.capture for m in members])
    return {
        "captures": len(members),
        "sentences": sum(len(one.claims) for one in read.values()),
        "near_duplicates": sum(m.copy_of is not None for m in members),
        "stories": len({m.story for m in members}),
    }


if __name__ == "__main__":
    main()
