"""Figures a digest works out of its sources are computed again; a wrong one does not pass."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nutgraf.newsroom.audit_digest import Against, audit_path


def _faults(folder: Path, told: str, source: str) -> list[tuple[str, str]]:
    line = {"source": "Mill", "url": "https://a.example/1", "title": "Half a year", "text": source,
            "published_at": "2026-06-01T08:00:00Z"}  # fmt: skip
    (folder / "s.jsonl").write_text(json.dumps(line), encoding="utf-8")
    digest = f"# Letter\n\n5 June 2026\n\n{told} [(Mill)](https://a.example/1)\n"
    (folder / "d.md").write_text(digest, encoding="utf-8")
    report = audit_path(folder / "d.md", Against(sources=folder / "s.jsonl"))
    kinds = {"number", "unit"}
    return [(noted.rule, one.sentence.text[noted.start : noted.end])
            for one, noted in report.failed if noted.rule in kinds]  # fmt: skip


SALES = (
    "In the first half of 2026 the mill had sales of 798 million kroner, after 840 million in 2024."
)


@pytest.mark.parametrize(
    ("told", "source", "wrong"),
    [
        ("Sales of the mill fell {}, to 798 million kroner.", SALES, ["6%", "42%", "8%"]),
        ("Sales of the mill fell from {} to 798 million kroner.", SALES, ["841", "84"]),
        ("Sales of the mill fell to {}.", SALES, ["798", "798 kroner", "798,000 kroner"]),
        ("The tank of the mill holds {}.", "The tank of the mill holds 12,000 litres.", ["13 cubic metres", "12 litres"]),
        ("The margin of the mill fell {}.", "The margin of the mill was 9%, after 14% in 2025.", ["6 points", "14 points"]),
        ("The mill has {} more rooms than the inn.", "The mill has 24 rooms. The inn has 12 rooms.", ["13", "36"]),
    ],
)  # fmt: skip
def test_a_figure_worked_out_wrong_does_not_pass(
    tmp_path: Path, told: str, source: str, wrong: list[str]
) -> None:
    for figure in wrong:
        assert _faults(tmp_path, told.format(figure), source) != [], figure


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("Sales of the mill fell 5%, to 798 million kroner.", SALES),
        ("Sales of the mill fell from 840 to 798 million kroner.", SALES),
        ("Sales of the mill fell to 798 million kroner within two years.", SALES),
        ("The tank of the mill holds 12 cubic metres.", "The tank of the mill holds 12,000 litres."),
        ("The margin of the mill fell 5 points.", "The margin of the mill was 9%, after 14% in 2025."),
        ("The mill has 12 more rooms than the inn.", "The mill has 24 rooms. The inn has 12 rooms."),
        ("The mill has twice as many rooms as the inn.", "The mill has 24 rooms. The inn has 12 rooms."),
        ("There are twelve cubic metres in the tank of the mill.", "Twelve cubic metres are in the tank of the mill."),
    ],
)  # fmt: skip
def test_a_figure_worked_out_right_passes(tmp_path: Path, told: str, source: str) -> None:
    assert _faults(tmp_path, told, source) == []
