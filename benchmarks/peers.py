"""How well and how fast others gather the same captures: two of scikit-learn and a plain threshold.

Run as `python -m benchmarks.peers` where scikit-learn is installed (benchmarks/requirements.txt). The open
sets of clustering.py, each with its train part, on which every threshold is chosen, and the part that is
reported. Agglomerative clustering (average linkage, cosine distance up to a threshold) and HDBSCAN see
all captures at once and know nothing of time; so does the idf of the TF-IDF vectors, which all but ours
use. The plain pass puts each capture to the nearest earlier one if that is alike enough, else alone.
Ours is one pass in order of arrival, which learns its idf as it goes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import results
from benchmarks.clustering import (
    TASKS,
    WORDS,
    Labelled,
    Method,
    Places,
    Scores,
    Task,
    b_cubed,
    in_order,
    ours,
)
from benchmarks.data import arguments, require
from benchmarks.drifting import Newsroom, originals, plan
from nutgraf import stories

SEED = 0  # the order in which captures without a clock arrive
DISTANCES = (0.6, 0.7, 0.75, 0.8, 0.84, 0.88, 0.92, 0.96)
LEAST = (2, 3, 5, 8)  # of a cluster, for HDBSCAN; what belongs to none stands alone
NEAREST = (0.12, 0.18, 0.24, 0.3, 0.36, 0.42, 0.5, 0.6)
SIZES = (1000, 2000, 5000, 10_000)
A_DAY = 1000
NAMES = {
    "ours": "nutgraf, one pass", "agglomerative": "agglomerative, all at once",
    "hdbscan": "HDBSCAN, all at once", "nearest": "nearest by TF-IDF, one pass",
}  # fmt: skip


def agglomerative(rows: Sequence[Labelled], distance: float) -> Places:
    """Average linkage on cosine distances, merged up to a distance."""
    from sklearn.cluster import AgglomerativeClustering

    made = AgglomerativeClustering(
        n_clusters=None, distance_threshold=distance, metric="precomputed", linkage="average"
    ).fit(_distances(rows))
    return _places(rows, made.labels_)


def hdbscan(rows: Sequence[Labelled], least: float) -> Places:
    """HDBSCAN on cosine distances; what belongs to no cluster stands alone."""
    from sklearn.cluster import HDBSCAN

    made = HDBSCAN(
        min_cluster_size=int(least), min_samples=1, metric="precomputed", copy=False
    ).fit(_distances(rows))
    return _places(rows, made.labels_)


def nearest(rows: Sequence[Labelled], threshold: float) -> Places:
    """Each capture to the story of the nearest earlier capture, exact search over all of them."""
    table = _sparse(rows)
    places: list[int] = []
    block = 256
    for start in range(0, len(rows), block):
        some = table[start : start + block]
        before = (some @ table[: start + some.shape[0]].T).toarray()
        for at in range(some.shape[0]):
            mine = before[at, : start + at]
            best = int(mine.argmax()) if mine.size else -1
            joins = best >= 0 and mine[best] >= threshold
            places.append(places[best] if joins else len(places))
    return _places(rows, places)


METHODS: Mapping[str, tuple[Method, Sequence[float]]] = {
    "ours": (ours, WORDS), "agglomerative": (agglomerative, DISTANCES), "hdbscan": (hdbscan, LEAST),
    "nearest": (nearest, NEAREST),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a method made of the reported part of a set."""

    threshold: float
    scores: Scores
    captures: int
    seconds: float


def main() -> None:
    results.commit()
    parser = arguments("Quality and speed beside scikit-learn and a plain threshold.")
    parser.add_argument("--only", nargs="*", choices=sorted(TASKS), default=list(TASKS))
    asked = parser.parse_args()
    try:
        import sklearn
    except ImportError:
        sys.stdout.write(
            "skipped: scikit-learn is not installed; see benchmarks/requirements.txt\n"
        )
        return
    data = require(asked.data, "clustering", "ainews")
    figures = {
        "scikit_learn": sklearn.__version__,
        "sets": {task.name: quality(task) for task in (TASKS[name](data) for name in asked.only)},
        "growth": growth(data),
    }
    sys.stdout.write(section(figures))
    results.keep("peers", figures, command="python -m benchmarks.peers")


