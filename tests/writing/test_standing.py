"""Which sentences can be lifted out of their text."""

from __future__ import annotations

import pytest

from nutgraf import reading
from nutgraf.reading.model import Claim, Name, Parts
from nutgraf.writing.options import WritingOptions
from nutgraf.writing.standing import furniture, unfit, vague
from tests.briefs import make_capture

OPTIONS = WritingOptions()


def judge(text: str, owner: str = "Harbour Wire") -> str:
    """Why one sentence cannot stand alone, given a name in it, so that only the rule counts."""
    capture = make_capture(owner, text)
    name = Name(start=0, end=1, text="Heron 2", key="heron 2")
    claim = Claim(
        capture=capture.id, start=0, end=len(text), text=text, parts=Parts(names=(name,)),
        said_by="", made_by="test",
    )  # fmt: skip
    return unfit(claim, capture, OPTIONS)


@pytest.mark.parametrize(
    "text",
    [
        "Vireo Labs has released Heron 2, an open model with 7 billion parameters.",
        "HERA evolves the orchestration of several agents and their prompts together.",
        "Only three models consistently beat the $200K of starting capital on YC-Bench.",
        "The Model Safety Bill would oblige makers of large models to publish their results.",
        "The licence of Heron 2 permits commercial use.",
        "xAI says Grok now reads PDF files.",
        "llama.cpp runs Heron 2 on a telephone.",
        "40 of the 60 messages got a draft from Lattice Desk.",
        'Vireo Labs calls Heron 2 "a small model with manners" in its notes.',
        "Nomic's AEC-Bench sets agents 196 tasks over real construction documents.",
    ],
)
def test_a_sentence_that_names_its_things_stands(text: str) -> None:
    assert judge(text) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("It has 7 billion parameters and Vireo Labs made it.", "leads back to what stood before"),
        ("They released Heron 2 on Wednesday.", "leads back to what stood before"),
        ("But Heron 2 failed the third test of the day.", "leads back to what stood before"),
        ("However, Heron 2 is small.", "leads back to what stood before"),
        ("A day earlier, Vireo Labs had promised Heron 2.", "leads back to what stood before"),
        ("For example, Heron 2 reads 64K tokens.", "leads back to what stood before"),
        ("The company says Heron 2 is out.", "leads back to what stood before"),
        ("The same model runs on Heron hardware.", "leads back to what stood before"),
        ("At most of those sites Sorrel sorts parcels.", "leads back to what stood before"),
        ("Which of the two Heron models wins?", "a question"),
        ("According to the post above, Heron 2 is out.", "points at something else on its page"),
        ("Heron 2 gained 3%, according to the post.", "points at something else on its page"),
        ("Vireo Labs says: click here for Heron 2.", "points at something else on its page"),
        ("Heron 2 is described at https://vireo.example today.", "an address in it"),
        ("We trained Heron 2 on one machine.", "leads back to what stood before"),
        ("Heron 2 is the model we trained.", "a first person nobody knows"),
        ("Heron 2 said (to everybody who asked.", "torn out of a longer one"),
        ('"Heron 2 is small" and so on and so forth, said "the lab.', "torn out of a longer one"),
        ('"Nobody believed the date of Heron 2," said Ines Okafor.', "mostly a quotation"),
        ("Two figures for Heron 2", "a fragment"),
        ("and then Heron 2 came out.", "a fragment"),
        ("Greek start-up Faros Kyma (Heron).", "a fragment"),
        ("A schema with a missing field, to see whether Heron 2 asks.", "a fragment"),
        ("Fifty tool calls in a row, to see when Heron 2 forgets.", "a fragment"),
        ("Heron 2 is a model that …", "a fragment"),
        ("Heron 2 out.", "too short"),
        ("Heron 2 " + "and so on " * 20 + "ends.", "too long"),
        ("Demonstration text: Harbour Wire is made up for Heron 2.", "a label of the page"),
        ("Editor's note: Heron 2 was named Heron 1 here.", "a label of the page"),
        ("Harbour Wire is a newsletter on Heron 2 and others.", "the page about itself"),
        ("Heron 2 &nbsp; is out with weights.", "damaged"),
        ("Heron 2 is <b>out</b> with weights.", "damaged"),
    ],
)
def test_a_sentence_that_cannot_stand_says_why(text: str, reason: str) -> None:
    assert judge(text) == reason


def test_a_sentence_without_a_name_cannot_stand() -> None:
    capture = make_capture(
        "Harbour Wire", "A test that moves is rude to everybody in the same way."
    )
    claim = reading.claims(capture)[0]
    assert unfit(claim, capture, OPTIONS) == "no name in it"


def test_a_form_that_owners_fill_in_is_no_fact() -> None:
    captures = [
        make_capture(
            owner, f"Heron 2 is {what}. Read as ever: {owner} is a small paper made with care."
        )
        for owner, what in (("Copper Courier", "out"), ("Harbour Wire", "small"))
    ]
    claims = [claim for capture in captures for claim in reading.claims(capture)]
    forms = furniture(captures, claims)
    assert {capture for capture, _ in forms} == {capture.id for capture in captures}
    assert all(
        "small paper" in claim.text for claim in claims if (claim.capture, claim.start) in forms
    )


def test_a_fact_two_owners_tell_in_one_wording_is_no_form() -> None:
    text = "Heron 2 is out. Vireo Labs released the small model Heron 2 on 1 April."
    captures = [make_capture(owner, text) for owner in ("Copper Courier", "Harbour Wire")]
    claims = [claim for capture in captures for claim in reading.claims(capture)]
    assert not furniture(captures, claims)


def test_the_same_last_line_of_one_owner_is_a_form() -> None:
    captures = [
        make_capture(
            "Harbour Wire", f"Heron 2 is {what}. Vireo Labs was asked and had no answer to give."
        )
        for what in ("out", "small")
    ]
    claims = [claim for capture in captures for claim in reading.claims(capture)]
    assert len(furniture(captures, claims)) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DeepLearning.AI described the approach on 2 April.", True),
        ("The committee has 23 members, and Reyes needs 12.", True),
        ("The approach of DeepLearning.AI is new.", False),
        ("The Model Safety Bill has 23 articles.", False),
    ],
)
def test_what_leans_on_a_thing_told_before(text: str, expected: bool) -> None:
    capture = make_capture("Harbour Wire", text)
    assert vague(reading.claims(capture)[0]) is expected
