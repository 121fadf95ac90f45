"""Claims of others against whole pages (WiCE, dev) and against single sentences (CLIMATE-FEVER).

Run as `python -m benchmarks.wice`. Balanced accuracy and area under the curve of `supported` against
the rest, five folds fixed by page: word overlap, the gate's score as it ships, and the same measures
weighed anew on four folds. Thresholds are always those of the other four folds.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks import results
from benchmarks.data import arguments, require
from benchmarks.logistic import fit
from benchmarks.ranking import area, balanced, threshold
from nutgraf.gate.checks import faithful, is_extract
from nutgraf.gate.evidence import MEASURES, measures, terms
from nutgraf.gate.logistic import chance, table
from nutgraf.gate.pairs import read_pair

RIDGE = 10.0
_FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim held against its page: its measures, the share of its words there, the gate's finding."""

    fold: int
    supported: bool
    measures: tuple[float, ...]
    overlap: float
    clean: bool


Score = Callable[[Claim], float]


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--most", type=int, default=10**9, help="claims of each set")
    chosen = parser.parse_args()
    folder = require(chosen.data) / "attribution"
    figures: dict[str, Any] = {}
    for name, read in (("wice", _wice(folder)), ("climate_fever", _climate(folder))):
        start = time.process_time()
        claims = [
            _held(claim, source, supported)
            for (claim, source, supported), _ in zip(read, range(chosen.most), strict=False)
        ]
        took = time.process_time() - start
        figures[name] = {"claims": len(claims), "seconds": round(took, 1)} | _compared(claims)
        for rule, found in figures[name].items():
            sys.stdout.write(f"{name} {rule}: {found}\n")
    if chosen.most == 10**9:
        results.keep("wice", figures | _shown(figures), command="python -m benchmarks.wice")


def _shown(figures: dict[str, Any]) -> dict[str, Any]:
    """The figures as a table of the measurements page."""
    sets = {"wice": "WiCE dev, whole pages", "climate_fever": "CLIMATE-FEVER, one sentence"}
    told = {
        "overlap": "word overlap", "shipped": "score as it ships, trained on paraphrases of ours",
        "folds": "the same measures weighed on four folds", "verdict": "supported or not",
    }  # fmt: skip
    rows = [
        [said, rule, figures[name][key].get("auc", ""), figures[name][key]["balanced_accuracy"]]
        for name, said in sets.items()
        for key, rule in told.items()
    ]
    about = (
        "Supported against the rest, five folds fixed by page, thresholds from the other four: "
        f"{figures['wice']['claims']} claims and {figures['climate_fever']['claims']} pairs."
    )
    columns = ["set", "by", "AUC", "balanced accuracy"]
    return {
        "title": "The gate's score on claims of others", "about": about,
        "tables": [{"columns": columns, "rows": rows}],
    }  # fmt: skip


def _wice(folder: Path) -> Iterator[tuple[str, str, bool]]:
    for record in _lines(folder / "wice-claim-dev.jsonl.gz"):
        page = "\n".join(line for line in record["evidence"] if line.strip())
        yield record["claim"], page, record["label"] == "supported"


def _climate(folder: Path) -> Iterator[tuple[str, str, bool]]:
    for record in _lines(folder / "climate-fever-pairs.jsonl.gz"):
        yield record["claim"], record["source"], record["label"] == "SUPPORTS"


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _held(claim: str, source: str, supported: bool) -> Claim:
    parts, cited = read_pair(claim, [source])
    clean = is_extract(claim, cited)
    findings = [] if clean else list(faithful(claim, parts, cited))
    mine = terms(claim)
    return Claim(
        fold=sha256(source.encode()).digest()[0] % _FOLDS,
        supported=supported,
        measures=measures(claim, parts, cited, findings),
        overlap=len(mine & terms(source)) / max(1, len(mine)),
        clean=not findings,
    )


def _compared(claims: Sequence[Claim]) -> dict[str, Any]:
    shipped = table("score_weights.txt", MEASURES)
    verdicts = balanced([(one.clean, one.supported) for one in claims])
    return {
        "overlap": _by_folds(claims, lambda rest: lambda one: one.overlap),
        "shipped": _by_folds(claims, lambda rest: lambda one: _scored(one, shipped)),
        "folds": _by_folds(claims, _trained),
        "verdict": {"balanced_accuracy": round(verdicts, 4)},
    }


def _trained(rest: Sequence[Claim]) -> Score:
    weights = fit([one.measures for one in rest], [one.supported for one in rest], ridge=RIDGE)
    return lambda one: _scored(one, weights)


def _scored(one: Claim, weights: Sequence[float]) -> float:
    """As `nutgraf.gate.checks.score`: at least .5 exactly where nothing was found."""
    value = chance(one.measures, weights)
    return 0.5 + 0.5 * value if one.clean else 0.49 * value


def _by_folds(
    claims: Sequence[Claim], train: Callable[[Sequence[Claim]], Score]
) -> dict[str, float]:
    scored: list[tuple[float, bool]] = []
    told: list[tuple[bool, bool]] = []
    for fold in range(_FOLDS):
        rest = [one for one in claims if one.fold != fold]
        score = train(rest)
        limit = threshold([(score(one), one.supported) for one in rest])
        mine = [(score(one), one.supported) for one in claims if one.fold == fold]
        scored += mine
        told += [(value >= limit, good) for value, good in mine]
    return {"auc": round(area(scored), 4), "balanced_accuracy": round(balanced(told), 4)}


if __name__ == "__main__":
    main()
