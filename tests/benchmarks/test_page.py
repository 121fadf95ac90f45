"""The measurements page says what was measured, and nothing else."""

from __future__ import annotations

import copy
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT))

from benchmarks import page, pictures, results  # noqa: E402


def test_the_page_and_its_pictures_are_what_the_kept_results_give() -> None:
    made = page.files(results.read())
    assert ROOT / "docs" / "measurements.md" in made
    for path, text in made.items():
        assert path.read_text(encoding="utf-8") == text, f"run python -m benchmarks.page: {path}"


def test_another_figure_makes_another_page() -> None:
    kept = results.read()
    changed = copy.deepcopy(kept)
    changed["replay"]["figures"]["captures"] += 1
    assert page.files(changed) != page.files(kept)


def test_every_part_names_its_command_and_its_day() -> None:
    kept = results.read()
    written = page.files(kept)[ROOT / "docs" / "measurements.md"]
    for part in kept.values():
        assert f"`{part['command']}`, {part['date']}, commit" in written


def test_no_path_of_a_machine_stands_in_results_or_page() -> None:
    for file in (results.FILE, ROOT / "docs" / "measurements.md"):
        assert not re.search(r"(?<![\w.:/])/(?:\w+/)+\w", file.read_text(encoding="utf-8")), file


def test_a_chart_is_well_formed_and_says_what_it_was_given() -> None:
    bars = (
        pictures.Bar(label="a < b", value=2, words="2 & more"),
        pictures.Bar(label="none", value=0, words="0"),
    )
    drawn = pictures.chart("A <title>", [pictures.Group(name="one", bars=bars)])
    texts = [element.text for element in ElementTree.fromstring(drawn).iter() if element.text]
    assert {"A <title>", "one", "a < b", "2 & more", "none", "0"} <= set(texts)


@pytest.mark.parametrize("name", ["page", "results", "pictures"])
def test_the_page_needs_nothing_that_is_not_installed_everywhere(name: str) -> None:
    source = (ROOT / "benchmarks" / f"{name}.py").read_text(encoding="utf-8")
    imported = re.findall(r"^(?:from|import) ([a-z_]+)", source, re.MULTILINE)
    assert set(imported) <= {*sys.stdlib_module_names, "benchmarks", "__future__"}
