"""Pictures over a logarithmic scale: well-formed, and each point where its value says."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2]))

from benchmarks.log_curves import Line, Panel, chart


def circles(drawn: str) -> list[tuple[float, float]]:
    return [
        (float(one.get("cx", "")), float(one.get("cy", "")))
        for one in ElementTree.fromstring(drawn).iter()
        if one.tag.endswith("circle")
    ]


@pytest.mark.parametrize("logarithmic", [False, True])
def test_ten_times_as_much_is_as_far_to_the_right_anywhere(logarithmic: bool) -> None:
    points = ((10.0, 1.0), (100.0, 2.0), (1000.0, 4.0), (10_000.0, 4.0))
    panel = Panel(
        title="a < b", across="captures", lines=(Line(name="ours & theirs", points=points),),
        logarithmic=logarithmic,
    )  # fmt: skip
    drawn = chart("A <title>", (panel, panel))
    found = circles(drawn)[:4]
    steps = [after[0] - before[0] for before, after in pairwise(found)]
    assert max(steps) - min(steps) < 0.2
    assert found[0][1] > found[1][1] > found[2][1] == found[3][1]
    texts = {one.text for one in ElementTree.fromstring(drawn).iter()}
    assert {"A <title>", "a < b", "ours & theirs", "captures", "10", "10,000"} <= texts


def test_one_value_alone_and_names_that_would_cover_each_other_are_drawn() -> None:
    lines = tuple(Line(name=f"line {n}", points=((500.0, 0.5),)) for n in range(3))
    drawn = chart("Some", (Panel(title="F1", across="captures a second", lines=lines),))
    named = re.findall(r'y="([\d.]+)" fill="#[0-9a-f]+">line', drawn)
    assert len(set(named)) == 3
