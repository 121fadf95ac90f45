"""A sentence whose referent stands in the sentence before is not lifted out of its text."""

from __future__ import annotations

import pytest

from nutgraf import reading
from nutgraf.archive.words import CaptureWords
from nutgraf.writing.extractive import write
from nutgraf.writing.options import WritingOptions
from nutgraf.writing.quotes import pull_quotes
from nutgraf.writing.standing import unfit
from tests.briefs import make_brief, make_capture

TORN = [
    "A context of that length lets a developer hand Heron 2 a large codebase in a single request.",
    "Lantern Research would put the price of Heron 2 beside the rank in every such table.",
    "Marrow Systems had built Lattice Desk with this method before the summer.",
    "Sarvam AI trained them with compute from a national programme.",
    "The team of Heron 2 will join Vireo Labs, according to the same reports.",
    "In practice, they cost Vireo Labs more than it had planned.",
    "When it opened to visitors, nobody at Vireo Labs had a key.",
    "Vireo Labs sold three of them to the port of Dunsay.",
    "The two models were trained by Vireo Labs in Dunsay.",
    "Doing so cost Vireo Labs the trust of Dunsay.",
    "“This model of Vireo Labs is small”, the mayor of Dunsay wrote on Friday morning.",
    "Such a test would cost Vireo Labs a summer.",
    "The latter was trained by Vireo Labs in Dunsay.",
    "Both were trained by Vireo Labs in Dunsay.",
    "That leaves Vireo Labs without a model to sell.",
]  # fmt: skip
WHOLE = [
    "Vireo Labs has released Heron 2, and at that price few will rent a model.",
    "Vireo Labs published the weights of Heron 2 this week in Dunsay.",
    "Heron 2 differs from Osprey 9 in that it reads pictures.",
    "Vireo Labs offers small models, such as Heron 2, to the port.",
    "When Heron 2 came out, it cost $24 a month.",
    "When it opens in June, Dunsay will have two quays.",
    "Users of Heron 2 can ask Vireo Labs for them by letter.",
    "If a file of Heron 2 is damaged, it is made again.",
    "Vireo Labs compares the memory of Heron 2 to that of Osprey 9.",
    "All three MAI models are offered to developers by Microsoft.",
]  # fmt: skip


def why_unfit(text: str) -> str:
    capture = make_capture("Harbour Wire", text)
    (claim,) = reading.claims(capture)
    return unfit(claim, capture, WritingOptions())


@pytest.mark.parametrize("text", TORN)
def test_what_leans_on_the_sentence_before_cannot_stand_alone(text: str) -> None:
    assert why_unfit(text) != ""


@pytest.mark.parametrize("text", WHOLE)
def test_what_has_its_referent_with_it_can(text: str) -> None:
    assert why_unfit(text) == ""


def test_a_story_is_told_without_torn_sentences() -> None:
    text = (
        "Vireo Labs has released Heron 2, a model that reads 64K tokens at once. "
        "A context of that length lets a firm hand Heron 2 all of its letters in one request. "
        "Vireo Labs published the weights of Heron 2 under a licence that lets anybody sell them."
    )
    capture = make_capture("Harbour Wire", text)
    draft = write(
        make_brief([capture]), form="story", words=CaptureWords([capture]), options=WritingOptions()
    )
    told = [one.text for one in draft.sentences]
    assert any("weights of Heron 2" in one for one in told)
    assert not any("that length" in one for one in told)


def test_no_quote_is_pulled_that_points_at_what_was_said_before() -> None:
    said = "“{} of our letters were answered by nobody at all”, said Ana Ruiz of Vireo Labs."
    for first, pulled in (("These", 0), ("Nine", 1)):
        capture = make_capture("Harbour Wire", said.format(first))
        brief = make_brief([capture])
        found = pull_quotes(brief, WritingOptions(), room={capture.id: 3})
        assert len(found) == pulled
