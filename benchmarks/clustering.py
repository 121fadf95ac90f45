"""How well captures are gathered into stories: B-cubed, beside a TF-IDF single pass in one run.

    python benchmarks/clustering.py [--data ../shared/data] [--only ecb uci crisis ainews]

Thresholds of both are chosen on the train part and reported on the other. ECB+ and the headlines
come without a clock: 10 fixed random orders, mean and spread, and the order of the file. The tweets
and the stream come in their own order. The stream's groups are captures that cite one post or page;
the links are hidden, and captures without a group run along unscored. The pass beside ours has the
idf of the whole set from the start, which ours has to learn, and the same window of seven days.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import json
import math
import random
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nutgraf import reading, stories
from nutgraf.archive.model import Capture, Layout
from nutgraf.ids import text_sha256
from nutgraf.now import parse_instant
from nutgraf.stories.model import Features
from nutgraf.stories.options import StoriesOptions

START = datetime(2026, 1, 1, tzinfo=UTC)
WINDOW = timedelta(days=7)
ORDERS = 10
TRAINING_ORDERS = 2
OURS = (0.03, 0.06, 0.12, 0.2, 0.26, 0.3, 0.34, 0.38)
THEIRS = (0.03, 0.06, 0.12, 0.18, 0.22, 0.26, 0.3, 0.34)

Scores = tuple[float, float, float]
Places = Mapping[str, object]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A capture with the story it belongs to, None where nobody said."""

    features: Features
    bag: Mapping[str, float]
    story: str | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A set with its train part and the part that is reported."""

    name: str
    train: Sequence[Labelled]
    report: Sequence[Labelled]
    clock: bool


def b_cubed(places: Places, gold: Mapping[str, str]) -> Scores:
    """Precision, recall and F1 (Bagga and Baldwin, 1998)."""
    both = Counter((places[one], gold[one]) for one in gold)
    found = Counter(places[one] for one in gold)
    true = Counter(gold.values())
    precision = sum(n * n / found[place] for (place, _), n in both.items()) / len(gold)
    recall = sum(n * n / true[story] for (_, story), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def ours(rows: Sequence[Labelled], threshold: float) -> Places:
    """The places `stories.gather` gives."""
    options = StoriesOptions(join_threshold=threshold)
    made = stories.gather((), [row.features for row in rows], options)
    return {one.capture: one.story for one in made}


def theirs(rows: Sequence[Labelled], threshold: float) -> Places:
    """A single pass over TF-IDF vectors: the nearest centroid, or a new one."""
    sums: list[dict[str, float]] = []
    squares: list[float] = []
    last: list[datetime] = []
    holders: dict[str, list[int]] = defaultdict(list)
    places = {}
    for row in rows:
        at, dots = row.features.fetched_at, defaultdict(float)
        for word, weight in row.bag.items():
            for place in holders.get(word, ()):
                if at - last[place] <= WINDOW:
                    dots[place] += weight * sums[place][word]
        near = ((dot / math.sqrt(squares[place]), -place) for place, dot in dots.items())
        best, negative = max(near, default=(0.0, 0))
        place = -negative
        if best < threshold:
            place = len(sums)
            sums.append({}), squares.append(0.0), last.append(at)
        for word, weight in row.bag.items():
            before = sums[place].get(word)
            if before is None:
                holders[word].append(place)
            squares[place] += 2 * (before or 0.0) * weight + weight * weight
            sums[place][word] = (before or 0.0) + weight
        last[place] = at
        places[row.features.capture] = place
    return places


def bags(texts: Sequence[str]) -> list[dict[str, float]]:
    """TF-IDF vectors of length one, sublinear in the frequency."""
    counted = [Counter(re.findall(r"\w\w+", text.lower())) for text in texts]
    having = Counter(word for words in counted for word in words)
    out = []
    for words in counted:
        raw = {
            word: (1 + math.log(count)) * (1 + math.log((1 + len(texts)) / (1 + having[word])))
            for word, count in words.items()
        }
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        out.append({word: weight / length for word, weight in raw.items()})
    return out


def labelled(
    rows: Sequence[Mapping[str, Any]], story_of: Callable[[Any], str | None]
) -> list[Labelled]:
    """Rows with `id`, `text`, and maybe `title` and `at`, as captures that were read."""
    words = bags([f"{row.get('title', '')} {row['text']}" for row in rows])
    out = []
    for row, bag in zip(rows, words, strict=True):
        capture = as_capture(row)
        read = stories.features(capture, reading.claims(capture))
        out.append(Labelled(features=read, bag=bag, story=story_of(row)))
    return out


def as_capture(row: Mapping[str, Any]) -> Capture:
    at = row.get("at", START)
    return Capture(
        id=row["id"], source="benchmark", key=row["id"], canonicaliser="plain/1", text=row["text"],
        text_sha256=text_sha256(row["text"]), layout=Layout(), raw="", raw_range=None, address="",
        title=row.get("title") or "", author="", owner="benchmark", published_at=at, fetched_at=at,
        media_type="text/plain",
    )  # fmt: skip


def json_lines(path: Path) -> Iterator[Any]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        yield from map(json.loads, lines)


def ecb(data: Path) -> Task:
    rows = list(json_lines(data / "clustering/ecbplus.jsonl.gz"))
    train, dev = ([row for row in rows if row["split"] == part] for part in ("train", "dev"))
    story = lambda row: row["story"]  # noqa: E731
    return Task(
        name="ECB+ (dev)", train=labelled(train, story), report=labelled(dev, story), clock=False
    )


def uci(data: Path) -> Task:
    rows = [
        {"id": row["id"], "text": row["title"], "story": row["story"]}
        for row in json_lines(data / "clustering/uci-news-aggregator-sample.jsonl")
    ]
    both = (labelled(rows[part::2], lambda row: row["story"]) for part in (0, 1))
    return Task(name="UCI headlines (odd rows)", train=next(both), report=next(both), clock=False)


def crisis(data: Path) -> Task:
    rows = [
        {**row, "at": parse_instant(row["posted_at"])}
        for row in json_lines(data / "clustering/crisislext26.jsonl.gz")
    ]
    rows.sort(key=lambda row: (row["at"], row["id"]))
    events = sorted({row["story"] for row in rows})
    parts = [[row for row in rows if row["story"] in events[at::2]][::4] for at in (0, 1)]
    train, report = (labelled(part, lambda row: row["story"]) for part in parts)
    return Task(
        name="CrisisLex (every other event, a tweet in 4)", train=train, report=report, clock=True
    )


def ainews(data: Path) -> Task:
    groups = {
        capture: row["story"]
        for row in json_lines(data / "ainews/weak-stories-2026h1.jsonl")
        for capture in row["captures"]
    }
    rows = [
        {"id": row["id"], "title": row["headline"], "text": row["text"],
         "at": parse_instant(f"{row['edition_date']}T12:00:00Z")}
        for row in json_lines(data / "ainews/captures-2026h1.jsonl.gz")
    ]  # fmt: skip
    rows.sort(key=lambda row: (row["at"], row["id"]))
    days = sorted({row["at"] for row in rows})
    middle = days[len(days) // 2]
    parts = ([r for r in rows if r["at"] < middle], [r for r in rows if r["at"] >= middle])
    train, report = (labelled(part, lambda row: groups.get(row["id"])) for part in parts)
    return Task(name="AI news, weak groups (second half)", train=train, report=report, clock=True)


TASKS = {"ecb": ecb, "uci": uci, "crisis": crisis, "ainews": ainews}


def in_order(rows: Sequence[Labelled], task: Task, seed: int | None) -> list[Labelled]:
    """The rows in an order; without a clock of their own, one every half minute."""
    if task.clock:
        return list(rows)
    shuffled = list(rows)
    if seed is not None:
        random.Random(seed).shuffle(shuffled)
    return [
        dataclasses.replace(
            row,
            features=dataclasses.replace(
                row.features, fetched_at=START + timedelta(seconds=30 * at), published_at=None
            ),
        )
        for at, row in enumerate(shuffled)
    ]


def score(
    method: Callable[[Sequence[Labelled], float], Places],
    rows: Sequence[Labelled], task: Task, threshold: float, seed: int | None,
) -> Scores:  # fmt: skip
    gold = {row.features.capture: row.story for row in rows if row.story is not None}
    return b_cubed(method(in_order(rows, task, seed), threshold), gold)


def trained(
    method: Callable[[Sequence[Labelled], float], Places],
    task: Task, threshold: float, seeds: Sequence[int | None],
) -> float:  # fmt: skip
    """The mean F1 on the train part."""
    return statistics.mean(score(method, task.train, task, threshold, seed)[2] for seed in seeds)


def measure(task: Task) -> None:
    """Print a line a method: the threshold of the train part and what it gives on the other."""
    seeds = (None,) if task.clock else tuple(range(ORDERS))
    for name, method, thresholds in (("TF-IDF single pass", theirs, THEIRS), ("ours", ours, OURS)):
        best = max(thresholds, key=lambda t: trained(method, task, t, seeds[:TRAINING_ORDERS]))
        began = time.perf_counter()
        found = [score(method, task.report, task, best, seed) for seed in seeds]
        rate = len(task.report) * len(seeds) / (time.perf_counter() - began)
        line = " ".join(f"{statistics.mean(one[part] for one in found):.3f}" for part in range(3))
        spread = statistics.pstdev(one[2] for one in found)
        in_file = score(method, task.report, task, best, None)[2]
        print(
            f"{task.name:40} {name:20} {best:5.2f}  {line}  ±{spread:.3f}  {in_file:.3f} {rate:8.0f}",
            flush=True,
        )
    if task.clock:
        default = StoriesOptions().join_threshold
        given = " ".join(f"{one:.3f}" for one in score(ours, task.report, task, default, None))
        print(f"{'':40} {'ours, as shipped':20} {default:5.2f}  {given}")


def main() -> None:
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=beside)
    parser.add_argument("--only", nargs="*", choices=sorted(TASKS), default=list(TASKS))
    given = parser.parse_args()
    if not (given.data / "clustering").is_dir():
        print(f"skipped: no data at {given.data}; name its folder with --data")
        return
    print(f"{'set':40} {'method':20} {'at':>5}  {'P':5} {'R':5} {'F1':5}  spread  file  captures/s")
    for name in given.only:
        measure(TASKS[name](given.data))


if __name__ == "__main__":
    main()
