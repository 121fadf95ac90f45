"""The made stream: the same for a seed, as many a day as any other, and its words drift."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

from nutgraf import stories
from nutgraf.stories import StoriesOptions

sys.path.append(str(Path(__file__).resolve().parents[2]))

from benchmarks.drifting import Drift, Newsroom, original, plan

TEXTS = (
    "Vireo Labs has put out Heron 2, a small open model. It reads whole folders of scanned pages. "
    "Whoever builds with Heron 2 may sell the result. The licence was written for that.",
    "Quillon Robotics showed its walking machine Sorrel at a harbour in Lisbon. Sorrel carried 40 "
    "kilograms up wet stairs. A crowd looked on from the quay.",
    "The river Morava left its banks near Olomouc. Fire brigades brought 300 people out of their houses.",
)


def room() -> Newsroom:
    return Newsroom([original(text, urls=["https://vireo.example/news"]) for text in TEXTS])


def test_every_day_has_as_many_and_no_telling_comes_before_its_event() -> None:
    opened: dict[int, float] = {}
    moments = []
    for day in islice(plan(40), 30):
        assert len(day) == 40
        for told in day:
            assert told.at >= opened.setdefault(told.event, told.at)
            assert (told.number == 0) == (told.form == "first")
            moments.append(told.moment)
    assert moments == sorted(moments)


def test_the_same_seed_gives_the_same_captures_and_another_seed_others() -> None:
    days = list(islice(plan(20), 3))
    one, again = ([room().told(told) for told in days[2]] for _ in range(2))
    assert one == again
    assert list(islice(plan(20, seed=2), 3)) != days


def test_a_copy_has_the_words_of_its_event_and_names_stand_in_their_sentence() -> None:
    newsroom = room()
    texts: dict[int, str] = {}
    copies = 0
    for day in islice(plan(50), 12):
        for told in day:
            capture, claims = newsroom.told(told)
            if told.form == "first":
                texts[told.event] = capture.text
            if told.form == "exact":
                copies += 1
                assert capture.text == texts[told.event]
            for claim in claims:
                assert capture.text[claim.start : claim.end] == claim.text
                assert all(name.text in claim.text for name in claim.parts.names)
    assert copies > 10


def test_words_drift_each_at_its_own_time_and_keep_their_case() -> None:
    drift = Drift(frozenset({"heron", "laptop"}))
    assert drift.text("Heron runs on a laptop", 0) == "Heron runs on a laptop"
    changed = [
        next(day for day in range(800) if drift.word(word, day) != word)
        for word in ("heron", "laptop")
    ]
    assert changed[0] != changed[1]
    later = drift.text("Heron HERON heron runs", 800)
    first, second, third, rest = later.split()
    assert (first.lower(), second.lower(), rest) == (third, third, "runs")
    assert first.istitle() and second.isupper() and third != "heron"


def test_exact_copies_are_found_in_the_story_of_their_event() -> None:
    newsroom = room()
    told = [one for day in islice(plan(30), 4) for one in day]
    made = [stories.features(*newsroom.told(one)) for one in told]
    placed = {one.capture: one for one in stories.gather((), made, StoriesOptions())}
    firsts = {
        one.event: placed[features.capture].story
        for one, features in zip(told, made, strict=True)
        if one.form == "first"
    }
    copies = [
        (one.event, placed[features.capture])
        for one, features in zip(told, made, strict=True)
        if one.form == "exact"
    ]
    assert len(copies) > 3
    assert all(place.copy == "exact" and place.story == firsts[event] for event, place in copies)
