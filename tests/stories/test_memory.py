"""What a sentence speaks of, and what is remembered of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nutgraf.reading import claims, recognise
from nutgraf.stories.memory import all_keys, remembered, subject_key, with_told
from nutgraf.stories.model import Told
from nutgraf.writing.terms import Sayings, says_again
from tests.briefs import make_capture, make_story

NOTHING = Sayings([]).again


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Heron 2 from Vireo Labs scored 58.7% on TideBench.", "heron 2"),
        ("The Opus 4.6 model gets 71.2% on Terminal-Bench.", "claude opus 4 6"),
        ("Northwater's revenue reached $31 million, chief executive Ana Ruiz said.", "northwater"),
        ("Ana Ruiz joins Vireo Labs as chief scientist.", "ana ruiz|vireo labs"),
        ("Northwater cut its price, Northwater said.", "northwater"),
        ("Jessopwell Power says Teal 30 achieves 65.8% on LockBench.", "teal 30"),
        ("Vireo Labs released Heron 2 under Apache 2.0.", "heron 2"),
        ("It rained all day.", ""),
    ],
)
def test_the_subject_of_a_sentence(text: str, subject: str) -> None:
    assert subject_key(recognise(text)) == subject


def _told(text: str, *, name: str = "2026-03-06", sentence: str = "s3", story: str = "old") -> Told:
    return remembered(
        Told(
            edition=date.fromisoformat(name[:10]), story=story, role="fact", text=text, capture="c",
            start=0, end=len(text), name=name, sentence=sentence,
        )
    )  # fmt: skip


def test_what_was_told_is_remembered_with_figure_and_strength() -> None:
    told = _told("Vireo Labs plans to raise the price of Heron 2 to $20 a month.")
    assert told.subject == "heron 2" and told.figures == (("20", "USD/month"),)
    assert told.strength == "planned" and told.made_by.startswith("reading/")


def test_a_story_recalls_its_subjects_whatever_story_told_them() -> None:
    capture = make_capture("Harbour Wire", "Heron 2 reaches 61.2% on TideBench. It rained.")
    story = make_story([capture])
    said = {capture.id: claims(capture)}
    old = _told("Heron 2 scored 58.7% on TideBench.")
    other = _told("Osprey 9 scored 40.0% on TideBench.", sentence="s4")
    about = {one.subject: (one,) for one in (old, other)}
    assert all_keys(said[capture.id]) == {"heron 2", "first heron 2"}
    (recalling,) = with_told([story], said, about, (), NOTHING)
    assert recalling.recalled == (old,)
    # What the story itself was told as is told of it, and not recalled.
    (own,) = with_told([replace(story, told=(old,))], said, about, (old,), NOTHING)
    assert own.recalled == ()


def test_much_the_same_words_of_late_are_recalled_without_a_subject() -> None:
    capture = make_capture("Harbour Wire", "The ferry to the islands was late again this morning.")
    lately = _told("The ferry to the islands was late again this morning.")
    far = _told("The council will vote on the new bridge in the autumn.", sentence="s9")
    (story,) = with_told(
        [make_story([capture])], {capture.id: claims(capture)}, {}, (lately, far),
        Sayings([lately.text, far.text]).again,
    )  # fmt: skip
    assert story.recalled == (lately,)


@pytest.mark.parametrize(
    ("text", "told", "again"),
    [
        ("Heron 2 scored 58.7% on TideBench.", "Heron 2 scored 58.7% on TideBench", True),
        ("Heron 2 scored 61.2% on TideBench.", "Heron 2 scored 58.7% on TideBench", False),
        ("The vote is on 18 May.", "The vote is on 17 April.", False),
    ],
)
def test_a_new_number_or_day_is_not_the_same_again(text: str, told: str, again: bool) -> None:
    assert says_again(text, told) is again
