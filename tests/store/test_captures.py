"""Captures are kept once and never change; revisions name what they revise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nutgraf.access import EVERYONE, Audience
from nutgraf.archive.model import Block, Capture, Layout, capture_id
from nutgraf.errors import StoreError
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
