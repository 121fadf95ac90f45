"""What a capture costs as an archive grows to a million, and how much memory that takes.

Run as `python -m benchmarks.million`. A made stream (drifting.py) of a constant number of captures a
day: their features are made by the pool, and one `stories.Gathering` is carried on from day to day; no
store is in it. At each mark the pass as it stood before the last captures is set aside on disk. When
the stream is over, each of them takes those captures again, in turns, several times over, and the
least CPU time counts: so all marks are measured on the same machine in the same minutes.
"""

from __future__ import annotations

import gc
import pickle
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import gathering_rate, results
from benchmarks.clustering import b_cubed
from benchmarks.data import arguments, require
from benchmarks.drifting import Newsroom, Telling, originals, plan
from nutgraf import stories
from nutgraf.runners.pool import Pool
from nutgraf.stories import Gathering, StoriesOptions
from nutgraf.stories.model import Features, Membership

MARKS = (10_000, 30_000, 100_000, 300_000, 1_000_000)
A_DAY = 1000
LAST = 3000  # captures before a mark that are measured
PASSES = 5
CHUNK = 125

Made = tuple[list[Features], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A pass as it stood before the last captures of a mark, those captures, and how it went."""

    file: Path
    tellings: tuple[Telling, ...]
    captures: int
    stories: int
    resident_mib: float
    running_ms: float
    scores: tuple[float, ...]


def main() -> None:
    results.commit()
    parser = arguments("Cost per capture and memory up to a million captures.")
    parser.add_argument("--captures", type=int, default=MARKS[-1], metavar="N")
    parser.add_argument("--processes", type=int, default=2, metavar="N")
    asked = parser.parse_args()
    data = require(asked.data, "ainews")
    marks = [mark for mark in MARKS if mark < asked.captures] + [asked.captures]
    with tempfile.TemporaryDirectory(prefix="nutgraf-million-") as name:
        began = time.perf_counter()
        aside = carry_on(data, marks, asked.processes, Path(name))
        hours = (time.perf_counter() - began) / 3600
        peak = _status("VmHWM")
        figures: dict[str, Any] = {
            "captures": asked.captures, "a_day": A_DAY, "last": LAST, "passes": PASSES,
            "window_days": StoriesOptions().window_days, "hours": round(hours, 2),
            "peak_mib": peak, "marks": in_turns(data, aside), "rate": None,
        }  # fmt: skip
    command = "python -m benchmarks.million"
    if asked.captures != MARKS[-1]:
        command += f" --captures {asked.captures}"
    # Kept before the rate is measured, which takes a desk and some minutes more.
    results.keep("million", figures, command=command)
    figures["rate"] = gathering_rate.figures(newsroom(data), A_DAY, asked.processes)
    sys.stdout.write(section(figures))
    results.keep("million", figures, command=command)


def carry_on(data: Path, marks: Sequence[int], processes: int, folder: Path) -> dict[int, Aside]:
    """Run the stream to the last mark; what is to be measured of each mark is set aside."""
    gathering = Gathering(StoriesOptions())
    aside: dict[int, Aside] = {}
    days = islice(plan(A_DAY), marks[-1] // A_DAY)
    with Pool(processes, chunk=1) as pool:
        count, batch, tellings = 0, Batch(), list[Telling]()
        for told, made in _made(pool, data, days):
            if any(mark - LAST == count for mark in marks):
                batch, tellings = Batch(file=folder / f"{count}.pickle"), []
                _set_aside(gathering, batch.file)
            seconds, places = _taken(gathering, made)
            count += len(made)
            tellings += told
            batch.add(told, seconds, places)
            if count in marks:
                aside[count] = batch.aside(gathering, tuple(tellings))
                sys.stdout.write(f"{count:,}: {aside[count].running_ms:.3f} ms a capture, "
                                 f"{aside[count].resident_mib} MiB\n")  # fmt: skip
                sys.stdout.flush()
    return aside


class Batch:
    """The last captures before a mark, while they are taken."""

    def __init__(self, file: Path = Path()) -> None:
        self.file = file
        self._seconds: list[float] = []
        self._places: dict[str, str] = {}
        self._events: dict[str, str] = {}

    def add(self, told: Sequence[Telling], seconds: float, places: Sequence[Membership]) -> None:
        """A day's tellings, the CPU seconds they took, and where they were put."""
        if self.file != Path():
            self._seconds.append(seconds)
            self._places |= {one.capture: one.story for one in places}
            mine = (one for one in places if not one.by)
            self._events |= {
                one.capture: str(telling.event) for one, telling in zip(mine, told, strict=True)
            }

    def aside(self, gathering: Gathering, tellings: tuple[Telling, ...]) -> Aside:
        """What is kept of it when the mark is reached."""
        return Aside(
            file=self.file, tellings=tellings, captures=gathering.captures,
            stories=gathering.stories, resident_mib=_status("VmRSS"),
            running_ms=1000 * sum(self._seconds) / len(tellings),
            scores=b_cubed(self._places, self._events),
        )  # fmt: skip


def _made(
    pool: Pool, data: Path, days: Iterator[tuple[Telling, ...]]
) -> Iterator[tuple[tuple[Telling, ...], list[Features]]]:
    """Day by day the tellings and their features."""
    waiting: list[tuple[Telling, ...]] = []

    def chunks() -> Iterator[tuple[Telling, ...]]:
        for day in days:
            waiting.append(day)
            yield from (day[at : at + CHUNK] for at in range(0, len(day), CHUNK))

    made: list[Features] = []
    for features in pool.map(partial(features_of, data), chunks()):
        made += features
        if len(made) == len(waiting[0]):
            yield waiting.pop(0), made
            made = []


@cache
def newsroom(data: Path) -> Newsroom:
    """The originals, read once in a process."""
    return Newsroom(tuple(originals(data)))


def features_of(data: Path, tellings: Sequence[Telling]) -> list[Features]:
    """The features of some tellings."""
    told = newsroom(data).told
    return [stories.features(*told(telling)) for telling in tellings]


def _taken(
    gathering: Gathering, features: Sequence[Features]
) -> tuple[float, tuple[Membership, ...]]:
    began = time.process_time()
    places = gathering.take(features)
    return time.process_time() - began, places


def _set_aside(gathering: Gathering, file: Path) -> None:
    with file.open("wb") as out:
        pickle.dump(gathering, out, protocol=5)


def in_turns(data: Path, aside: dict[int, Aside]) -> dict[str, dict[str, Any]]:
    """The cost of each mark: the least of several passes that take turns."""
    least: dict[int, list[float]] = {mark: [float("inf")] * 2 for mark in aside}
    sizes = {}
    for _ in range(PASSES):
        for mark, one in aside.items():
            found = _features_and_places(data, one)
            least[mark] = [min(pair) for pair in zip(least[mark], found[:2], strict=True)]
            sizes[mark] = found[2]
    return {
        str(mark): {
            "features_ms": round(least[mark][0], 4), "gather_ms": round(least[mark][1], 4),
            "running_ms": round(one.running_ms, 4), "terms": sizes[mark],
            "live_captures": one.captures, "live_stories": one.stories,
            "resident_mib": one.resident_mib, "b_cubed": [round(part, 3) for part in one.scores],
        }
        for mark, one in aside.items()
    }  # fmt: skip


def _features_and_places(data: Path, one: Aside) -> tuple[float, float, float]:
    """CPU milliseconds a capture for its features and its place, and how many terms it has."""
    told = [newsroom(data).told(telling) for telling in one.tellings]
    with one.file.open("rb") as kept:
        gathering = pickle.load(kept)
    gc.collect()
    began = time.process_time()
    made = [stories.features(*pair) for pair in told]
    seconds = time.process_time() - began
    gathered, _ = _taken(gathering, made)
    terms = sum(len(features.terms) for features in made) / len(made)
    return 1000 * seconds / len(made), 1000 * gathered / len(made), round(terms, 1)


def _status(field: str) -> float:
    """MiB of this process as the system counts them: VmRSS now, VmHWM at most so far."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field):
            return round(int(line.split()[1]) / 1024, 1)
    raise LookupError(field)


def section(figures: dict[str, Any]) -> str:
    """The section of the measurements page."""
    from benchmarks.page import table

    marks = {int(mark): one for mark, one in figures["marks"].items()}
    least, most = min(marks), max(marks)
    whole = {mark: one["features_ms"] + one["gather_ms"] for mark, one in marks.items()}
    rows = [
        (mark, f"{one['features_ms']:.3f}", f"{one['gather_ms']:.3f}", f"{whole[mark]:.3f}",
         f"{whole[mark] / whole[least]:.2f}", one["live_captures"], one["live_stories"],
         one["resident_mib"], one["terms"], f"{one['b_cubed'][2]:.3f}")
        for mark, one in marks.items()
    ]  # fmt: skip
    return (
        f"## A stream of {figures['captures']:,} captures\n\n"
        f"Made of the real ones by a generator with a seed, {figures['a_day']:,} a day: events are "
        "told first, copied and retold, and words and names are replaced by invented ones over time. "
        f"CPU milliseconds a capture of the last {figures['last']:,} before each mark: features, and "
        f"near-duplicates and clustering together in one pass that is carried on; the least of "
        f"{figures['passes']} passes that took turns after the stream was over, so that all marks had "
        f"the same machine. A capture at {most:,} costs {whole[most] / whole[least]:.2f} times one at "
        f"{least:,}. Memory is that of the process that holds the stories of the last "
        f"{figures['window_days']} days, as it stood at the mark ({figures['peak_mib']:,} MiB at most). "
        "F1 (B-cubed) is against the events of the generator.\n\n"
        + table(
            ("captures so far", "features", "gathering", "both", f"against {least:,}",
             "captures in the window", "stories", "resident MiB", "terms a capture", "F1"),
            rows,
        )
        + (gathering_rate.section(figures["rate"]) if figures["rate"] else "")
    )  # fmt: skip


if __name__ == "__main__":
    main()
