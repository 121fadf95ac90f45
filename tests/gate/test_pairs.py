"""Pairs: sentences against any texts."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.gate import judge_pair
from nutgraf.gate.content import content_words
from nutgraf.reading import sentences


@pytest.mark.parametrize(
    ("sentence", "sources"), [("", ["a b c"]), ("  ", ["a"]), ("A b c.", []), ("A b.", ["", " "])]
)
def test_nothing_to_judge_is_not_judged(sentence: str, sources: list[str]) -> None:
    verdict = judge_pair(sentence, sources)
    assert (verdict.verdict, verdict.score, verdict.reasons) == ("not_judged", 0.0, ())


def test_a_reason_names_the_source_it_clashes_with() -> None:
    verdict = judge_pair(
        "Arena counted 47 tasks.", ["Nothing here has a figure.", "Arena counted 74 tasks."]
    )
    assert [reason.source for reason in verdict.reasons] == [(1, 14, 16)]


def test_words_may_stand_in_several_sources() -> None:
    sources = ["Arena ranked Kestrel 3 third.", "It has 74 tasks."]
    assert judge_pair("Arena ranked Kestrel 3 third on 74 tasks.", sources).verdict == "supported"


KNOWN_MISSES = (
    ("a denial of a denial", "Acme did not deny the breach.", "Acme denied the breach."),
    (
        "which figure is whose",
        "Foo 2 scores 60% and Bar 3 scores 50% on MMLU.",
        "Foo 2 scores 50% and Bar 3 scores 60% on MMLU.",
    ),
    ("a condition left out", "If approved, Acme will buy Bolt.", "Acme will buy Bolt."),
    ("who said it left out", "Acme said the tool is safe.", "The tool is safe."),
)


@pytest.mark.parametrize(("what", "source", "sentence"), KNOWN_MISSES)
def test_what_the_gate_is_known_to_miss(what: str, source: str, sentence: str) -> None:
    """These turn a text into what it does not say, and pass: left to the issue on the gate.

    The verdicts are today's, not the right ones; whoever mends one takes it out of the list.
    """
    assert judge_pair(sentence, [source]).verdict == "supported", what
    assert judge_pair(source, [source]).verdict == "supported"


@given(st.text(max_size=120), st.lists(st.text(max_size=120), max_size=3))
@settings(deadline=None, max_examples=150)
def test_any_pair_gets_an_answer(sentence: str, sources: list[str]) -> None:
    verdict = judge_pair(sentence, sources)
    assert (verdict.score >= 0.5) == (verdict.verdict == "supported")
    assert 0 <= verdict.score <= 1
    for reason in verdict.reasons:
        assert 0 <= reason.sentence[0] <= reason.sentence[1] <= len(sentence)
        if reason.source:
            index, start, end = reason.source
            assert 0 <= start <= end <= len(sources[index])


@given(st.text(min_size=1, max_size=200).filter(str.strip))
@settings(deadline=None, max_examples=150)
def test_a_text_supports_itself_and_its_sentences(text: str) -> None:
    for start, end in sentences(text):
        if any(char.isalnum() for char in text[start:end]):
            assert judge_pair(text[start:end], [text]).verdict == "supported"


def test_every_sentence_of_real_captures_is_supported_by_its_capture(shared_data: Path) -> None:
    rows = gzip.decompress(
        (shared_data / "ainews" / "captures-2026h1.jsonl.gz").read_bytes()
    ).splitlines()
    judged = 0
    for row in rows[::400]:
        text = json.loads(row)["text"]
        for start, end in sentences(text):
            if any(char.isalnum() for char in text[start:end]):
                verdict = judge_pair(text[start:end], [text])
                assert verdict.verdict == "supported", verdict.reasons
                judged += 1
    assert judged > 20


def test_a_changed_figure_of_a_real_capture_is_found(shared_data: Path) -> None:
    rows = gzip.decompress(
        (shared_data / "ainews" / "captures-2026h1.jsonl.gz").read_bytes()
    ).splitlines()
    caught = tried = 0
    for row in rows[::150]:
        text = json.loads(row)["text"]
        for start, end in sentences(text):
            words = text[start:end]
            for digit in ("61.2%", "30%", "50%", "10%", "20%", "100%", "40%"):
                if digit in words and "77.7%" not in words:
                    tried += 1
                    caught += (
                        judge_pair(words.replace(digit, "77.7%", 1), [words]).verdict != "supported"
                    )
    assert tried
    assert caught == tried


def test_human_labels_are_told_apart_better_than_by_words_alone(shared_data: Path) -> None:
    """WiCE dev, a third of it: the area under the curve, against the share of words in common."""
    rows = gzip.decompress(
        (shared_data / "attribution" / "wice-claim-dev.jsonl.gz").read_bytes()
    ).splitlines()
    pairs = [json.loads(row) for row in rows[::3]]
    ours = _area((judge_pair(one["claim"], one["evidence"]).score, one["label"]) for one in pairs)
    words = _area((_in_common(one["claim"], one["evidence"]), one["label"]) for one in pairs)
    assert ours > words + 0.02


def _area(scored: Iterable[tuple[float, str]]) -> float:
    """The area under the curve: how often a supported claim has the higher score, 0-1."""
    good, bad = [], []
    for value, label in scored:
        (good if label == "supported" else bad).append(value)
    above = sum((one > other) + 0.5 * (one == other) for one in good for other in bad)
    return above / (len(good) * len(bad))


def _in_common(claim: str, evidence: Sequence[str]) -> float:
    mine = {word.stem for word in content_words(claim)}
    theirs = {word.stem for text in evidence for word in content_words(text)}
    return len(mine & theirs) / max(1, len(mine))
