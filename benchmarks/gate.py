"""How many false sentences the gate lets through, and how many faithful ones it refuses.

Run as `python -m benchmarks.gate [--each 300] [--seed 1]`. False sentences are made of real ones by
`benchmarks.corruptions`: as they stand in a text, and of free paraphrases of ours. Beside the gate, in
the same run and on the same sentences: word overlap, names and numbers, and a threshold on vectors
where the `embed` extra is installed.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from benchmarks import results
from benchmarks.corruptions import KINDS, Passage, corrupt, passages
from benchmarks.corruptions.passages import is_held, names_of
from benchmarks.data import ROOT, arguments, require
from nutgraf.gate import judge_pair

PARAPHRASES = ROOT / "benchmarks" / "paraphrases"
Rule = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A sentence, its source, and what is wrong with it ("" for a faithful one)."""

    kind: str
    text: str
    source: str
    before: str = ""


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--each", type=int, default=300, help="false sentences of a kind and part")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", choices=("open", "held", "both"), default="open")
    parser.add_argument("--misses", type=int, default=0, help="print so many misses a kind")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--from", dest="origin", choices=("text", "free", "both"), default="both")
    chosen = parser.parse_args()
    data = require(chosen.data)
    kinds = chosen.kinds.split(",")
    held = {"open": (False,), "held": (True,), "both": (False, True)}[chosen.part]
    tables: dict[str, Any] = {}
    if chosen.origin != "free":
        of_text = [one for one in passages(data) if one.held in held]
        cases = false_cases(of_text, kinds, chosen.each, chosen.seed)
        tables["text"] = _rates(cases, _untouched(of_text, chosen.each), chosen.misses)
    if chosen.origin != "text" and PARAPHRASES.is_dir():
        free = [one for one in paraphrases() if one.held in held]
        cases = false_cases(free, kinds, chosen.each, chosen.seed)
        faithful = [Case(kind="", text=one.text, source=one.source) for one in free]
        tables["free"] = _rates(cases, faithful, chosen.misses)
        tables["written"] = _rates(written_false(held), [], chosen.misses)
    if chosen.part == "held" and chosen.origin == "both":
        results.keep("gate", as_tables(tables), command="python -m benchmarks.gate --part held")


def as_tables(figures: dict[str, Any]) -> dict[str, Any]:
    """What was measured, as the page of measurements takes it."""
    kinds = [kind for kind in KINDS if kind in figures["text"]["caught"]]
    rows = [
        (
            kind, *(_shares(figures[part], kind) for part in ("text", "free")),
            "-" if kind == "foreign name" else _shares(figures["written"], _kind(kind)),
        )
        for kind in kinds
    ]  # fmt: skip
    refused = [
        (name, figures[part]["faithful"], sum(figures[part]["refused"].values()),
         ", ".join(f"{kind} {count}" for kind, count in figures[part]["refused"].items()) or "-")
        for name, part in (("untouched sentences of texts", "text"), ("free paraphrases", "free"))
    ]  # fmt: skip
    return {
        "title": "The gate: false sentences it lets through, faithful ones it refuses",
        "about": "Sentences of real texts and free paraphrases of ours with one defect each, made by "
        "`benchmarks/corruptions`, and false ones written by hand; all of the half that no rule was made "
        "on. Caught are all that are not supported, whatever the reason; in brackets, by their own kind.",
        "tables": [
            {
                "columns": ["kind", "sentences of texts", "free paraphrases", "written by hand"],
                "rows": rows,
            },
            {"columns": ["faithful", "sentences", "refused", "first reason"], "rows": refused},
        ],
    }


def _shares(figures: dict[str, Any], kind: str) -> str:
    if kind not in figures["caught"]:
        return "-"
    found, whole = figures["caught"][kind]
    return f"{found / whole:.3f} ({figures['by_its_kind'][kind] / whole:.3f}) of {whole}"


