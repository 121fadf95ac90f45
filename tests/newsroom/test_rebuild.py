"""A desk whose database is lost is made again from its raw bytes: the same captures, the same stories."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from nutgraf.access import EVERYONE
from nutgraf.archive.model import Capture
from nutgraf.errors import DeskError
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.rebuild import Rebuilt, rebuild, said
from nutgraf.newsroom.revoke import revoke_capture
from nutgraf.newsroom.run import run_desk
from nutgraf.newsroom.take_in import import_captures
from nutgraf.runners.pool import Inline
from nutgraf.store.revocations import Revocation
from nutgraf.store.spool import NAME
from nutgraf.telemetry import Silent
from nutgraf.testing import SMALL_LINES, at

LATER = at("2027-01-01")
DAYS = ("2026-03-30T20:00:00Z", "2026-03-31T20:00:00Z")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample desk after two runs and an import."""
    folder = tmp_path_factory.mktemp("lived") / "desk"
    make_desk(folder, with_sample=True)
    for later in folder.glob("*/2026-04-*"):
        shutil.rmtree(later)
    for day in DAYS:
        _run(folder, day)
    with open_desk(folder) as desk, (folder / "more.jsonl").open("wb+") as lines:
        lines.write(SMALL_LINES)
        lines.seek(0)
        import_captures(
            desk, lines, "more.jsonl", runner=Inline(), progress=Silent(), now=at("2026-04-01")
        )
    return folder


@pytest.fixture
def desk(lived: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(lived, tmp_path / "desk"))


def _run(folder: Path, day: str) -> None:
    with open_desk(folder) as desk:
        run_desk(desk, runner=Inline(), progress=Silent(), now=at(day))


def _captures(folder: Path) -> tuple[Capture, ...]:
    with open_desk(folder) as desk:
        return desk.store.captures.get(desk.store.captures.arrived(EVERYONE, None, LATER))


def _stories(folder: Path) -> list[tuple[object, ...]]:
    with open_desk(folder) as desk, desk.store.commits.reading() as connection:
        asked = "SELECT capture, story, copy_of, reason FROM placements ORDER BY capture"
        return [tuple(row) for row in connection.exec_driver_sql(asked)]


def _rebuilt(folder: Path, target: Path, backup: Path | None = None) -> Rebuilt:
    return rebuild(folder, target, runner=Inline(), progress=Silent(), backup=backup)


def test_without_a_database_every_capture_comes_back_as_it_was(desk: Path, tmp_path: Path) -> None:
    captures = _captures(desk)
    for file in desk.glob("nutgraf.db*"):
        file.unlink()
    made = _rebuilt(desk, tmp_path / "again")
    assert made.faults == () and made.captures == len(captures) > 20
    assert _captures(tmp_path / "again") == captures
    assert f"{made.captures} captures kept" in said(made)
    with open_desk(tmp_path / "again") as opened:
        assert opened.store.faults() == ()
    # It can be lost and made again from what was made again.
    (tmp_path / "again" / "nutgraf.db").unlink()
    _rebuilt(tmp_path / "again", tmp_path / "once more")
    assert _captures(tmp_path / "once more") == captures


def _edition_of(folder: Path) -> dict[str, bytes]:
    _run(folder, "2026-04-01T20:00:00Z")
    return {p.name: p.read_bytes() for p in (folder / "editions" / "2026-04-01").iterdir()}


def test_stories_are_those_a_run_makes_of_the_same_captures(desk: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(desk, tmp_path / "other"))
    _rebuilt(other, tmp_path / "again")
    (tmp_path / "again" / "nutgraf.db").replace(other / "nutgraf.db")
    _edition_of(desk)
    _edition_of(other)
    assert len(_stories(desk)) == 20
    assert _stories(other) == _stories(desk)


def test_from_a_backup_the_next_edition_is_the_same_bytes(desk: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(desk, tmp_path / "other"))
    with open_desk(other) as opened:
        opened.store.copy_database(tmp_path / "backup.db")
    (other / "nutgraf.db").write_bytes(b"lost")
    made = _rebuilt(other, tmp_path / "again", tmp_path / "backup.db")
    assert made.faults == () and _captures(tmp_path / "again") == _captures(desk)
    (tmp_path / "again" / "nutgraf.db").replace(other / "nutgraf.db")
    assert _edition_of(other) == _edition_of(desk)


@pytest.mark.threat("L3")
def test_what_was_taken_back_stays_so_without_a_backup(desk: Path, tmp_path: Path) -> None:
    first, second = _captures(desk)[3], _captures(desk)[-1]
    with open_desk(desk) as opened:
        revoke_capture(opened, first.id, by="An editor", why="forged")
        revoke_capture(opened, second.id)
        kept = opened.store.revocations.all()
    assert {one.capture for one in kept} == {first.id, second.id}
    for file in desk.glob("nutgraf.db*"):
        file.unlink()
    made = _rebuilt(desk, tmp_path / "again")
    assert made.faults == ()
    with open_desk(tmp_path / "again") as opened:
        assert opened.store.revocations.all() == kept
    # It can be lost and made again from what was made again.
    (tmp_path / "again" / "nutgraf.db").unlink()
    _rebuilt(tmp_path / "again", tmp_path / "once more")
    with open_desk(tmp_path / "once more") as opened:
        assert opened.store.revocations.all() == kept


def test_what_an_older_version_took_back_is_noted_by_the_next_run(
    desk: Path, tmp_path: Path
) -> None:
    taken = Revocation(capture=_captures(desk)[0].id, at=at("2026-04-01"), who="E", why="forged")
    with open_desk(desk) as opened:
        opened.store.revocations.revoke(taken)
    _run(desk, "2026-04-01T20:00:00Z")
    (desk / "nutgraf.db").unlink()
    _rebuilt(desk, tmp_path / "again")
    with open_desk(tmp_path / "again") as opened:
        assert opened.store.revocations.all() == (taken,)


def test_a_damaged_object_costs_its_own_captures_and_is_said(desk: Path, tmp_path: Path) -> None:
    captures = _captures(desk)
    dice = random.Random(5)
    hit = dice.choice([one.raw for one in captures])
    path = next((desk / "objects").rglob(f"{hit}.zst"))
    broken = bytearray(path.read_bytes())
    broken[len(broken) // 2] ^= 4
    path.write_bytes(broken)
    made = _rebuilt(desk, tmp_path / "again")
    assert any(hit[:12] in fault for fault in made.faults)
    assert {one.id for one in _captures(tmp_path / "again")} == {
        one.id for one in captures if one.raw != hit
    }


def test_what_cannot_be_done_is_said(desk: Path, tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="not empty"):
        _rebuilt(desk, desk)
    (desk / "objects" / NAME).unlink()
    with pytest.raises(DeskError, match="tells what the raw objects"):
        _rebuilt(desk, tmp_path / "again")
    assert not (tmp_path / "again").exists()
