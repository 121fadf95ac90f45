"""What was told of a capture goes where the capture goes, and so do rulings on its story."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.take_in import import_captures
from nutgraf.rundown.remember import told_of
from nutgraf.rundown.rulings import rulings_at
from nutgraf.runners.pool import Inline
from nutgraf.store.editions import KeptEdition, KeptRuling
from nutgraf.store.placements import Placed
from nutgraf.stories.model import Membership, Told
from nutgraf.telemetry import Silent

START = datetime(2026, 4, 1, 9, tzinfo=UTC)
TEXTS = (
    "Quillon Robotics showed its walking machine Sorrel at a harbour in Lisbon.",
    "Quillon Robotics wants twelve ports to have a Sorrel by winter.",
    "The harbour of Lisbon is closed for a week of dredging.",
)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def captures_of(desk: Desk) -> list[str]:
    """Three captures, taken in an hour apart and placed nowhere yet, in order of arrival."""
    for n, text in enumerate(TEXTS):
        line = {"source": f"Paper {n}", "id": f"k{n}", "text": text}
        import_captures(
            desk, BytesIO(json.dumps(line).encode()), "day.jsonl", runner=Inline(),
            progress=Silent(), now=at(n),
        )  # fmt: skip
    return list(desk.store.captures.arrived(desk.audience, None, at(9)))


def place(capture: str, story: str, arrived: int, decided: int) -> Placed:
    membership = Membership(
        capture=capture, story=story, copy_of=None, copy="", similarity=0.5, reason="alike", by=""
    )
    return Placed(
        membership=membership, ordinal=f"{arrived}", fetched_at=at(arrived), decided=f"{decided}",
        decided_at=at(decided),
    )  # fmt: skip


def test_a_capture_that_was_split_off_takes_what_was_told_of_it_along(tmp_path: Path) -> None:
    make_desk(tmp_path / "desk")
    with open_desk(tmp_path / "desk") as desk:
        first, second, third = captures_of(desk)
        places = desk.store.placements(desk.audience)
        places.keep(
            [place(first, "one", 0, 0), place(second, "one", 1, 1), place(third, "two", 2, 2),
             place(second, "two", 1, 2)],
            "",
        )  # fmt: skip
        day = date(2026, 4, 1)
        rows = [
            Told(
                edition=day, story="one", role="fact", text=text, capture=capture, start=0,
                end=len(text), name="2026-04-01", sentence=f"s{n}",
            )
            for n, (capture, text) in enumerate(zip((first, second), TEXTS, strict=False), 1)
        ]  # fmt: skip
        desk.store.editions(desk.audience).keep(
            KeptEdition(
                id="2026-04-01", date=day, revision=1, now=at(1.5), released_by="", title="T",
                summary="", content=b"{}",
            ),
            rows,
        )  # fmt: skip

        def told(story: str, hours: float) -> list[tuple[str, str]]:
            shift = desk.shift(Inline(), Silent(), at(hours))
            members = places.of_stories([story], shift.now)
            return [(r.capture, r.story) for r in told_of(shift, members, date(2026, 4, 2))]

        assert told("one", 1.5) == [(first, "one"), (second, "one")]
        assert told("one", 30) == [(first, "one")]
        assert told("two", 30) == [(second, "two")]


def test_a_ruling_goes_along_when_its_story_is_merged_and_holds_from_when_it_was_made(
    tmp_path: Path,
) -> None:
    make_desk(tmp_path / "desk")
    with open_desk(tmp_path / "desk") as desk:
        first, second, _ = captures_of(desk)
        merged = [place(first, "one", 0, 0), place(second, "two", 1, 1), place(first, "two", 0, 2)]
        desk.store.placements(desk.audience).keep(merged, "")
        for section, hours in (("Chips", 1.5), ("Votes", 50)):
            ruling = KeptRuling(story="one", verb="move", argument=section, who="E", at=at(hours))
            desk.store.editions(desk.audience).rule(ruling)

        def held(hours: float) -> list[tuple[str, str]]:
            shift = desk.shift(Inline(), Silent(), at(hours))
            return [(one.story, one.argument) for one in rulings_at(shift)]

        assert held(1) == []
        assert held(1.6) == [("one", "Chips")]
        assert held(30) == [("two", "Chips")]
        assert held(60) == [("two", "Chips"), ("two", "Votes")]
