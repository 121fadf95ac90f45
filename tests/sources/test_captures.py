"""Captures as JSON Lines, to the letter of the public format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import sources
from nutgraf.errors import Refused
from nutgraf.sources.model import Link, Received

NOW = datetime(2026, 4, 3, tzinfo=UTC)


def reading(*lines: bytes | dict[str, Any], **extra: Any) -> list[Received | Refused]:
    rows = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]

    def placed() -> Iterator[tuple[int, bytes]]:
        offset = 0
        for row in rows:
            yield offset, row
            offset += len(row) + 1

    known = {
        "raw": "0" * 64,
        "name": "wire.jsonl",
        "source_ids": {"Harbour Wire": "harbour"},
        "fallback": NOW,
    }
    return list(sources.read_lines(placed(), **{**known, **extra}))


def one(**row: Any) -> Received:
    (found,) = reading({"source": "Harbour Wire", "text": "Words.", **row})
    assert isinstance(found, Received), found
    return found


def test_a_whole_line() -> None:
    text = "  Größe 😀 counts\r\n"
    item = one(
        id="hw-1", text=text, html="<p>not this</p>", url="https://h.example/1", title="T", author="A", owner="O",
        published_at="2026-04-02T10:00:00+02:00", fetched_at="2026-04-02T08:05:00Z", revision_of="hw-0",
        lang="en", engagement={"likes": 3, "a": 2.0, "none": None}, links=[{"url": "https://x.example", "at": 8}],
    )  # fmt: skip
    assert (item.source, item.key, item.address) == ("harbour", "hw-1", "https://h.example/1")
    assert (
        item.body.decode() == text
        and item.media_type == "text/plain"
        and item.raw_range is not None
    )
    said = item.metadata
    assert said.published_at == datetime(2026, 4, 2, 8, tzinfo=UTC)
    assert said.fetched_at == datetime(2026, 4, 2, 8, 5, tzinfo=UTC)
    assert said.links == (Link(url="https://x.example", at=8),) and said.revision_of == "hw-0"
    assert said.engagement == (("a", 2), ("likes", 3)) and (said.title, said.owner) == ("T", "O")


def test_keys_owners_and_times_that_are_not_said() -> None:
    assert one(url="https://h.example/1?utm_source=x").key == "https://h.example/1?utm_source=x"
    bare = one()
    assert bare.key.startswith("sha256:") and bare.key == one().key != one(title="x").key
    assert one(url="https://www.h.example/1").metadata.owner == "h.example"
    assert bare.metadata.owner == "Harbour Wire" and bare.metadata.fetched_at == NOW
    (owned,) = reading({"source": "Harbour Wire", "text": "x"}, owners={"harbour": "H. Press"})
    assert isinstance(owned, Received) and owned.metadata.owner == "H. Press"
    assert one(published_at="2026-04-01T00:00:00Z").metadata.fetched_at == datetime(
        2026, 4, 1, tzinfo=UTC
    )
    (new,) = reading({"source": "Copper Courier", "html": "<p>x</p>"})
    assert isinstance(new, Received) and (new.source, new.media_type) == (
        "copper-courier",
        "text/html",
    )
    assert one(id=7).key == "7" and one(url="javascript:x").address == ""


@pytest.mark.parametrize(
    ("line", "rule", "words"),
    [
        (b'{"source":"a","text":"cut sho', "line-json", "no whole JSON"),
        (b"[1]", "line-json", "no JSON object"),
        (b'{"source":"a","text":"x","engagement":{"a":NaN}}', "line-json", "NaN"),
        (b"[" * 100_000, "line-json", "deep"),
        (b'{"source":"a","text":"\xff"}', "line-encoding", "UTF-8"),
        (b'{"source":"a","text":"\\ud800"}', "line-surrogate", "surrogate"),
        (b'{"source":"a","text":"x","extra":{"\\uDC00":1}}', "line-surrogate", "surrogate"),
        ({"text": "x"}, "line-source", "source"),
        ({"source": " ", "text": "x"}, "line-source", "source"),
        ({"source": "a"}, "line-text", "text"),
        ({"source": "a", "text": " ", "html": ""}, "line-text", "text"),
        ({"source": 1, "text": "x"}, "line-field", "source"),
        ({"source": "a", "text": ["x"]}, "line-field", "text"),
        (
            {"source": "a", "text": "x", "published_at": "2026-04-02T10:00:00"},
            "line-time",
            "no offset",
        ),
        ({"source": "a", "text": "x", "fetched_at": "2 April"}, "line-time", "fetched_at"),
        ({"source": "a", "text": "x", "published_at": 5}, "line-field", "published_at"),
        (
            {"source": "a", "text": "x", "published_at": "0001-01-01T00:00:00+10:00"},
            "line-time",
            "published_at",
        ),
        ({"source": "a", "text": "x", "links": "x"}, "line-field", "links"),
        ({"source": "a", "text": "x", "links": [{"url": "x", "at": "1"}]}, "line-field", "at"),
        ({"source": "a", "text": "x", "engagement": {"likes": "3"}}, "line-field", "engagement"),
        ({"source": "a", "text": "x", "engagement": {"likes": -1}}, "line-field", "engagement"),
        ({"source": "a", "text": "x" * 2000}, "line-too-long", "1,000"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_read(
    line: bytes | dict[str, Any], rule: str, words: str
) -> None:
    good = {"source": "a", "text": "good"}
    options = sources.SourcesOptions(longest_line=1000 if rule == "line-too-long" else 8_000_000)
    found = reading(good, b"", line, good | {"id": "2"}, options=options)
    assert [type(row) for row in found] == [Received, Refused, Received]
    bad = found[1]
    assert isinstance(bad, Refused) and bad.rule == rule and words in bad.happened
    assert (
        bad.where == "wire.jsonl line 3" and "Line 3" in bad.happened and bad.happened.endswith(".")
    )


def test_unknown_fields_and_wrong_offsets_are_reported_once_at_the_end() -> None:
    row = {
        "source": "a",
        "text": "four",
        "mood": 1,
        "links": [{"url": "u", "at": 9}, {"url": "v", "at": 4}],
    }
    found = reading(row, {**row, "zeal": 2})
    assert [row.rule for row in found if isinstance(row, Refused)] == [
        "unknown-fields",
        "link-offsets",
    ]
    note = found[2]
    assert isinstance(note, Refused) and "mood (2), zeal (1)" in note.happened
    assert note.rule in sources.NOTES
    first = found[0]
    assert isinstance(first, Received) and first.metadata.links == (
        Link(url="u"),
        Link(url="v", at=4),
    )


def test_a_byte_order_mark_and_line_ends_are_no_part_of_the_first_line() -> None:
    plain = json.dumps({"source": "a", "text": "x"}).encode()
    (marked,) = reading(b"\xef\xbb\xbf" + plain + b"\r")
    (bare,) = reading(plain)
    assert isinstance(marked, Received) and isinstance(bare, Received) and marked.key == bare.key


def test_lines_are_taken_one_by_one() -> None:
    taken = 0

    def endless() -> Iterator[tuple[int, bytes]]:
        nonlocal taken
        while True:
            taken += 1
            yield taken, b'{"source":"a","text":"x","id":"%d"}' % taken

    stream = sources.read_lines(endless(), raw="", name="-", source_ids={}, fallback=NOW)
    assert isinstance(next(stream), Received) and taken == 1


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_text_comes_through_character_for_character(text: str) -> None:
    assert one(text=text).body.decode("utf-8") == text
    (escaped,) = reading(json.dumps({"source": "a", "text": text}, ensure_ascii=True).encode())
    assert isinstance(escaped, Received) and escaped.body.decode("utf-8") == text


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_line_is_a_value(line: bytes) -> None:
    assert all(isinstance(row, Received | Refused) for row in reading(line.replace(b"\n", b"")))
