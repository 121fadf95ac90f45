"""Stories find their section by the words they are told in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.editions.options import EditionOptions, SectionOptions
from nutgraf.editions.sections import assign, named, top, weigh
from nutgraf.editions.telling import main_name_of, unnamed
from nutgraf.sources.model import Source

OPTIONS = EditionOptions()
NOTHING = "no section's words fit it"


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("A paper by researchers measures interpretability on a new benchmark.", "Research"),
        (
            "The app has a new feature; users get the update in the beta with a subscription.",
            "Products",
        ),
        ("The company acquired a startup; investors value the deal at a billion.", "Industry"),
        (
            "The committee votes on the bill; a regulator and the parliament want oversight.",
            "Policy",
        ),
        ("Lorem ipsum dolor sit amet.", "Industry"),
        ("", "Industry"),
        ("ΛΟΓΟΣ 漢字 \u202e", "Industry"),
    ],
)
def test_the_section_whose_words_a_story_uses(text: str, section: str) -> None:
    assert assign(text, OPTIONS).section == section


def test_the_reason_names_the_words() -> None:
    assert (
        assign("The bill goes to a vote.", OPTIONS).reason
        == "it is told in words of Policy: vote, bill"
    )
    assert assign("Lorem ipsum.", OPTIONS).reason == "no section's words fit it"


def test_a_story_of_a_benchmark_is_no_money_story() -> None:
    text = (
        "YC-Bench lets models run a startup with capital. Its simulated founder kept funding and a "
        "payroll; a predictor beat the others in the score."
    )
    assert assign(text, OPTIONS).section == "Industry"
    placed = assign(text, OPTIONS, names=["yc-bench"])
    assert placed.section == "Research" and "its first name is a benchmark" in placed.reason
    assert assign(text, OPTIONS, names=["vireo labs", "yc-bench"]).section == "Industry"


def test_the_words_of_a_product_say_nothing_of_what_is_told() -> None:
    text = "An app for three cities came to Microsoft Foundry; Microsoft Foundry is wide."
    named = [("Microsoft", "company"), ("Microsoft Foundry", "product")]
    assert assign(text, OPTIONS).section == "Industry"
    assert assign(unnamed(text, named), OPTIONS).section == "Products"
    assert (
        unnamed("The Safety Bill passed.", [("Safety Bill", "other")]) == "The Safety Bill passed."
    )


def test_opening_words_count_twice() -> None:
    options = EditionOptions(
        sections=(
            SectionOptions(name="Sea", words=("harbour",)),
            SectionOptions(name="Land", words=("mountain",)),
        ),
        other="Sea",
    )
    told = "mountain " + "word " * 60 + "harbour"
    assert assign(told, options).section == "Land"
    assert assign(told.replace("mountain", "plain"), options).section == "Sea"


def test_sections_are_found_by_name_and_the_first_without_words_leads() -> None:
    found = named(" policy ", OPTIONS.sections)
    assert found is not None
    assert found.name == "Policy"
    assert named("Weather", OPTIONS.sections) is None
    leading = top(OPTIONS)
    assert leading is not None
    assert leading.name == "Top stories"
    assert top(EditionOptions(sections=OPTIONS.sections[1:])) is None


ALPHA = Source(id="alpha", name="Alpha", kind="feed", address="https://alpha.example/feed", owner="Alpha", beats=("Policy",))  # fmt: skip
BETA = replace(ALPHA, id="beta", name="Beta", beats=())
CHIPS = EditionOptions(
    sections=(
        SectionOptions(name="Top"),
        SectionOptions(
            name="Chips", words=("wafer", "head of research"), names=("Open AI",),
            examples=("A plant for wafers is built", "A maker cannot deliver enough memory"),
        ),
        SectionOptions(name="Law", words=("court",), beats=("policy",), examples=("A court fines a maker of plants",)),
        SectionOptions(name="Ours", sources=("beta",)),
        SectionOptions(name="Rest"),
    ),
    other="Rest",
)  # fmt: skip


def test_an_example_is_named_with_the_words_that_are_there() -> None:
    placed = assign("Delivery of memory by its maker stops.", CHIPS)
    assert placed.section == "Chips"
    assert placed.reason == (
        "its words are like the example 'A maker cannot deliver enough memory': memory, maker"
    )


def test_an_example_counts_what_opens_a_text_or_comes_twice() -> None:
    passing = "word " * 60 + "a maker of memory"
    assert not assign(passing, CHIPS).fits
    assert assign(passing + ", the maker says of memory", CHIPS).section == "Chips"


def test_one_word_of_an_example_is_little_and_says_so() -> None:
    alone = assign("A plant grows on the sill.", CHIPS)
    assert alone.fits
    assert alone.reason.startswith("it has a word of the example 'A plant for wafers is built'")
    told = assign("A plant for which a court fines a maker.", CHIPS)
    assert (told.section, told.runner_up) == ("Law", "Chips")


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("The lab lost its head of research on Monday.", "Chips"),
        ("Head over heels. It is research that counts.", "Rest"),
    ],
)
def test_a_phrase_counts_as_a_whole(text: str, section: str) -> None:
    assert assign(text, CHIPS).section == section


@pytest.mark.parametrize(
    ("names", "section"),
    [
        (("openai",), "Chips"),
        (("open ai",), "Chips"),
        (("gpt 5 3",), "Chips"),
        (("anthropic",), "Rest"),
        (("a", "b", "c", "d", "e", "openai"), "Rest"),
        ((), "Rest"),
    ],
)
def test_a_main_name_under_any_alias_or_what_it_makes(names: tuple[str, ...], section: str) -> None:
    placed = assign("Nothing else is said.", CHIPS, names=names)
    assert placed.section == section
    assert placed.reason == ("it is about Open AI" if names and section == "Chips" else NOTHING)


def test_beats_of_sources_tip_an_open_question_and_are_named() -> None:
    alone = assign("A wafer.", CHIPS)
    assert (alone.section, alone.runner_up) == ("Chips", "")
    tipped = assign("Nothing else is said.", CHIPS, sources=(ALPHA,))
    assert (tipped.section, tipped.reason) == ("Law", "the beat policy of Alpha")
    clear = assign("Wafer by wafer, a plant for wafers is built.", CHIPS, sources=(ALPHA,))
    assert (clear.section, clear.runner_up) == ("Chips", "Law")
    assert clear.explained.endswith("(next best: Law)")


def test_a_source_named_by_a_section_outweighs_a_beat_and_some_words() -> None:
    placed = assign(
        "A court and a wafer.", CHIPS, sources=(ALPHA, replace(BETA, beats=("policy",)))
    )
    weights = {one.section: one.score for one in weigh("A court.", CHIPS, sources=(ALPHA, BETA))}
    assert "Ours" in weights
    assert placed.section in {"Law", "Ours"}
    only = assign("A court and a wafer.", CHIPS, sources=(BETA,))
    assert (only.section, only.reason) == ("Ours", "it is told by Beta")


TWINS = EditionOptions(
    sections=(
        SectionOptions(name="First", words=("anchor",), examples=("Ships sail far",)),
        SectionOptions(name="Second", words=("keel",), examples=("Boats stay near",)),
    ),
    other="First",
)


def test_a_tie_goes_to_the_first_section() -> None:
    text = "An anchor and a keel."
    assert assign(text, TWINS).section == "First"
    assert assign(text, TWINS).runner_up == "Second"
    turned = replace(TWINS, sections=TWINS.sections[::-1])
    assert assign(text, turned).section == "Second"


def test_other_is_for_what_nothing_fits_and_does_not_lead() -> None:
    leading = top(CHIPS)
    assert leading is not None
    assert leading.name == "Top"
    assert top(replace(CHIPS, sections=CHIPS.sections[1:])) is None


words_of_all = sorted(
    {word for section in OPTIONS.sections for word in (*section.words, *section.examples)}
)
texts = st.lists(st.sampled_from(words_of_all) | st.text(max_size=12), max_size=25).map(" ".join)


@given(texts, st.booleans(), st.lists(st.sampled_from(["openai", "gemma 4", "x"]), max_size=3))
@settings(deadline=None)
def test_any_text_gets_one_section_and_the_scores_say_which(
    text: str, told: bool, names: list[str]
) -> None:
    sources = (ALPHA,) if told else ()
    placed = assign(text, OPTIONS, names=names, sources=sources)
    weighed = weigh(text, OPTIONS, names=names, sources=sources)
    assert named(placed.section, OPTIONS.sections)
    assert placed.fits == bool(weighed)
    assert placed == assign(text, OPTIONS, names=names, sources=sources)
    if weighed:
        scores = {one.section: one.score for one in weighed}
        assert scores[placed.section] >= max(scores.values()) - 0.02
        assert all(one.score > 0 for one in weighed)


@given(texts)
@settings(deadline=None)
def test_a_source_with_the_beat_never_speaks_against_its_section(text: str) -> None:
    without = {one.section: one.score for one in weigh(text, OPTIONS)}
    with_it = {one.section: one.score for one in weigh(text, OPTIONS, sources=(ALPHA,))}
    assert with_it["Policy"] > without.get("Policy", 0.0)
    assert {name: score for name, score in with_it.items() if name != "Policy"} == {
        name: score for name, score in without.items() if name != "Policy"
    }


def test_a_sense_is_not_among_the_main_names_of_the_usual_one() -> None:
    assert main_name_of(["Cursor"], ["cursor 2 0"]) == "Cursor"
    assert main_name_of(["Cursor"], ["cursor~pointer"]) == ""
    assert main_name_of(["Cursor", "cursor~pointer"], ["cursor~pointer"]) == "cursor~pointer"