def false_cases(found: Sequence[Passage], kinds: Sequence[str], each: int, seed: int) -> list[Case]:
    """At most `each` false sentences of each kind, from passages in a seeded order."""
    order = sorted(found, key=lambda one: one.id)
    random.Random(seed).shuffle(order)
    strangers = sorted({name for one in order[:4000] for name in one.names})
    cases = []
    for kind in kinds:
        made = (
            Case(kind=kind, text=text, source=one.source, before=one.text)
            for one in order
            if (text := corrupt(kind, one, seed, strangers))
        )
        cases += [case for case, _ in zip(made, range(each), strict=False)]
    return cases


def paraphrases() -> Iterable[Passage]:
    """The faithful paraphrases as passages whose source is what they reword."""
    for record in _records():
        for at, one in enumerate(record["paraphrases"]):
            names = names_of(f"{record['source']} {one['text']}")
            yield Passage(
                id=f"{record['id']}/{at}", text=one["text"], source=record["source"], names=names,
                held=is_held(record["source"]),
            )  # fmt: skip


def written_false(held: Sequence[bool]) -> list[Case]:
    """The false sentences that stand beside the paraphrases, written by hand."""
    return [
        Case(kind=one["kind"], text=one["text"], source=record["source"])
        for record in _records()
        if is_held(record["source"]) in held
        for one in record["false"]
    ]


@cache
def _records() -> tuple[dict[str, Any], ...]:
    lines = [
        line
        for path in sorted(PARAPHRASES.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return tuple(json.loads(line) for line in lines if line.strip())


def _untouched(found: Sequence[Passage], most: int) -> list[Case]:
    order = sorted(found, key=lambda one: one.id)
    random.Random(0).shuffle(order)
    return [Case(kind="", text=one.text, source=one.source) for one in order[: 3 * most]]


def _rates(cases: Sequence[Case], faithful: Sequence[Case], show: int) -> dict[str, Any]:
    caught: dict[str, list[bool]] = defaultdict(list)
    named: dict[str, list[bool]] = defaultdict(list)
    missed: dict[str, list[Case]] = defaultdict(list)
    start = time.process_time()
    for case in cases:
        verdict = judge_pair(case.text, [case.source])
        caught[case.kind].append(verdict.verdict != "supported")
        named[case.kind].append(_kind(case.kind) in {one.kind for one in verdict.reasons})
        if verdict.verdict == "supported":
            missed[case.kind].append(case)
    refused: dict[str, list[tuple[Case, str]]] = defaultdict(list)
    for case in faithful:
        verdict = judge_pair(case.text, [case.source])
        for one in verdict.reasons[:1]:
            refused[one.kind].append((case, one.message))
    took = time.process_time() - start
    total = sum(len(found) for found in refused.values())
    for kind, found in caught.items():
        sys.stdout.write(
            f"{kind:22} {len(found):5} caught {sum(found) / len(found):.3f}"
            f" by its kind {sum(named[kind]) / len(found):.3f}\n"
        )
        for case in missed[kind][:show]:
            sys.stdout.write(
                f"   MISS {case.text}\n     was {case.before}\n     src {case.source[:400]}\n"
            )
    if faithful:
        sys.stdout.write(f"faithful {len(faithful)} refused {total / len(faithful):.3f}\n")
        for kind, rows in refused.items():
            sys.stdout.write(f"   {kind}: {len(rows)}\n")
            for case, message in rows[:show]:
                sys.stdout.write(
                    f"     REFUSED {case.text}\n       {message}\n       src {case.source[:400]}\n"
                )
    sys.stdout.write(f"{(len(cases) + len(faithful)) / took:.0f} sentences a second\n")
    return {
        "caught": {kind: [sum(found), len(found)] for kind, found in caught.items()},
        "by_its_kind": {kind: sum(found) for kind, found in named.items()},
        "faithful": len(faithful),
        "refused": {kind: len(rows) for kind, rows in sorted(refused.items())},
        "sentences_a_second": round((len(cases) + len(faithful)) / took, 1),
    }


def _kind(kind: str) -> str:
    return "name" if kind in {"foreign name", "name of the same text"} else kind


if __name__ == "__main__":
    main()
