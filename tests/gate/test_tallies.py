"""A count that goes on is what it was on its day: no error, unless it shrank or somebody owns up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nutgraf.archive.model import Capture
from nutgraf.archive.words import CaptureWords
from nutgraf.gate.computed import compute, recompute
from nutgraf.reading.model import Input
from tests.briefs import make_capture

OLD = datetime(2026, 3, 6, 9, tzinfo=UTC)
NEW = datetime(2026, 3, 7, 9, tzinfo=UTC)


def capture(text: str, at: datetime, *, key: str = "a", owner: str = "Harbour Wire") -> Capture:
    return make_capture(owner, text, key=key, at=at)


def counted(old: Capture, new: Capture) -> str:
    inputs = [Input(capture=one.id, start=0, end=len(one.text)) for one in (old, new)]
    words = CaptureWords([old, new])
    made = compute("counted/1", inputs, words)
    assert made is None or recompute(made, words) == made.result
    return made.result if made else ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("At least 12 people were killed in Dunsay when the dam broke.",
         "At least 31 people were killed in Dunsay when the dam broke.",
         "Dunsay, killed: was at least 12 people on 6 March 2026; now at least 31 people."),
        ("The death toll of the flood stands at 12.", "The death toll of the flood stands at 31.",
         "Death toll: was 12 on 6 March 2026; now 31."),
        ("The port authority says 40 people are missing.", "The port authority says 9 people are missing.",
         "Missing: was 40 people on 6 March 2026; now 9 people."),
        ("The repository of Heron 2 has 1,200 stars.", "The repository of Heron 2 has 1,900 stars.",
         "Heron 2, stars: was 1,200 stars on 6 March 2026; now 1,900 stars."),
        # the dead do not grow fewer: the first figure was wrong
        ("At least 31 people were killed in Dunsay when the dam broke.",
         "At least 12 people were killed in Dunsay when the dam broke.", ""),
        # words that own up to it
        ("At least 12 people were killed in Dunsay.", "Corrected: at least 31 people were killed in Dunsay.", ""),
        # no count that goes on, another unit, no change
        ("Heron 2 scored 58.7% on TideBench.", "Heron 2 scored 57.8% on TideBench.", ""),
        ("The dam of Dunsay is 40 metres high, and nobody died.", "The dam of Dunsay is 41 metres high, and nobody died.", ""),
        ("At least 12 people were killed in Dunsay.", "At least 12 people were killed in Dunsay.", ""),
    ],
)  # fmt: skip
def test_what_an_event_moves_was_so_on_its_day(old: str, new: str, said: str) -> None:
    assert counted(capture(old, OLD), capture(new, NEW)) == said


def test_only_a_later_text_of_the_item_counts_on() -> None:
    text = "At least {} people were killed in Dunsay when the dam broke."
    old = capture(text.format(12), OLD)
    assert counted(old, capture(text.format(31), NEW, key="b")) == ""
    assert counted(old, capture(text.format(31), NEW, owner="Lamp Post")) == ""
    assert counted(capture(text.format(12), NEW), capture(text.format(31), OLD)) == ""
