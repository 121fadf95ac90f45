"""The plan: strongest first, caps, rulings, nothing told twice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.editions import EditionOptions, Plan, Ruling, plan
from nutgraf.editions.planning import CROWDED, CUT, TOLD, WEAKER, about, place_of
from nutgraf.stories.model import Signal, SignalPart, Story, StoryName, Told

OPTIONS = EditionOptions()
WORDS = {
    "Research": "paper benchmark researchers measured",
    "Products": "app feature users beta",
    "Industry": "acquisition deal investors billion",
    "Policy": "bill vote parliament regulator",
}


def story(
    name: str, *, about: str = "", told: date | None = None, seen: int = 2, copies: bool = False
) -> Story:
    """A story with one capture, or with a copy of it; `about` is its main name."""
    moment = datetime(2026, 4, seen, 9, tzinfo=UTC)
    captures = (f"{name}-1", f"{name}-2") if copies else (f"{name}-1",)
    key = about or name
    said = Told(edition=told or date(2026, 4, 1), story=name, role="fact", text="x", capture=captures[0], start=0, end=1)  # fmt: skip
    return Story(
        id=name,
        captures=captures,
        copies=((captures[1], captures[0]),) if copies else (),
        names=(StoryName(name=key, key=key, kind="other", captures=1),),
        first=captures[0],
        first_seen=moment,
        last_seen=moment,
        signal=Signal(parts=(SignalPart(name="owners", value=0.1, weight=1.0),)),
        told=(said,) if told else (),
    )


def many(count: int, section: str, *, about: str = "") -> tuple[list[Story], dict[str, str]]:
    stories = [story(f"{section}{at}", about=about) for at in range(count)]
    return stories, {one.id: WORDS[section] for one in stories}


def places(made: Plan) -> dict[str, str]:
    return {one.story: one.section for one in made.planned}


def reasons(made: Plan) -> dict[str, str]:
    return {one.story: one.reason for one in made.left_out}


def test_the_strongest_lead_then_sections_fill_then_takes() -> None:
    stories, texts = many(30, "Policy")
    made = plan(stories, texts, options=OPTIONS)
    assert [one.section for one in made.planned[:4]] == ["Top stories"] * 4
    assert [one.section for one in made.planned[4:11]] == ["Policy"] * 7
    assert {one.form for one in made.planned[:11]} == {"story"}
    assert {(one.section, one.form) for one in made.planned[11:]} == {("Quick takes", "take")}
    assert len(made.planned) == 4 + 7 + OPTIONS.most_takes + 4
    assert set(reasons(made).values()) == {WEAKER}
    assert all(one.reason for one in made.planned)


def test_one_name_cannot_crowd_out_the_others() -> None:
    loud, texts = many(20, "Policy", about="Gemma")
    quiet, more = many(3, "Research")
    made = plan([*loud, *quiet], texts | more, options=OPTIONS)
    forms = Counter((one.form, one.story.startswith("Policy")) for one in made.planned)
    assert forms["story", True] == OPTIONS.most_per_name
    assert forms["take", True] == OPTIONS.most_per_name
    assert forms["story", False] == 3
    assert set(reasons(made).values()) == {CROWDED}


def test_told_before_and_unchanged_is_not_repeated() -> None:
    old = story("old", told=date(2026, 4, 2))
    grown = story("grown", told=date(2026, 4, 1))
    assert reasons(plan([old, grown], {}, options=OPTIONS)) == {"old": TOLD}
    made = plan([old, grown], {}, options=OPTIONS, new={"old-1"})
    assert reasons(made) == {"grown": TOLD}


def test_a_copy_is_nothing_new() -> None:
    copied = story("copied", told=date(2026, 4, 1), copies=True)
    assert reasons(plan([copied], {}, options=OPTIONS, new={"copied-2"})) == {"copied": TOLD}
    assert places(plan([copied], {}, options=OPTIONS, new={"copied-1"})) == {
        "copied": "Top stories"
    }


def test_cut_is_out_and_keep_is_in_whatever_the_caps() -> None:
    stories, texts = many(30, "Policy")
    told = story("told", told=date(2026, 4, 2))
    rulings = [
        Ruling(story="Policy0", verb="cut"),
        Ruling(story="Policy29", verb="keep"),
        Ruling(story="told", verb="keep"),
        Ruling(story="nowhere", verb="keep"),
    ]
    made = plan([*stories, told], texts, options=OPTIONS, rulings=rulings)
    assert reasons(made)["Policy0"] == CUT
    assert places(made)["Policy29"] == "Policy"
    assert "told" in places(made)
    assert {one.story: one.kept for one in made.planned}["Policy29"] is True
    assert {one.story: one.form for one in made.planned}["Policy29"] == "story"


def test_the_last_ruling_holds() -> None:
    one = story("one")
    cut, keep = Ruling(story="one", verb="cut"), Ruling(story="one", verb="keep")
    assert places(plan([one], {}, options=OPTIONS, rulings=[cut, keep])) == {"one": "Top stories"}
    assert reasons(plan([one], {}, options=OPTIONS, rulings=[keep, cut])) == {"one": CUT}


@pytest.mark.parametrize("argument", ["policy", " Policy ", "POLICY"])
def test_move_to_a_section(argument: str) -> None:
    stories, texts = many(3, "Research")
    moved = Ruling(story="Research0", verb="move", argument=argument)
    assert places(plan(stories, texts, options=OPTIONS, rulings=[moved]))["Research0"] == "Policy"


def test_move_to_a_place() -> None:
    stories, texts = many(12, "Research")
    moved = Ruling(story="Research9", verb="move", argument="1")
    made = plan(stories, texts, options=OPTIONS, rulings=[moved])
    assert made.planned[0].story == "Research9"
    assert made.planned[0].section == "Top stories"


@pytest.mark.parametrize("argument", ["", "nowhere", "-3", "²", "0", "99999999999999999999"])
def test_a_move_to_nowhere_does_no_harm(argument: str) -> None:
    stories, texts = many(3, "Research")
    moved = Ruling(story="Research1", verb="move", argument=argument)
    made = plan(stories, texts, options=OPTIONS, rulings=[moved])
    assert set(places(made)) == {one.id for one in stories}


@pytest.mark.parametrize(
    ("argument", "place"),
    [("1", 1), (" 007 ", 7), ("999", 999), ("1000", None), ("0", None), ("²", None), ("٣", None)],
)
def test_what_a_place_is(argument: str, place: int | None) -> None:
    assert place_of(argument) == place


def test_nothing_to_plan() -> None:
    assert plan([], {}, options=OPTIONS) == Plan(planned=(), left_out=())


stories_of = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(sorted(WORDS)), st.booleans()), max_size=40
)
verbs = st.sampled_from(["keep", "cut", "move"])
rulings_of = st.lists(
    st.tuples(st.integers(0, 45), verbs, st.sampled_from(["", "1", "7", "Policy", "moon"])),
    max_size=8,
)


@settings(deadline=None)
@given(stories_of, rulings_of)
def test_every_story_is_planned_or_left_out_once(
    rows: list[tuple[str, str, bool]], ruled: list[tuple[int, str, str]]
) -> None:
    stories = [
        story(str(at), about=about, told=date(2026, 4, 2) if told else None)
        for at, (about, _, told) in enumerate(rows)
    ]
    texts = {str(at): WORDS[section] for at, (_, section, _) in enumerate(rows)}
    rulings = [Ruling(story=str(at), verb=verb, argument=what) for at, verb, what in ruled]  # type: ignore[arg-type]
    made = plan(stories, texts, options=OPTIONS, rulings=rulings)
    seen = [one.story for one in made.planned] + [one.story for one in made.left_out]
    assert sorted(seen) == sorted(one.id for one in stories)
    filled = Counter(one.section for one in made.planned if not one.kept)
    assert all(filled[section.name] <= section.most_stories + 3 for section in OPTIONS.sections)
    last = {ruling.story: ruling.verb for ruling in rulings}
    for one in made.left_out:
        assert last.get(one.story) in {None, "cut"}
    assert not {name for name, verb in last.items() if verb == "cut"} & set(places(made))
    assert made == plan(stories, texts, options=OPTIONS, rulings=rulings)


def test_a_sentence_that_refers_back_belongs_to_the_one_before() -> None:
    told = (
        "Gull is here. Its price fell.\nHeron came too. It sings. Gull wins. Others lose. It rains."
    )
    kept = "Gull is here. Its price fell. Gull wins."
    assert about(story("one", about="Gull"), told) == kept
    assert about(story("one", about="Heron"), "Heron came. It sings. Gull.") == (
        "Heron came. It sings. Gull."
    )
