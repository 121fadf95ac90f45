"""Embedding: what vectors of the `embed` extra cost, what eight bits lose, and whether they are ever others.

Run as `python -m benchmarks.embedding`; it needs the extra and the real data. Cost is measured over captures
of the replay stream in processes of their own, in turns: ours on the runner `inline` and on `pool`, and as
peer the same files asked the usual way (batches of 32 of like lengths, padded, onnxruntime's own threads and
settings). Use
is measured without any threshold of ours: how often the capture most like a capture is of the same story,
beside TF-IDF of the same texts, whole and thrown into as many dimensions (the hashing trick).
"""

from __future__ import annotations

import hashlib
import json
import math
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import results, tfidf_pass
from benchmarks.clustering import json_lines
from benchmarks.data import arguments, require
from benchmarks.measuring import Cost, measured
from nutgraf import models
from nutgraf.models import minilm
from nutgraf.rundown import work
from nutgraf.runners.pool import Inline, Pool
from nutgraf.stories.vectors import VectorSpace, cosine

COMMAND = "python -m benchmarks.embedding"
STREAM = "ainews/captures-2026h1.jsonl.gz"
ECB = "clustering/ecbplus.jsonl.gz"
UCI = "clustering/uci-news-aggregator-sample.jsonl"
TEXTS = 200
ROUNDS = 3
BATCH = 32


def main() -> None:
    parser = arguments("Embedding.")
    parser.add_argument("--work", choices=sorted(WAYS), help="only embed, this way; prints seconds")
    given = parser.parse_args()
    data = require(given.data, STREAM, ECB, UCI)
    texts = stream(data)
    if given.work:
        began = time.perf_counter()
        made = WAYS[given.work](texts)
        seconds = time.perf_counter() - began
        sys.stdout.write(json.dumps({"seconds": seconds, "digest": digest(made)}))
        return
    results.commit()
    figures = {
        "texts": len(texts),
        "tokens": round(statistics.mean(len(one) for one in tokens(texts)), 1),
        "version": models.embedder("minilm").version,
        "megabytes": megabytes(),
        "costs": costs(given.data),
        "sameness": sameness(texts),
        "nearest": {
            "ECB+ (dev)": nearest(ecb(data)),
            "UCI headlines (odd rows)": nearest(uci(data)),
        },
        "compared": compared(texts),
    }
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    results.keep("embedding", figures, command=COMMAND)


def stream(data: Path) -> list[str]:
    rows = islice(json_lines(data / STREAM), TEXTS)
    return [f"{row['headline']}\n{row['text']}" if row["headline"] else row["text"] for row in rows]


def tokens(texts: Sequence[str]) -> list[list[int]]:
    found: list[list[int]] = [minilm._tokens().encode(text).ids for text in texts]
    return found


def megabytes() -> float:
    """What the extra's own packages take of a disk: the model and its tokenizer, without the runtime."""
    files = (minilm._file(minilm._MODEL), minilm._file(minilm._TOKENS))
    return round(sum(file.stat().st_size for file in files) / 1e6, 1)


# Ways to embed.


def inline(texts: Sequence[str]) -> list[bytes]:
    with Inline() as runner:
        return list(runner.map(work.embed_packed, passages(texts)))


def pool(texts: Sequence[str]) -> list[bytes]:
    with Pool() as runner:
        return list(runner.map(work.embed_packed, passages(texts)))


def passages(texts: Sequence[str]) -> list[work.Passage]:
    return [work.Passage(text=text, embedder="minilm") for text in texts]


def usual(texts: Sequence[str]) -> list[bytes]:
    """The usual way: by length, in padded batches, the runtime's own settings."""
    by_length = sorted(texts, key=len)
    made = dict(zip(by_length, in_batches(by_length, BATCH, options()), strict=True))
    return [made[text] for text in texts]


WAYS: dict[str, Callable[[Sequence[str]], list[bytes]]] = {
    "inline": inline, "pool": pool, "usual": usual,
}  # fmt: skip


def options(**said: Any) -> Any:
    import onnxruntime

    made = onnxruntime.SessionOptions()
    for name, value in said.items():
        setattr(made, name, value)
    return made


