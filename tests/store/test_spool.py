"""The record of looks says what each raw object was; a damaged line is never taken for a look."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nutgraf.ids import sha256_hex
from nutgraf.sources.model import Lead, Metadata, RawObject, Received, Source
from nutgraf.store.spool import NAME, Noted, Spool
from nutgraf.testing import at

NOON = at("2026-04-03T12:00:00Z")
SOURCE = Source(
    id="s", name="S\n漢", kind="feed", address="https://s.example/f", owner="S", tags=("a",)
)
ITEM = Received(
    source="s", key="k", media_type="text/html", body=b"\xff\x00 words", raw=sha256_hex(b"feed"),
    metadata=Metadata(title="T", published_at=NOON, marks=(("a", "b"),)),
)  # fmt: skip
LEAD = Lead(source="s", address="https://s.example/1", key="k", kind="item", why="a blurb",
            raw=sha256_hex(b"feed"), fallback=ITEM, changed_at=NOON)  # fmt: skip


def raw(data: bytes, name: str = "n") -> RawObject:
    return RawObject(name=name, data=data, sha256=sha256_hex(data), media_type="text/html",
                     address="https://s.example/1", seen=(("dkim", "pass"),))  # fmt: skip


def test_what_was_noted_comes_back(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.note([(SOURCE, raw(b"one"), None), (SOURCE, raw(b"two", "m"), LEAD)], NOON)
    spool.note_lines(sha256_hex(b"lines"), "in.jsonl", NOON, None)
    spool.note_items([ITEM], NOON)
    one, two, lines, item = [line for line in Spool(tmp_path).read() if isinstance(line, Noted)]
    assert one == Noted(
        at=NOON, source=SOURCE, raw=sha256_hex(b"one"), name="n", media_type="text/html",
        address="https://s.example/1", seen=(("dkim", "pass"),),
    )  # fmt: skip
    assert two.lead == LEAD and two.name == "m"
    assert lines.lines and lines.source is None and lines.raw == sha256_hex(b"lines")
    assert item.item == ITEM


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40
)
@given(
    looks=st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from((b"1", b"2", b"3"))), max_size=12
    )
)
def test_only_what_changed_under_its_name_is_a_line(
    tmp_path_factory: pytest.TempPathFactory, looks: list[tuple[str, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("spool")
    spool, last, wanted = Spool(folder), {}, []
    for number, (name, data) in enumerate(looks):
        spool = Spool(folder) if number % 3 == 0 else spool
        spool.note([(SOURCE, raw(data, name), None)], NOON)
        if last.get(name) != data:
            wanted.append((name, sha256_hex(data)))
        last[name] = data
    assert [(one.name, one.raw) for one in spool.read() if isinstance(one, Noted)] == wanted


def test_a_source_that_changed_is_noted_again(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for source in (SOURCE, SOURCE, replace(SOURCE, owner="New")):
        spool.note([(source, raw(b"one"), None)], NOON)
    assert len(list(spool.read())) == 2


def test_one_hundred_flipped_bits_are_found_and_no_line_is_made_up(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for number in range(20):
        spool.note([(SOURCE, raw(str(number).encode(), f"n{number}"), None)], NOON)
    whole = (tmp_path / NAME).read_bytes()
    true = list(spool.read())
    dice = random.Random(11)
    for _ in range(100):
        broken = bytearray(whole)
        broken[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        (tmp_path / NAME).write_bytes(broken)
        found = list(Spool(tmp_path).read())
        assert any(isinstance(line, str) for line in found)
        assert [line for line in found if isinstance(line, Noted) and line not in true] == []
        assert sum(isinstance(line, Noted) for line in found) >= len(true) - 2


@pytest.mark.parametrize("cut", [1, 2, 5, 60, 300])
def test_a_line_cut_short_by_a_kill_costs_only_itself(tmp_path: Path, cut: int) -> None:
    spool = Spool(tmp_path)
    spool.note([(SOURCE, raw(b"one", "a"), None), (SOURCE, raw(b"two", "b"), None)], NOON)
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes()[:-cut])
    assert not [line for line in Spool(tmp_path).read() if isinstance(line, str)]
    again = Spool(tmp_path)
    again.note([(SOURCE, raw(b"two", "b"), None)], NOON)
    names = [line.name for line in again.read() if isinstance(line, Noted)]
    assert names == ["a", "b"] and len(list(again.read())) == 2
