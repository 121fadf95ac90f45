"""The gate beside the rules others use, on the same sentences in the same run, and how quick it is.

Run as `python -m benchmarks.gate_peers [--part open|held] [--each 100]`. The rules: the share of a
sentence's words its source has; the share of its names and figures; the likeness of its vector to the
nearest sentence's (where the `embed` extra is installed). Each refuses what is below a limit set on
the open half: the one that refuses a twentieth of the faithful paraphrases there, and the one with the
best balanced accuracy. The curves show what any other limit would do; the gate's is over its score.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks import curves, results
from benchmarks.corruptions import KINDS, Passage, passages
from benchmarks.data import arguments, require
from benchmarks.embeddings import vectors_of
from benchmarks.gate import Case, false_cases, paraphrases, written_false
from benchmarks.ranking import area, threshold
from nutgraf.gate import judge_pair
from nutgraf.gate.evidence import terms
from nutgraf.gate.pairs import read_pair
from nutgraf.reading.sentences import sentences

_REFUSED = 0.05
_POINTS = 41
_WARM = 300
Scores = dict[str, list[float]]


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--part", choices=("open", "held"), default="open")
    parser.add_argument("--each", type=int, default=100, help="false sentences of a kind")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    data, free = require(chosen.data), list(paraphrases())
    wanted = [one for one in free if one.held == (chosen.part == "held")]
    faithful = _faithful(wanted)
    false = false_cases(wanted, KINDS, chosen.each, chosen.seed)
    written = written_false((chosen.part == "held",))
    limits = _limits([one for one in free if not one.held], chosen.each, chosen.seed)
    scores = _scores([*faithful, *false, *written])
    shown = _shares(scores, limits, faithful, false, written)
    figures = shown | {"speed": _speed(faithful, list(passages(data))), "part": chosen.part}
    for row in (*shown["rows"], *figures["speed"]):
        sys.stdout.write(f"{row}\n")
    command = f"python -m benchmarks.gate_peers --part {chosen.part} --each {chosen.each}"
    results.keep("gate_peers", figures, command=command)


def section(figures: dict[str, Any]) -> str:
    """The part of the measurements page."""
    from benchmarks.page import table

    return "\n".join(
        (
            "## The gate beside other rules\n",
            "Share of false sentences refused, by kind, and of faithful paraphrases refused; free "
            f"paraphrases of ours, the {figures['part']} half. The limits of the other rules were set on the "
            "open half in two ways; the gate's verdict has none to set.\n",
            table(figures["columns"], figures["rows"]),
            "\nSentences a second on one core, all checks together, reading of the source included:\n",
            table(("text", "sentences", "a second", "MiB grown after the first"), figures["speed"]),
        )
    )


def picture(figures: dict[str, Any]) -> str:
    """False sentences refused against faithful ones refused, for every limit of every rule."""
    lines = [
        curves.Line(
            name=name, points=tuple((x, y) for x, y in points), dashed=name != "gate's score"
        )
        for name, points in figures["curves"].items()
    ]
    title = "False sentences refused (up) against faithful ones refused"
    return curves.chart(title, "share of faithful paraphrases refused", lines)


def _faithful(found: Sequence[Passage]) -> list[Case]:
    return [Case(kind="", text=one.text, source=one.source) for one in found]


def _limits(free: Sequence[Passage], each: int, seed: int) -> dict[str, dict[str, float]]:
    """Of each rule, its limits by how they were set."""
    faithful, false = _faithful(free), false_cases(free, KINDS, each, seed)
    found: dict[str, dict[str, float]] = {}
    for name, values in _scores([*faithful, *false], without="gate's score").items():
        scored = [(value, at < len(faithful)) for at, value in enumerate(values)]
        good = sorted(values[: len(faithful)])
        found[name] = {
            "a twentieth refused": good[int(_REFUSED * len(good))],
            "best balance": threshold(scored),
        }
    return found


def _scores(cases: Sequence[Case], without: str = "") -> Scores:
    rules: dict[str, Callable[[Case], float]] = {
        "gate's score": lambda case: judge_pair(case.text, [case.source]).score,
        "word overlap": _overlap,
        "names and numbers": _names_and_numbers,
    }
    found = {
        name: [rule(case) for case in cases] for name, rule in rules.items() if name != without
    }
    likeness = _likeness(cases)
    return found | ({"vectors": likeness} if likeness else {})


def _overlap(case: Case) -> float:
    mine = terms(case.text)
    return len(mine & terms(case.source)) / max(1, len(mine))


def _names_and_numbers(case: Case) -> float:
    """The share of names and figures whose words the source has, 1 without any."""
    parts, _ = read_pair(case.text, [case.source])
    spans = [(one.start, one.end) for one in parts.names]
    spans += [(one.start, one.end) for one in parts.quantities]
    there = terms(case.source)
    rows = [found for start, end in spans if (found := terms(case.text[start:end]))]
    return sum(row <= there for row in rows) / len(rows) if rows else 1.0


def _likeness(cases: Sequence[Case]) -> list[float]:
    """The likeness of each sentence's vector to its source's nearest sentence, empty without vectors."""
    near = {
        case.source: tuple(case.source[a:b] for a, b in sentences(case.source)) for case in cases
    }
    texts = {text for rows in near.values() for text in rows} | {case.text for case in cases}
    vectors = vectors_of("gate", {text: text for text in sorted(texts)}, None)
    if vectors is None:
        return []
    return [
        max((_alike(vectors, case.text, other) for other in near[case.source]), default=0.0)
        for case in cases
    ]


def _alike(vectors: Mapping[str, bytes], one: str, other: str) -> float:
    mine, theirs = memoryview(vectors[one]).cast("b"), memoryview(vectors[other]).cast("b")
    across = sum(a * b for a, b in zip(mine, theirs, strict=True))
    return float(across / ((sum(a * a for a in mine) * sum(b * b for b in theirs)) ** 0.5 or 1.0))


def _shares(
    scores: Scores, limits: Mapping[str, Mapping[str, float]], faithful: Sequence[Case], false: Sequence[Case],
    written: Sequence[Case],
) -> dict[str, Any]:  # fmt: skip
    cases = [*faithful, *false, *written]
    groups = ["faithful"] * len(faithful) + [one.kind for one in false] + ["by hand"] * len(written)
    columns = ["rule", "limit set by", "limit", "AUC", *dict.fromkeys(groups)]
    rows, drawn = [], {}
    for name, values in scores.items():
        scored = [(value, not case.kind) for value, case in zip(values, cases, strict=True)]
        for how, limit in limits.get(name, {"supported": 0.5}).items():
            shares = []
            for group in columns[4:]:
                mine = [
                    value < limit for value, of in zip(values, groups, strict=True) if of == group
                ]
                shares.append(round(sum(mine) / len(mine), 3))
            rows.append([name, how, round(limit, 3), round(area(scored), 3), *shares])
        drawn[name] = _curve(scored)
    return {"columns": columns, "rows": rows, "curves": drawn}


def _curve(scored: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """(Faithful refused, false refused) at limits spread over the faithful ones' scores."""
    good = sorted(value for value, right in scored if right)
    bad = [value for value, right in scored if not right]
    points = {(0.0, 0.0), (1.0, 1.0)}
    for at in range(_POINTS):
        limit = good[at * (len(good) - 1) // (_POINTS - 1)]
        points.add(
            (
                round(sum(value < limit for value in good) / len(good), 4),
                round(sum(value < limit for value in bad) / len(bad), 4),
            )
        )
    return sorted(points)


def _speed(faithful: Sequence[Case], of_text: Sequence[Passage]) -> list[list[Any]]:
    """Per kind of text: sentences judged, sentences a second, and MiB grown after the first 300."""
    untouched = _faithful([one for one in of_text if not one.held][: 4 * _WARM])
    rows: list[list[Any]] = []
    for name, cases in (("extractive", untouched), ("free paraphrases", faithful)):
        for case in cases[:_WARM]:
            judge_pair(case.text, [case.source])
        before, start = _resident(), time.process_time()
        for case in cases[_WARM:]:
            judge_pair(case.text, [case.source])
        took, count = time.process_time() - start, len(cases) - _WARM
        rows.append([name, count, round(count / took), round(_resident() - before, 1)])
    return rows


def _resident() -> float:
    """The most memory held so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