def in_batches(texts: Sequence[str], batch: int, said: Any) -> list[bytes]:
    """Vectors of the same model, padded together `batch` at a time, by other settings of the runtime."""
    import numpy
    import onnxruntime

    session = onnxruntime.InferenceSession(
        str(minilm._file(minilm._MODEL)), said, providers=["CPUExecutionProvider"]
    )
    made: list[bytes] = []
    ids = tokens(texts)
    for at in range(0, len(ids), batch):
        some = ids[at : at + batch]
        padded = numpy.zeros((len(some), max(map(len, some))), dtype=numpy.int64)
        mask = numpy.zeros_like(padded)
        for row, one in enumerate(some):
            padded[row, : len(one)], mask[row, : len(one)] = one, 1
        given = {
            "input_ids": padded, "attention_mask": mask, "token_type_ids": numpy.zeros_like(padded),
        }  # fmt: skip
        hidden = session.run(["last_hidden_state"], given)[0]
        sums = (hidden * mask[..., None]).sum(axis=1, dtype=numpy.float64)
        made += [models.unit(one.tolist()) for one in sums]
    return made


def digest(made: Sequence[bytes]) -> str:
    return hashlib.sha256(b"".join(made)).hexdigest()


def costs(data: Path) -> dict[str, Any]:
    """The median of some rounds in turns, and all seconds, with the start and the model's loading."""
    found: dict[str, list[tuple[Cost, str]]] = {way: [] for way in WAYS}
    for _ in range(ROUNDS):
        for way, taken in found.items():
            command = [sys.executable, *COMMAND.split()[1:], "--work", way, "--data", str(data)]
            taken.append(measured(command))
    same = {json.loads(said)["digest"] for way in ("inline", "pool") for _, said in found[way]}
    assert len(same) == 1, "inline and pool gave other bytes"
    return {
        way: {
            "texts_per_second": round(TEXTS / statistics.median(_seconds(taken))),
            "all_rounds": sorted(round(TEXTS / one) for one in _seconds(taken)),
            "cpu_ms_a_text": round(
                1000 * statistics.median(cost.cpu_seconds for cost, _ in taken) / TEXTS, 1
            ),
            "peak_mib": round(max(cost.peak_mib for cost, _ in taken)),
        }
        for way, taken in found.items()
    }


def _seconds(taken: Sequence[tuple[Cost, str]]) -> list[float]:
    return [json.loads(said)["seconds"] for _, said in taken]


def sameness(texts: Sequence[str]) -> dict[str, int]:
    """How many vectors are other bytes than ours under settings that are not ours."""
    import onnxruntime

    levels = onnxruntime.GraphOptimizationLevel
    ours = models.embedder("minilm").embed(texts)
    others = {
        "two threads": in_batches(texts, 1, options(intra_op_num_threads=2)),
        "three threads": in_batches(texts, 1, options(intra_op_num_threads=3)),
        "padded batches of 8": in_batches(texts, 8, options()),
        f"padded batches of {BATCH}": in_batches(texts, BATCH, options()),
        "no rewriting of the graph": in_batches(
            texts, 1, options(graph_optimization_level=levels.ORT_DISABLE_ALL)
        ),
    }
    made = {name: _differ(ours, other) for name, other in others.items()}
    return {"texts": len(texts), **made}


def _differ(ours: Sequence[bytes], others: Sequence[bytes]) -> int:
    return sum(one != other for one, other in zip(ours, others, strict=True))


# Use.


def ecb(data: Path) -> list[tuple[str, str]]:
    rows = json_lines(data / ECB)
    return [(row["text"], row["story"]) for row in rows if row["split"] == "dev"]


def uci(data: Path) -> list[tuple[str, str]]:
    return [(row["title"], row["story"]) for row in islice(json_lines(data / UCI), 1, None, 2)]


