"""Reading bytes as the desk does, in one line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nutgraf import sources
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.model import Kind, RawObject, Received, Source

Reading = tuple[list[Received], list[Refused]]
Read = Callable[..., Reading]


@pytest.fixture
def read() -> Read:
    """(bytes, name, ...) -> what was received and what was refused; every refusal is checked."""

    def reading(
        data: bytes,
        name: str = "item",
        *,
        media_type: str = "",
        address: str = "",
        kind: Kind = "folder",
    ) -> Reading:
        raw = RawObject(
            name=name, data=data, sha256=sha256_hex(data), media_type=media_type, address=address
        )
        source = Source(id="desk", name="Desk", kind=kind, address="desk", owner="Desk Owner")
        received: list[Received] = []
        refused: list[Refused] = []
        for found in sources.read(raw, source):
            if isinstance(found, Refused):
                assert found.source == "desk" and found.raw == raw.sha256 and name in found.where
                assert found.happened.endswith(".") and found.next_step.endswith(".")
                refused.append(found)
            else:
                assert found.source == "desk" and found.raw == raw.sha256 and found.key
                assert found.metadata.owner and "\n" not in found.metadata.title
                if found.media_type != "application/pdf":
                    assert found.charset == "utf-8" and isinstance(found.body.decode("utf-8"), str)
                received.append(found)
        keys = [item.key for item in received]
        assert len(keys) == len(set(keys))
        return received, refused

    return reading
