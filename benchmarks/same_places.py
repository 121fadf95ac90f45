"""Whether a change made for speed changed a result: digests of all features and all memberships.

    python -m benchmarks.same_places [--data DIR] [--vectors DIR] [--kept FILE] [--against FILE]

ECB+, the headlines, the tweets, the real stream with and without its links, and a made stream of
sixteen days are read and gathered, in the order of the file and in two random orders where there is no
clock, at the shipped threshold and at each set's own, with vectors where `--vectors` has them. Every
digest is of all that was made: words, weights, signatures; places, similarities, reasons. The digests
are written to standard output as JSON, with CPU seconds; `--against` names an earlier output and ends
with exit code 1 where a digest is another. `--kept` keeps the features in a file, or takes them from
there, for trying changes that do not touch them.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.clustering import TASKS, Labelled, Task, in_order, with_vectors
from benchmarks.data import arguments, replay_days, require
from benchmarks.drifting import Newsroom, originals, plan
from nutgraf import reading, stories
from nutgraf.archive.model import Capture, Layout
from nutgraf.ids import text_sha256
from nutgraf.sources.model import Link
from nutgraf.stories import Gathering, StoriesOptions
from nutgraf.stories.model import Features

OWN = {"ecb": 0.34, "uci": 0.05, "crisis": 0.03, "ainews": 0.09}
SEEDS = (None, 1, 2)
DRIFTING = (1000, 16)  # captures a day, days

Inputs = dict[str, list[Features]]


def main() -> None:
    parser = arguments("Digests of features and memberships.")
    parser.add_argument("--vectors", type=Path, metavar="DIR")
    parser.add_argument("--kept", type=Path, metavar="FILE")
    parser.add_argument("--against", type=Path, metavar="FILE")
    asked = parser.parse_args()
    data = require(asked.data, "ainews", "clustering")
    inputs = _inputs(data, asked.vectors, asked.kept)
    found = {name: _digested(name, arrivals) for name, arrivals in inputs.items()}
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    if asked.against is not None:
        raise SystemExit(_compared(json.loads(asked.against.read_text()), found))


def _inputs(data: Path, vectors: Path | None, kept: Path | None) -> Inputs:
    if kept is not None and kept.exists():
        with kept.open("rb") as stream:
            read: Inputs = pickle.load(stream)
        return read
    made = dict(_made(data, vectors))
    if kept is not None:
        kept.write_bytes(pickle.dumps(made, protocol=5))
    return made


def _made(data: Path, vectors: Path | None) -> Iterator[tuple[str, list[Features]]]:
    for name, task_of in TASKS.items():
        task = task_of(data)
        yield from _orders(name, task)
        embedded = with_vectors(task, vectors) if vectors is not None else None
        if embedded is not None:
            yield from _orders(f"{name}, vectors", embedded)
    yield "stream", [_read(capture) for capture in _stream(data)]
    a_day, days = DRIFTING
    newsroom = Newsroom(tuple(originals(data)))
    told = (newsroom.told(one) for day in islice(plan(a_day), days) for one in day)
    yield "drifting", [stories.features(*one) for one in told]


def _orders(name: str, task: Task) -> Iterator[tuple[str, list[Features]]]:
    rows: Sequence[Labelled] = [*task.train, *task.report]
    for seed in SEEDS[:1] if task.clock else SEEDS:
        ordered = in_order(rows, task, seed)
        yield f"{name}, order {seed}", [row.features for row in ordered]


def _read(capture: Capture) -> Features:
    return stories.features(capture, reading.claims(capture))


def _stream(data: Path) -> Iterator[Capture]:
    """The stream with its links and owners, four captures a minute before the day's cut-off."""
    for day in replay_days(data):
        for at, record in enumerate(day.records):
            moment = day.cut_off - timedelta(seconds=15 * (len(day.records) - at))
            links = tuple(Link(url=one["url"]) for one in record["links"])
            owner = next((one["handle"] for one in record["links"] if one.get("handle")), "")
            yield Capture(
                id=record["id"], source=record["part"], key=record["id"], canonicaliser="plain/1",
                text=record["text"], text_sha256=text_sha256(record["text"]), layout=Layout(), raw="",
                raw_range=None, address="", title=record["headline"] or "", author="",
                owner=owner or record["part"], published_at=moment, fetched_at=moment,
                media_type="text/plain", links=links,
            )  # fmt: skip


def _digested(name: str, arrivals: Sequence[Features]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "captures": len(arrivals), "features": _digest(arrivals), "places": {}, "seconds": {},
    }  # fmt: skip
    for threshold in sorted({StoriesOptions().join_threshold, OWN.get(name.split(",")[0], 0.2)}):
        options = StoriesOptions(join_threshold=threshold, vector_threshold=threshold)
        began = time.process_time()
        made = Gathering(options).take(arrivals)
        found["seconds"][str(threshold)] = round(time.process_time() - began, 2)
        found["places"][str(threshold)] = _digest(made)
    half = len(arrivals) // 2
    found["places"]["resumed"] = _digest(_resumed(arrivals, half, StoriesOptions(window_days=3)))
    return found


def _resumed(arrivals: Sequence[Features], half: int, options: StoriesOptions) -> list[Any]:
    """A pass that is broken off in the middle and carried on by a new one."""
    ordered = sorted(arrivals, key=stories.ordinal)
    made = list(stories.gather((), ordered[:half], options))
    last = {one.capture: one for one in made}
    placed = [(one, last[one.capture]) for one in ordered[:half]]
    return [*made, *stories.gather(placed, ordered[half:], options)]


def _digest(made: Sequence[Any]) -> str:
    whole = sha256()
    for one in made:
        # The vector is not of the rooms that are compared, and long.
        plain = replace(one, vector=b"") if isinstance(one, Features) else one
        whole.update(repr(plain).encode())
    return whole.hexdigest()[:16]


def _compared(before: dict[str, Any], after: dict[str, Any]) -> int:
    wrong = [
        f"{name}: {part}"
        for name in sorted(before.keys() | after.keys())
        for part in ("captures", "features", "places")
        if before.get(name, {}).get(part) != after.get(name, {}).get(part)
    ]
    sys.stderr.write("\n".join(wrong or ["every digest is the same"]) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    main()
