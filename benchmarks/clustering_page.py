"""What the measurements page says of clustering: tables, and a picture of quality against threshold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.curves import Line, chart

_ABOUT = (
    "B-cubed precision, recall and F1 of a single pass. Thresholds, and the form of the TF-IDF pass beside "
    "ours, are those of the train part; figures are of the other part. Sets without a clock: 10 fixed "
    "random orders, mean and spread, and the order of the file. `error removed` is the share of what the "
    "TF-IDF pass leaves to an F1 of 1 that ours does not leave. Speed is of the pass alone, on one core.\n"
)
_HARD = (
    "Hard cases of ours (tests/stories/hard_cases), all of one half in one stream, at the thresholds of the "
    "options. A false merge is a story that holds captures of two events, a split an event in two stories.\n"
)


def written(lines: Sequence[dict[str, Any]], hard: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The tables of the page."""
    return {
        "title": "Clustering",
        "about": _ABOUT,
        "tables": [
            {
                "columns": ["set", "method", "threshold", "P", "R", "F1", "spread", "file order",
                            "error removed", "captures/s"],
                "rows": [_row(line, lines) for line in lines],
            },
            {
                "about": _HARD,
                "columns": ["half", "method", "stories", "false merges", "events", "splits", "wrong pairs",
                            "re-worded copies: found, right, of"],
                "rows": [_hard_row(line) for line in hard],
            },
        ],
    }  # fmt: skip


def _row(line: dict[str, Any], lines: Sequence[dict[str, Any]]) -> list[object]:
    theirs = next(one for one in lines if one["set"] == line["set"])
    left = 1 - theirs["f1"]
    removed = "" if line is theirs or not left else f"{(line['f1'] - theirs['f1']) / left:.0%}"
    return [
        line["set"], line["method"], line["threshold"], line["precision"], line["recall"], line["f1"],
        line["spread"], line["file_order"], removed, line["captures_a_second"],
    ]  # fmt: skip


def _hard_row(line: dict[str, Any]) -> list[object]:
    wrong = ", ".join(
        f"{kind} {n} of {line['pairs'][kind]}" for kind, n in line["wrong_pairs"].items()
    )
    told = line["reworded"]
    return [
        line["half"], line["method"], line["stories"],
        f"{line['false_merges']} ({line['false_merges'] / line['stories']:.1%})", line["true_stories"],
        f"{line['splits']} ({line['splits'] / line['true_stories']:.1%})", wrong,
        f"{told['found']}, {told['right']}, {told['of']}",
    ]  # fmt: skip


def picture(figures: dict[str, Any]) -> str:
    """F1 by threshold on the reported parts of the two sets without a clock."""
    drawn = [
        Line(
            name=f"{line['set'].split(' ')[0]}: {line['method'].split(' (')[0]}",
            points=tuple((x, y) for x, y in line["by_threshold"]),
            dashed=line["method"].startswith("TF-IDF"),
        )
        for line in figures["lines"]
        if line["set"].startswith(("ECB", "UCI"))
    ]
    return chart("Clustering: quality (B-cubed F1) against threshold", "threshold", drawn)
