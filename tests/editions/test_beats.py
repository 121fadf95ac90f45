"""Beats: what carries them, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.editions.beats import beats_of
from nutgraf.editions.options import BeatOptions, EditionOptions, known_beats
from nutgraf.sources.model import Source

WIRE = Source(id="wire", name="The Wire", kind="feed", address="https://wire.example/", owner="Wire", beats=("COPYRIGHT",))  # fmt: skip
OPTIONS = EditionOptions(
    beats=(
        BeatOptions(
            name="Copyright", words=("copyright", "fair use"), sources=("gazette",),
            examples=("Novelists sue a lab over their books",),
        ),
        BeatOptions(name="Agents", words=("agent",), names=("Claude Code", "Cursor")),
    ),
)  # fmt: skip


def carried(text: str, **told: object) -> dict[str, str]:
    return {one.beat: one.reason for one in beats_of(text, OPTIONS, **told)}  # type: ignore[arg-type]


def test_a_story_may_carry_several_beats_in_the_order_of_the_settings() -> None:
    assert list(carried("An agent broke copyright.")) == ["Copyright", "Agents"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Copyright law changes.", "it has the words copyright"),
        ("The judge calls it fair use.", "it has the words fair use"),
        ("A fair judge puts it to use.", ""),
        (
            "Two novelists sue: a lab took their books.",
            "its words are like the example 'Novelists sue a lab over their books'",
        ),
        ("Novelists walk. They read books.", ""),
        ("word " * 60 + "copyright", ""),
        ("word " * 60 + "copyright and copyright", "it has the words copyright"),
        ("", ""),
    ],
)
def test_what_of_a_text_carries_a_beat(text: str, reason: str) -> None:
    assert carried(text).get("Copyright", "") == reason


def test_names_are_known_under_their_registry() -> None:
    assert carried("", names=("claude code",)) == {"Agents": "it is about Claude Code"}
    assert carried("", names=("gemma 4",)) == {}


def test_sources_carry_beats_by_either_file() -> None:
    gazette = replace(WIRE, id="gazette", name="The Gazette", beats=())
    assert carried("", sources=(WIRE,)) == {"Copyright": "it is told by The Wire"}
    (one,) = beats_of("", OPTIONS, sources=(gazette, WIRE))
    assert (one.sources, one.in_words) == (("The Gazette", "The Wire"), False)


def test_beats_that_only_sections_name_are_known_and_carried_by_sources() -> None:
    assert known_beats(OPTIONS)[:3] == ("Copyright", "Agents", "research")
    (one,) = beats_of("", EditionOptions(), sources=(replace(WIRE, beats=("Policy",)),))
    assert one.beat == "policy"


def test_a_desk_without_beats_carries_none() -> None:
    assert beats_of("copyright", replace(OPTIONS, beats=(), sections=())) == ()


@settings(deadline=None)
@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=4))
def test_any_text_and_names_give_each_beat_at_most_once(text: str, names: list[str]) -> None:
    found = beats_of(text, OPTIONS, names=names, sources=(WIRE,))
    assert len({one.beat for one in found}) == len(found)
    assert all(one.reason for one in found)
    assert "Copyright" in {one.beat for one in found}
