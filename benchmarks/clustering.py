"""How well captures are gathered into stories: B-cubed, beside a TF-IDF single pass in one run.

    python -m benchmarks.clustering [--data DIR] [--only ecb uci crisis ainews hard] [--vectors DIR]

Thresholds of both are chosen on the train part and reported on the other; so is the form of the pass
beside ours (`tfidf_pass`). ECB+ and the headlines come without a clock: 10 fixed random orders, mean and
spread, and the order of the file. The tweets and the stream come in their own order. The stream's groups
are captures that cite one post or page; the links are hidden, and captures without a group run along
unscored. Ours runs without vectors, and with them where `--vectors` names a folder of `vectors-SET.npz`
(`ids`, `int8`) or the `embed` extra is installed. The hard cases are the pairs of tests/stories: those
with an odd number were tuned on, those with an even one were not.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import json
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import clustering_page, results, tfidf_pass
from benchmarks.data import ROOT, arguments, require
from benchmarks.embeddings import vectors_of
from nutgraf import reading, stories
from nutgraf.archive.model import Capture, Layout
from nutgraf.ids import text_sha256
from nutgraf.now import parse_instant
from nutgraf.stories.model import Features
from nutgraf.stories.options import StoriesOptions

START = datetime(2026, 1, 1, tzinfo=UTC)
ORDERS = 10
TRAINING_ORDERS = 2
WORDS = (0.03, 0.05, 0.07, 0.09, 0.12, 0.15, 0.18, 0.22, 0.26, 0.3, 0.34, 0.38, 0.42)
VECTORS = (0.08, 0.12, 0.15, 0.18, 0.21, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
HARD = ROOT / "tests" / "stories" / "hard_cases"

Scores = tuple[float, float, float]
Places = Mapping[str, object]
Method = Callable[[Sequence["Labelled"], float], Places]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A capture with the story it belongs to, None where nobody said."""

    features: Features
    text: str
    story: str | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A set with its train part and the part that is reported."""

    name: str
    short: str
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
    """The places `stories.gather` gives; of a capture that was moved, the last."""
    options = StoriesOptions(join_threshold=threshold, vector_threshold=threshold)
    made = stories.gather((), [row.features for row in rows], options)
    return {one.capture: one.story for one in made}


def theirs(kind: tfidf_pass.Kind, bags: Mapping[str, tfidf_pass.Bag]) -> Method:
    """A form of the pass beside ours, as a method."""
    return lambda rows, threshold: tfidf_pass.gather(
        [(one.features.capture, one.features.fetched_at, bags[one.features.capture]) for one in rows],
        threshold, kind,
    )  # fmt: skip


def labelled(
    rows: Sequence[Mapping[str, Any]], story_of: Callable[[Any], str | None]
) -> list[Labelled]:
    """Rows with `id`, `text`, and maybe `title`, `owner` and `at`, as captures that were read."""
    out = []
    for row in rows:
        capture = as_capture(row)
        read = stories.features(capture, reading.claims(capture))
        text = f"{row.get('title') or ''} {row['text']}"
        out.append(Labelled(features=read, text=text, story=story_of(row)))
    return out


def as_capture(row: Mapping[str, Any]) -> Capture:
    """A row as a capture; without an owner of its own, each is told by somebody else."""
    at = row.get("at", START)
    return Capture(
        id=row["id"], source="benchmark", key=row["id"], canonicaliser="plain/1", text=row["text"],
        text_sha256=text_sha256(row["text"]), layout=Layout(), raw="", raw_range=None, address="",
        title=row.get("title") or "", author="", owner=row.get("owner") or row["id"],
        published_at=at, fetched_at=at, media_type="text/plain",
    )  # fmt: skip


def json_lines(path: Path) -> Iterator[Any]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        yield from map(json.loads, lines)


def ecb(data: Path) -> Task:
    rows = list(json_lines(data / "clustering/ecbplus.jsonl.gz"))
    train, dev = ([row for row in rows if row["split"] == part] for part in ("train", "dev"))
    story = lambda row: row["story"]  # noqa: E731
    return Task(
        name="ECB+ (dev)",
        short="ecb",
        train=labelled(train, story),
        report=labelled(dev, story),
        clock=False,
    )


def uci(data: Path) -> Task:
    rows = [
        {"id": row["id"], "text": row["title"], "story": row["story"], "owner": row["hostname"]}
        for row in json_lines(data / "clustering/uci-news-aggregator-sample.jsonl")
    ]
    both = (labelled(rows[part::2], lambda row: row["story"]) for part in (0, 1))
    return Task(
        name="UCI headlines (odd rows)",
        short="uci",
        train=next(both),
        report=next(both),
        clock=False,
    )


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
        name="CrisisLex (every other event, a tweet in 4)",
        short="crisis",
        train=train,
        report=report,
        clock=True,
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
    return Task(
        name="AI news, weak groups (second half)",
        short="ainews",
        train=train,
        report=report,
        clock=True,
    )


TASKS = {"ecb": ecb, "uci": uci, "crisis": crisis, "ainews": ainews}


def with_vectors(task: Task, folder: Path | None) -> Task | None:
    """The task with an embedding of each text, None where there is no embedder."""
    rows = [*task.train, *task.report]
    found = vectors_of(task.short, {row.features.capture: row.text for row in rows}, folder)
    if found is None:
        return None
    parts = (
        [
            dataclasses.replace(
                row, features=dataclasses.replace(row.features, vector=found[row.features.capture])
            )
            for row in part
        ]
        for part in (task.train, task.report)
    )
    return dataclasses.replace(task, train=next(parts), report=next(parts))


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
    method: Method, rows: Sequence[Labelled], task: Task, threshold: float, seed: int | None
) -> Scores:
    """B-cubed of one order of one part."""
    gold = {row.features.capture: row.story for row in rows if row.story is not None}
    return b_cubed(method(in_order(rows, task, seed), threshold), gold)


def trained(method: Method, task: Task, thresholds: Sequence[float]) -> tuple[float, float]:
    """The best mean F1 on the train part, and the threshold that gives it."""
    seeds = (None,) if task.clock else tuple(range(TRAINING_ORDERS))
    return max(
        (statistics.mean(score(method, task.train, task, t, seed)[2] for seed in seeds), t)
        for t in thresholds
    )


def peer(task: Task) -> tuple[str, Method, Method]:
    """The form of the pass beside ours that is best on the train part: for that part, for the other."""
    kinds = tfidf_pass.EVERY if len(task.train) < 1000 else tfidf_pass.FEW
    coarse = tfidf_pass.THRESHOLDS[::2]
    best = max(kinds, key=lambda kind: trained(_of(kind, task.train), task, coarse)[0])
    return str(best), _of(best, task.train), _of(best, task.report)


def _of(kind: tfidf_pass.Kind, rows: Sequence[Labelled]) -> Method:
    made = tfidf_pass.bags([row.text for row in rows], kind)
    return theirs(kind, {row.features.capture: bag for row, bag in zip(rows, made, strict=True)})


def measure(
    task: Task, name: str, on_train: Method, method: Method, thresholds: Sequence[float]
) -> dict[str, Any]:
    """The threshold of the train part, what it gives on the other, and F1 by threshold there."""
    _, best = trained(on_train, task, thresholds)
    seeds = (None,) if task.clock else tuple(range(ORDERS))
    began = time.process_time()
    found = [score(method, task.report, task, best, seed) for seed in seeds]
    seconds = time.process_time() - began
    line = {
        "set": task.name, "method": name, "threshold": best,
        **{key: round(statistics.mean(one[at] for one in found), 3)
           for at, key in enumerate(("precision", "recall", "f1"))},
        "spread": round(statistics.pstdev(one[2] for one in found), 3),
        "file_order": round(score(method, task.report, task, best, None)[2], 3),
        "captures_a_second": round(len(task.report) * len(seeds) / seconds),
        "by_threshold": [[t, round(score(method, task.report, task, t, seeds[0])[2], 4)] for t in thresholds],
    }  # fmt: skip
    sys.stdout.write(
        f"{task.name:44} {name[:44]:44} {best:5.2f} {line['precision']:.3f} {line['recall']:.3f} "
        f"{line['f1']:.3f} ±{line['spread']:.3f} file {line['file_order']:.3f} "
        f"{line['captures_a_second']:6}/s\n"
    )
    sys.stdout.flush()
    return line


def measured(task: Task, folder: Path | None) -> list[dict[str, Any]]:
    """A line a method."""
    kind, on_train, method = peer(task)
    lines = [measure(task, f"TF-IDF pass ({kind})", on_train, method, tfidf_pass.THRESHOLDS)]
    lines.append(measure(task, "ours", ours, ours, WORDS))
    embedded = with_vectors(task, folder)
    if embedded is not None:
        lines.append(measure(embedded, "ours, with vectors", ours, ours, VECTORS))
    options = StoriesOptions()
    lines.append(measure(task, "ours, as shipped", ours, ours, (options.join_threshold,)))
    if embedded is not None:
        shipped = (options.vector_threshold,)
        lines.append(measure(embedded, "ours, with vectors, as shipped", ours, ours, shipped))
    return lines


def hard_cases(folder: Path | None) -> list[dict[str, Any]]:
    """False merges and splits among the pairs of tests/stories, all of a half in one stream."""
    pairs = [json.loads(line) for file in sorted(HARD.glob("*.jsonl")) for line in file.open()]
    rows = [
        {**pair[side], "id": pair["id"] + side, "at": parse_instant(pair[side]["at"]), "pair": pair}
        for pair in pairs for side in "ab"
    ]  # fmt: skip
    kept = labelled(rows, lambda row: row["pair"]["id"] if row["pair"]["same"] else row["id"])
    task = Task(name="hard cases", short="hard", train=kept, report=(), clock=True)
    kinds = {pair["id"]: pair["kind"] for pair in pairs}
    lines = []
    for name, given in (("ours", task), ("ours, with vectors", with_vectors(task, folder))):
        for parity, half in ((1, "odd, tuned on"), (0, "even, held back")):
            if given is not None:
                some = [
                    row
                    for row in given.train
                    if int(row.features.capture[:-1].split("-")[-1]) % 2 == parity
                ]
                lines.append({"half": half, "method": name, **_hard_line(some, kinds)})
    return lines


def _hard_line(rows: Sequence[Labelled], kinds: Mapping[str, str]) -> dict[str, Any]:
    made = stories.gather((), [row.features for row in rows], StoriesOptions())
    last = {one.capture: one for one in made}
    gold = {row.features.capture: str(row.story) for row in rows}
    found, true = defaultdict(set), defaultdict(set)
    for capture, one in last.items():
        found[one.story].add(gold[capture])
        true[gold[capture]].add(one.story)
    told = {capture for capture, one in last.items() if one.copy == "reworded"}
    right = {capture for capture in told if kinds[capture[:-1]] == "reworded-copy"}
    every = {capture[:-1] for capture in last if kinds[capture[:-1]] == "reworded-copy"}
    wrong: Counter[str] = Counter()
    for pair in {capture[:-1] for capture in last}:
        together = last[pair + "a"].story == last[pair + "b"].story
        wrong[kinds[pair]] += together != (gold[pair + "a"] == gold[pair + "b"])
    return {
        "stories": len(found), "false_merges": sum(len(one) > 1 for one in found.values()),
        "true_stories": len(true), "splits": sum(len(one) > 1 for one in true.values()),
        "wrong_pairs": dict(sorted(wrong.items())),
        "pairs": dict(sorted(Counter(kinds[pair] for pair in {c[:-1] for c in last}).items())),
        "reworded": {"found": len(told), "right": len(right), "of": len(every)},
    }  # fmt: skip


def main() -> None:
    results.commit()
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument(
        "--only", nargs="*", choices=[*sorted(TASKS), "hard"], default=[*TASKS, "hard"]
    )
    parser.add_argument("--vectors", type=Path, default=None, metavar="DIR")
    parser.add_argument("--keep", action=argparse.BooleanOptionalAction, default=True)
    asked = parser.parse_args()
    data = require(asked.data, "clustering")
    lines = [
        line
        for name in asked.only if name in TASKS
        for line in measured(TASKS[name](data), asked.vectors)
    ]  # fmt: skip
    hard = hard_cases(asked.vectors) if "hard" in asked.only else []
    sys.stdout.write("".join(f"{line}\n" for line in hard))
    if asked.keep:
        figures = {**clustering_page.written(lines, hard), "lines": lines, "hard": hard}
        results.keep("clustering", figures, command="python -m benchmarks.clustering")


if __name__ == "__main__":
    main()
