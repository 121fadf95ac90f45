"""Ranking: named parts that say what was counted, and that cannot be bought with copies."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import stories
from nutgraf.archive.model import Capture
from nutgraf.stories.model import SignalPart, Story, Told
from nutgraf.stories.options import SIGNAL_PARTS, StoriesOptions
from tests.stories.desk import FLOOD, HERON, HERON_RETOLD, SORREL, at, capture, members, ranked


def part(story: Story, name: str) -> SignalPart:
    return next(one for one in story.signal.parts if one.name == name)


def only(*captures: Capture, engagement: int = 0) -> Story:
    (story,) = ranked(members(*captures, engagement=engagement))
    return story


def told(story: Story, day: date, capture_id: str) -> Told:
    return Told(
        edition=day, story=story.id, role="fact", text="x", capture=capture_id, start=0, end=1
    )


def test_a_story_has_its_captures_copies_names_and_first() -> None:
    late = capture(HERON, owner="Harbour Wire", hours=0, published=-1)
    early = capture(HERON_RETOLD, owner="Copper Courier", hours=2, published=-5)
    copy = capture(HERON, owner="Echo", hours=3, published=-9)
    story = only(late, early, copy)
    assert story.captures == (late.id, early.id, copy.id)
    assert story.copies == ((copy.id, late.id),)
    assert story.first == early.id
    assert (story.first_seen, story.last_seen) == (at(0), at(3))
    assert story.names[0].key == "heron 2" and story.names[0].name == "Heron 2"
    assert story.names[0].captures == 2


def test_a_story_whose_original_is_not_here_tells_from_a_copy() -> None:
    first = capture(HERON)
    copies = [capture(HERON, owner=owner, hours=1) for owner in "BC"]
    (story,) = ranked([one for one in members(first, *copies) if one.capture != first.id])
    assert story.copies == ((story.captures[1], story.captures[0]),)
    assert story.first == story.captures[0]


def test_every_part_is_there_with_its_weight_and_a_note() -> None:
    story = only(capture(HERON))
    assert tuple(one.name for one in story.signal.parts) == SIGNAL_PARTS
    for one in story.signal.parts:
        assert 0.0 <= one.value <= 1.0 and one.note
        assert one.weight == dict(StoriesOptions().signal_weights)[one.name]


def test_owners_count_once_and_repeated_texts_not_at_all() -> None:
    alone = only(capture(HERON))
    two = only(capture(HERON), capture(HERON_RETOLD, owner="Copper Courier", hours=1))
    same = only(capture(HERON), capture(HERON_RETOLD, hours=1))
    echo = only(capture(HERON), capture(HERON, owner="Copper Courier", hours=1))
    assert part(two, "owners").value > part(alone, "owners").value == part(same, "owners").value
    assert part(echo, "owners").value == part(alone, "owners").value
    assert part(echo, "owners").note == "1 independent owner; 1 more only repeats a text"
    assert part(two, "owners").note == "2 independent owners"


def test_an_edited_copy_with_another_figure_is_no_second_voice() -> None:
    edited = capture(HERON.replace("7 billion", "9 billion"), owner="Echo", hours=1)
    story = only(capture(HERON), edited)
    assert story.copies == ()
    assert part(story, "owners").value == 0.0


def test_owners_who_came_sooner_make_more_speed() -> None:
    soon, late = (
        only(capture(HERON), capture(HERON_RETOLD, owner="B", hours=hours)) for hours in (1, 40)
    )
    assert part(soon, "speed").value > part(late, "speed").value > 0
    assert part(soon, "speed").note == "1 further owner within 1 hour"


def test_a_told_story_is_as_new_as_what_came_since() -> None:
    first, second = capture(HERON), capture(HERON_RETOLD, owner="B", hours=30)
    third = capture(
        "Heron 2, the model Vireo Labs put out, reads scanned pages in 90 hospitals around Ghent.",
        owner="C", hours=31,
    )  # fmt: skip
    monday = told(only(first), date(2026, 3, 30), first.id)

    def novelty(*captures: Capture) -> SignalPart:
        (story,) = ranked(members(*captures), hours=36, told=(monday,))
        assert story.told == (monday,)
        return part(story, "novelty")

    assert part(only(first), "novelty").value == 1.0
    assert novelty(first).value == 0.0
    assert novelty(first).note == "told on 30 March 2026, nothing new since"
    assert 0 < novelty(first, second).value < novelty(first, second, third).value < 1.0


def test_what_came_since_is_what_came_after_the_edition_was_made() -> None:
    """Told on Monday at nine, ranked on Wednesday at six: what came on Monday at noon is new."""
    first, second = capture(HERON), capture(HERON_RETOLD, owner="B", hours=3)
    monday = told(only(first), date(2026, 3, 30), first.id)
    given_members = members(first, second)
    (roughly,) = ranked(given_members, hours=45 + 12, told=(monday,))
    (exactly,) = ranked(given_members, hours=45 + 12, told=(replace(monday, told_at=at(0)),))
    (later,) = ranked(given_members, hours=45 + 12, told=(replace(monday, told_at=at(4)),))
    assert part(roughly, "novelty").value == 0.0
    assert part(exactly, "novelty").value > 0.0
    assert part(exactly, "owners").note == "1 independent owner since it was told"
    assert part(later, "novelty").note == "told on 30 March 2026, nothing new since"


def test_a_heavier_source_weighs_more() -> None:
    given_members = members(capture(HERON))
    (plain,) = ranked(given_members)
    (heavy,) = ranked(given_members, background=stories.Background(weights={"harbour-wire": 2.0}))
    assert part(plain, "weight").value == 0.5 and part(heavy, "weight").value == 1.0
    assert "harbour-wire" in part(heavy, "weight").note


def test_first_hand_is_who_others_name() -> None:
    release = capture(HERON, owner="Vireo Labs")
    story = only(release, capture(HERON_RETOLD, owner="B", hours=1))
    assert part(story, "figures").note.endswith("first-hand from Vireo Labs")
    assert "first-hand" not in part(only(release), "figures").note
    credited = [
        capture(HERON),
        capture(f"{HERON_RETOLD} Harbour Wire had it first.", owner="B", hours=1),
        capture("Heron 2 from Vireo Labs reads scanned pages on a laptop.", owner="C", hours=2),
        capture("Vireo Labs lets anybody sell what Heron 2 makes.", owner="D", hours=2),
    ]
    assert "first-hand" not in part(only(*credited), "figures").note


def test_engagement_and_age_are_read_off() -> None:
    assert part(only(capture(HERON), engagement=99), "engagement").value == pytest.approx(2 / 6)
    assert part(only(capture(HERON)), "engagement").note == "no counts given"
    assert part(only(capture(HERON, hours=12)), "freshness").value == 1.0
    assert part(only(capture(HERON, hours=-12)), "freshness").value == 0.5


def desk_of_stories() -> list[Capture]:
    bodies = {"Heron": HERON, "Sorrel": SORREL, "Morava": FLOOD}
    captures = [capture(text, hours=n) for n, text in enumerate(bodies.values())]
    captures.append(capture(HERON_RETOLD, owner="Copper Courier", hours=4))
    for n, (name, town) in enumerate([("Tarn", "Ghent"), ("Lune", "Turin"), ("Ebro", "Split")]):
        captures.append(
            capture(f"A bridge over the {name} in {town} is closed for {n + 2} months.", hours=3)
        )
    return captures


def order(captures: Sequence[Capture]) -> list[str]:
    return [story.id for story in ranked(members(*captures))]


@pytest.mark.parametrize("target", range(7))
@pytest.mark.parametrize("puppets", ["one owner", "many owners", "many owners, edited"])
def test_fifty_copies_move_a_story_one_place_at_most(target: int, puppets: str) -> None:
    desk = desk_of_stories()
    text = desk[target].text
    copies = [
        capture(
            f"{text} Seen by {n}." if "edited" in puppets and len(text) > 100 else text,
            key=f"copy {n}", hours=5 + n / 10, owner="Echo" if puppets == "one owner" else f"Echo {n}",
        )
        for n in range(50)
    ]  # fmt: skip
    before, after = order(desk), order([*desk, *copies])
    assert sorted(before) == sorted(after)
    moved = stories.story_id(desk[target].id)
    moved = moved if moved in before else order(desk[:1])[0]
    assert abs(before.index(moved) - after.index(moved)) <= 1


@settings(deadline=None, max_examples=30)
@given(st.permutations(range(7)))
def test_the_order_given_does_not_matter(shuffled: list[int]) -> None:
    given_members = members(*desk_of_stories())
    mixed = [given_members[at_place] for at_place in shuffled]
    assert ranked(mixed) == ranked(given_members)


def test_equal_scores_stand_by_arrival() -> None:
    twins = [
        capture(f"A bridge over the {name} in {town} is closed.", hours=hours, published=0)
        for hours, (name, town) in enumerate([("Tarn", "Ghent"), ("Lune", "Turin")])
    ]
    found = ranked(members(*twins))
    assert found[0].signal.score == found[1].signal.score
    assert [story.first for story in found] == [one.id for one in twins]


def test_no_members_no_stories() -> None:
    assert ranked([]) == ()


def test_voices_are_as_many_as_can_be_told_apart() -> None:
    """A has its own text and B's; B has only one of them: two voices, whatever came first."""
    shared, own = capture(HERON, owner="A"), capture(HERON_RETOLD, owner="A", hours=1)
    edited = capture(HERON.replace("7 billion", "9 billion"), owner="B", hours=2)
    assert part(only(shared, own, edited), "owners").note == "2 independent owners"


def test_a_copy_that_was_edited_does_not_bring_a_told_story_back() -> None:
    first = capture(HERON)
    monday = told(only(first), date(2026, 3, 30), first.id)
    edited = [
        capture(f"{HERON} Seen by {n}.", owner=f"Echo {n}", hours=30 + n / 10)
        for n in range(20, 60)
    ]
    corrected = capture(
        HERON.replace("7 billion", "9 billion"), key=first.key, hours=30, previous=first.id
    )
    (again,) = ranked(members(first, *edited), hours=36, told=(monday,))
    (mended,) = ranked(members(first, corrected), hours=36, told=(monday,))
    assert part(again, "novelty").value == 0.0
    assert part(mended, "novelty").value > 0.0