def quality(task: Task) -> dict[str, dict[str, Any]]:
    """Each method on one set: thresholds from the train part, the report on the other."""
    made = {}
    for name, (method, thresholds) in METHODS.items():
        best = max(thresholds, key=lambda one: measured(method, task.train, task, one).scores[2])
        found = measured(method, task.report, task, best)
        made[name] = {
            "threshold": best,
            "scores": [round(part, 3) for part in found.scores],
            "captures": found.captures,
            "captures_per_second": round(found.captures / found.seconds),
        }
        sys.stdout.write(f"{task.name} {name} {made[name]}\n")
        sys.stdout.flush()
    return made


def measured(method: Method, rows: Sequence[Labelled], task: Task, threshold: float) -> Found:
    """The scores of a method on rows in their order, and the CPU seconds it took."""
    ordered = in_order(rows, task, SEED)
    gold = {row.features.capture: row.story for row in rows if row.story is not None}
    began = time.process_time()
    places = method(ordered, threshold)
    seconds = time.process_time() - began
    return Found(
        threshold=threshold, scores=b_cubed(places, gold), captures=len(ordered), seconds=seconds
    )


def growth(data: Path) -> dict[str, dict[str, float]]:
    """CPU milliseconds a capture of each method on the first thousands of the made stream."""
    newsroom = Newsroom(tuple(originals(data)))
    days = islice(plan(A_DAY), SIZES[-1] // A_DAY)
    told = [newsroom.told(one) for day in days for one in day]
    rows = [
        Labelled(features=stories.features(*pair), text=pair[0].text, story=None) for pair in told
    ]
    middle = {"ours": 0.34, "agglomerative": 0.8, "hdbscan": 2, "nearest": 0.3}
    made: dict[str, dict[str, float]] = {name: {} for name in METHODS}
    for name, (method, _) in METHODS.items():
        for size in SIZES:
            began = time.process_time()
            method(rows[:size], middle[name])
            made[name][str(size)] = round(1000 * (time.process_time() - began) / size, 3)
            sys.stdout.write(f"{name} {size} {made[name][str(size)]} ms a capture\n")
            sys.stdout.flush()
    return made


def _sparse(rows: Sequence[Labelled]) -> Any:
    """TF-IDF vectors of length one, sublinear in the frequency, with the idf of these rows."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(
        [row.text for row in rows]
    )


def _distances(rows: Sequence[Labelled]) -> Any:
    """One minus the cosine of every pair: the square of the captures in memory."""
    import numpy as np

    table = _sparse(rows)
    distances = 1.0 - (table @ table.T).toarray()
    np.fill_diagonal(distances, 0.0)
    return np.clip(distances, 0.0, 1.0, out=distances)


def _places(rows: Sequence[Labelled], labels: Sequence[int]) -> Places:
    """Stories by capture; what belongs to no cluster (-1) is a story of its own."""
    return {
        row.features.capture: f"alone {at}" if label < 0 else str(label)
        for at, (row, label) in enumerate(zip(rows, labels, strict=True))
    }


def section(figures: dict[str, Any]) -> str:
    """The section of the measurements page."""
    from benchmarks.page import table

    growth = figures["growth"]
    rows = [
        (name, NAMES[key], *(f"{part:.3f}" for part in one["scores"]), one["captures_per_second"],
         one["threshold"])
        for name, found in figures["sets"].items()
        for key, one in found.items()
    ]  # fmt: skip
    sizes = list(growth["ours"])
    return (
        "## Against other ways to cluster\n\n"
        f"The same captures in the same run: scikit-learn {figures['scikit_learn']} with agglomerative "
        "clustering (average linkage, cosine) and HDBSCAN on TF-IDF vectors, which see all captures at "
        "once, with the idf of the whole set, and know no time; a plain pass that puts each capture to "
        "the nearest earlier one; and ours. Every threshold is the best of the train part; ECB+ and "
        "the headlines in one shuffled order. Captures a second are of clustering alone, by CPU time; "
        "for ours of features made before, for the others with their vectors.\n\n"
        + table(("set", "method", "P", "R", "F1", "captures/s", "threshold"), rows)
        + "\nCPU milliseconds a capture on the first captures of the made stream:\n\n"
        + table(
            ("method", *(f"{int(size):,} captures" for size in sizes)),
            [(NAMES[key], *(f"{growth[key][size]:.2f}" for size in sizes)) for key in growth],
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
