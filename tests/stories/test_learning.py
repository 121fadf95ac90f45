"""Learning from rulings: bounded, explained, the same whenever it is computed, and forgotten when told."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import stories
from nutgraf.stories.learning import MOST, Learned, Lesson, learn, standing
from nutgraf.stories.options import SIGNAL_PARTS, StoriesOptions
from tests.stories.desk import HERON, MONDAY, SORREL, capture, members, ranked

WEIGHTS = dict(StoriesOptions().signal_weights)


def lesson(number: int, verb: str = "up", **said: float) -> Lesson:
    """A ruling on a story whose named parts were these, the others' being a half."""
    return Lesson(
        verb=verb, at=MONDAY + timedelta(hours=number), story=f"story {number}",  # type: ignore[arg-type]
        said=f"ruling {number}", parts=tuple(said.items()),
        others=tuple((name, 0.5) for name in said), names=("heron 2",), sources=("letters",),
    )  # fmt: skip


def test_too_few_rulings_teach_nothing() -> None:
    four = [lesson(n, figures=1.0) for n in range(4)]
    assert learn(four, WEIGHTS, least=5) == Learned(lessons=4)


def test_what_was_kept_for_a_part_makes_it_weigh_more() -> None:
    kept = [lesson(n, figures=1.0, owners=0.5) for n in range(6)]
    cut = [lesson(n, "down", engagement=1.0) for n in range(6, 12)]
    found = learn([*kept, *cut], WEIGHTS, least=5)
    assert found.factor_of("figures") > 1 > found.factor_of("engagement")
    assert found.factor_of("owners") == 1.0
    (figures,) = [one for one in found.factors if one.part == "figures"]
    assert figures.up == tuple(f"ruling {n}" for n in range(6)) and figures.down == ()


_parts = st.dictionaries(st.sampled_from(SIGNAL_PARTS), st.floats(0, 1), min_size=1)
_lessons = st.lists(st.tuples(st.sampled_from(["up", "down"]), _parts), min_size=5, max_size=60)


@settings(deadline=None, max_examples=60)
@given(_lessons)
def test_no_rulings_move_a_weight_beyond_its_bound(
    taught: list[tuple[str, dict[str, float]]],
) -> None:
    made = [lesson(n, verb, **parts) for n, (verb, parts) in enumerate(taught)]
    found = learn(made, WEIGHTS, least=5)
    assert all(1 - MOST <= one.factor <= 1 + MOST for one in found.factors)
    assert "taste" not in {one.part for one in found.factors}
    assert all(abs(one.value) <= MOST for one in found.offsets)
    names = [one.what for one in found.offsets if one.kind == "name"]
    assert abs(found.offset_of(names, ["letters"])[0]) <= MOST
    assert learn(made, WEIGHTS, least=5) == found


def test_the_last_ruling_on_a_story_counts_and_those_before_a_reset_do_not() -> None:
    first, second = lesson(1, figures=1.0), lesson(2, figures=1.0)
    again = Lesson(verb="down", at=MONDAY, story="story 1", said="ruling 3")
    assert standing([first, second, again]) == (second, again)
    forget = Lesson(verb="forget", at=MONDAY)
    assert standing([first, second, forget]) == ()
    assert standing([first, forget, second]) == (second,)


def test_names_and_sources_get_an_offset_after_three_rulings() -> None:
    def offsets(*verbs: str) -> dict[str, float]:
        found = learn(
            [lesson(n, verb, figures=0.5) for n, verb in enumerate(verbs)], WEIGHTS, least=1
        )
        return {one.what: one.value for one in found.offsets}

    assert offsets("up", "up") == {}
    assert 0 < offsets("up", "up", "up")["heron 2"] < offsets(*["up"] * 6)["letters"]
    assert offsets("down", "down", "down")["letters"] < 0
    assert offsets("up", "down", "up", "down") == {}


def test_a_learned_weight_is_shown_with_the_one_that_was_set() -> None:
    found = learn([lesson(n, figures=1.0) for n in range(8)], WEIGHTS, least=5)
    given_members = members(capture(HERON), capture(SORREL, owner="B"))
    for story in ranked(given_members, background=stories.Background(learned=found)):
        part = next(one for one in story.signal.parts if one.name == "figures")
        assert part.weight > WEIGHTS["figures"]
        assert part.note.endswith(f"weight 0.05 made {part.weight:.3g} by your rulings")


def test_two_desks_with_the_same_rulings_have_the_same_ranking() -> None:
    made = [
        lesson(n, "up" if n % 3 else "down", figures=n / 20, owners=1 - n / 20) for n in range(20)
    ]
    given_members = members(capture(HERON), capture(SORREL, owner="B"))
    one, two = (
        ranked(
            given_members,
            background=stories.Background(learned=learn(list(made), WEIGHTS, least=5)),
        )
        for _ in range(2)
    )
    assert one == two
