"""Sentences: spans that lose nothing but space, and the repairs one by one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.reading import sentences

SPLITS = [
    ("It cost $1.27M. It took 5.7 months. Done.", ["It cost $1.27M.", "It took 5.7 months.", "Done."]),
    ("GPT-5.3 came. Qwen3.6-Plus went.", ["GPT-5.3 came.", "Qwen3.6-Plus went."]),
    ("See https://a.example/b.c?d=1. Then leave.", ["See https://a.example/b.c?d=1.", "Then leave."]),
    ("@arena posted. @rasbt replied.", ["@arena posted.", "@rasbt replied."]),
    ("The U.S. Army bought it.", ["The U.S. Army bought it."]),
    ("Models, e.g. Gemma, grow.", ["Models, e.g. Gemma, grow."]),
    ("Yahoo! Inc. grew fast.", ["Yahoo! Inc. grew fast."]),
    ("It is No. 3 in the list.", ["It is No. 3 in the list."]),
    ("The answer is no. Then he left.", ["The answer is no.", "Then he left."]),
    ("George R. R. Martin wrote it.", ["George R. R. Martin wrote it."]),
    ("OK...and then it stopped.", ["OK...and then it stopped."]),
    ('He said "Yes. No." Then he left.', ['He said "Yes. No."', "Then he left."]),
    ("(It was late.) We left.", ["(It was late.)", "We left."]),
    ("They said “Buy it. Ship it.” and left.", ["They said “Buy it. Ship it.” and left."]),
    ("It shipped. vLLM followed. iOS too.", ["It shipped.", "vLLM followed.", "iOS too."]),
    ("世界。你好。「はい。」と言った。", ["世界。", "你好。", "「はい。」と言った。"]),
    ("One line\nanother line", ["One line", "another line"]),
    ("- first point\n• second point\n3. third point", ["first point", "second point", "third point"]),
    ("In Jan. 5 people came.", ["In Jan. 5 people came."]),
    ("", []),
    (" \n\t\r\n ", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SPLITS)
def test_a_text_falls_into_its_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


PIECES = st.sampled_from(
    ["Gemma 4 31B ", "ran. ", "no. ", "“", "”", '"', "(", ")", "\n", "\r\n", "\u2028", "…", "。", "• ", "- ",
     "@foo ", "https://a.b/c. ", "U.S. ", "e.g. ", "$1.27M. ", "vLLM ", "\u202e", "\x00", "  ", "Inc. ", "It? "]
)  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=25).map("".join)))
@settings(deadline=None, max_examples=300)
def test_spans_are_ordered_trimmed_inside_the_text_and_lose_only_space_and_bullets(
    text: str,
) -> None:
    last = 0
    lost = ""
    for start, end in sentences(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert not set(text[start:end]) & {"\n", "\r", "\u2028", "\u2029"}
        lost += text[last:start]
        last = end
    lost += text[last:]
    assert not [c for c in lost if c.isalpha() and not c.isascii()]


@given(st.lists(PIECES, max_size=25).map("".join))
@settings(deadline=None, max_examples=100)
def test_the_same_text_gives_the_same_spans(text: str) -> None:
    assert sentences(text) == sentences(text)


@pytest.mark.parametrize("unit", ["a", "a. ", '"', "(", "A.", "word ", " ", "Ab. "])
def test_one_endless_line_is_read_in_windows(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    spans = sentences(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert sum(end - start for start, end in spans) > 0 or not text.strip()


def test_a_rare_word_before_a_full_stop_ends_its_sentence() -> None:
    text = (
        "It solved 31 tasks. Generalist AI posted so on X. Unnamed reports agree with Prof. Smith."
    )
    assert [text[start:end] for start, end in sentences(text)] == [
        "It solved 31 tasks.",
        "Generalist AI posted so on X.",
        "Unnamed reports agree with Prof. Smith.",
    ]
