"""Raw objects are named by their bytes; a changed byte is found, an unfinished write leaves nothing."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nutgraf.errors import StoreError
from nutgraf.ids import sha256_hex
from nutgraf.store.objects import Objects, write_whole
from nutgraf.store.store import Store
from nutgraf.testing import at


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40
)
@given(data=st.binary(max_size=5000))
def test_bytes_come_back(tmp_path: Path, data: bytes) -> None:
    objects = Objects(tmp_path)
    name, _ = objects.keep(data)
    assert name == sha256_hex(data)
    assert objects.read(name) == data
    assert objects.keep_stream(io.BytesIO(data))[:2] == (name, len(data))


def test_one_hundred_flipped_bits_are_found(tmp_path: Path) -> None:
    store = Store(tmp_path)
    data = b"".join(f"line {n} of what arrived\n".encode() for n in range(200))
    name = store.keep_raw(data, at("2026-04-03"))
    path = store.objects.path(name)
    whole = path.read_bytes()
    dice = random.Random(7)
    assert store.faults() == ()
    for _ in range(100):
        broken = bytearray(whole)
        broken[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        path.write_bytes(broken)
        assert store.object_fault(name) != ""
        try:
            assert store.objects.read(name) == data
        except StoreError as refused:
            assert "damaged" in refused.happened
    path.write_bytes(whole)
    assert store.faults() == ()
    path.unlink()
    assert "missing" in store.faults()[0]
    path.write_bytes(b"damaged")
    assert store.keep_raw(data, at("2026-04-04")) == name
    assert store.faults() == ()
    store.close()


def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_whole(path, b"before")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
