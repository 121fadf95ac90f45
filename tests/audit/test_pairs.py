"""Pairs: a line in, a line out, whatever the line is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from nutgraf.audit import answer_pair
from nutgraf.editions.schema import schema

IN = Draft202012Validator(schema("verdict-pair-in"))
OUT = Draft202012Validator(schema("verdict-pair-out"))


def answered(pair: Any) -> dict[str, Any]:
    line, could = answer_pair(json.dumps(pair).encode("utf-8"), 7)
    assert could and "\n" not in line
    answer: dict[str, Any] = json.loads(line)
    OUT.validate(answer)
    return answer


@pytest.mark.parametrize(
    ("sentence", "source", "verdict"),
    [
        ("Heron 2 has 7 billion parameters.", "Heron 2 has 7 billion parameters.", {"supported"}),
        ("Heron 2 has 70 billion parameters.", "Heron 2 has 7 billion parameters.",
         {"partly", "unsupported"}),
        ("", "Heron 2 has 7 billion parameters.", {"not_judged"}),
        ("Heron 2 has 7 billion parameters.", "", {"not_judged"}),
        ("Heron 2 has 7 billion parameters.", [], {"not_judged"}),
        ("Sorrel moved.", ["Heron 2 is out.", "Sorrel moved."], {"supported"}),
    ],
)  # fmt: skip
def test_pairs_are_judged(sentence: str, source: Any, verdict: set[str]) -> None:
    pair = {"id": {"any": [1, None]}, "sentence": sentence, "source": source, "more": 1}
    IN.validate(pair)
    answer = answered(pair)
    assert answer["id"] == {"any": [1, None]}
    assert answer["verdict"] in verdict
    assert (answer["score"] == 0) or answer["verdict"] != "not_judged"


def test_reasons_point_into_both_texts() -> None:
    source = ["Nothing here.", "Heron 2 has 7 billion parameters."]
    sentence = "Heron 2 has 70 billion parameters."
    reasons = answered({"id": 1, "sentence": sentence, "source": source})["reasons"]
    number = next(one for one in reasons if one["kind"] == "number")
    start, end = number["sentence"]
    assert sentence[start:end] == number["words"]
    index, begin, stop = number["source"]
    assert "7" in source[index][begin:stop]


@pytest.mark.parametrize(
    "line",
    [
        b"{", b"[]", b"7", b"\xff\xfe", b"{}", b'{"id": 1, "sentence": "a"}', b"[" * 100_000,
        b'{"id": NaN, "sentence": "a", "source": "a"}',
        b'{"id": 1e400, "sentence": "a", "source": "a"}',
        b'{"id": {"a": [-1e999]}, "sentence": "a", "source": "a"}',
        b'{"id": 1, "sentence": "a", "source": "a", "more": 9e9999}',
        b'{"id": 1, "sentence": 2, "source": "a"}',
        b'{"id": 1, "sentence": "a", "source": {"a": 1}}',
        b'{"id": 1, "sentence": "a", "source": ["a", null]}',
    ],
)  # fmt: skip
def test_a_bad_line_is_answered_by_its_number(line: bytes) -> None:
    printed, could = answer_pair(line, 12)
    answer = json.loads(printed)
    assert not could
    assert answer["id"] is None and answer["line"] == 12 and answer["error"].endswith(".")
    OUT.validate(answer)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_any_pair_of_texts_is_answered_in_one_line(sentence: str, sources: list[str]) -> None:
    answered({"id": None, "sentence": sentence, "source": sources})


def test_half_a_surrogate_pair_is_answered_in_utf_8() -> None:
    line, could = answer_pair(b'{"id": "\\ud800", "sentence": "a 5", "source": "b \\udfff"}', 1)
    assert could and line.encode("utf-8")
    assert json.loads(line)["id"] == "\ud800"
