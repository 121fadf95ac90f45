"""Short stories written for this and labelled by our judgement: how many find their section."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from nutgraf.editions.options import EditionOptions
from nutgraf.editions.sections import assign
from nutgraf.text import fold

FILE = Path(__file__).with_name("labelled_sections.txt")
OPTIONS = EditionOptions()
# Counted on the even rows when the lists were frozen: 55 of 60; with the lists before them, 32.
FLOOR = 54


def rows() -> list[tuple[str, str]]:
    """(section, text) of every row, in file order."""
    found: list[tuple[str, str]] = []
    section = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            section = line.removeprefix("== ")
        elif line and not line.startswith("#"):
            found.append((section, line))
    return found


def test_the_set_is_what_its_head_says() -> None:
    assert Counter(section for section, _ in rows()) == {
        "Research": 30, "Products": 30, "Industry": 30, "Policy": 30,
    }  # fmt: skip
    assert Counter(section for section, _ in rows()[1::2])["Policy"] == 15
    assert len({fold(text).text for _, text in rows()}) == 120


def test_most_of_the_held_half_find_their_section() -> None:
    placed = [(section, assign(text, OPTIONS)) for section, text in rows()[1::2]]
    right = sum(one.fits and one.section == section for section, one in placed)
    assert right >= FLOOR, f"{right} of {len(placed)}"


def test_every_placed_story_has_a_reason_with_words_of_its_own() -> None:
    for _, text in rows():
        placed = assign(text, OPTIONS)
        if placed.fits:
            named = placed.reason.rpartition(": ")[2].split(", ")
            assert all(fold(word).text[:4] in fold(text).text for word in named), placed
        assert placed.runner_up != placed.section


def test_examples_alone_place_more_than_chance() -> None:
    """A quarter of four sections is chance; examples without word lists place nearly three times as many."""
    bare = tuple(replace(one, words=(), beats=()) for one in OPTIONS.sections)
    options = replace(OPTIONS, sections=bare)
    placed = [(section, assign(text, options)) for section, text in rows()[1::2]]
    right = sum(one.fits and one.section == section for section, one in placed)
    assert right >= 40, f"{right} of {len(placed)}"
