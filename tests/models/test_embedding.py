"""A vector is of length one in signed bytes; embedders are found by name, a stranger's by entry point."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf import models
from nutgraf.errors import NutgrafError, UsageError
from nutgraf.models import registry
from nutgraf.stories import vectors
from nutgraf.testing import ScriptedEmbedder, offered
from tests.docs.fences import blocks

SCRIPTED = "nutgraf.testing.embedder:ScriptedEmbedder"
numbers = st.lists(st.floats(-1e6, 1e6).filter(lambda n: n == 0 or abs(n) > 1e-6), max_size=400)


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package that brings the embedder `scripted`, one that cannot be made and one under our name."""
    monkeypatch.syspath_prepend(
        offered(
            tmp_path / "offered", "nutgraf.models",
            {"scripted": SCRIPTED, "broken": "nutgraf.nowhere:X", "minilm": SCRIPTED, "none": SCRIPTED},
        )
    )  # fmt: skip
    registry._strangers.cache_clear()
    yield tmp_path
    registry._strangers.cache_clear()


@given(numbers)
def test_a_direction_becomes_length_one_in_bytes(values: list[float]) -> None:
    made = models.unit(values)
    if not any(values):
        assert made == b""
        return
    assert len(made) == len(values)
    # Each number is off by at most half a step.
    assert abs(math.sqrt(vectors.dot(made, made)) - 127) <= math.sqrt(len(values)) / 2 + 1e-6


@given(numbers.filter(any), st.integers(-20, 20))
def test_only_the_direction_counts(values: list[float], power: int) -> None:
    assert models.unit([value * 2.0**power for value in values]) == models.unit(values)


def test_an_embedder_of_a_stranger_is_found_by_its_name(stranger: Path) -> None:
    assert models.names() == ("broken", "minilm", "scripted")
    assert isinstance(models.embedder("scripted"), ScriptedEmbedder)
    assert models.source_of("scripted") == "offered"


def test_our_names_are_not_given_away(stranger: Path) -> None:
    assert models.source_of("minilm") == "nutgraf"
    assert models.source_of("none") == ""


def test_a_stranger_that_fails_is_an_error_in_words(stranger: Path) -> None:
    with pytest.raises(NutgrafError) as said:
        models.embedder("broken")
    assert "'broken' of offered cannot be made" in said.value.happened


def test_a_name_nobody_has() -> None:
    with pytest.raises(UsageError) as said:
        models.embedder("word2vec")
    assert said.value.next_step.startswith("Known here: none, minilm")


def test_the_scripted_embedder_finds_the_same_words_alike() -> None:
    one, turned, other = ScriptedEmbedder().embed(
        ["the ship sank", "sank the craft", "a bill was passed by a committee"]
    )
    assert one == turned
    assert vectors.cosine(one, other) < 0.9
    assert ScriptedEmbedder().embed([" .,"]) == [b""]


def test_the_example_of_the_page_is_an_embedder() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "embedding.md").read_text(
        encoding="utf-8"
    )
    (example,) = [block.text for block in blocks(page) if block.language == "python"]
    made: dict[str, Any] = {}
    exec(example, made)
    embedder: models.Embedder = made["Lengths"]()
    (vector,) = embedder.embed(["one\ntwo\nthree"])
    assert len(vector) == embedder.dimensions
    assert vector == models.unit([13, 2])