def nearest(rows: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The share of captures, of those whose story has another, whose nearest one is of their story."""
    texts = [text for text, _ in rows]
    gold = [story for _, story in rows]
    ours = models.embedder("minilm").embed(texts)
    whole = exact(texts)
    words = tfidf_pass.bags(texts, tfidf_pass.Kind(stop_words=False))
    thrown = [thrown_together(bag) for bag in words]
    return {
        "captures": len(rows),
        "minilm, 384 signed bytes": share(gold, lambda at: [cosine(ours[at], one) for one in ours]),
        "minilm, 384 numbers of float64": share(gold, lambda at: _dense(whole, at)),
        "TF-IDF, all words": share(gold, lambda at: [_sparse(words[at], bag) for bag in words]),
        "TF-IDF, thrown into 384": share(gold, lambda at: [_sparse(thrown[at], b) for b in thrown]),
    }


def share(gold: Sequence[str], likeness: Callable[[int], Sequence[float]]) -> float:
    sizes = Counter(gold)
    asked = [at for at, story in enumerate(gold) if sizes[story] > 1]
    right = 0
    for at in asked:
        to_all = likeness(at)
        best = max((one for one in range(len(gold)) if one != at), key=to_all.__getitem__)
        right += gold[best] == gold[at]
    return round(100 * right / len(asked), 1)


def exact(texts: Sequence[str]) -> Any:
    """Vectors as the model gives them, before they become bytes."""
    import numpy

    session = minilm._session()
    rows = []
    for one in tokens(texts):
        ids = numpy.array([one], dtype=numpy.int64)
        given = {
            "input_ids": ids, "attention_mask": numpy.ones_like(ids),
            "token_type_ids": numpy.zeros_like(ids),
        }  # fmt: skip
        mean = session.run(["last_hidden_state"], given)[0][0].mean(axis=0, dtype=numpy.float64)
        rows.append(mean / numpy.sqrt((mean * mean).sum()))
    return numpy.array(rows)


def _dense(whole: Any, at: int) -> list[float]:
    found: list[float] = (whole @ whole[at]).tolist()
    return found


def _sparse(one: dict[Any, float], other: dict[Any, float]) -> float:
    few, many = (one, other) if len(one) < len(other) else (other, one)
    return sum(weight * many.get(word, 0.0) for word, weight in few.items())


def thrown_together(bag: dict[str, float]) -> dict[int, float]:
    """A sparse vector in 384 dimensions, each word on the one its digest says, with its sign."""
    sums: dict[int, float] = {}
    for word, weight in bag.items():
        said = hashlib.sha256(word.encode()).digest()
        at = int.from_bytes(said[:4], "big") % 384
        sums[at] = sums.get(at, 0.0) + (weight if said[4] % 2 else -weight)
    length = math.sqrt(sum(weight * weight for weight in sums.values())) or 1.0
    return {at: weight / length for at, weight in sums.items()}


def compared(texts: Sequence[str]) -> dict[str, float]:
    """Microseconds a comparison: one by one without numpy, and the nearest of many."""
    made = models.embedder("minilm").embed(texts)
    alone = timed(lambda: [cosine(made[0], other) for other in made])
    space = VectorSpace()
    for at, vector in enumerate(made * 10):
        space.add(str(at), vector)
    together = timed(lambda: space.nearest(made[0], most=10))
    return {
        "one_by_one_us": round(1e6 * alone / len(made), 1),
        "space_us": round(1e6 * together / (10 * len(made)), 3),
        "stories": 10 * len(made),
    }


def timed(compare: Callable[[], object]) -> float:
    """The median of the seconds it takes."""
    took = []
    for _ in range(20):
        began = time.perf_counter()
        compare()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def section(figures: dict[str, Any]) -> str:
    """The section of the measurements page."""
    from benchmarks.page import table

    named = {
        "inline": "ours, runner inline, one thread",
        "pool": "ours, runner pool",
        "usual": f"by length, in padded batches of {BATCH}, the runtime's own threads",
    }
    same = dict(figures["sameness"])
    texts = same.pop("texts")
    sets = figures["nearest"]
    methods = [name for name in next(iter(sets.values())) if name != "captures"]
    compared = figures["compared"]
    return (
        "## Embedding\n\n"
        f"{figures['texts']} captures of the replay stream, {figures['tokens']} tokens each on average, through "
        f"the `embed` extra ({figures['version']}; model and tokenizer take {figures['megabytes']} MB), in turns, "
        f"the median of {ROUNDS} rounds; memory with everything a process holds:\n\n"
        + table(
            ("way", "texts/s", "CPU ms a text", "peak MiB"),
            [
                (named[way], cost["texts_per_second"], cost["cpu_ms_a_text"], cost["peak_mib"])
                for way, cost in figures["costs"].items()
            ],
        )
        + f"\nOf {texts} vectors other than ours, byte for byte: "
        + "; ".join(f"{count} with {name}" for name, count in same.items())
        + ".\n\nHow often the capture most like a capture is of its story, in %, no threshold set:\n\n"
        + table(
            ("vector", *(f"{name}, {one['captures']} captures" for name, one in sets.items())),
            [(method, *(one[method] for one in sets.values())) for method in methods],
        )
        + f"\nA comparison takes {compared['one_by_one_us']} microseconds without numpy, and "
        f"{compared['space_us']} where the nearest of {compared['stories']:,} stories are asked for.\n"
    )


if __name__ == "__main__":
    main()
