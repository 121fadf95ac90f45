"""Places in stories: kept with their history, taken back together, told as they stood."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from nutgraf.access import EVERYONE, Audience
from nutgraf.archive.model import Capture, Layout, capture_id
from nutgraf.ids import sha256_hex, text_sha256
from nutgraf.sources.model import Source
from nutgraf.store.placements import Placed, Placements
from nutgraf.store.store import Store
from nutgraf.stories.model import Membership
from nutgraf.testing import at

RAW = b"what arrived"
START = at("2026-04-03T12:00:00Z")
NAMES = "abcdef"


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def capture(name: str, source: str = "s") -> Capture:
    return Capture(
        id=capture_id(source, name, "plain/1", name), source=source, key=name,
        canonicaliser="plain/1", text=name, text_sha256=text_sha256(name), layout=Layout(),
        raw=sha256_hex(RAW), raw_range=None, address="", title="", author="", owner="O",
        published_at=None, fetched_at=hour(NAMES.index(name)), media_type="text/plain",
    )  # fmt: skip


CAPTURES = {name: capture(name) for name in NAMES}
IDS = {name: one.id for name, one in CAPTURES.items()}
LETTERS = {one: name for name, one in IDS.items()}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path)
    made.know_sources(
        [Source(id=name, name=name, kind="import", address=name, owner="") for name in ("s", "t")]
    )
    made.keep_raw(RAW, START)
    yield made
    made.close()


@pytest.fixture
def places(store: Store) -> Placements:
    store.captures.keep(list(CAPTURES.values()))
    return store.placements(EVERYONE)


def placed(name: str, story: str, by: str = "") -> Placed:
    decider = by or name
    return Placed(
        membership=Membership(
            capture=IDS[name], story=story, copy_of=None, copy="", similarity=0.5,
            reason=f"{name} to {story}", by=IDS[by] if by else "",
        ),
        ordinal=name, fetched_at=hour(NAMES.index(name)), decided=decider,
        decided_at=hour(NAMES.index(decider)),
    )  # fmt: skip


def stories(places: Placements, until: int) -> dict[str, str]:
    return {LETTERS[m.capture]: m.story for m in places.between(None, hour(until))}


def test_stories_stand_as_they_stood(places: Placements) -> None:
    kept = [
        placed("a", "A"), placed("b", "B"), placed("c", "A"), placed("b", "A", by="c"),
        placed("d", "A"), placed("b", "B2", by="d"), placed("c", "B2", by="d"),
    ]  # fmt: skip
    places.keep(kept, take_back="a")
    assert stories(places, 0) == {"a": "A"}
    assert stories(places, 1) == {"a": "A", "b": "B"}
    assert stories(places, 2) == {"a": "A", "b": "A", "c": "A"}
    assert stories(places, 3) == {"a": "A", "b": "B2", "c": "B2", "d": "A"}
    assert [m.story for m in places.history(IDS["b"])] == ["B", "A", "B2"]
    assert [LETTERS[m.capture] for m in places.of_stories(["B2"], hour(3))] == ["b", "c"]
    assert places.of_stories(["B2"], hour(2)) == ()
    assert [m.story for m in places.before("d", START)] == ["A", "A", "A"]
    before = places.of_stories_before(["A", "B2"], "d")
    assert [LETTERS[m.capture] for m in before] == ["a", "b", "c"]


def test_what_is_placed_by_and_by_is_what_is_placed_at_once(places: Placements) -> None:
    places.keep([placed("a", "A"), placed("b", "B")], take_back="a")
    places.keep([placed("c", "A"), placed("b", "A", by="c")], take_back="c")
    places.keep([placed("d", "C"), placed("b", "B2", by="d")], take_back="d")
    assert stories(places, 3) == {"a": "A", "b": "B2", "c": "A", "d": "C"}
    assert stories(places, 2) == {"a": "A", "b": "A", "c": "A"}
    assert [m.reason for m in places.history(IDS["b"])] == ["b to B", "b to A", "b to B2"]


def test_a_decision_that_is_taken_back_never_was(places: Placements) -> None:
    places.keep([placed("a", "A"), placed("b", "B")], take_back="a")
    before = places.between(None, hour(9)), places.history(IDS["b"])
    places.keep([placed("d", "D"), placed("b", "A", by="d"), placed("a", "D", by="d")], "d")
    places.keep([], take_back="c")
    assert (places.between(None, hour(9)), places.history(IDS["b"])) == before
    assert places.last() == "b"
    assert {LETTERS[one] for one in places.unplaced(hour(9))} == {"c", "d", "e", "f"}


def test_one_arrival_may_change_its_mind(places: Placements) -> None:
    places.keep([placed("a", "A"), placed("b", "B"), placed("b", "A")], take_back="a")
    assert [m.story for m in places.history(IDS["b"])] == ["A"]


def test_a_story_that_was_merged_is_where_most_of_it_went(places: Placements) -> None:
    places.keep(
        [
            placed("a", "A"), placed("b", "B"), placed("c", "B"), placed("d", "B"),
            placed("e", "A"), placed("b", "A", by="e"), placed("c", "A", by="e"),
            placed("d", "C", by="e"), placed("a", "C", by="f"), placed("f", "F"),
        ],
        take_back="a",
    )  # fmt: skip
    assert places.now_in(["A", "B", "Z"], hour(3)) == {"A": "A", "B": "B"}
    assert places.now_in(["A", "B", "C"], hour(9)) == {"A": "A", "B": "A", "C": "C"}


def test_what_waits_is_found_whatever_time_it_carries(store: Store) -> None:
    places = store.placements(EVERYONE)
    store.captures.keep([CAPTURES["c"], CAPTURES["e"], CAPTURES["f"]])
    places.keep([placed("c", "C"), placed("e", "C")], take_back="c")
    assert places.unplaced(hour(4)) == ()
    assert places.unplaced(hour(5)) == (IDS["f"],)
    places.keep([placed("f", "F")], take_back="f")
    store.captures.keep([CAPTURES["a"]])
    assert places.unplaced(hour(9)) == (IDS["a"],)


def test_an_audience_waits_for_its_own_sources_alone(store: Store) -> None:
    mine, theirs = store.placements(Audience(sources=("s",))), store.placements(EVERYONE)
    hidden = capture("b", source="t")
    store.captures.keep([CAPTURES["a"], hidden])
    mine.keep([placed("a", "A")], take_back="a")
    assert mine.unplaced(hour(9)) == ()
    assert set(theirs.unplaced(hour(9))) == {IDS["a"], hidden.id}
    store.captures.keep([CAPTURES["c"]])
    assert mine.unplaced(hour(9)) == (IDS["c"],)


def test_places_of_captures_by_name(places: Placements) -> None:
    places.keep([placed("a", "A"), placed("b", "A")], take_back="a")
    found = places.of_captures([IDS["a"], IDS["b"], IDS["c"]], hour(0))
    assert {LETTERS[name]: m.story for name, m in found.items()} == {"a": "A"}
