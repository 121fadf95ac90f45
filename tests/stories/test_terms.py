"""Terms and words: what two texts are compared by."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.stories.terms import (
    _terms_of_run,
    runs,
    singular,
    terms,
    terms_of,
    weigh,
    words,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The robots are walking", ["robot", "walking"]),
        ("OpenAI’s policies", ["openai", "policy"]),
        ("GPT-5.3 beats GPT-5.2", ["gpt-5.3", "gpt", "beat", "gpt-5.2", "gpt"]),
        ("$1,270 and 66.6%", ["1270", "66.6"]),
        ("C++ and C#", ["c++", "c#"]),
        ("see https://example.org/a-page?b=1 now", ["see"]),
        ("#HighParkFire spreads", ["high", "park", "fire", "spread"]),
        ("北京大学发布 GPT模型", ["北京", "京大", "大学", "学发", "发布", "gpt", "模型"]),
        ("Überschwemmung in Straße 5", ["überschwemmung", "strasse", "5"]),
        ("ＡＩ ﬁne", ["ai", "fine"]),
        ("", []),
        ("... --- !!!", []),
    ],
)
def test_terms_of_a_text(text: str, expected: list[str]) -> None:
    assert list(terms(text)) == expected


def test_variants_share_a_part_and_differ_in_the_whole() -> None:
    flash, pro = set(terms("Gemma-4-flash")), set(terms("Gemma-4-pro"))
    assert "gemma" in flash & pro
    assert "gemma-4-flash" in flash - pro


@pytest.mark.parametrize(
    ("word", "expected"),
    [("policies", "policy"), ("models", "model"), ("gas", "gas"), ("analysis", "analysis"),
     ("press", "press"), ("status", "status"), ("horses", "horse"), ("s3s", "s3s")],
)  # fmt: skip
def test_singular(word: str, expected: str) -> None:
    assert singular(word) == expected


def test_words_keep_order_repetition_and_stop_words() -> None:
    assert list(words("To be or not to be 北京")) == [
        "to",
        "be",
        "or",
        "not",
        "to",
        "be",
        "北",
        "京",
    ]


@settings(deadline=None)
@given(st.text())
def test_any_text_gives_folded_terms(text: str) -> None:
    for term in terms(text):
        assert term.strip() == term != ""
        assert not any(char.isspace() for char in term)


@settings(deadline=None)
@given(
    st.dictionaries(st.text(min_size=1), st.integers(min_value=1, max_value=10**6), min_size=1),
    st.sets(st.text(min_size=1)),
)
def test_weights_are_sorted_and_of_length_one(counts: dict[str, int], named: set[str]) -> None:
    made = weigh(counts, named)
    assert [term for term, _ in made] == sorted(counts)
    assert math.isclose(sum(weight**2 for _, weight in made), 1.0, abs_tol=1e-3)


def test_a_word_of_a_name_weighs_more() -> None:
    made = dict(weigh({"heron": 1, "model": 1}, {"heron"}))
    assert made["heron"] > made["model"]


PIECES = st.sampled_from(
    ["GPT-5.3", "1,270", "a,b", "https://example.org/a-b?c=1", "WWW.example.org", "example.ai/x", "#HighPark",
     "＃ＡＩ", "Straße", "北京大学", "モデルs", "policies", "it’s", "s", "C++", "\u0308", "ﬁne", "...", "a" * 40]
)  # fmt: skip
SPACES = st.sampled_from([" ", "\n", "  ", "\u3000", "\u00a0", "\x85", "\x1c"])
TEXTS = st.lists(st.tuples(PIECES, SPACES), max_size=12).map(
    lambda pairs: "".join(piece + space for piece, space in pairs)
)


@settings(deadline=None, max_examples=300)
@given(
    before=st.one_of(TEXTS, st.text(max_size=20)),
    after=st.one_of(TEXTS, st.text(max_size=20)),
    space=SPACES,
)
def test_a_text_parted_at_a_space_gives_the_runs_of_both_parts(
    before: str, after: str, space: str
) -> None:
    whole = f"{before}{space}{after}"
    parted = [*runs(before), *runs(space + after)]
    assert runs(whole) == parted
    assert terms(whole) == terms_of(parted)
    assert words(whole) == words_of(parted)


@settings(deadline=None)
@given(text=st.one_of(TEXTS, st.text()))
def test_what_was_kept_of_a_run_changes_nothing(text: str) -> None:
    found = runs(text)
    assert terms(text) == [term for run in found for term in _terms_of_run(run)]
    assert "".join(words(text)) == "".join(found)
