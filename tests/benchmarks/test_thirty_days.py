"""A desk left alone on the scripted web: three days always, a month where there is time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT))

from benchmarks import thirty_days  # noqa: E402

pytestmark = [pytest.mark.usefixtures("socket_enabled"), pytest.mark.threat("F9")]


def held(figures: dict[str, Any], record: Any) -> None:
    assert figures["early"] == []
    assert figures["overlapping"] == 0 and figures["crawl_delay_broken"] == 0
    assert figures["captures_twice"] == 0
    assert figures["unchanged"] > 0
    share = figures["answered_304"] / figures["unchanged"]
    assert share >= 0.95
    wrong = {k: v for k, v in figures["faults"].items() if v["expected"] != v["said"]}
    assert wrong == {}
    record(
        "number",
        f"{figures['feeds']} feeds, {figures['days']:g} days, {figures['requests']:,} requests: "
        f"0 too early, 0 at once to a host, {share:.1%} of unchanged looks 304",
    )


def test_a_desk_left_alone_for_two_days(tmp_path: Path, record_property: Any) -> None:
    held(thirty_days.run(tmp_path, days=2, count=24), record_property)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_desk_left_alone_for_a_month(tmp_path: Path, record_property: Any) -> None:
    held(thirty_days.run(tmp_path), record_property)
