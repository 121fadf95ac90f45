"""Copies: exact and near ones are linked; what says something of its own is no copy."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.stories.duplicates import overlap
from tests.stories.desk import FLOOD, HERON, HERON_RETOLD, SORREL, capture, places
from tests.stories.shingled import shingles

ORIGINAL = f"{HERON} {FLOOD}"


def test_the_same_text_elsewhere_is_an_exact_copy_of_the_earliest() -> None:
    first = capture(HERON)
    copies = [capture(HERON, owner=f"Owner {n}", hours=n) for n in (1, 2, 3)]
    placed = places(first, *copies)
    for copy in copies:
        assert placed[copy.id].copy_of == first.id
        assert placed[copy.id].copy == "exact"
        assert placed[copy.id].story == placed[first.id].story
        assert first.id[:12] in placed[copy.id].reason


@pytest.mark.parametrize(
    "changed",
    [
        ORIGINAL.replace("a small open model", "a little open model"),
        f"{ORIGINAL} Read it at the Copper Courier.",
        f"LISBON - {ORIGINAL}",
        HERON.upper(),
        HERON,  # an excerpt
    ],
)
def test_a_text_nearly_the_same_is_a_near_copy(changed: str) -> None:
    first, second = capture(ORIGINAL), capture(changed, owner="Copper Courier", hours=1)
    placed = places(first, second)
    assert placed[second.id].copy == "near"
    assert placed[second.id].copy_of == first.id
    assert placed[second.id].similarity >= 0.7


@pytest.mark.parametrize(
    ("what", "changed"),
    [
        ("another figure", ORIGINAL.replace("7 billion", "9 billion")),
        ("other words", HERON_RETOLD),
        ("another event", SORREL),
        ("much of its own around an old text", f"{HERON} {SORREL} {FLOOD} {FLOOD.upper()[:60]}"),
    ],
)
def test_what_says_something_of_its_own_is_no_copy(what: str, changed: str) -> None:
    first = capture(HERON if what.startswith("much") else ORIGINAL)
    second = capture(changed, owner="Copper Courier", hours=1)
    assert places(first, second)[second.id].copy_of is None


def test_a_template_with_other_names_is_no_copy() -> None:
    form = (
        "{0} has put out {1}, an open model under a free licence, on its own page this morning. {2}"
    )
    more = (
        "The weights can be had by anybody who agrees to the terms, and a paper will follow soon."
    )
    first = capture(form.format("Vireo Labs", "Heron", more))
    second = capture(form.format("Marrow Systems", "Bittern", more), owner="Other", hours=1)
    assert places(first, second)[second.id].copy_of is None


def test_a_copy_of_a_copy_names_the_original() -> None:
    first = capture(ORIGINAL)
    second = capture(f"{ORIGINAL} Read it at the Copper Courier.", owner="B", hours=1)
    third = capture(second.text, owner="C", hours=2)
    placed = places(first, second, third)
    assert placed[third.id].copy_of == placed[second.id].copy_of == first.id


def test_a_copy_is_found_through_a_copy_when_the_original_left_the_window() -> None:
    first = capture(HERON)
    second = capture(HERON, owner="B", hours=24 * 5)
    third = capture(HERON, owner="C", hours=24 * 10)
    placed = places(first, second, third)
    assert placed[third.id].copy_of == first.id
    assert placed[third.id].story == placed[first.id].story


def test_a_new_text_of_a_capture_stays_in_its_story_and_is_no_copy() -> None:
    first = capture(ORIGINAL, key="a")
    second = capture(ORIGINAL.replace("laptop", "telephone"), key="a", hours=5, previous=first.id)
    placed = places(first, second)[second.id]
    assert placed.story == places(first)[first.id].story
    assert placed.copy_of is None
    assert "a new text of" in placed.reason


@settings(deadline=None)
@given(st.frozensets(st.integers(0, 60)), st.frozensets(st.integers(0, 60)))
def test_overlap_is_a_share(one: frozenset[int], other: frozenset[int]) -> None:
    share = overlap(one, sorted(other))
    assert 0.0 <= share <= 1.0
    if one and other:
        assert share >= round(len(one & other) / len(one | other), 4)
    assert (share == 0.0) == (not one & other)


def test_of_an_excerpt_and_its_source_only_the_excerpt_is_covered() -> None:
    short, long = shingles(HERON), shingles(f"{HERON} {FLOOD} {SORREL}")
    assert overlap(frozenset(short), long) == 1.0
    assert overlap(frozenset(long), short) < 0.5
