"""Make `src/nutgraf/gate/fitting_weights.txt` from the open half of the faithful paraphrases.

Run as `python -m tools.fitting_weights` in the project's folder. Each name of a faithful paraphrase is a choice among
the names of its source; weights make the right one likely (conditional logit), and each two names
of one paraphrase likelier as they stand than turned, with a penalty on large weights. Printed are
the shares passed over at several bounds by models that never saw the passage (five folds by the
passage's digest): faithful paraphrases, and those with one name exchanged for another of the source.
"""

from __future__ import annotations

import math
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from benchmarks.corruptions import corrupt
from benchmarks.gate import paraphrases
from nutgraf.gate.cast import member_of
from nutgraf.gate.casting import read_pair, sooner
from nutgraf.gate.fitting import features, held

TARGET = Path(__file__).parents[1] / "src" / "nutgraf" / "gate" / "fitting_weights.txt"
PENALTY, TURNED, ROUNDS, RATE, LEAST = 3.0, 1.0, 300, 0.5, 8
BOUNDS = (0.5, 1.0, 1.5, 2.0, 2.3, 2.6, 3.0, 3.5)

Row = dict[str, float]
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """One name of a sentence: features of each of the cast, and which of them stands there."""

    rows: list[Row]
    right: int
    sooner: float = 0.0


Sentence = tuple[int, list[Choice]]  # fold, choices


def main() -> None:
    found = [one for one in paraphrases() if not one.held]
    faithful = [(_fold(one.source), _choices(one.text, one.source)) for one in found]
    rng = random.Random(1)
    rng.shuffle(found)
    changed = [
        (_fold(one.source), _choices(text, one.source), kind)
        for one in found
        for kind in ("name of the same text", "said-by", "did-by")
        if (text := corrupt(kind, one, 1, ()))
    ]
    _curve(faithful, changed)
    weights = _trained([choices for _, choices in faithful])
    lines = [
        f"{name} {weight:.3f}" for name, weight in sorted(weights.items()) if abs(weight) >= 0.01
    ]
    TARGET.write_text("# Made by tools/fitting_weights.py.\n" + "\n".join(lines) + "\n", "utf-8")
    sys.stdout.write(f"{len(lines)} weights\n")


def _fold(source: str) -> int:
    return sha256(f"fold {source}".encode()).digest()[0] % 5


def _choices(text: str, source: str) -> list[Choice]:
    mine, theirs, cast = read_pair(text, source)
    if len(cast) < 2:
        return []
    holds = held(mine, theirs)
    found = []
    for run in mine.names:
        who = member_of(run, cast)
        if who is not None:
            others = [other for other in mine.names if other is not run]
            rows = [features(mine, run, theirs, one, holds, others) for one in cast]
            found.append(Choice(rows, who, sooner(mine, run)))
    return found


def _curve(faithful: Sequence[Sentence], changed: Sequence[tuple[int, list[Choice], str]]) -> None:
    models = [_trained([c for fold, c in faithful if fold != left]) for left in range(5)]
    for bound in BOUNDS:
        out = [f"bound {bound}:"]
        for how in (_margin, _turn):
            passed = sum(how(c, models[fold]) > bound for fold, c in faithful)
            out.append(f"{how.__name__[1:]} faithful {passed / len(faithful):.3f}")
            for kind in ("name of the same text", "said-by", "did-by"):
                rows = [(fold, c) for fold, c, other in changed if other == kind]
                caught = sum(how(c, models[fold]) > bound for fold, c in rows)
                out.append(f"{kind} {caught / max(1, len(rows)):.3f}")
        sys.stdout.write(" ".join(out) + "\n")


def _margin(choices: Sequence[Choice], weights: Weights) -> float:
    """How clearly another fits better, as `casting` bounds it; names of a told kind count for more."""
    best = -math.inf
    for one in choices:
        fits = [_dot(row, weights) for row in one.rows]
        rest = [fit for at, fit in enumerate(fits) if at != one.right]
        best = max(best, max(rest) - fits[one.right] + one.sooner)
    return best


def _turn(choices: Sequence[Choice], weights: Weights) -> float:
    rows = [
        _turned(one, other) for one, other in combinations(choices, 2) if one.right != other.right
    ]
    return max((-_dot(row, weights) for row in rows), default=-math.inf)


def _turned(one: Choice, other: Choice) -> Row:
    """Features as two names stand less those the other way round."""
    row: Row = {}
    for sign, part in (
        (1, one.rows[one.right]), (1, other.rows[other.right]),
        (-1, one.rows[other.right]), (-1, other.rows[one.right]),
    ):  # fmt: skip
        for name, value in part.items():
            if not name.startswith("twice"):
                row[name] = row.get(name, 0.0) + sign * value
    return {name: value for name, value in row.items() if value}


def _dot(row: Row, weights: Weights) -> float:
    return sum(value * weights.get(name, 0.0) for name, value in row.items())


def _trained(sentences: Sequence[list[Choice]]) -> Weights:
    """Weights by gradient steps scaled by feature (Duchi et al. 2011)."""
    choices = [one for found in sentences for one in found]
    often = Counter(name for one in choices for row in one.rows for name in row)
    kept = {name for name, times in often.items() if times >= LEAST}
    choices = [
        Choice([_only(row, kept) for row in one.rows], one.right, one.sooner) for one in choices
    ]
    pairs = [
        _only(_turned(one, other), kept)
        for found in sentences
        for one, other in combinations(found, 2)
        if one.right != other.right
    ]
    weights = dict.fromkeys(sorted(kept), 0.0)
    seen = dict.fromkeys(kept, 1e-6)
    for _ in range(ROUNDS):
        slope = _slope(weights, choices, pairs)
        for name, value in slope.items():
            seen[name] += value * value
            weights[name] -= RATE * value / math.sqrt(seen[name])
    return weights


def _only(row: Row, kept: set[str]) -> Row:
    return {name: value for name, value in row.items() if name in kept}


def _slope(weights: Weights, choices: Sequence[Choice], pairs: Sequence[Row]) -> Row:
    slope = {name: PENALTY * weight for name, weight in weights.items()}
    for one in choices:
        fits = [_dot(row, weights) for row in one.rows]
        top = max(fits)
        odds = [math.exp(fit - top) for fit in fits]
        total = sum(odds)
        for at, row in enumerate(one.rows):
            share = odds[at] / total - (at == one.right)
            if abs(share) > 1e-4:
                for name, value in row.items():
                    slope[name] += share * value
    for row in pairs:
        share = -TURNED / (1 + math.exp(min(30.0, _dot(row, weights))))
        for name, value in row.items():
            slope[name] += share * value
    return slope


if __name__ == "__main__":
    main()
