"""A story stands in one place only: whatever its beats, its sections and the rulings on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.editions import BeatOptions, EditionOptions, Ruling, SectionOptions, plan
from nutgraf.sources.model import Source
from tests.briefs import gemma_captures
from tests.editions.test_compose import World, small_story
from tests.editions.test_plan import WORDS, story

ANY_WORDS = (*sorted(WORDS.values()), "paper bill app deal", "nothing of it", "")
SOURCES = tuple(
    Source(
        id=name, name=name.title(), kind="feed", address=f"https://{name}.example/", owner=name,
        beats=beats,
    )
    for name, beats in (("alpha", ("policy", "research")), ("beta", ("Policy",)), ("gamma", ()))
)  # fmt: skip
topic_words = st.lists(
    st.sampled_from(["paper", "bill", "app", "deal", "users"]), max_size=4, unique=True
).map(tuple)
section_options = st.builds(
    SectionOptions,
    name=st.sampled_from(["Top", "Research", "Policy", "Products", "Odd", "Even"]),
    words=topic_words,
    examples=st.sampled_from([(), ("A bill about an app is voted on",), ("A paper on deals",)]),
    beats=st.sampled_from([(), ("policy",), ("research", "policy")]),
    sources=st.sampled_from([(), ("alpha",), ("beta", "gamma")]),
    most_stories=st.integers(0, 4),
)
edition_options = st.builds(
    EditionOptions,
    sections=st.lists(section_options, min_size=1, max_size=5, unique_by=lambda one: one.name).map(
        tuple
    ),
    beats=st.sampled_from(
        [
            (),
            (BeatOptions(name="policy", words=("bill",)), BeatOptions(name="Apps", words=("app",))),
        ]
    ),
    other=st.sampled_from(["Policy", "Odd", "nowhere"]),
    most_takes=st.integers(0, 8),
    most_per_name=st.integers(1, 3),
)
rows = st.lists(
    st.tuples(
        st.sampled_from("abcd"), st.sampled_from(ANY_WORDS),
        st.lists(st.sampled_from(SOURCES), max_size=3, unique=True),
    ),
    max_size=30,
)  # fmt: skip
rulings_of = st.lists(
    st.builds(
        Ruling,
        story=st.integers(0, 30).map(str),
        verb=st.sampled_from(["keep", "cut", "move"]),
        argument=st.sampled_from(["", "1", "7", "Policy", "odd", "Top", "moon"]),
    ),
    max_size=10,
)


@settings(deadline=None, max_examples=200)
@given(rows, edition_options, rulings_of, st.booleans())
def test_a_story_is_planned_once_or_left_out_once(
    told: list[tuple[str, str, list[Source]]],
    options: EditionOptions,
    rulings: list[Ruling],
    twice: bool,
) -> None:
    stories = [story(str(at), about=about) for at, (about, _, _) in enumerate(told)]
    texts = {str(at): words for at, (_, words, _) in enumerate(told)}
    told_by = {str(at): tuple(sources) for at, (_, _, sources) in enumerate(told)}
    given_ = stories + stories[:3] if twice else stories
    made = plan(given_, texts, options=options, rulings=rulings, told_by=told_by)
    names = [one.story for one in made.planned] + [one.story for one in made.left_out]
    assert sorted(names) == sorted(one.id for one in stories)
    places = {section.name for section in options.sections} | {options.takes_name}
    assert all(one.section in places and one.reason for one in made.planned)


@settings(deadline=None, max_examples=25)
@given(edition_options, rulings_of, st.integers(1, 9))
def test_an_edition_tells_a_story_once_and_a_capture_in_one_story(
    options: EditionOptions, rulings: list[Ruling], count: int
) -> None:
    captures = [gemma_captures(), *(small_story(at) for at in range(count))]
    world = World(*captures, options=replace(options, quiet_below=0))
    ruled = [
        replace(one, story=world.stories[int(one.story) % len(world.stories)].id) for one in rulings
    ]
    edition = World(*captures, options=replace(options, quiet_below=0), rulings=ruled).edition()
    told = Counter(one.id for one in edition.stories())
    assert set(told.values()) <= {1}
    placed = Counter(capture for one in edition.stories() for capture in one.captures)
    assert set(placed.values()) <= {1}
    left = {one.capture for one in edition.colophon.left_out}
    assert not left & set(placed)
    assert left | set(placed) == {capture.id for capture in world.captures}
