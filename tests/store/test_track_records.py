"""What the history of sources is counted from: what stands, of sources that are not muted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from nutgraf.access import EVERYONE
from nutgraf.archive.model import Capture
from nutgraf.rundown.background import lessons
from nutgraf.sources.model import Source
from nutgraf.store.editions import KeptEdition
from nutgraf.store.placements import Placed
from nutgraf.store.revocations import Revocation
from nutgraf.store.store import Store
from nutgraf.store.track_records import TrackRecords
from nutgraf.stories.learning import Lesson, standing
from nutgraf.stories.model import Membership
from tests.briefs import MORNING, make_capture, told_of

SINCE, UNTIL = MORNING - timedelta(days=1), MORNING + timedelta(days=2)
COUNTS = (("points", 12),)
# Alba and Brisk tell one story, Cove another; a later text of Dell says the two are one.
ALBA, BRISK, COVE, DELL = (
    replace(
        make_capture(owner, f"{owner} writes that the Tern bridge is closed.", at=at),
        engagement=COUNTS,
    )
    for owner, at in (
        ("Alba", MORNING),
        ("Brisk", MORNING + timedelta(minutes=10)),
        ("Cove", MORNING + timedelta(minutes=20)),
        ("Dell", MORNING + timedelta(minutes=30)),
    )
)
LATER = replace(
    make_capture("Alba", "Alba writes that the Tern bridge is open.", at=MORNING, key=ALBA.key),
    previous=ALBA.id, fetched_at=MORNING + timedelta(hours=1),
)  # fmt: skip
EVERY = (ALBA, BRISK, COVE, DELL, LATER)


def placed(capture: Capture, story: str, by: Capture | None = None) -> Placed:
    decider = by or capture
    return Placed(
        membership=Membership(
            capture=capture.id, story=story, copy_of=None, copy="", similarity=0.5, reason="words",
            by=by.id if by else "",
        ),
        ordinal=capture.fetched_at.isoformat(), fetched_at=capture.fetched_at,
        decided=decider.fetched_at.isoformat(), decided_at=decider.fetched_at,
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path)
    made.know_sources(
        [
            Source(id=one.source, name=one.owner, kind="import", address="", owner="")
            for one in EVERY[:4]
        ]
    )
    made.keep_raws([one.text.encode() for one in EVERY], MORNING)
    made.captures.keep(EVERY)
    made.placements(EVERYONE).keep(
        [
            placed(ALBA, "bridge"), placed(BRISK, "bridge"), placed(COVE, "closed"),
            placed(DELL, "bridge"), placed(COVE, "bridge", by=DELL),
        ],
        "",
    )  # fmt: skip
    day = MORNING.date()
    made.editions(EVERYONE).keep(
        KeptEdition(
            id=day.isoformat(), date=day, revision=1, now=MORNING, released_by="", title="T",
            summary="", content=b"{}",
        ),
        [replace(told_of(COVE, "Tern bridge", on=day), story="closed")],
    )  # fmt: skip
    yield made
    made.close()


def racing(records: TrackRecords) -> set[str]:
    return {one.owner for one in records.arrivals(SINCE, UNTIL)}


def test_a_story_told_and_merged_since_is_in_the_race_it_was_merged_into(store: Store) -> None:
    arrivals = store.track_records(EVERYONE).arrivals(SINCE, UNTIL)
    assert {one.story for one in arrivals} == {"bridge"}
    assert {one.owner for one in arrivals} == {"Alba", "Brisk", "Cove", "Dell"}


def test_what_was_taken_back_counts_nowhere_from_then_on(store: Store) -> None:
    records = store.track_records(EVERYONE)
    gone = UNTIL - timedelta(hours=1)
    for one in (BRISK, LATER):
        store.revocations.revoke(Revocation(capture=one.id, at=gone, who="E", why="forged"))
    assert racing(records) == {"Alba", "Cove", "Dell"}
    assert records.revisions(SINCE, UNTIL) == ()
    assert set(records.rhythm(SINCE, UNTIL)) == {"alba", "cove", "dell"}
    assert records.rhythm(SINCE, UNTIL)["alba"][0] == 1
    assert set(records.counted(["alba", "brisk"], SINCE, UNTIL)) == {"alba"}
    assert records.owners_between(["Alba", "Brisk"], SINCE, UNTIL) == {"Alba"}
    before = gone - timedelta(seconds=1)
    assert records.owners_between(["Alba", "Brisk"], SINCE, before) == {"Alba", "Brisk"}
    assert len(records.revisions(SINCE, before)) == 1


def test_a_muted_source_runs_in_no_race(store: Store) -> None:
    records = store.track_records(EVERYONE, {"alba"})
    assert racing(records) == {"Brisk", "Cove", "Dell"}
    assert records.revisions(SINCE, UNTIL) == ()
    assert len(store.track_records(EVERYONE).revisions(SINCE, UNTIL)) == 1


def test_rulings_before_and_after_a_merge_are_one_lesson(store: Store) -> None:
    for verb, story in (("up", "closed"), ("down", "bridge")):
        store.editions(EVERYONE).learn(Lesson(verb=verb, at=MORNING, story=story, said=verb))  # type: ignore[arg-type]
    assert [one.said for one in standing(lessons(store, EVERYONE, UNTIL))] == ["down"]
    early = DELL.fetched_at - timedelta(seconds=1)
    assert [one.said for one in standing(lessons(store, EVERYONE, early))] == ["up", "down"]
