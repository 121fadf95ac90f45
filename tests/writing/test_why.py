"""The computed why: of a story told before, what came since; figures that can be compared."""

from __future__ import annotations

from datetime import timedelta

from nutgraf.archive.model import Capture
from nutgraf.archive.words import CaptureWords
from nutgraf.gate.computed import compute, recompute
from nutgraf.reading.model import Input
from nutgraf.writing import Brief, Sentence, WritingOptions
from nutgraf.writing.choosing import candidates
from nutgraf.writing.why import why
from tests.briefs import MORNING, gemma_captures, make_brief, make_capture, told_of


def whys(brief: Brief) -> dict[str, Sentence]:
    """The computed sentences of a story by their method."""
    words = CaptureWords(brief.captures)
    said = why(brief, candidates(brief, WritingOptions()), words, paragraph=2)
    found = {one.computation.method: one for one in said if one.computation}
    assert all(recompute(one.computation, words) == one.text for one in said if one.computation)
    return found


def spread_of(method: str, captures: tuple[Capture, ...]) -> str:
    made = compute(method, [Input(capture=one.id) for one in captures], CaptureWords(captures))
    return made.result if made else ""


def test_of_a_story_told_before_only_what_came_since_is_counted() -> None:
    captures = gemma_captures()
    told = told_of(captures[0], "Google DeepMind has released Gemma 4")
    found = whys(make_brief(captures, told=[told]))
    assert "spread" not in found
    said = found["spread-since"]
    assert said.text == (
        "New in this desk's captures since it was last told here: Benchmark Ledger and Open Weights"
        " Weekly, within 40 minutes."
    )
    new = {one.id for one in captures[1:]}
    assert {one.span.capture for one in said.cites} == new
    assert said.computation is not None
    assert {one.capture for one in said.computation.inputs} == new


def test_of_a_story_not_told_or_with_nothing_since_all_is_counted() -> None:
    captures = gemma_captures()
    said = spread_of("spread/1", captures)
    assert said.startswith("Harbour Wire had it first in this desk's captures")
    assert whys(make_brief(captures))["spread"].text == said
    last = told_of(captures[-1], "Google DeepMind released Gemma 4")
    assert whys(make_brief(captures, told=[last]))["spread"].text == said


def test_one_and_many_that_came_since() -> None:
    head = "New in this desk's captures since it was last told here: "
    several = tuple(
        make_capture(owner, "Gemma 4 is out.", at=MORNING + timedelta(minutes=10 * at))
        for at, owner in enumerate("ABCDE")
    )
    assert spread_of("spread-since/1", several[:1]) == f"{head}A, on 2 April 2026 at 08:00 UTC."
    assert spread_of("spread-since/1", several) == f"{head}five publishers, within 40 minutes."
    assert spread_of("spread-since/1", ()) == ""


def test_a_tenth_and_ten_times_are_not_held_against_each_other() -> None:
    def compared(*said: str) -> bool:
        captures = [
            make_capture(owner, f"Vireo Labs says that Heron 2 {words}.")
            for owner, words in zip(("Alba", "Brisk"), said, strict=True)
        ]
        return "figures" in whys(make_brief(captures))

    fraction = "costs a tenth of what Osprey 9 does"
    assert not compared(fraction, "is ten times cheaper than Osprey 9")
    assert compared(fraction, "costs a quarter of what Osprey 9 does")
    assert compared("is five times cheaper than Osprey 9", "is ten times cheaper than Osprey 9")
