"""The space of live stories: a function of what is in it, whatever came and went."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.stories.space import Space, vector

TERMS = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.01, 1.0), max_size=6)
CAPTURES = st.lists(st.tuples(st.sampled_from(["x", "y", "z"]), TERMS), max_size=12)


@settings(deadline=None)
@given(stay=CAPTURES, go=CAPTURES, asked=TERMS, data=st.data())
def test_what_was_forgotten_leaves_no_trace(
    stay: list[tuple[str, dict[str, float]]], go: list[tuple[str, dict[str, float]]],
    asked: dict[str, float], data: st.DataObject,
) -> None:  # fmt: skip
    plain, busy = Space(), Space()
    for story, terms in stay:
        plain.add(story, vector(terms.items()))
    mixed = data.draw(st.permutations([(one, True) for one in stay] + [(one, False) for one in go]))
    for (story, terms), _ in mixed:
        busy.add(story, vector(terms.items()))
    for (story, terms), kept in mixed:
        if not kept:
            busy.remove(story, vector(terms.items()))
    question = vector(asked.items())
    assert plain.asked(question) == busy.asked(question)
    for story in "xyz":
        assert plain.has(story) == busy.has(story)
        one, other = plain.asked(question), busy.asked(question)
        assert plain.cosine(one, story) == busy.cosine(other, story)
        assert plain.told_apart(one, story) == busy.told_apart(other, story)
    assert plain.nearest(one, terms=9, most=9) == busy.nearest(other, terms=9, most=9)


@settings(deadline=None)
@given(captures=CAPTURES, asked=TERMS)
def test_a_cosine_kept_up_to_date_is_the_cosine(
    captures: list[tuple[str, dict[str, float]]], asked: dict[str, float]
) -> None:
    space = Space()
    for story, terms in captures:
        space.add(story, vector(terms.items()))
    having = {
        t: len({story for story, v in captures if t in dict(vector(v.items()))}) for t in "abcdefgh"
    }
    steps = {n: round(4 * math.log2(n + 1)) for n in range(20)}
    rarity = {t: 16 + steps[8] - steps[having[t]] for t in having}
    question = dict(vector(asked.items()))
    for story in {story for story, _ in captures}:
        total: dict[str, int] = {}
        for _, terms in (one for one in captures if one[0] == story):
            for term, weight in vector(terms.items()):
                total[term] = total.get(term, 0) + weight
        dot = sum(w * total.get(t, 0) * rarity[t] ** 2 for t, w in question.items())
        length = math.hypot(*(w * rarity[t] for t, w in total.items()))
        own = math.hypot(*(w * rarity[t] for t, w in question.items()))
        expected = dot / (length * own) if dot else 0.0
        found = space.cosine(space.asked(vector(asked.items())), story)
        assert math.isclose(found, expected, rel_tol=1e-9)


@settings(deadline=None)
@given(captures=CAPTURES)
def test_a_story_is_as_alike_to_another_as_to_its_sum(
    captures: list[tuple[str, dict[str, float]]],
) -> None:
    space = Space()
    for story, terms in captures:
        space.add(story, vector(terms.items()))
    total: dict[str, int] = {}
    for _, terms in (one for one in captures if one[0] == "x"):
        for term, weight in vector(terms.items()):
            total[term] = total.get(term, 0) + weight
    as_asked = space.asked(tuple(sorted(total.items())))
    for other in "xyz":
        found = space.alike("x", other)
        assert math.isclose(found, space.cosine(as_asked, other), rel_tol=1e-9)
        assert found == space.alike(other, "x")


def test_a_rare_term_says_more_than_a_common_one() -> None:
    space = Space()
    for n in range(20):
        space.add(f"s{n}", vector([("openai", 1.0), (f"model {n}", 1.0)]))
    asked = space.asked(vector([("openai", 1.0), ("model 3", 1.0)]))
    assert asked.says[0][0] == "model 3"
    assert space.nearest(asked, terms=2, most=1) == ("s3",)
    assert space.told_apart(space.asked(vector([("openai", 1.0)])), "s4") < 0.4


@settings(deadline=None)
@given(captures=CAPTURES, later=CAPTURES, asked=TERMS)
def test_a_space_filled_at_once_is_the_one_filled_one_by_one(
    captures: list[tuple[str, dict[str, float]]], later: list[tuple[str, dict[str, float]]],
    asked: dict[str, float],
) -> None:  # fmt: skip
    one_by_one, at_once = Space(), Space()
    for story, terms in captures:
        one_by_one.add(story, vector(terms.items()))
    at_once.fill([(story, vector(terms.items())) for story, terms in captures])
    for space in (one_by_one, at_once):
        for story, terms in later:
            space.add(story, vector(terms.items()))
        for story, terms in captures:
            space.remove(story, vector(terms.items()))
    question = vector(asked.items())
    one, other = one_by_one.asked(question), at_once.asked(question)
    assert one == other and one_by_one.stories == at_once.stories
    for story in "xyz":
        assert one_by_one.cosine(one, story) == at_once.cosine(other, story)


def test_only_an_empty_space_is_filled() -> None:
    space = Space()
    space.add("x", vector([("a", 1.0)]))
    with pytest.raises(ValueError, match="empty"):
        space.fill([("y", vector([("b", 1.0)]))])


@settings(deadline=None)
@given(
    captures=st.lists(
        st.tuples(st.sampled_from([f"s{n}" for n in range(40)]), TERMS), min_size=60, max_size=140
    ),
    asked=TERMS, most=st.integers(1, 12), terms=st.integers(1, 8),
)  # fmt: skip
def test_the_nearest_are_those_that_adding_up_every_term_gives(
    captures: list[tuple[str, dict[str, float]]], asked: dict[str, float], most: int, terms: int,
) -> None:  # fmt: skip
    space = Space()
    for story, words in captures:
        space.add(story, vector(words.items()))
    question = space.asked(vector(asked.items()))
    having: dict[str, set[str]] = {}
    for story, words in captures:
        having.setdefault(story, set()).update(term for term, _ in vector(words.items()))
    shared = {
        story: total
        for story, own in having.items()
        if (total := sum(says for term, says in question.says[:terms] if term in own))
    }
    expected = sorted(shared, key=lambda story: (-shared[story], story))[:most]
    assert space.nearest(question, terms=terms, most=most) == tuple(expected)


@settings(deadline=None)
@given(captures=CAPTURES, asked=TERMS)
def test_meeting_many_stories_at_once_is_meeting_each(
    captures: list[tuple[str, dict[str, float]]], asked: dict[str, float]
) -> None:
    space = Space()
    for story, terms in captures:
        space.add(story, vector(terms.items()))
    question = space.asked(vector(asked.items()))
    space.meet(question, "xyz")
    for story in "xyz":
        alone = space.asked(vector(asked.items()))
        assert space.cosine(question, story) == space.cosine(alone, story)
        rarities = [alone.rarities[term] for term in space.shared(alone, story)]
        expected = space.cosine(alone, story) * (max(rarities, default=0) / alone.whole)
        assert space.told_apart(question, story) == expected
