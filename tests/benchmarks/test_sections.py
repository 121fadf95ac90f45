"""Labelled captures of the stream: the held half does better than the lists we began with."""

from __future__ import annotations

import pytest

from benchmarks.data import ROOT, USUAL_PLACE
from benchmarks.sections import our_rows, placings, right, stream_rows

# Counted on the even rows when the lists were frozen; docs/decisions/0037-sections-and-beats.md.
FLOOR = 0.74


def test_words_and_examples_beat_the_first_lists_on_our_held_half() -> None:
    held, place = our_rows()[1::2], placings()
    assert right(held, place["words and examples"]) > right(held, place["first word lists"]) + 15
    assert right(held, place["words and examples"]) >= right(held, place["words alone"])


def test_the_held_half_of_the_stream() -> None:
    rows = stream_rows((ROOT / USUAL_PLACE).resolve())
    if not rows:
        pytest.skip(f"the real data is not at {USUAL_PLACE}")
    held, place = rows[1::2], placings()
    ours, first = (right(held, place[name]) for name in ("words and examples", "first word lists"))
    assert ours / len(held) >= FLOOR
    assert ours > first
