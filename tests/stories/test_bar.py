"""How high the bar is: as set for most, lower for short texts where a story has words of its own."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from nutgraf.stories.bar import Evidence, Share, is_brief, of_evidence, of_length
from tests.stories.desk import capture, places

HEADLINE = Evidence(terms=8, usual=8.0, texts=3, rarest=1, stories=40, kind="")
EVIDENCE = st.builds(
    Evidence, terms=st.integers(0, 29), usual=st.floats(0, 300), texts=st.integers(1, 50),
    rarest=st.integers(0, 60), stories=st.integers(1, 2000),
    kind=st.sampled_from(("", "a launch")),
)  # fmt: skip


@given(terms=st.integers(0, 2000), more=st.integers(0, 2000))
def test_a_longer_text_never_has_a_lower_bar(terms: int, more: int) -> None:
    assert 1.0 <= of_length(terms) <= of_length(terms + more) <= 1.2


@given(evidence=EVIDENCE)
def test_a_bar_is_lowered_with_a_reason_and_never_without(evidence: Evidence) -> None:
    found = of_evidence(evidence)
    share, why = found.joins, found.why
    assert 0.1 <= share <= 1.2
    assert bool(why) == (share < 1.0)


@given(evidence=EVIDENCE)
def test_without_a_word_in_common_that_says_something_nothing_is_lowered(
    evidence: Evidence,
) -> None:
    assert of_evidence(dataclasses.replace(evidence, rarest=0)) == Share(
        of_length(evidence.terms), of_length(evidence.terms)
    )


def test_a_headline_has_a_lower_bar_at_a_story_of_three_and_not_at_one_of_two() -> None:
    found = of_evidence(HEADLINE)
    share, why = found.joins, found.why
    assert share < 0.2 and why == "a short text for a story of 3"
    assert of_evidence(dataclasses.replace(HEADLINE, texts=2)) == Share(1.0, 1.0)


def test_neither_a_common_word_nor_a_story_of_pages_lowers_it() -> None:
    for told in ({"rarest": 9}, {"usual": 80.0}):
        assert of_evidence(dataclasses.replace(HEADLINE, **told)) == Share(1.0, 1.0)


def test_a_name_and_the_kind_of_event_lower_it_for_two_brief_texts() -> None:
    alone = dataclasses.replace(HEADLINE, texts=1, kind="a launch")
    found = of_evidence(alone)
    share, why = found.joins, found.why
    assert found.stories == of_length(alone.terms)
    assert share == 0.5 and why.endswith("both tell of a launch")
    assert of_evidence(dataclasses.replace(alone, rarest=2)) == Share(1.0, 1.0)
    assert is_brief(8) and not is_brief(80)


def test_a_headline_joins_a_story_of_three_by_a_word_of_its_own_and_says_why() -> None:
    told = (
        "Morava flood closes railway to Ostrava", "Railway to Ostrava closed by Morava flood",
        "Ostrava railway closed, Morava flood rises",
    )  # fmt: skip
    story = [capture(text, owner=f"Owner {n}", hours=n) for n, text in enumerate(told)]
    late = capture(
        "Helicopters lift farmers, dogs and cattle off barn roofs along Morava", owner="Z", hours=4
    )
    placed = places(*story, late)
    assert len({one.story for one in placed.values()}) == 1
    assert "is enough (a short text for a story of 3)" in placed[late.id].reason
    few = places(*story[:2], late)
    assert few[late.id].story != few[story[0].id].story
