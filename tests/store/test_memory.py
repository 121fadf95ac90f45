"""What was told is found by story, capture, subject and the thing named first; what is taken back is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from nutgraf.access import EVERYONE
from nutgraf.sources.model import Source
from nutgraf.store.editions import Editions, KeptEdition
from nutgraf.store.revocations import Revocation
from nutgraf.store.store import Store
from nutgraf.stories.memory import LEAD, MADE_BY, remembered
from nutgraf.stories.model import Told
from tests.briefs import make_capture

NOW = datetime(2026, 4, 7, 18, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path)
    yield opened
    opened.close()


def made_at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, 30, tzinfo=UTC)


def keep(editions: Editions, day: date, *told: Told) -> None:
    editions.keep(
        KeptEdition(
            id=day.isoformat(), date=day, revision=1, now=made_at(day),
            released_by="", title="T", summary="", content=b"{}",
        ),
        told,
    )  # fmt: skip


def told(
    day: date, text: str, *, sentence: str = "s1", capture: str = "c1", story: str = "one"
) -> Told:
    return remembered(
        Told(
            edition=day, story=story, role="fact", text=text, capture=capture, start=0, end=len(text),
            name=day.isoformat(), sentence=sentence, told_at=made_at(day),
        )
    )  # fmt: skip


MARCH, APRIL = date(2026, 3, 6), date(2026, 4, 7)
BENCH = "Heron 2 scored 58.7% on TideBench."


def test_it_comes_back_as_it_was_kept(store: Store) -> None:
    editions = store.editions(EVERYONE)
    one = told(MARCH, BENCH)
    keep(editions, MARCH, one)
    assert editions.told_of(["one"], APRIL) == (one,)
    assert editions.told_of([], APRIL, ["c1"]) == (one,)
    assert editions.told_of(["one"], APRIL, ["c1"]) == (one,)
    assert editions.told_about(["heron 2", f"{LEAD}heron 2", "osprey 9"], APRIL, 5) == {
        "heron 2": (one,), f"{LEAD}heron 2": (one,),
    }  # fmt: skip
    assert editions.told_about(["heron 2"], MARCH, 5) == {}


def test_only_the_newest_of_a_subject_come_newest_first(store: Store) -> None:
    editions = store.editions(EVERYONE)
    days = [MARCH + timedelta(days=n) for n in range(6)]
    for day in days:
        keep(editions, day, told(day, BENCH))
    found = editions.told_about(["heron 2"], APRIL, 3)["heron 2"]
    assert [one.edition for one in found] == days[:2:-1]
    assert [one.edition for one in editions.told_lately(APRIL, 2)] == days[-2:]


def test_another_audience_remembers_nothing_of_it(store: Store) -> None:
    keep(store.editions(EVERYONE), MARCH, told(MARCH, BENCH))
    other = store.editions(replace(EVERYONE, sources=("a",)))
    assert other.told_about(["heron 2"], APRIL, 5) == {}
    assert other.told_lately(APRIL, 5) == () and other.told_of(["one"], APRIL, ["c1"]) == ()


def test_what_an_older_reading_made_is_read_again(store: Store) -> None:
    editions = store.editions(EVERYONE)
    old = replace(told(MARCH, BENCH), subject="", lead="", figures=(), made_by="")
    keep(editions, MARCH, old)
    ((ordinal, found),) = editions.unread(MADE_BY)
    assert editions.told_about(["heron 2"], APRIL, 5) == {}
    editions.read_again([(ordinal, remembered(found))])
    assert editions.told_about(["heron 2"], APRIL, 5)["heron 2"] == (told(MARCH, BENCH),)
    assert editions.unread(MADE_BY) == ()


@pytest.mark.threat("L3")
def test_all_that_was_told_from_a_capture_goes_with_it(store: Store) -> None:
    first, second = make_capture("A", BENCH), make_capture("B", "Osprey 9 costs $20 a month.")
    store.know_sources(
        [
            Source(id=one.source, name=one.source, kind="import", address="", owner="")
            for one in (first, second)
        ]
    )
    store.keep_raws([first.text.encode(), second.text.encode()], NOW)
    store.captures.keep([first, second])
    editions = store.editions(EVERYONE)
    rows = [
        told(MARCH, BENCH, capture=first.id),
        told(MARCH, "Heron 2 has 7 billion parameters.", sentence="s2", capture=first.id),
        told(MARCH, "Osprey 9 costs $20 a month.", sentence="s3", capture=second.id),
    ]
    keep(editions, MARCH, *rows)
    gone = store.revocations.revoke(Revocation(capture=first.id, at=NOW, who="E", why="forged"))
    assert gone == 2
    assert editions.told_lately(APRIL, 9) == (rows[2],)
    assert editions.told_about(["heron 2", f"{LEAD}heron 2"], APRIL, 9) == {}
    assert editions.told_of(["one"], APRIL, [first.id]) == (rows[2],)
    assert store.revocations.among([first.id, second.id], NOW) == {first.id}
    assert store.revocations.among([first.id], NOW - timedelta(seconds=1)) == frozenset()
    (left,) = store.revocations.withdrawn(EVERYONE.key, None, NOW)
    assert (left.capture, left.edition, left.sentence) == (first.id, "2026-03-06", "s1")
    assert store.revocations.withdrawn(EVERYONE.key, NOW, NOW) == ()
    assert store.captures.get([first.id])[0].text == BENCH
