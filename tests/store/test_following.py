"""What is remembered between looks: standings, validators, moves, hosts, leads, counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nutgraf import archive
from nutgraf.archive.model import Capture
from nutgraf.errors import Refused
from nutgraf.sources.looks.standing import Standing
from nutgraf.sources.looks.visits import HostState, Move, Validators
from nutgraf.sources.model import Lead, Metadata, Received, Source
from nutgraf.store.following import Settled
from nutgraf.store.store import Store

NOW = datetime(2026, 4, 3, 18, tzinfo=UTC)
SOURCE = Source(id="harbour", name="Harbour", kind="feed", address="https://h.example/f", owner="H")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path)
    opened.know_sources([SOURCE])
    yield opened
    opened.close()


def lead(address: str, **more: object) -> Lead:
    known: dict[str, object] = {"source": "harbour", "key": address, "kind": "item", "why": "a page",
                                "raw": "0" * 64}  # fmt: skip
    return Lead(address=address, **(known | more))  # type: ignore[arg-type]


def test_a_standing_comes_back_as_it_was_kept(store: Store) -> None:
    standing = Standing(
        source="harbour", next_look=NOW + timedelta(hours=3), failures=2, happened="It failed."
    )
    given = Validators(etag='W/"x, y"', last_modified="Fri, 03 Apr 2026 10:00:00 GMT")
    move = Move(status=301, was="https://h.example/f", now="https://h.example/feed")
    store.following.settle(
        [Settled(standing=standing, validators=((SOURCE.address, given),), moves=(move,))], NOW
    )
    assert store.following.standings() == {"harbour": standing}
    assert store.following.validators(["harbour"]) == {("harbour", SOURCE.address): given}
    assert [kept.move for kept in store.following.moves("harbour")] == [move]
    later = replace(standing, failures=0)
    store.following.settle([Settled(standing=later)], NOW + timedelta(hours=3))
    assert store.following.standings() == {"harbour": later}
    assert store.following.validators(["harbour"])[("harbour", SOURCE.address)] == given


def test_forgetting_a_source_forgets_what_it_is_asked_with(store: Store) -> None:
    settled = Settled(
        standing=Standing(source="harbour"),
        validators=((SOURCE.address, Validators(etag='"a"')),),
    )
    store.following.settle([settled], NOW)
    store.following.forget("harbour")
    assert store.following.standings() == {} and store.following.validators(["harbour"]) == {}


def test_hosts_are_remembered(store: Store) -> None:
    state = HostState(
        origin="https://h.example", robots=b"User-agent: *\nDisallow: /x\n", robots_status=200,
        robots_at=NOW, not_before=NOW + timedelta(minutes=5),
    )  # fmt: skip
    store.following.keep_hosts([state])
    store.following.keep_hosts([replace(state, not_before=None)])
    assert store.following.hosts() == {"https://h.example": replace(state, not_before=None)}


def test_a_lead_waits_until_it_is_settled(store: Store) -> None:
    assert store.leads.keep([lead("https://h.example/1"), lead("https://h.example/2")], NOW) == 2
    waiting = store.leads.waiting(["harbour"], NOW, 10)
    assert [one.lead.address for one in waiting] == ["https://h.example/1", "https://h.example/2"]
    taken = replace(waiting[0], state="taken", tries=1)
    later = replace(waiting[1], tries=1, next_try=NOW + timedelta(hours=1), said="It was busy.")
    store.leads.settle([taken, later])
    assert store.leads.waiting(["harbour"], NOW, 10) == ()
    assert store.leads.waiting(["harbour"], NOW + timedelta(hours=1), 10) == (later,)
    assert store.leads.waiting(["another"], NOW + timedelta(hours=1), 10) == ()
    assert store.leads.counts() == {"harbour": {"taken": 1, "waiting": 1}}


@pytest.mark.parametrize(
    ("kind", "changed", "again"),
    [
        ("item", None, 0),
        ("item", NOW + timedelta(days=1), 1),
        ("more", None, 1),
        ("more", NOW - timedelta(days=1), 0),
        ("more", NOW + timedelta(days=1), 1),
        ("older", NOW + timedelta(days=1), 0),
    ],
)
def test_when_a_lead_that_was_taken_waits_again(
    store: Store, kind: str, changed: datetime | None, again: int
) -> None:
    first = lead("https://h.example/1", kind=kind, changed_at=NOW if changed else None)
    store.leads.keep([first], NOW)
    store.leads.settle(
        [replace(one, state="taken") for one in store.leads.waiting(["harbour"], NOW, 1)]
    )
    found = lead("https://h.example/1", kind=kind, changed_at=changed)
    assert store.leads.keep([found], NOW + timedelta(days=2)) == again


def test_an_unchanged_source_lets_its_parts_wait_again(store: Store) -> None:
    store.leads.keep(
        [lead("https://h.example/posts", kind="more"), lead("https://h.example/1")], NOW
    )
    store.leads.settle(
        [replace(one, state="taken") for one in store.leads.waiting(["harbour"], NOW, 5)]
    )
    store.leads.reopen("harbour")
    waiting = store.leads.waiting(["harbour"], NOW, 5)
    assert [one.lead.address for one in waiting] == ["https://h.example/posts"]


def counted(engagement: tuple[tuple[str, int], ...], at: datetime, raw: str) -> Capture:
    received = Received(
        source="harbour", key="post-1", media_type="text/plain", body=b"The quay is open.", raw=raw,
        metadata=Metadata(engagement=engagement),
    )  # fmt: skip
    text = archive.canonical(received)
    assert not isinstance(text, Refused)
    return archive.capture(received, text, owner="H", fetched_at=at)


def test_counts_of_a_later_look_are_kept_beside_the_capture(store: Store) -> None:
    raw = store.keep_raw(b"The quay is open.", NOW)
    first = counted((("likes", 3),), NOW, raw)
    store.captures.keep([first])
    hour = timedelta(hours=1)
    store.captures.keep([counted((("likes", 3),), NOW + hour, raw)])
    store.captures.keep([counted((("likes", 9),), NOW + 2 * hour, raw)])
    assert store.captures.engagement_of([first.id], NOW + hour) == {}
    assert store.captures.engagement_of([first.id], NOW + 2 * hour) == {first.id: (("likes", 9),)}
    assert store.captures.get([first.id])[0].engagement == (("likes", 3),)
