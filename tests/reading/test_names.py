"""Names: variants whole, common first words out, speakers and stance."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.reading import recognise

NAMES = [
    ("Gemma 4 31B beat GPT-5.3 Codex on YC-Bench.", ["Gemma 4 31B", "GPT-5.3 Codex", "YC-Bench"]),
    ("Claude Opus 4.6 led; MAI-Transcribe-1 came fourth.", ["Claude Opus 4.6", "MAI-Transcribe-1"]),
    ("Alibaba shipped Qwen3.6-Plus for one H100.", ["Alibaba", "Qwen3.6-Plus", "H100"]),
    ("Reasoning models such as Google Gemma 4 26B A4B are fast.", ["Google", "Gemma 4 26B A4B"]),
    ("It needs iOS 26.4 or later.", ["iOS 26.4"]),
    ("Anthropic's Dario Amodei spoke of vLLM and llama.cpp.", ["Anthropic", "Dario Amodei", "vLLM", "llama.cpp"]),
    ("The U.S. Department of Defense bought it.", ["U.S. Department of Defense"]),
    ("Only three models beat it.", []),
    ("Training costs fell.", []),
    ("It works with OpenAI-compatible APIs.", ["OpenAI"]),
    ("Krafton CEO Changhan Kim left.", ["Krafton", "Changhan Kim"]),
    ("OpenAI Launches New Voice Mode For All Drivers", ["OpenAI"]),
    ("They raised OpenAI 3 million dollars.", ["OpenAI"]),
    ("Sarvam 105B and Sarvam 30B are open.", ["Sarvam 105B", "Sarvam 30B"]),
    ("Thanks to @rasbt for that.", ["@rasbt"]),
    ("AI is hot, and Sakana AI knows.", ["Sakana AI"]),
    ("They met in New York City.", ["New York City"]),
    ("It runs on vllm and github at home.", ["vllm", "github"]),
    ("The editor got faster (cursor_ai; vllm_project).", ["cursor_ai", "vllm_project"]),
    ("We ran gpt-oss-120b and qwen3.5-397b-a17b there.", ["gpt-oss-120b", "qwen3.5-397b-a17b"]),
    ("OpenAI put GPT-5.4 mini beside GPT-5.4 nano.", ["OpenAI", "GPT-5.4 mini", "GPT-5.4 nano"]),
    ("The H100 mini racks draw 5 MW.", ["H100"]),
    ("The next step was a seed round with a cursor on it.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names_are_kept_whole(text: str, expected: list[str]) -> None:
    assert [name.text for name in recognise(text).names] == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("Gemma 4 31B", "Gemma-4-31B"), ("Qwen3.6-Plus", "Qwen3.6 Plus"), ("OpenAI", "OPENAI")],
)
def test_two_spellings_share_a_key(one: str, other: str) -> None:
    first = recognise(f"We saw {one} there.").names[0].key
    assert recognise(f"We saw {other} there.").names[0].key == first


def test_variants_do_not_share_a_key() -> None:
    keys = {
        recognise(f"We saw {name} there.").names[0].key
        for name in ("Gemma 4 31B", "Gemma 4 26B", "Gemma 4")
    }
    assert len(keys) == 3


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Microsoft says it is the most accurate model.", "Microsoft"),
        ("According to Artificial Analysis, it ranks fourth.", "Artificial Analysis"),
        ("It ranks fourth, according to Artificial Analysis.", "Artificial Analysis"),
        ("“It is the usual order,” said Ines Okafor.", "Ines Okafor"),
        ("@rasbt: finally some improvements here.", "@rasbt"),
        ("Ines Okafor: “We are ready.”", "Ines Okafor"),
        ("Mustafa Suleyman reported that three models shipped.", "Mustafa Suleyman"),
    ],
)
def test_the_speaker_is_found(text: str, speaker: str) -> None:
    assert speaker in {one.speaker for one in recognise(text).speech}


@pytest.mark.parametrize(
    "text",
    [
        "Aider Setup Troubles: a user reported difficulties.",
        "Waypoint-1.1 added two features.",
        "Gemma 4 says hello.",
    ],
)
def test_what_speaks_nothing_is_no_speaker(text: str) -> None:
    assert not [one for one in recognise(text).speech if one.speaker]


def test_quoted_words_carry_their_speaker() -> None:
    text = "“The building is ready before the grid is,” said Leila Nakamura-Voss."
    quoted = [one for one in recognise(text).speech if one.quoted]
    assert [(one.speaker, text[one.start : one.end]) for one in quoted] == [
        ("Leila Nakamura-Voss", "The building is ready before the grid is,")
    ]


@pytest.mark.parametrize(
    ("text", "polarity", "strength"),
    [
        ("It beats the baseline.", "affirmed", "stated"),
        ("It does not beat the baseline.", "negated", "stated"),
        ("It didn’t ship.", "negated", "stated"),
        ("It is No. 3 there.", "affirmed", "stated"),
        ("It may ship soon.", "affirmed", "possible"),
        ("In May 2026 it shipped.", "affirmed", "stated"),
        ("It plans to open in June.", "affirmed", "planned"),
        ("Experts expect growth.", "affirmed", "forecast"),
        ("She argues that labels lag.", "affirmed", "opinion"),
    ],
)
def test_stance(text: str, polarity: str, strength: str) -> None:
    parts = recognise(text)
    assert (parts.polarity, parts.strength) == (polarity, strength)


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=300)
def test_any_text_gives_names_that_stand_in_it(text: str) -> None:
    parts = recognise(text)
    for name in parts.names:
        assert text[name.start : name.end] == name.text
        assert name.key
    for one in parts.speech:
        assert 0 <= one.start <= one.end <= len(text)
