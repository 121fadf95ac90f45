"""A story is shown as it stood at the time that is asked for, by whatever id it had then or later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from nutgraf.errors import UsageError
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.newsroom.stories import show_story
from nutgraf.newsroom.take_in import import_captures
from nutgraf.runners.pool import Inline
from nutgraf.store.placements import Placed
from nutgraf.telemetry import Silent
from nutgraf.testing import at

FRIDAY, SATURDAY = at("2026-03-06T18:00:00Z"), at("2026-03-07T18:00:00Z")
TEXTS = (
    (FRIDAY, "Heron 2 from Vireo Labs scored 58.7% on TideBench."),
    (FRIDAY, "The council of Dunsay opened a second quay for ferries."),
    (SATURDAY, "A glacier above Ostrava lost nine metres of ice this summer."),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    make_desk(tmp_path / "desk")
    with open_desk(tmp_path / "desk") as opened:
        for number, (when, text) in enumerate(TEXTS):
            line = {"source": f"s{number}", "owner": f"Paper {number}", "id": f"k{number}",
                    "title": text, "text": text, "url": f"https://k{number}.example/",
                    "published_at": when.isoformat(), "fetched_at": when.isoformat()}  # fmt: skip
            import_captures(
                opened, BytesIO(json.dumps(line).encode()), "day.jsonl", runner=Inline(),
                progress=Silent(), now=when,
            )  # fmt: skip
        run_desk(opened, runner=Inline(), progress=Silent(), now=SATURDAY)
        yield opened


def merged(desk: Desk) -> tuple[str, str]:
    """Two stories of Friday, the second of which went into the first on Saturday."""
    places = desk.store.placements(desk.audience)
    ids = desk.store.captures.arrived(desk.audience, None, SATURDAY)
    captures = {one.key: one for one in desk.store.captures.get(ids)}
    stood = places.of_captures(ids, SATURDAY)
    first, second, last = (stood[captures[f"k{n}"].id] for n in range(3))
    assert len({one.story for one in (first, second, last)}) == 3
    moved = Placed(
        membership=replace(second, story=first.story, by=last.capture, reason="one event"),
        ordinal=ordinal(desk, second.capture), fetched_at=FRIDAY,
        decided=ordinal(desk, last.capture), decided_at=SATURDAY,
    )  # fmt: skip
    places.keep([moved], take_back="~")
    return first.story, second.story


def ordinal(desk: Desk, capture: str) -> str:
    asked = "SELECT ordinal FROM placements WHERE capture = ?"
    with desk.store.commits.reading() as connection:
        return str(connection.exec_driver_sql(asked, (capture,)).scalar_one())


def test_a_merged_story_is_shown_as_it_stood_when_it_is_asked_for(desk: Desk) -> None:
    first, second = merged(desk)
    assert show_story(desk, second, now=FRIDAY).id == second
    assert len(show_story(desk, second, now=FRIDAY).members) == 1
    assert show_story(desk, second, now=SATURDAY).id == first
    assert len(show_story(desk, second[:12], now=SATURDAY).members) == 2


def test_a_story_that_was_not_there_yet_is_said_to_be_none(desk: Desk) -> None:
    places = desk.store.placements(desk.audience)
    (last,) = (m.story for m in places.between(FRIDAY, SATURDAY))
    with pytest.raises(UsageError, match="was not there on"):
        show_story(desk, last, now=FRIDAY)
