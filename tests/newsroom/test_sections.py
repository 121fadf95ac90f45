"""Sections and beats of a desk: what is wrong with them is said with file and line; stories explained."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nutgraf.errors import NutgrafError, SettingsError, UsageError
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.rule import rule_on
from nutgraf.newsroom.run import run_desk
from nutgraf.newsroom.sections import list_sections, try_sections
from nutgraf.newsroom.stories import list_stories, show_story
from nutgraf.runners.pool import Inline
from nutgraf.settings import read_settings
from nutgraf.telemetry import Silent
from nutgraf.testing import small_desk

NOW = datetime(2026, 4, 1, 18, tzinfo=UTC)
SETTINGS = """
[edition]
other = "Chips"

[[edition.sections]]
name = "Chips"
examples = ["A plant for wafers is built"]

[[edition.sections]]
name = "Votes"
words = ["vote"]
beats = ["Assemblies"]
sources = ["nobody"]

[[edition.beats]]
name = "Assemblies"
examples = ["A committee passes a bill"]

[[edition.beats]]
name = "Open models"
words = ["open model"]
"""


@pytest.fixture
def desk_folder(tmp_path: Path) -> Path:
    folder = small_desk(tmp_path / "desk")
    with (folder / "nutgraf.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    return folder


def _read(text: str):
    return read_settings(tomllib.loads(text), text)


S = '[[edition.sections]]\nname = "Top"\n\n[[edition.sections]]\nname = "Law"\n'


@pytest.mark.parametrize(
    ("text", "line", "said", "hint"),
    [
        (S, 4, "a section with no evidence, 'Law', and 'Top' has none already", "examples"),
        (S + 'exmaples = ["A court fines a lab"]\n', 6, "'edition.sections' is not known", "'examples'"),
        (S + 'examples = ["The court"]\n', 6, "too short: 'The court'", "at least three words"),
        (S + 'words = ["law", "Law "]\n', 6, "'Law ' twice in the words of 'Law'", "Take one"),
        (S + 'words = ["the"]\n', 6, "says nothing by itself", "Take it out"),
        (S + 'names = [" "]\n', 6, "an empty entry in the names of 'Law'", "Take it out"),
        (S + 'words = ["a"]\n\n[[edition.sections]]\nname = "LAW"\n', 9, "two sections of one name, 'LAW'", "another name"),
        (
            S + 'examples = ["A court fines a lab"]\n[[edition.sections]]\nname = "Two"\n'
            'examples = ["a court fines a lab"]\n',
            9, "the example 'a court fines a lab' in 'Law' and in 'Two'", "take the other out",
        ),
        (
            S + 'beats = ["polcy"]\n\n[[edition.beats]]\nname = "Policy"\n',
            6, "the beat 'polcy' into 'Law', and no beat is called that", "'Policy'",
        ),
        (
            '[edition]\nother = "Laws"\n\n' + S + 'words = ["court"]\n',
            2, "'edition.other' names 'Laws', and no section is called that", "'Law'",
        ),
        ('[edition]\nother = "Sport"\n', 2, "names 'Sport', and no section", "Use one of: Top stories"),
        ('[[edition.beats]]\nname = " "\n', 2, "a beat without a name", "[[edition.beats]]"),
        (
            '[[edition.beats]]\nname = "A"\n\n[[edition.beats]]\nname = "a"\n',
            5, "two beats of one name", "make them one",
        ),
        ('[[edition.beats]]\nname = "A"\nword = ["x"]\n', 3, "not known", "'words'"),
        ('[[edition.beats]]\nname = "A"\nexamples = ["Too short"]\n', 3, "too short", "three"),
    ],
)  # fmt: skip
def test_what_is_wrong_names_file_line_and_what_to_do(
    text: str, line: int, said: str, hint: str
) -> None:
    with pytest.raises(NutgrafError) as refused:
        _read(text)
    happened = refused.value.happened
    assert happened.startswith(f"In nutgraf.toml, line {line}, ") or said.startswith("'edition")
    assert f"line {line}," in happened
    assert said.removeprefix("'edition.sections' ") in happened
    assert hint in refused.value.next_step


def test_one_open_section_leads_and_another_takes_the_rest() -> None:
    settings, _ = _read(S.replace("Law", "Rest") + '\n[edition]\nother = "rest"\n')
    assert [one.name for one in settings.edition.sections] == ["Top", "Rest"]


@pytest.mark.parametrize(
    ("beat", "hint"),
    [("Asemblies", "Did you mean 'Assemblies'?"), ("harbour", "Write [[edition.beats]]")],
)
def test_a_source_with_an_unknown_beat_is_named_with_its_line(
    desk_folder: Path, beat: str, hint: str
) -> None:
    with (desk_folder / "sources.toml").open("a", encoding="utf-8") as file:
        file.write(f'beats = [ "{beat}" ]\n')
    with open_desk(desk_folder) as desk:
        for use in (
            lambda: run_desk(desk, runner=Inline(), progress=Silent(), now=NOW),
            lambda: list_sections(desk),
            lambda: try_sections(desk, "words"),
            lambda: list_stories(desk),
        ):
            with pytest.raises(SettingsError) as refused:
                use()
            assert refused.value.happened.startswith("In sources.toml, line 7, source 'small'")
            assert hint in refused.value.next_step


def test_beats_of_sources_are_compared_without_case(desk_folder: Path) -> None:
    with (desk_folder / "sources.toml").open("a", encoding="utf-8") as file:
        file.write('beats = ["assemblies"]\n')
    with open_desk(desk_folder) as desk:
        beats = {one.name: one.sources for one in list_sections(desk).beats}
    assert beats == {"Assemblies": ("Small",), "Open models": ()}


def test_sections_are_listed_with_what_each_takes(desk_folder: Path) -> None:
    with open_desk(desk_folder) as desk:
        chips, votes = list_sections(desk).sections
    assert chips.takes == "what nothing of another section fits"
    assert votes.missing == ("nobody",)
    assert votes.words == ("vote",)


def test_words_are_tried(desk_folder: Path) -> None:
    with open_desk(desk_folder) as desk:
        tried = try_sections(desk, "The assembly will vote; its committee passes the bill.")
        source = try_sections(desk, "An open model.", source="SMALL")
        nothing = try_sections(desk, "Nothing of it.")
        with pytest.raises(UsageError, match="no source 'moon'"):
            try_sections(desk, "words", source="moon")
        with pytest.raises(UsageError, match="No words"):
            try_sections(desk, " ")
    assert tried.section == "Votes"
    assert tried.reason == (
        "the beat Assemblies: its words are like the example 'A committee passes a bill'; "
        "and it is told in words of Votes: vote"
    )
    assert [one.beat for one in tried.beats] == ["Assemblies"]
    assert [one.beat for one in source.beats] == ["Open models"]
    assert (nothing.section, nothing.weighed) == ("Chips", ())


def test_a_story_says_its_section_its_beats_and_where_it_was_moved(desk_folder: Path) -> None:
    with open_desk(desk_folder) as desk:
        run_desk(desk, runner=Inline(), progress=Silent(), now=NOW)
        listed = list_stories(desk, now=NOW)
        by_section = {one.section: one for one in listed}
        assert set(by_section) == {"Chips", "Votes"}
        assert by_section["Votes"].beats == ("Assemblies",)
        vote = show_story(desk, by_section["Votes"].id, now=NOW)
        assert "vote" in vote.section_reason
        assert (vote.next_best, vote.moved) == ("", "")
        assert vote.beats[0].beat == "Assemblies"
        rule_on(desk, "move", vote.id, to="chips")
        assert show_story(desk, vote.id).moved == "Chips"
        # It was not moved yet.
        assert show_story(desk, vote.id, now=NOW).moved == ""
        captures = [one.id for story in listed for one in story.captures]
        assert len(captures) == len(set(captures)) == 3
    edition = json.loads((desk_folder / "editions/2026-04-01/edition.json").read_bytes())
    places = [story["id"] for section in edition["sections"] for story in section["stories"]]
    assert len(places) == len(set(places)) == 2
