"""`nutgraf sections`, `sections try` and what `nutgraf story` says of a section."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nutgraf.testing import small_desk

NOW = "2026-04-01T18:00:00Z"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return small_desk(tmp_path / "desk")


def test_sections_lists_what_each_takes(desk: Path, nutgraf) -> None:
    answer = nutgraf("sections", "--desk", desk)
    assert answer.code == 0
    assert "Policy  (at most 4 stories)" in answer.out
    assert "  such as: A regulator fines a platform" in answer.out
    assert "beat policy  (no source has it yet)" in answer.out
    listed = json.loads(nutgraf("sections", "--desk", desk, "--json").out)
    assert listed["sections"][0]["name"] == "Top stories"
    assert len(listed["sections"][4]["examples"]) > 10


def test_try_explains_and_refuses_nothing(desk: Path, nutgraf) -> None:
    answer = nutgraf("sections", "try", "A regulator fines a platform", "--desk", desk)
    assert answer.code == 0
    assert answer.out.startswith("Policy: ")
    assert "'A regulator fines a platform': regulator, fines" in answer.out
    assert "next best: " in answer.out
    empty = nutgraf("sections", "try", " ", "--desk", desk)
    assert (empty.code, empty.err.startswith("nutgraf: No words")) == (2, True)
    tried = json.loads(nutgraf("sections", "try", "A wafer plant", "--desk", desk, "--json").out)
    assert set(tried) == {"section", "reason", "next_best", "weighed", "beats"}


def test_a_story_says_why_it_is_in_its_section(desk: Path, nutgraf) -> None:
    assert nutgraf("run", "--desk", desk, "--now", NOW).code == 0
    stories = json.loads(nutgraf("stories", "--desk", desk, "--json").out)
    vote = next(one for one in stories if one["section"] == "Policy")
    said = nutgraf("story", vote["id"], "--desk", desk).out
    assert "  section Policy: it is told in words of Policy: " in said
    assert "  next best: " in said
