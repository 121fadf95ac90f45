"""Train the table by which the gate tells an invented clause: `src/nutgraf/gate/tail_weights.txt`.

Run as `python -m benchmarks.tail_training [--dry]`. Faithful paraphrases of the open half against
the same with a clause of `paraphrases/tails.txt` put on; first five folds by passage, scored on the
fold left out (and on the benchmark's own clauses, which are never trained on), then all of it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from benchmarks.corruptions import corrupt
from benchmarks.data import ROOT
from benchmarks.gate import PARAPHRASES, paraphrases
from benchmarks.logistic import fit
from nutgraf.gate.bearing import told
from nutgraf.gate.clauses import FEATURES, clauses
from nutgraf.gate.logistic import chance
from nutgraf.gate.pairs import read_pair

TARGET = ROOT / "src" / "nutgraf" / "gate" / "tail_weights.txt"
_FOLDS = 5
_EACH = 2  # clauses put on each paraphrase

Features = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence's clauses as (start, features); the invented one holds the place `at`, -1 without."""

    fold: int
    origin: str
    at: int
    clauses: tuple[tuple[int, int, Features], ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry", action="store_true", help="report the folds, write nothing")
    chosen = parser.parse_args()
    found = list(_sentences())
    scores: dict[str, list[float]] = {"faithful": [], "trained": [], "benchmark": []}
    for fold in range(_FOLDS):
        weights = _fitted([one for one in found if one.fold != fold])
        for one in found:
            if one.fold == fold:
                best = max((chance(row, weights) for _, _, row in one.clauses), default=0.0)
                scores[one.origin].append(best)
    for limit in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95):
        shares = (
            f"{name} {sum(value >= limit for value in values) / len(values):.3f}"
            for name, values in scores.items()
        )
        sys.stdout.write(f"limit {limit}: found in {', '.join(shares)}\n")
    if not chosen.dry:
        _write(_fitted(found))


def _sentences() -> Iterator[Sentence]:
    listed = (PARAPHRASES / "tails.txt").read_text("utf-8").splitlines()
    tails = [line for line in listed if line and not line.startswith("#")]
    chance_of = Random(5)
    for one in paraphrases():
        if one.held:
            continue
        fold = sha256(one.source.encode()).digest()[1] % _FOLDS
        yield _read(fold, "faithful", one.text, one.source, -1)
        base = re.sub(r"[.!?]?([”\"']?)$", r"\1", one.text.rstrip())
        for tail in (chance_of.choice(tails) for _ in range(_EACH)):
            yield _read(fold, "trained", f"{base}{tail}.", one.source, len(base) + len(tail) // 2)
        made = corrupt("tail", one, 1, ())
        if made:
            yield _read(fold, "benchmark", made, one.source, len(made) - 8)


def _read(fold: int, origin: str, text: str, source: str, at: int) -> Sentence:
    parts, cited = read_pair(text, [source])
    words = told(text, parts, cited)
    rows = tuple(
        (one.start, one.end, one.features)
        for one in clauses(text, parts, words)
        if any(word.how in {"", "near"} for word in one.words)
    )
    return Sentence(fold=fold, origin=origin, at=at, clauses=rows)


def _fitted(found: Sequence[Sentence]) -> Features:
    rows, labels = [], []
    for one in found:
        if one.origin == "benchmark":
            continue
        for start, end, features in one.clauses:
            # Of a sentence with an invented clause only that clause is taken: the rest is there already.
            if one.at < 0 or start <= one.at < end:
                rows.append(features)
                labels.append(one.at >= 0)
    return fit(rows, labels)


def _write(weights: Sequence[float]) -> None:
    lines = ["# Made by `python -m benchmarks.tail_training`: what each feature of a clause adds."]
    lines += [
        f"{name} {weight:.4f}" for name, weight in zip(("alone", *FEATURES), weights, strict=True)
    ]
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")
    sys.stdout.write(f"wrote {TARGET.name}\n")


if __name__ == "__main__":
    main()
