"""Rules for names, topics and sources: what they are, and which stories answer to them."""

from __future__ import annotations

import pytest

from nutgraf import stories
from nutgraf.entities import Entity, Registry, Sense
from nutgraf.stories.model import Story
from nutgraf.stories.taste import (
    TasteOptions,
    followed,
    is_named,
    muted,
    muted_sources,
    read_rule,
)
from tests.stories.desk import HERON, HERON_RETOLD, SORREL, capture, members, ranked


def _told(*texts: str) -> tuple[Story, list[stories.Member]]:
    given = members(
        *[capture(text, owner=f"Owner {at}", hours=at) for at, text in enumerate(texts)]
    )
    (story,) = ranked(given)
    return story, given


@pytest.mark.parametrize(
    "written, read",
    [
        ("name: Heron 2", "name: Heron 2"),
        ("  Name:Heron   2 ", "name: Heron 2"),
        ("topic: open models", "topic: open models"),
        ("source: letters", "source: letters"),
    ],
)
def test_rules_are_read_however_they_are_spaced(written: str, read: str) -> None:
    assert str(read_rule(written)) == read


@pytest.mark.parametrize(
    "written", ["", "Heron", "person: Ann", "name:", "name: ...", "topic: the of", "source:  "]
)
def test_what_is_no_rule_is_refused_in_words(written: str) -> None:
    with pytest.raises(ValueError, match=r"name|begin|word"):
        read_rule(written)


def test_a_name_is_its_aliases_and_variants_and_no_other_name() -> None:
    assert is_named("Qwen", "qwen3 6 plus") and is_named("OpenAI", "open ai")
    assert is_named("Heron 2", "heron 2") and is_named("heron", "heron 2")
    assert not is_named("Heron 2", "heron 21") and not is_named("Heron", "heronry")


def test_a_name_is_not_another_thing_that_begins_alike() -> None:
    assert not is_named("Apple", "apple pie") and not is_named("Meta", "meta analysis")
    assert is_named("Apple", "apple") and is_named("Cursor", "cursor 2 0")
    assert is_named("Claude", "claude opus 4 6")


def test_a_sense_is_not_muted_with_the_usual_one() -> None:
    assert is_named("Cursor", "cursor") and not is_named("Cursor", "cursor~pointer")
    assert is_named("cursor~pointer", "cursor~pointer")
    assert not is_named("cursor~pointer", "cursor")
    story, given = _told(
        "Cursor lag is gone: the mouse pointer follows the hand. The cursor blinks on the screen."
    )
    assert "cursor~pointer" in {name.key for name in story.names}
    assert muted(TasteOptions(mute=("name: Cursor",)), story.names, given) == ()
    assert muted(TasteOptions(mute=("name: cursor~pointer",)), story.names, given)


def test_a_name_is_read_by_what_the_desk_knows() -> None:
    bird = Sense(sense="bird", kind="other", cues=("nest",))
    model = Sense(sense="model", kind="model", cues=("weights",))
    known = Registry(
        [
            Entity(
                key="kestrel", name="Kestrel", kind="model", aliases=("Windhover",),
                senses=(bird, model), usual="model",
            )
        ]
    )  # fmt: skip
    assert is_named("Windhover", "kestrel", known) and is_named("kestrel", "windhover 2", known)
    assert is_named("windhover~BIRD", "kestrel~bird", known)
    assert is_named("Kestrel~model", "windhover", known)
    assert not is_named("Kestrel", "windhover~bird", known)
    assert not is_named("Kestrel~bird", "kestrel", known)
    assert not is_named("Windhover", "kestrel")


def test_a_name_a_topic_and_a_source_are_followed() -> None:
    story, given = _told(HERON, HERON_RETOLD)
    wanted = TasteOptions(
        follow=("name: vireo labs", "topic: scanned pages", "source: owner-1", "name: Sorrel")
    )
    assert followed(wanted, story.names, given) == (
        "name: vireo labs", "topic: scanned pages", "source: owner-1",
    )  # fmt: skip


def test_following_raises_a_story_by_a_part_that_says_so() -> None:
    given = members(capture(HERON), capture(SORREL, owner="B"))
    background = stories.Background(taste=TasteOptions(follow=("name: Sorrel",)))
    plain = {one.id: one for one in ranked(given)}
    with_taste = {one.id: one for one in ranked(given, background=background)}
    (sorrel,) = [one for one in plain.values() if "sorrel" in {n.key for n in one.names[:5]}]
    part = next(p for p in with_taste[sorrel.id].signal.parts if p.name == "taste")
    assert (part.value, part.note) == (1.0, "followed: name: Sorrel")
    for name, story in plain.items():
        raised = with_taste[name].signal.score - story.signal.score
        assert raised == pytest.approx(0.1 if name == sorrel.id else 0.0)


def test_a_name_in_passing_is_not_what_a_story_is_about() -> None:
    many = "Vireo Labs, Quillon Robotics and Copper Courier met. " * 2
    story, given = _told(f"{many} Heron 2 was there too.")
    assert [name.key for name in story.names].index("heron 2") >= 3
    assert muted(TasteOptions(mute=("name: Heron 2",)), story.names, given) == ()
    about = story.names[0].name
    assert muted(TasteOptions(mute=(f"name: {about}",)), story.names, given)


def test_a_topic_is_what_half_of_the_texts_are_told_in() -> None:
    story, given = _told(HERON, HERON_RETOLD)
    assert muted(TasteOptions(mute=("topic: laptop",)), story.names, given) == ("topic: laptop",)
    assert muted(TasteOptions(mute=("topic: licence",)), story.names, given) == ("topic: licence",)
    assert muted(TasteOptions(mute=("topic: harbour",)), story.names, given) == ()


def test_sources_are_muted_by_their_id() -> None:
    options = TasteOptions(mute=("source: echo", "name: Heron"), follow=("source: letters",))
    assert muted_sources(options) == {"echo"}
