"""Posts as their networks send them, made small, and one way to read them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from nutgraf import sources
from nutgraf.archive.capturing import canonical
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.model import Kind, Lead, RawObject, Received, Source

Found = tuple[list[Received], list[Lead], list[Refused]]
Read = Callable[..., Found]


def source_at(address: str = "desk", kind: Kind = "folder", **more: Any) -> Source:
    return Source(id="desk", name="Desk", kind=kind, address=address, owner="Desk Owner", **more)


@pytest.fixture
def read() -> Read:
    """(value or bytes, source) -> items, leads, refusals; every item becomes canonical text whose
    links stand where they say."""

    def reading(value: Any, source: Source | None = None, address: str = "") -> Found:
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        raw = RawObject(name="posts.json", data=data, sha256=sha256_hex(data), address=address)
        found = list(sources.read(raw, source or source_at()))
        items = [one for one in found if isinstance(one, Received)]
        for item in items:
            check(item)
        assert len({item.key for item in items}) == len(items)
        refused = [one for one in found if isinstance(one, Refused)]
        assert all(r.happened.endswith(".") and r.next_step.endswith(".") for r in refused)
        return items, [one for one in found if isinstance(one, Lead)], refused

    return reading


def check(item: Received) -> None:
    """The body is what a capture's text will be, and each link stands at its words."""
    text = item.body.decode("utf-8")
    made = canonical(item)
    assert not isinstance(made, Refused)
    assert made.text.replace("\n", " ") == text.replace("\n", " ")
    assert text == text.strip()
    for link in item.metadata.links:
        if link.at is not None and link.words:
            assert text[link.at : link.at + len(link.words)] == link.words


def marks(item: Received, name: str) -> Sequence[str]:
    return [words for mark, words in item.metadata.marks if mark == name]
