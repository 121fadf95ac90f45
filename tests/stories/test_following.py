"""What a story had before the window goes along when the story is merged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from nutgraf.stories.following import Merge, followed, merges
from nutgraf.stories.model import Features, Membership
from nutgraf.testing import at

WEEK = timedelta(days=7)
START = at("2026-04-01T12:00:00Z")


def seen(name: str, day: float) -> Features:
    return Features(
        capture=name, source="s", owner="O", fetched_at=START + timedelta(days=day),
        published_at=None, terms=(), signature=(), shingles=(), names=(), links=(), text_sha256=name,
    )  # fmt: skip


def place(name: str, story: str, by: str = "") -> Membership:
    return Membership(
        capture=name, story=story, copy_of=None, copy="", similarity=0.5, reason="alike", by=by
    )


def test_a_story_all_of_whose_captures_move_is_merged() -> None:
    placed = [(seen("a", 0), place("a", "A")), (seen("b", 1), place("b", "B"))]
    made = [place("c", "A"), place("b", "A", by="c")]
    assert merges(placed, [seen("c", 2)], made, WEEK) == (Merge(story="B", into="A", by="c"),)


def test_a_story_some_of_whose_captures_stay_is_not() -> None:
    placed = [(seen(name, 0), place(name, "B")) for name in ("a", "b")]
    made = [place("c", "C"), place("b", "C", by="c")]
    assert merges(placed, [seen("c", 2)], made, WEEK) == ()


def test_a_story_that_falls_apart_is_not_merged() -> None:
    placed = [(seen(name, 0), place(name, "B")) for name in ("a", "b")]
    made = [place("c", "C"), place("b", "C", by="c"), place("a", "D", by="c")]
    assert merges(placed, [seen("c", 2)], made, WEEK) == ()


def test_what_left_the_window_goes_along() -> None:
    placed = [(seen("a", 0), place("a", "B")), (seen("b", 6), place("b", "B"))]
    made = [place("c", "C"), place("b", "C", by="c")]
    (merge,) = merges(placed, [seen("c", 8)], made, WEEK)
    assert [one.capture for one in merge.left] == ["a"]
    (along,) = followed([merge], {})
    assert (along.capture, along.story, along.by) == ("a", "C", "c")


def test_what_went_along_goes_along_again() -> None:
    """`a` leaves the window before B goes into C; then C goes into D."""
    placed = [(seen("a", 0), place("a", "B")), (seen("b", 6), place("b", "B"))]
    made = [place("c", "C"), place("b", "C", by="c"), place("d", "D"),
            place("b", "D", by="d"), place("c", "D", by="d")]  # fmt: skip
    found = merges(placed, [seen("c", 8), seen("d", 9)], made, WEEK)
    assert [(one.story, one.into) for one in found] == [("B", "C"), ("C", "D")]
    old = place("z", "B")
    places = {one.capture: one.story for one in followed(found, {"B": [old]})}
    assert places == {"a": "D", "z": "D"}


def test_what_the_pass_was_not_given_goes_along_with_its_own_copy() -> None:
    old = replace(place("z", "B"), copy_of="y", copy="near")
    (along,) = followed([Merge(story="B", into="A", by="c")], {"B": [old]})
    assert (along.story, along.copy_of, along.copy, along.by) == ("A", "y", "near", "c")
    assert along.reason == "came along when its story was merged by c"


_NAMES, _STORIES = "abcdef", "ABC"
_MOVES = st.lists(
    st.lists(st.tuples(st.sampled_from(_NAMES), st.sampled_from(_STORIES)), max_size=4), max_size=6
)


def plainly(
    stands: dict[str, str], days: dict[str, int], decisions: list[list[tuple[str, str]]]
) -> list[tuple[str, str, str, list[str]]]:
    """The merges, found by looking at every capture at each decision."""
    found = []
    for number, moves in enumerate(decisions):
        by, moved = f"n{number}", dict(moves)
        came_from = dict.fromkeys(
            stands[name] for name, story in moved.items() if stands[name] != story
        )
        for story in came_from:
            into = {
                to for name, to in moved.items() if stands[name] == story and stands[name] != to
            }
            left = [name for name in stands if stands[name] == story and name not in moved]
            if len(into) == 1 and all(days[by] - days[name] > WEEK.days for name in left):
                found.append((story, *into, by, left))
                stands |= dict.fromkeys(left, *into)
        stands |= {by: "N"} | moved
    return found


@given(st.lists(st.sampled_from(_STORIES), min_size=6, max_size=6), _MOVES)
def test_merges_are_those_that_a_look_at_every_capture_finds(
    first: list[str], decisions: list[list[tuple[str, str]]]
) -> None:
    placed = [
        (seen(name, day), place(name, story))
        for day, (name, story) in enumerate(zip(_NAMES, first, strict=True))
    ]
    arrivals = [seen(f"n{number}", number + 6) for number in range(len(decisions))]
    made = []
    for arrival, moves in zip(arrivals, decisions, strict=True):
        made.append(place(arrival.capture, "N"))
        made += [place(name, story, by=arrival.capture) for name, story in dict(moves).items()]
    days = {one.capture: (one.fetched_at - START).days for one in arrivals}
    days |= {name: day for day, name in enumerate(_NAMES)}
    stands = dict(zip(_NAMES, first, strict=True))
    found = [
        (one.story, one.into, one.by, [each.capture for each in one.left])
        for one in merges(placed, arrivals, made, WEEK)
    ]
    assert found == plainly(stands, days, decisions)
