"""One name, several things: the sentence and its text say which, or nobody is sure."""

from __future__ import annotations

import pytest

from nutgraf import reading
from tests.stories.desk import capture


def keys(text: str, title: str = "") -> list[tuple[str, str]]:
    return [
        (name.key, name.kind)
        for claim in reading.claims(capture(text, title=title))
        for name in claim.parts.names
    ]


@pytest.mark.parametrize(
    ("text", "key", "kind"),
    [
        ("The AI Edge Gallery now runs Agent Skills offline on a phone.", "agent skills~app", "product"),
        ("Three editors adopted Agent Skills, the open standard for folders with a SKILL.md.",
         "agent skills~standard", "product"),
        ("They talked at length about Agent Skills yesterday.", "agent skills", "other"),
        ("The startup moved its deposits to Mercury after the bank run.", "mercury~bank", "company"),
        ("The probe circled Mercury, the planet nearest to the sun.", "mercury~planet", "other"),
        ("With Mercury, Inception showed that diffusion makes a language model fast.", "mercury~model", "model"),
        ("On Tuesday the Winklevoss twins listed Gemini, their crypto exchange.", "gemini~exchange", "company"),
        ("We asked Gemini to plan the trip.", "gemini", "model"),
        ("The astronauts of Gemini flew before the others.", "gemini~spacecraft", "other"),
        ("The engineers at Cursor trained it on their own traces.", "cursor", "company"),
        ("Commenters measured Perplexity on WikiText after it was quantized.", "perplexity~measure", "other"),
    ],
)  # fmt: skip
def test_a_sentence_tells_which_is_meant(text: str, key: str, kind: str) -> None:
    assert (key, kind) in keys(text)


def test_the_rest_of_the_text_counts_where_the_sentence_says_nothing() -> None:
    text = "We tried Mercury again today. The bank had asked for it, and the deposits were safe."
    assert ("mercury~bank", "company") in keys(text)


def test_cues_of_two_things_leave_it_unsure() -> None:
    text = "The exchange tried Gemini with a longer prompt."
    assert ("gemini~unsure", "other") in keys(text)


def test_a_variant_is_never_ambiguous() -> None:
    assert ("gemini 3 1 pro", "model") in keys(
        "The crypto exchange runs Gemini 3.1 Pro for support."
    )
