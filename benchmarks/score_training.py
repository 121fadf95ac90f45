"""Train the table of the gate's score: `src/nutgraf/gate/score_weights.txt`.

Run as `python -m benchmarks.score_training [--dry]`. Paraphrases of the open half against a made page,
their passage among others: as it is, without the sentence that bears them best, with a clause no
source bears, and joined with one whose passage is not there. Nothing else is trained on, so the table
is ours. (Trained on false sentences with one changed word instead, the table learned that many shared
words are a bad sign: such sentences keep more of the source than free paraphrases do.) Five folds by
passage are reported first.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from random import Random

from benchmarks.data import ROOT
from benchmarks.gate import PARAPHRASES, Case, paraphrases
from benchmarks.logistic import fit
from benchmarks.ranking import area
from nutgraf.gate.checks import faithful
from nutgraf.gate.evidence import MEASURES, measures, terms
from nutgraf.gate.logistic import chance
from nutgraf.gate.pairs import read_pair
from nutgraf.reading.sentences import sentences as sentences_of

TARGET = ROOT / "src" / "nutgraf" / "gate" / "score_weights.txt"
RIDGE = 10.0
_OTHERS = 5  # other passages of a page
_FOLDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry", action="store_true", help="report the folds, write nothing")
    chosen = parser.parse_args()
    found = [(fold, not one.kind, measured(one.text, one.source)) for fold, one in _cases()]
    scored: list[tuple[float, bool]] = []
    for fold in range(_FOLDS):
        weights = _fitted([row for row in found if row[0] != fold])
        scored += [(chance(row, weights), good) for at, good, row in found if at == fold]
    sys.stdout.write(f"{len(found)} sentences, AUC by folds {area(scored):.3f}\n")
    if not chosen.dry:
        lines = ["# Made by `python -m benchmarks.score_training`: what each measure adds."]
        rows = zip(("alone", *MEASURES), _fitted(found), strict=True)
        lines += [f"{name} {weight:.4f}" for name, weight in rows]
        TARGET.write_text("\n".join(lines) + "\n", "utf-8")
        sys.stdout.write(f"wrote {TARGET.name}\n")


def measured(text: str, source: str) -> tuple[float, ...]:
    """The measures of a sentence and its source, the findings of every check among them."""
    parts, cited = read_pair(text, [source])
    return measures(text, parts, cited, list(faithful(text, parts, cited)))


def _cases() -> Iterator[tuple[int, Case]]:
    """The fold and case of every third paraphrase of the open half, true and three times false."""
    free = [one for one in paraphrases() if not one.held]
    listed = (PARAPHRASES / "tails.txt").read_text("utf-8").splitlines()
    tails = [line for line in listed if line and not line.startswith("#")]
    sources = sorted({one.source for one in free})
    chance_of = Random(7)
    for one in free[::3]:
        fold = sha256(one.source.encode()).digest()[1] % _FOLDS
        others = [text for text in chance_of.sample(sources, _OTHERS) if text != one.source]
        stranger = chance_of.choice(
            [other for other in free if other.source not in {*others, one.source}]
        )
        cut = chance_of.randrange(len(others) + 1)
        base = one.text.rstrip().rstrip(".")
        sentences = (
            ("", one.text, one.source), ("missing", one.text, _without_best(one.text, one.source)),
            ("tail", f"{base}{chance_of.choice(tails)}.", one.source),
            ("joined", f"{base}, and {stranger.text}", one.source),
        )  # fmt: skip
        for kind, text, source in sentences:
            page = "\n".join((*others[:cut], source, *others[cut:]))
            yield fold, Case(kind=kind, text=text, source=page)


def _without_best(text: str, source: str) -> str:
    """A source without the sentence that shares most terms with a text."""
    pieces = [source[start:end] for start, end in sentences_of(source)]
    mine = terms(text)
    best = max(range(len(pieces)), key=lambda at: (len(mine & terms(pieces[at])), -at))
    return " ".join(piece for at, piece in enumerate(pieces) if at != best)


def _fitted(found: Sequence[tuple[int, bool, Sequence[float]]]) -> tuple[float, ...]:
    return fit([row for _, _, row in found], [good for _, good, _ in found], ridge=RIDGE)


if __name__ == "__main__":
    main()
