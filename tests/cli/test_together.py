"""Why two captures are together or apart, asked of a desk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nutgraf.errors import UsageError
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.stories import list_stories
from nutgraf.newsroom.together import why_captures
from nutgraf.testing import small_desk

NOW = "2026-04-01T18:00:00Z"


@pytest.fixture
def ran(tmp_path: Path, nutgraf) -> Path:
    desk = small_desk(tmp_path / "desk")
    assert nutgraf("run", "--desk", desk, "--now", NOW).code == 0
    return desk


def test_two_stories_say_why_they_are_two(ran: Path, nutgraf) -> None:
    with open_desk(ran) as desk:
        first, second = (story.captures[0].id for story in list_stories(desk)[:2])
        found = why_captures(desk, first[:12], second[:12])
        itself = why_captures(desk, first, first)
    assert not found.together and found.stories[0] != found.stories[1]
    assert itself.together and itself.similarity == 1.0
    answer = nutgraf("why-together", first, second, "--desk", ran)
    assert answer.code == 0 and answer.out.startswith("apart, in ")
    said = json.loads(nutgraf("why-together", first, second, "--desk", ran, "--json").out)
    assert said["stories"] == list(found.stories) and said["lines"] == list(found.lines)
    assert len(said["chain"]) == 2


def test_what_is_in_no_story_is_refused_in_words(tmp_path: Path, nutgraf) -> None:
    folder = small_desk(tmp_path / "desk")
    with open_desk(folder) as desk, pytest.raises(UsageError, match="no capture abcdef"):
        why_captures(desk, "abcdef", "abcdef")


def test_a_story_given_for_a_capture_is_called_one(ran: Path, nutgraf) -> None:
    with open_desk(ran) as desk:
        story = list_stories(desk)[0]
    answer = nutgraf("why-together", story.id[:14], story.captures[0].id, "--desk", ran)
    assert answer.code == 2
    assert f"{story.id[:12]} is a story, and two captures are asked for." in answer.err
    assert f"nutgraf story {story.id} lists its captures" in answer.err
