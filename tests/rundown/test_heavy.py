"""What a reader could be kept busy with is worked on where it can be stopped."""

from __future__ import annotations

import pytest

from nutgraf.rundown.work import Arrival, heavy
from nutgraf.sources.model import RawObject, Source
from nutgraf.testing import at

pytestmark = pytest.mark.threat("P3")


@pytest.mark.parametrize(("size", "is_heavy"), [((64 << 10) - 1, False), (64 << 10, True)])
def test_an_object_is_heavy_from_64_kib_on(size: int, is_heavy: bool) -> None:
    source = Source(id="a", name="A", kind="page", address="https://a.example/", owner="A")
    raw = RawObject(name="a", data=b"x" * size, sha256="0" * 64)
    assert heavy(Arrival(source=source, raw=raw, at=at("2026-04-03T11:30:00Z"))) is is_heavy
