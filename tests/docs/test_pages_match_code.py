"""What pages say of the code is so: nouns exist, rooms and steps are those there are, links lead somewhere."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from nutgraf.rundown import STEPS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _table_after(heading: str, page: str) -> list[list[str]]:
    """The rows of the first table after a heading, without its head."""
    below = page.split(f"\n## {heading}\n", 1)[1].splitlines()
    first = next(at for at, line in enumerate(below) if line.startswith("|"))
    rows = []
    for line in below[first + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


@pytest.mark.parametrize("page", ["docs/nouns.md", "docs/architecture.md", "CONTRIBUTING.md"])
def test_names_of_the_code_exist(page: str) -> None:
    named = re.findall(r"`(nutgraf(?:\.\w+)+)`", _text(page))
    assert named
    for name in named:
        if name in {
            "nutgraf.toml",
            "nutgraf.db",
            "nutgraf.sources",
            "nutgraf.readers",
            "nutgraf.renderings",
        }:
            continue
        module, _, last = name.rpartition(".")
        assert hasattr(import_module(module), last) or import_module(name), name


def test_the_rooms_of_the_page_are_the_layers_in_order() -> None:
    rows = _table_after("The rooms", _text("docs/architecture.md"))
    with (ROOT / "pyproject.toml").open("rb") as stream:
        contract = tomllib.load(stream)["tool"]["importlinter"]["contracts"][0]
    layers = [sorted(re.split(r"\s*[|:]\s*", line)) for line in contract["layers"]]
    assert [sorted(re.split(r",\s*", row[0])) for row in rows] == layers


def test_the_steps_of_the_page_are_those_of_a_run() -> None:
    rows = _table_after("A run", _text("docs/architecture.md"))
    assert tuple(row[0] for row in rows) == STEPS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_inside_lead_somewhere(page: Path) -> None:
    text = re.sub(r"(?ms)^```.*?^```$", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        assert place.exists(), f"{page.name} links to {target}"
        if anchor:
            headings = re.findall(r"(?m)^#+ (.+)$", place.read_text(encoding="utf-8"))
            slugs = {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}
            assert anchor in slugs, f"{page.name} links to {target}"


def test_every_page_is_reached_from_the_index() -> None:
    index = _text("docs/index.md")
    for page in sorted((ROOT / "docs").rglob("*.md")):
        name = str(page.relative_to(ROOT / "docs"))
        assert name == "index.md" or f"({name})" in index, name
