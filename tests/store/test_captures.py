"""Captures are kept once and never change; revisions name what they revise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nutgraf.access import EVERYONE, Audience
from nutgraf.archive.model import Block, Capture, Layout, capture_id
from nutgraf.errors import Refused, StoreError
from nutgraf.ids import sha256_hex, text_sha256
from nutgraf.sources.model import Link, Source
from nutgraf.store.store import Store
from nutgraf.testing import at

RAW = b"what arrived"
NOON = at("2026-04-03T12:00:00Z")
SOURCE = Source(id="s", name="S", kind="import", address="S", owner="")
OTHER = Source(id="hidden", name="Hidden", kind="import", address="Hidden", owner="")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path)
    made.know_sources([SOURCE, OTHER])
    made.keep_raw(RAW, NOON)
    yield made
    made.close()


def capture(text: str, *, key: str = "k", when: datetime = NOON, source: str = "s") -> Capture:
    return Capture(
        id=capture_id(source, key, "plain/1", text), source=source, key=key,
        canonicaliser="plain/1", text=text, text_sha256=text_sha256(text),
        layout=Layout(blocks=(Block(start=0, end=len(text), line=1),)), raw=sha256_hex(RAW), raw_range=(3, 9),
        address="https://s.example/a", title="T", author="A", owner="O", published_at=when,
        fetched_at=when, media_type="text/plain", lang="en",
        links=(Link(url="https://x.example", at=1),), engagement=(("likes", 3),),
        dropped=(("hidden", 2),),
    )  # fmt: skip


def test_a_capture_comes_back_as_it_was_kept(store: Store) -> None:
    made = capture("Vireo Labs released Heron 2. \U0001f680 e\u0301")
    assert store.captures.keep([made]) == (made.id,)
    assert store.captures.get([made.id]) == (made,)


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_any_text_comes_back_code_point_for_code_point(store: Store, text: str) -> None:
    made = capture(text, key="any")
    store.captures.keep([made])
    assert store.captures.get([made.id])[0].text == text


def test_an_item_seen_again_unchanged_makes_no_capture(store: Store) -> None:
    store.captures.keep([capture("same")])
    assert store.captures.keep([capture("same", when=NOON + timedelta(days=1))]) == ()
    assert store.captures.count() == 1
    assert store.captures.get([capture("same").id])[0].fetched_at == NOON


def test_a_changed_text_is_a_new_capture_that_names_its_predecessor(store: Store) -> None:
    first, second = capture("one"), capture("two", when=NOON + timedelta(hours=1))
    third = capture("three", when=NOON + timedelta(hours=2))
    for one in (first, second, third):
        store.captures.keep([one])
    kept = store.captures.get([first.id, second.id, third.id])
    assert [c.previous for c in kept] == [None, first.id, second.id]
    assert store.captures.replaced([first.id, second.id, third.id], NOON + timedelta(hours=2)) == {
        first.id, second.id,
    }  # fmt: skip
    assert store.captures.replaced([first.id], NOON) == frozenset()


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40
)
@given(texts=st.lists(st.text(alphabet="abc é漢", min_size=1), min_size=1, max_size=8, unique=True))
def test_any_chain_of_revisions_is_one_line_back_to_the_first(
    store: Store, texts: list[str]
) -> None:
    key = str(texts)
    for n, text in enumerate(texts):
        store.captures.keep([capture(text, key=key, when=NOON + timedelta(minutes=n))])
    ids = [capture(text, key=key).id for text in texts]
    kept = store.captures.get(ids)
    assert [c.previous for c in kept] == [None, *ids[:-1]]
    assert [c.text for c in kept] == texts


def test_a_text_changed_behind_our_back_is_found(store: Store) -> None:
    made = capture("the words")
    store.captures.keep([made])
    with store.commits.commit("tamper") as connection:
        connection.exec_driver_sql("UPDATE captures SET text = 'other words'")
    with pytest.raises(StoreError, match="not the one its digest names"):
        store.captures.get([made.id])


def test_an_audience_sees_only_its_sources(store: Store) -> None:
    seen, hidden = capture("seen"), capture("hidden", source="hidden")
    store.captures.keep([seen, hidden])
    later = NOON + timedelta(days=1)
    assert set(store.captures.arrived(EVERYONE, None, later)) == {seen.id, hidden.id}
    assert store.captures.arrived(Audience(sources=("s",)), None, later) == (seen.id,)


def test_a_text_that_came_back_stands_again(store: Store) -> None:
    first, second = capture("50%"), capture("60%", when=NOON + timedelta(hours=1))
    store.captures.keep([first])
    store.captures.keep([second])
    back = NOON + timedelta(hours=2)
    store.captures.keep([capture("50%", when=back)])
    ids = [first.id, second.id]
    assert store.captures.replaced(ids, NOON + timedelta(hours=1)) == {first.id}
    assert store.captures.replaced(ids, back) == {second.id}
    store.captures.seen_again([second.id], NOON + timedelta(hours=3))
    assert store.captures.replaced(ids, NOON + timedelta(hours=3)) == {first.id}
    assert store.captures.replaced(ids, back) == {second.id}


def test_an_item_may_say_what_it_revises(store: Store) -> None:
    first = capture("as first told", key="told")
    store.captures.keep([first])
    later = NOON + timedelta(hours=1)
    by_key = replace(capture("as corrected", key="corrected", when=later), previous="told")
    by_id = replace(capture("as corrected again", key="again", when=later), previous=first.id)
    nothing = replace(capture("alone", key="alone", when=later), previous="never heard of")
    store.captures.keep([by_key, by_id, nothing])
    kept = store.captures.get([by_key.id, by_id.id, nothing.id])
    assert [one.previous for one in kept] == [first.id, first.id, None]
    assert store.captures.replaced([first.id, by_key.id], later) == {first.id}


def test_a_text_and_its_digest_changed_together_are_found(store: Store) -> None:
    made = capture("58.7% of the tasks")
    store.captures.keep([made])
    with store.commits.commit("tamper") as connection:
        connection.exec_driver_sql(
            "UPDATE captures SET text = ?, text_sha256 = ?",
            ("98.7% of the tasks", text_sha256("98.7% of the tasks")),
        )
    with pytest.raises(StoreError):
        store.captures.get([made.id])


def test_a_source_looked_at_again_is_as_good_as_its_newest_look(store: Store) -> None:
    bad = Refused(where="feed.xml", rule="feed", happened="Bad.", next_step="Mend.", source="s")
    line = replace(bad, where="in.jsonl line 2", source="")
    later = NOON + timedelta(hours=2)
    store.looks.keep(NOON, [], [bad, line])
    assert store.looks.refusals(EVERYONE, None, NOON) == (line, bad)
    store.looks.keep(later, [("s", "feed.xml", None, 3)], [])
    assert store.looks.refusals(EVERYONE, None, later) == (line,)
    assert store.looks.refusals(EVERYONE, None, NOON) == (line, bad)
    assert store.looks.refusals(Audience(sources=("s",)), None, NOON) == (bad,)
