"""Gathering: one event together, look-alikes apart, and a pass that can stop anywhere."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import stories
from nutgraf.archive.model import Capture
from nutgraf.stories import StoriesOptions
from nutgraf.stories.model import Features, Membership
from tests.stories.desk import FLOOD, HERON, HERON_RETOLD, SORREL, at, capture, places, read

LAUNCH = (
    "{lab} launched {model} on Tuesday, its strongest model yet for long documents. {model} is open to "
    "paying users at once and to everybody else within weeks. {lab} says that {model} does better than "
    "any earlier model in tests of mathematics, code and translation."
)


def joined(one: Capture, other: Capture, *before: Capture) -> bool:
    placed = places(*before, one, other)
    return placed[one.id].story == placed[other.id].story


def test_one_event_in_other_words_is_one_story() -> None:
    one, other = capture(HERON), capture(HERON_RETOLD, owner="Copper Courier", hours=3)
    assert joined(one, other)
    placed = places(one, other)[other.id]
    assert placed.copy_of is None
    assert "words in common" in placed.reason and "heron 2" in placed.reason


def test_other_events_open_stories_of_their_own() -> None:
    placed = places(capture(HERON), capture(SORREL, hours=1), capture(FLOOD, hours=2))
    assert len({one.story for one in placed.values()}) == 3
    assert all(one.reason.startswith("opens a story") for one in placed.values())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"lab": "Vireo Labs", "model": "Heron 2"}, {"lab": "Marrow Systems", "model": "Bittern"}),
        ({"lab": "OpenAI", "model": "GPT-5.3"}, {"lab": "Anthropic", "model": "Claude Opus 4.6"}),
        ({"lab": "Google DeepMind", "model": "Gemma 4"}, {"lab": "Mistral", "model": "Voxtral"}),
    ],
)
def test_two_launches_told_alike_stay_apart(first: dict[str, str], second: dict[str, str]) -> None:
    told = (
        LAUNCH.format(**second).replace("On Tuesday", "Yesterday").replace("strongest", "largest")
    )
    one = capture(LAUNCH.format(**first))
    other = capture(told, owner="Copper Courier", hours=2)
    around = [capture(text, hours=-1) for text in (SORREL, FLOOD)]
    assert not joined(one, other, *around)


def test_a_shared_link_brings_a_short_post_to_its_story() -> None:
    page = "https://vireo.example/heron-2"
    one = capture(HERON, links=(page,))
    post = capture("Nice to see this one run on my old laptop", owner="Ann", hours=2, links=(page,))
    bare = capture(post.text, owner="Ann", hours=2)
    assert joined(one, post)
    assert "the same link (vireo.example/heron-2)" in places(one, post)[post.id].reason
    assert not joined(one, bare)


def test_headlines_alone_are_gathered() -> None:
    one = capture("Vireo Labs puts out Heron 2, an open model for scanned pages")
    other = capture("Heron 2: Vireo Labs' open model reads scanned pages", owner="B", hours=1)
    third = capture("River Morava floods Olomouc", owner="B", hours=1)
    assert joined(one, other) and not joined(one, third)


def test_texts_without_spaces_are_gathered() -> None:
    one = capture("北京大学今天发布了新的开放语言模型苍鹭二号，可以在笔记本电脑上运行。")
    other = capture("新的语言模型苍鹭二号由北京大学发布，笔记本电脑就能运行。", owner="B", hours=1)
    third = capture("摩拉瓦河昨夜决堤，消防队疏散了三百名居民。", owner="B", hours=1)
    assert joined(one, other) and not joined(one, third)


def test_a_story_closes_after_the_window() -> None:
    one = capture(HERON)
    late = capture(HERON_RETOLD, owner="B", hours=24 * 7.5)
    kept_open = capture(HERON_RETOLD, owner="C", hours=24 * 5)
    assert not joined(one, late)
    again = capture(f"{HERON_RETOLD} So far, so good.", owner="D", hours=24 * 9)
    assert joined(kept_open, again, one)


def test_time_between_captures_weakens_a_similarity() -> None:
    one = capture(HERON)
    soon, later = (capture(HERON_RETOLD, owner="B", hours=hours) for hours in (1, 24 * 4))
    assert places(one, soon)[soon.id].similarity > places(one, later)[later.id].similarity


def test_the_order_given_does_not_matter_and_ids_hang_on_the_first_capture() -> None:
    some = [capture(HERON), capture(HERON_RETOLD, owner="B", hours=1), capture(FLOOD, hours=2)]
    assert places(*some) == places(*reversed(some))
    assert places(*some)[some[0].id].story == stories.story_id(some[0].id)


def test_a_capture_already_placed_is_passed_over() -> None:
    made = [read(capture(HERON)), read(capture(SORREL, hours=1))]
    options = StoriesOptions()
    once = stories.gather((), made, options)
    placed = standing(made, once)
    assert stories.gather(placed, [*made, made[0]], options) == ()
    assert stories.gather((), [*made, *made], options) == once


def test_nothing_to_place() -> None:
    assert stories.gather((), (), StoriesOptions()) == ()


def test_captures_without_words_are_placed() -> None:
    placed = places(capture("!!!"), capture("...", hours=1), capture("!!!", owner="B", hours=2))
    assert sorted(one.copy for one in placed.values()) == ["", "", "exact"]


def test_ordinals_sort_like_the_pass() -> None:
    made = [read(capture(HERON, key=str(n), hours=n % 5, published=-n % 3)) for n in range(20)]
    by_text = sorted(made, key=stories.ordinal)
    placed = stories.gather((), made, StoriesOptions())
    assert [one.capture for one in placed] == [one.capture for one in by_text]


VOCABULARY = (
    "heron vireo laptop licence scanned harbour stairs robot river bank flood railway model paper "
    "Vireo Quillon Morava Heron 7 40 300"
)
WORDS = st.sampled_from(sorted(VOCABULARY.split()))
STREAM = st.lists(
    st.tuples(st.lists(WORDS, min_size=1, max_size=9), st.integers(0, 24 * 16), st.integers(0, 3)),
    max_size=14,
)


def standing(
    arrived: Sequence[Features], made: Sequence[Membership]
) -> list[tuple[Features, Membership]]:
    """Captures with where they stand: the last of their memberships."""
    last = {membership.capture: membership for membership in made}
    return [(one, last[one.capture]) for one in arrived]


def stream(drawn: Sequence[tuple[list[str], int, int]]) -> list[Features]:
    return [
        read(capture(" ".join(said), key=str(n), owner=f"Owner {owner}", hours=hours))
        for n, (said, hours, owner) in enumerate(drawn)
    ]


@settings(deadline=None, max_examples=150)
@given(drawn=STREAM, cut=st.integers(0, 14))
def test_a_pass_cut_anywhere_gives_the_same(
    drawn: Sequence[tuple[list[str], int, int]], cut: int
) -> None:
    options = StoriesOptions(join_threshold=0.2)
    arrivals = sorted(stream(drawn), key=stories.ordinal)
    whole = stories.gather((), arrivals, options)
    first = stories.gather((), arrivals[:cut], options)
    rest = stories.gather(standing(arrivals[:cut], first), arrivals[cut:], options)
    assert first + rest == whole


@settings(deadline=None, max_examples=100)
@given(drawn=STREAM, cut=st.integers(0, 14))
def test_what_is_older_than_the_window_may_be_left_out(
    drawn: Sequence[tuple[list[str], int, int]], cut: int
) -> None:
    options = StoriesOptions(join_threshold=0.2, window_days=4)
    arrivals = sorted(stream(drawn), key=stories.ordinal)
    rest = arrivals[cut:]
    if not rest:
        return
    first = stories.gather((), arrivals[:cut], options)
    since = rest[0].fetched_at - (at(24 * 4) - at(0))
    placed = [pair for pair in standing(arrivals[:cut], first) if pair[0].fetched_at >= since]
    assert first + stories.gather(placed, rest, options) == stories.gather((), arrivals, options)


@settings(deadline=None, max_examples=100)
@given(drawn=STREAM, cuts=st.lists(st.integers(0, 14), max_size=4))
def test_a_pass_that_is_carried_on_gives_what_gathering_at_once_gives(
    drawn: Sequence[tuple[list[str], int, int]], cuts: list[int]
) -> None:
    options = StoriesOptions(join_threshold=0.2, window_days=4)
    arrivals = sorted(stream(drawn), key=stories.ordinal)
    gathering = stories.Gathering(options)
    taken = []
    for start, end in pairwise([0, *sorted(cuts), len(arrivals)]):
        taken += gathering.take(arrivals[start:end])
    assert tuple(taken) == stories.gather((), arrivals, options)


def test_a_pass_remembers_the_window_and_no_more() -> None:
    gathering = stories.Gathering(StoriesOptions(window_days=2))
    for day in range(12):
        one = read(capture(f"{HERON} Day {day} of the year.", key=str(day), hours=24 * day))
        gathering.take([one])
        assert gathering.take([one]) == ()
        assert gathering.captures == min(day + 1, 3)
        assert gathering.stories <= gathering.captures


def test_a_pass_refuses_what_belongs_before_a_capture_it_took() -> None:
    gathering = stories.Gathering(StoriesOptions())
    gathering.take([read(capture(HERON, hours=5))])
    with pytest.raises(ValueError, match="belongs before"):
        gathering.take([read(capture(SORREL, hours=4))])
