"""A source's health is a word, a sentence and a next step, and tells empty from failed from silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from nutgraf.sources.looks.health import State, health, looks_of
from nutgraf.sources.looks.standing import Standing
from nutgraf.sources.model import Source

NOW = datetime(2026, 4, 3, 18, tzinfo=UTC)
AGO = timedelta
SOURCE = Source(id="s", name="S", kind="feed", address="https://s.example/feed", owner="S")
GOOD = Standing(
    source="s", next_look=NOW + AGO(hours=2), every_seconds=7200, gap_seconds=86400,
    last_look=NOW - AGO(hours=1), last_good=NOW - AGO(hours=1), last_new=NOW - AGO(days=2),
    looks=32, unchanged=20, refused=2, status=200,
)  # fmt: skip
FAILING = replace(
    GOOD, failures=3, failing_since=NOW - AGO(hours=9), happened="The server answered 500.",
    next_step="Look again later.", status=500,
)  # fmt: skip


@pytest.mark.parametrize(
    ("standing", "state", "said"),
    [
        (None, "new", "It was not looked at yet."),
        (Standing(source="s"), "new", "It was not looked at yet."),
        (GOOD, "good", "It was last read well on 2026-04-03 17:00 UTC."),
        (replace(GOOD, empties=1), "empty", "What came could be read, and held no item, once."),
        (replace(GOOD, empties=4), "empty", "held no item, 4 times in a row."),
        (
            replace(GOOD, last_new=NOW - AGO(days=9)),
            "silent",
            "Nothing new came for 9 days; usually something comes every 24 hours.",
        ),
        (replace(GOOD, last_new=NOW - AGO(days=9), gap_seconds=2 * 86400), "good", "last read"),
        (replace(GOOD, last_new=NOW - AGO(days=6), gap_seconds=3600), "good", "last read"),
        (FAILING, "failing", "It failed 3 times in a row, since 2026-04-03 09:00 UTC: The server answered 500."),
        (
            replace(FAILING, status=404, failures=6, failing_since=NOW - AGO(days=4)),
            "failing",
            "It was not found (404) 6 times in a row, for 4 days; it is tried once a day.",
        ),
        (replace(FAILING, empties=3), "failing", "It failed"),
        (
            replace(FAILING, paused_until=NOW + AGO(hours=3)),
            "paused",
            "Its server asks not to be asked before 2026-04-03 21:00 UTC.",
        ),
        (replace(FAILING, paused_until=NOW - AGO(hours=3)), "failing", "It failed"),
        (
            replace(GOOD, gone=True, failures=1),
            "gone",
            "Its publisher took it away for good on 2026-04-03 (410); it is not looked at any more.",
        ),
        (
            replace(GOOD, moved_to="https://new.example/feed"),
            "moved",
            "It has moved for good to https://new.example/feed.",
        ),
        (replace(GOOD, moved_to=SOURCE.address), "good", "last read"),
    ],
)  # fmt: skip
def test_each_state_has_its_sentence(standing: Standing | None, state: State, said: str) -> None:
    found = health(standing, NOW, source=SOURCE)
    assert found.state == state
    assert said in found.said
    assert (found.said.endswith(".") and found.next_step.endswith(".")) or state == "gone"
    assert found.sound == (state in {"good", "new", "paused"})


def test_counts_are_those_of_its_looks() -> None:
    found = health(GOOD, NOW, source=SOURCE)
    assert found.refused_share == 2 / 32
    assert looks_of(found) == "Of 32 looks 20 found nothing changed, 2 were refused (6%)."
    assert looks_of(health(None, NOW, source=SOURCE)) == "There were no looks yet."
    one = health(replace(GOOD, looks=1, unchanged=0, refused=1), NOW, source=SOURCE)
    assert looks_of(one) == "Of 1 look 0 found nothing changed, 1 was refused (100%)."
    assert (found.last_good, found.next_look) == (GOOD.last_good, GOOD.next_look)
