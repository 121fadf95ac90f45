"""Track records: first by when the desk fetched, corrected by changed figures, neutral without history."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nutgraf import stories
from nutgraf.stories.spread import place_of, surprise
from nutgraf.stories.track_record import Arrival, SourceRecord, corrects, races, usual_echo
from tests.stories.desk import HERON, HERON_RETOLD, at, capture, members, ranked


def arrival(owner: str, hours: float, story: str = "s") -> Arrival:
    return Arrival(story=story, source=owner.lower(), owner=owner, fetched_at=at(hours))


def test_the_first_of_three_owners_has_won() -> None:
    found = races([arrival("A", 0), arrival("B", 1), arrival("C", 2), arrival("C", 3)])
    assert (found["a"].races, found["a"].first) == (1, 1)
    assert (found["c"].races, found["c"].first, found["c"].chance) == (1, 0, 0.3333)


def test_a_draw_and_a_story_of_two_are_no_races() -> None:
    assert races([arrival("A", 0), arrival("B", 0), arrival("C", 2)]) == {}
    assert races([arrival("A", 0), arrival("B", 1)]) == {}


def test_a_source_that_is_first_weighs_more_and_a_corrected_one_less() -> None:
    plain = SourceRecord(source="a")
    first = SourceRecord(source="a", races=20, first=15, chance=5.0, texts=40)
    wrong = SourceRecord(source="a", texts=40, corrected=10)
    little = SourceRecord(source="a", races=1, first=1, chance=0.3, texts=2)
    assert plain.factor == 1.0 and plain.said == ""
    assert wrong.factor < 1.0 < little.factor < first.factor
    assert little.factor - 1 < 0.04
    assert first.said == "first in 15 of 20 shared stories"
    assert wrong.said == "10 of 40 texts corrected"


_many = st.integers(0, 10_000)


@given(_many, _many, _many, _many)
def test_no_history_moves_a_weight_by_more_than_a_quarter(a: int, b: int, c: int, d: int) -> None:
    record = SourceRecord(
        source="a", races=max(a, b), first=min(a, b), chance=min(a, b) / 3, texts=max(c, d),
        corrected=min(c, d),
    )  # fmt: skip
    assert 0.75 <= record.factor <= 1.25


def test_a_changed_figure_is_a_correction_and_a_longer_text_is_none() -> None:
    assert corrects("It has 7 billion parameters.", "It has 9 billion parameters.")
    assert not corrects("It has 7 billion parameters.", "It has 7 billion parameters and 2 modes.")
    assert not corrects("Out on 3 April, 7 billion.", "7 billion.")
    assert not corrects("A model.", "A small model.")


def test_the_weight_says_what_it_was_made_of() -> None:
    record = SourceRecord(source="harbour-wire", races=20, first=15, chance=5.0, texts=40)
    background = stories.Background(weights={"harbour-wire": 1.2}, records={"harbour-wire": record})
    (story,) = ranked(members(capture(HERON)), background=background)
    part = next(one for one in story.signal.parts if one.name == "weight")
    assert part.value == round(1.2 * record.factor / 2, 6)
    assert part.note == (
        "the weightiest source is harbour-wire (1.4 of 2: 1.2 set, first in 15 of 20 shared stories)"
    )


def test_a_source_that_always_posts_adds_little_speed() -> None:
    given_members = members(capture(HERON), capture(HERON_RETOLD, owner="Copper Courier", hours=3))

    def speed(a_day: float | None) -> tuple[float, str]:
        records = {"copper-courier": SourceRecord(source="copper-courier", a_day=a_day)}
        (story,) = ranked(given_members, background=stories.Background(records=records))
        part = next(one for one in story.signal.parts if one.name == "speed")
        return part.value, part.note

    busy, weekly, unknown = speed(100.0), speed(1 / 7), speed(None)
    assert busy[0] < 0.01 < unknown[0] <= weekly[0]
    assert busy[1] == "1 further owner within 3 hours; copper-courier usually has 100 a day"
    assert weekly[1] == "1 further owner within 3 hours; copper-courier usually has 1 a week"
    assert unknown[1] == "1 further owner within 3 hours"


@given(st.floats(0, 500), st.floats(0, 500), st.floats(0.001, 200))
def test_later_is_never_more_surprising(one: float, other: float, a_day: float) -> None:
    soon, late = sorted((one, other))
    assert 0.0 <= surprise(late, a_day) <= surprise(soon, a_day) <= 1.0


def test_one_instant_says_nothing_of_speed() -> None:
    (story,) = ranked(members(capture(HERON), capture(HERON_RETOLD, owner="B")))
    part = next(one for one in story.signal.parts if one.name == "speed")
    assert (part.value, part.note) == (0.0, "all seen at one instant, so how fast is not known")


def test_engagement_is_held_against_what_the_source_usually_gets() -> None:
    def value(echo: float, echoed: int) -> float:
        record = SourceRecord(source="harbour-wire", echo=echo, echoed=echoed)
        background = stories.Background(records={"harbour-wire": record})
        (story,) = ranked(members(capture(HERON), engagement=99), background=background)
        return next(one.value for one in story.signal.parts if one.name == "engagement")

    assert value(2.0, 50) == 0.0 and value(1.0, 50) == 0.5 and value(0.0, 50) == 1.0
    assert value(0.0, 2) == round(2 / 6, 6)
    assert usual_echo([9, 99]) == 1.5 and usual_echo([]) == 0.0


def test_a_post_is_its_accounts_and_a_page_its_hosts() -> None:
    assert place_of("x.com/Ann/status/1") == "ann"
    assert place_of("reddit.com/r/LocalLlama/comments/1") == "localllama"
    assert place_of("www.news.example/a?b=c") == "news.example"
    assert place_of("bsky.app/profile/ann.example/post/1") == "ann.example"
