"""Selectors and text fragments lead back to the words they were made of."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import archive
from nutgraf.errors import SpanError
from tests.archive.samples import capture_of

TEXT = st.text(
    alphabet=st.one_of(st.sampled_from("ab ,-&.\n\té"), st.characters(exclude_categories=["Cs"])),
    min_size=1,
    max_size=120,
).filter(lambda text: bool(text.replace("\x00", "x").strip()))


@settings(deadline=None)
@given(text=TEXT, data=st.data())
def test_selectors_resolve_back_to_the_span(text: str, data: st.DataObject) -> None:
    capture = capture_of(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not capture.text[start:end].strip():
        with pytest.raises(SpanError):
            archive.selectors(capture, start, end)
        return
    position, quoted = archive.selectors(capture, start, end)["selector"]
    assert capture.text[position["start"] : position["end"]] == quoted["exact"]
    around = quoted["prefix"] + quoted["exact"] + quoted["suffix"]
    at = capture.text.find(around)
    assert at >= 0
    assert len(quoted["prefix"]) <= 32 and len(quoted["suffix"]) <= 32
    assert around in capture.text[max(0, start - 32) : end + 32]


@settings(deadline=None)
@given(text=TEXT, data=st.data())
def test_a_fragment_decodes_back_to_the_words(text: str, data: st.DataObject) -> None:
    capture = capture_of(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quoted = capture.text[start:end].strip()
    fragment = archive.text_fragment(capture, start, end) if quoted else None
    if fragment is None:
        return
    directive = fragment.removeprefix("#:~:text=")
    assert not set(directive) & set("-& \n#")
    ends = [unquote(part) for part in directive.split(",")]
    assert len(ends) in {1, 2}
    if len(ends) == 1:
        assert ends[0] == quoted
    else:
        assert quoted.startswith(ends[0]) and quoted.endswith(ends[1])


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("It costs 5, or 6.", "costs 5, or 6", "#:~:text=costs%205%2C%20or%206"),
        ("A state-of-the-art R&D lab.", "state-of-the-art R&D", "#:~:text=state%2Dof%2Dthe%2Dart%20R%26D"),
        ("The fee. The fee.", "The fee.", None),
        ("The FEE is up. the fee is gone", "The FEE is", None),
        ("carpets", "carpet", None),
        ("One line here\nanother line there", "line here\nanother line", "#:~:text=line%20here,another%20line"),
    ],
)  # fmt: skip
def test_fragments(text: str, words: str, expected: str | None) -> None:
    start = text.index(words)
    assert archive.text_fragment(capture_of(text), start, start + len(words)) == expected


def test_a_long_quote_is_given_by_its_first_and_last_words() -> None:
    text = " ".join(f"word{number}" for number in range(200))
    capture = capture_of(text)
    assert archive.text_fragment(capture, 0, len(text)) == (
        "#:~:text=word0%20word1%20word2%20word3%20word4,"
        "word195%20word196%20word197%20word198%20word199"
    )


def test_a_link_carries_the_fragment_where_there_is_an_address() -> None:
    capture = capture_of("Only once here.")
    assert archive.link(capture, 0, 4) == "https://a.example/page#:~:text=Only"
    assert archive.link(replace(capture, address=""), 0, 4) == ""
    twice = capture_of("Twice and twice.")
    assert archive.link(twice, 0, 5) == "https://a.example/page"
