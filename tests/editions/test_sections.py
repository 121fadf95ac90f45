"""Stories find their section by the words they are told in."""

from __future__ import annotations

import pytest

from nutgraf.editions.options import EditionOptions, SectionOptions
from nutgraf.editions.sections import assign, named, top

OPTIONS = EditionOptions()


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
