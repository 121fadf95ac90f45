"""A run that is killed is finished by running again: nothing acknowledged is lost, the database and
the raw objects are sound, and the edition is byte for byte that of a run nobody disturbed.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from nutgraf.access import EVERYONE
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.store.store import Store
from nutgraf.telemetry import Silent
from nutgraf.testing import KillAt, at

NOW = at("2026-03-30T20:00:00Z")
KILLS = 100
PER_DESK = 5


def _run(folder: Path, witness: KillAt | None = None) -> None:
    with open_desk(folder, witness=witness) as desk:
        run_desk(desk, runner=Inline(), progress=Silent(), now=NOW)


def _run_in_a_fork(folder: Path, witness: KillAt | None, *, seconds: float | None = None) -> int:
    """The signal that ended a run in a forked process, 0 when it came to its end."""
    process = os.fork()
    if process == 0:
        try:
            _run(folder, witness)
        finally:
            os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _files(folder: Path) -> dict[str, bytes]:
    editions = folder / "editions"
    return {
        str(path.relative_to(editions)): path.read_bytes()
        for path in sorted(editions.rglob("*"))
        if path.is_file()
    }


def _kept(folder: Path) -> tuple[set[str], tuple[str, ...]]:
    """The captures acknowledged so far, and what is wrong with the desk."""
    store = Store(folder)
    try:
        return set(store.captures.arrived(EVERYONE, None, at("2030-01-01"))), store.faults()
    finally:
        store.close()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample desk before its first run."""
    folder = tmp_path_factory.mktemp("kills") / "desk"
    make_desk(folder, with_sample=True)
    for later in folder.glob("*/2026-0*"):
        if later.name > NOW.date().isoformat():
            shutil.rmtree(later)
    return folder


@pytest.fixture(scope="module")
def undisturbed(fresh: Path) -> tuple[dict[str, bytes], list[str], float]:
    """What a run nobody disturbs makes, the points it reaches, and the seconds it takes."""
    folder, log = fresh.parent / "undisturbed", fresh.parent / "points"
    shutil.copytree(fresh, folder)
    began = time.monotonic()
    _run(folder, KillAt(log=str(log)))
    took = time.monotonic() - began
    return _files(folder), log.read_text().splitlines(), took


def _finish_and_compare(folder: Path, acknowledged: set[str], files: dict[str, bytes]) -> None:
    _run(folder)
    captures, faults = _kept(folder)
    assert acknowledged <= captures
    assert faults == ()
    assert _files(folder) == files


def test_a_kill_at_each_named_commit_point(
    fresh: Path, undisturbed: tuple[dict[str, bytes], list[str], float], tmp_path: Path
) -> None:
    files, points, _ = undisturbed
    named = sorted(set(points))
    rooms = {point.split(":")[0] for point in named}
    assert {"object", "raw", "captures", "looks", "read", "placements", "write", "edition"} <= rooms
    for number, point in enumerate(named):
        folder = tmp_path / str(number)
        shutil.copytree(fresh, folder)
        assert _run_in_a_fork(folder, KillAt(point)) == signal.SIGKILL, point
        acknowledged, faults = _kept(folder)
        assert faults == (), point
        _finish_and_compare(folder, acknowledged, files)


def test_one_hundred_random_kills(
    fresh: Path, undisturbed: tuple[dict[str, bytes], list[str], float], tmp_path: Path
) -> None:
    files, points, seconds = undisturbed
    dice = random.Random(20260403)
    killed = desks = 0
    while killed < KILLS:
        folder = tmp_path / str(desks)
        shutil.copytree(fresh, folder)
        acknowledged: set[str] = set()
        for turn in range(PER_DESK):
            if dice.random() < 0.7:
                # A run that goes on after a kill has fewer points left.
                nth = dice.randint(1, len(points) if turn == 0 else 12)
                ended = _run_in_a_fork(folder, KillAt("*", nth))
            else:
                ended = _run_in_a_fork(folder, None, seconds=dice.uniform(0, seconds))
            captures, faults = _kept(folder)
            assert acknowledged <= captures
            assert faults == ()
            acknowledged = captures
            if ended != signal.SIGKILL:
                break
            killed += 1
        _finish_and_compare(folder, acknowledged, files)
        desks += 1
    print(f"{killed} kills on {desks} desks")
    assert desks >= KILLS // PER_DESK
