"""P3: a description made of dots is judged in milliseconds."""

from __future__ import annotations

import time

import pytest

from nutgraf.sources.feeds.blurb import is_blurb

pytestmark = pytest.mark.threat("P3")


@pytest.mark.parametrize("run", ["." * 10_000 + "a", "[" * 5_000 + "." * 5_000 + "a", "» ... " * 2000 + "a"])  # fmt: skip
def test_a_run_of_dots_is_judged_at_once(run: str) -> None:
    began = time.process_time()
    is_blurb("A title", run, whole=True)
    assert time.process_time() - began < 0.3


def test_dots_at_the_end_still_go_on() -> None:
    for end in ("...", "......", "[...]", "… [Read more]", "....»"):
        assert is_blurb("A title", f"The council voted on Tuesday {end}", whole=True)
    assert not is_blurb("A title", "The council voted on Tuesday ..", whole=True)
