"""A bit that flips on the disk is seen, and what it hit is served to nobody."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nutgraf.access import EVERYONE
from nutgraf.archive.model import Capture
from nutgraf.errors import StoreError
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.rebuild import rebuild
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.store import seal
from nutgraf.store.objects import Objects
from nutgraf.store.store import Store
from nutgraf.telemetry import Silent
from nutgraf.testing import KillAt, at, small_desk

pytestmark = pytest.mark.threat("S4")


NOW = at("2026-04-01")
FLIPS = 100


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small_desk(tmp_path_factory.mktemp("flips") / "desk")
    with open_desk(folder) as desk:
        run_desk(desk, runner=Inline(), progress=Silent(), now=NOW)
    return folder


@pytest.fixture
def desk(run: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(run, tmp_path / "desk"))


def _flip(path: Path, dice: random.Random) -> Callable[[], None]:
    """Flip one bit as a disk does, the file's times as they were; returns what puts it back."""
    whole, times = path.read_bytes(), path.stat()

    def write(data: bytes) -> None:
        path.write_bytes(data)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    broken = bytearray(whole)
    broken[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
    write(bytes(broken))
    return lambda: write(whole)


def _captures(folder: Path) -> tuple[Capture, ...]:
    store = Store(folder, read_only=True)
    try:
        return store.captures.get(store.captures.arrived(EVERYONE, None, NOW))
    finally:
        store.close()


def _read(folder: Path, name: str) -> bytes | None:
    """The bytes of an object, None where they are refused."""
    try:
        return Objects(folder / "objects").read(name)
    except StoreError as damaged:
        assert "damaged" in damaged.happened
        return None


def _faults(folder: Path) -> tuple[str, ...]:
    """What the doctor says, also where the desk cannot be opened at all."""
    try:
        store = Store(folder)
    except StoreError as damaged:
        return (damaged.happened,)
    try:
        return store.faults()
    finally:
        store.close()


@pytest.mark.threat("S4")
def test_one_hundred_flips_in_database_and_objects(
    desk: Path, record_property: Callable[[str, object], None]
) -> None:
    dice = random.Random(20261128)
    true = _captures(desk)
    assert _faults(desk) == () and len(true) == 3
    objects = sorted((desk / "objects").rglob("*.zst"))
    given = {path: _read(desk, path.stem) for path in objects}
    assert None not in given.values()
    detected = served = 0
    for number in range(FLIPS):
        place = desk / "nutgraf.db" if number % 2 else dice.choice(objects)
        put_back = _flip(place, dice)
        detected += _faults(desk) != ()
        try:
            served += _captures(desk) != true
        except StoreError as damaged:
            assert "damaged" in damaged.happened
        served += sum(_read(desk, path.stem) not in {None, data} for path, data in given.items())
        put_back()
    record_property("number", f"{detected} of {FLIPS} flips detected, {served} served")
    assert (detected, served) == (FLIPS, 0)
    assert _faults(desk) == () and _captures(desk) == true


@pytest.mark.threat("S4")
def test_a_damaged_database_is_made_again_with_the_same_ids(desk: Path, tmp_path: Path) -> None:
    true = {one.id for one in _captures(desk)}
    _flip(desk / "nutgraf.db", random.Random(1))
    with pytest.raises(StoreError, match="changed on the disk") as damaged, open_desk(desk):
        pass
    assert "nutgraf rebuild" in damaged.value.next_step
    rebuild(desk, tmp_path / "again", runner=Inline(), progress=Silent())
    assert {one.id for one in _captures(tmp_path / "again")} == true


def test_a_backup_put_back_and_a_write_of_our_own_are_no_damage(desk: Path) -> None:
    store = Store(desk)
    store.copy_database(desk / "copy.db")
    store.keep_raw(b"more", NOW)
    assert not (desk / "nutgraf.db.seal").exists()
    store.close()
    assert (desk / "nutgraf.db.seal").exists() and _faults(desk) == ()
    (desk / "copy.db").replace(desk / "nutgraf.db")
    assert _faults(desk) == () and len(_captures(desk)) == 3


def test_two_at_once_leave_no_seal_that_is_not_true(desk: Path) -> None:
    one, other = Store(desk), Store(desk)
    one.keep_raw(b"one", NOW)
    one.close()
    other.keep_raw(b"other", NOW)
    third = Store(desk)
    assert third.faults() == ()
    third.close()
    other.close()
    assert _faults(desk) == ()


def test_reading_leaves_the_seal_as_it_is(desk: Path) -> None:
    before = (desk / "nutgraf.db.seal").read_bytes()
    with open_desk(desk) as opened:
        assert opened.store.captures.count() == 3
    reader = Store(desk, read_only=True)
    with pytest.raises(StoreError, match="read-only"):
        reader.keep_raws([b"words"], NOW)
    reader.close()
    assert (desk / "nutgraf.db.seal").read_bytes() == before


@pytest.fixture
def killed(desk: Path) -> Iterator[Path]:
    """A desk whose writer was killed, its log not yet moved into the database."""
    process = os.fork()
    if process == 0:
        store = Store(desk, witness=KillAt("raw:after"))
        store.keep_raw(b"more", NOW)
        os._exit(1)
    os.waitpid(process, 0)
    yield desk


def test_after_a_kill_there_is_no_seal_and_the_next_run_looks_over_the_database(
    killed: Path,
) -> None:
    assert not (killed / "nutgraf.db.seal").exists()
    assert seal.left_open(killed / "nutgraf.db")
    path = killed / "nutgraf.db"
    data = bytearray(path.read_bytes())
    for page in range(2, len(data) // 4096):  # the heads of all pages but the first two
        data[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    whole = path.read_bytes()
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match="damaged"):
        store = Store(killed)
        store.sweep()
    path.write_bytes(whole)


def test_a_large_database_is_held_against_its_seal_once_a_day(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal, "SMALL", 1)
    _flip(desk / "nutgraf.db", random.Random(2))
    seal.hold_against(desk / "nutgraf.db")
    long_ago = (desk / "nutgraf.db.seal").stat().st_mtime - 2 * 86400
    os.utime(desk / "nutgraf.db.seal", (long_ago, long_ago))
    with pytest.raises(StoreError, match="changed on the disk"):
        seal.hold_against(desk / "nutgraf.db")
