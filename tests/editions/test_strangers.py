"""Renderings of other packages: beside ours, in place of none, and never in the way of an edition."""

from __future__ import annotations

import json
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from nutgraf.editions import strangers
from nutgraf.editions.model import Edition
from nutgraf.editions.renderings import RENDERINGS, render, render_all
from nutgraf.errors import Refused
from nutgraf.newsroom.check import check_path
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.release import release_edition
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import at, small_desk

LOADED: list[str] = []


def headlines(edition: Edition) -> bytes:
    """A stranger's rendering: the headlines, a line each."""
    return "".join(f"{story.headline.text}\n" for story in edition.stories()).encode("utf-8")


def raising(edition: Edition) -> bytes:
    raise ValueError(f"no room for {edition.id}\nat all")


def leaving(edition: Edition) -> bytes:
    sys.exit(9)


def text_instead(edition: Edition) -> str:
    return edition.title


def __getattr__(name: str) -> object:
    if name != "told_when_loaded":
        raise AttributeError(name)
    LOADED.append(name)
    return headlines


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch) -> list[EntryPoint]:
    """The entry points that are found; fill it."""
    points: list[EntryPoint] = []
    monkeypatch.setattr(strangers, "entry_points", lambda group: points if group else [])
    return points


def point(name: str, function: str = "headlines") -> EntryPoint:
    return EntryPoint(name, f"{__name__}:{function}", strangers.GROUP)


def test_a_strangers_file_stands_beside_ours(edition: Edition, brought: list[EntryPoint]) -> None:
    brought += [point("headlines.txt"), point("edition.tex")]
    made = render_all(edition)
    assert [name for name, _ in made.files] == [*RENDERINGS, "edition.tex", "headlines.txt"]
    assert dict(made.files)["headlines.txt"] == headlines(edition)
    assert made.refused == ()
    assert dict(made.files[:4]) == render(edition)


def test_without_strangers_there_are_ours(edition: Edition, brought: list[EntryPoint]) -> None:
    assert dict(render_all(edition).files) == render(edition)


def test_it_is_loaded_only_when_an_edition_is_rendered(
    edition: Edition, brought: list[EntryPoint]
) -> None:
    LOADED.clear()
    brought.append(point("headlines.txt", "told_when_loaded"))
    render(edition)
    assert LOADED == []
    render_all(edition)
    assert LOADED == ["told_when_loaded"]


@pytest.mark.parametrize("name", [*RENDERINGS, "Edition.MD", "EVIDENCE.jsonl"])
def test_ours_cannot_be_replaced(edition: Edition, brought: list[EntryPoint], name: str) -> None:
    brought.append(point(name))
    made = render_all(edition)
    assert dict(made.files) == render(edition)
    (refused,) = made.refused
    assert refused.where == name and "cannot replace" in refused.happened


def test_of_two_strangers_with_one_name_the_first_is_used(
    edition: Edition, brought: list[EntryPoint]
) -> None:
    brought += [point("a.txt", "text_instead"), point("a.txt"), point("A.txt", "raising")]
    made = render_all(edition)
    assert dict(made.files)["a.txt"] == headlines(edition)
    assert sorted(one.where for one in made.refused) == ["A.txt", "a.txt"]


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../edition.tex", "a/b.txt", "a\\b.txt", "/etc/x", ".hidden", "a b", "a.", "-x",
     "a\x00b", "a\nb", "é.txt", "x" * 101, "c:x"],
)  # fmt: skip
def test_a_name_that_is_no_plain_file_name_is_refused(
    edition: Edition, brought: list[EntryPoint], name: str
) -> None:
    brought.append(point(name))
    made = render_all(edition)
    assert dict(made.files) == render(edition)
    assert "no plain file name" in made.refused[0].happened


@pytest.mark.parametrize(
    ("function", "why"),
    [
        ("raising", "ValueError: no room for 2026-04-02 at all"),
        ("leaving", "SystemExit: 9"),
        ("text_instead", "str instead of bytes"),
        ("missing", "AttributeError"),
    ],
)
def test_what_goes_wrong_costs_only_its_own_file(
    edition: Edition, brought: list[EntryPoint], function: str, why: str
) -> None:
    brought += [point("bad.txt", function), point("good.txt")]
    made = render_all(edition)
    assert [name for name, _ in made.files] == [*RENDERINGS, "good.txt"]
    (refused,) = made.refused
    assert isinstance(refused, Refused)
    assert (refused.where, refused.rule) == ("bad.txt", "rendering")
    assert why in refused.happened and __name__ in refused.happened
    assert __name__ in refused.next_step


def test_a_run_goes_on_and_says_so(tmp_path: Path, brought: list[EntryPoint]) -> None:
    brought += [point("bad.txt", "raising"), point("good.txt")]
    small_desk(tmp_path)
    with open_desk(tmp_path) as desk:
        ran = run_desk(desk, runner=Inline(), progress=Silent(), now=at("2026-04-01T18:00:00Z"))
        assert [one.where for one in ran.sources_failed] == ["bad.txt"]
        assert "bad.txt" in json.dumps(ran.summary()["sources_failed"])
        released = release_edition(desk, ran.edition, "Ada Byron")
    assert [one.where for one in released.refused] == ["bad.txt"]
    there = {path.name for path in ran.path.iterdir()}
    assert there == {*RENDERINGS, "good.txt"}
    assert {path.name for path in ran.files} == {*there, "feed.xml"}
    assert check_path(ran.path, None).failed == ()
