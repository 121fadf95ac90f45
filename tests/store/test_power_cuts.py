"""The power goes: what was acknowledged is there afterwards, whatever became of what was not yet synced.

A commit is acknowledged once the log is synced. So everything in the log behind the last acknowledged
commit may be there, torn, zeroed or garbage, and the file that readers share is gone.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from nutgraf.store.store import Store
from nutgraf.testing import at

pytestmark = pytest.mark.threat("S2")


NOW = at("2026-04-03")
EACH = 8


def _torn(log: bytes, synced: int, dice: random.Random) -> bytes:
    """The log with what was not synced cut short, zeroed in part, or scrambled."""
    cut = dice.randint(synced, len(log))
    kind = dice.choice(("short", "zeros", "garbage", "late blocks"))
    rest = len(log) - cut
    if kind == "short":
        return log[:cut]
    if kind == "zeros":
        return log[:cut] + bytes(rest)
    if kind == "garbage":
        return log[:cut] + dice.randbytes(rest)
    blocks = [
        log[cut : cut + 512] if dice.random() < 0.5 else bytes(512)
        for cut in range(cut, len(log), 512)
    ]
    return (log[:cut] + b"".join(blocks))[: len(log)]


@pytest.mark.parametrize("count", [24, pytest.param(200, marks=pytest.mark.slow)])
def test_a_cut_loses_nothing_acknowledged(tmp_path: Path, count: int) -> None:
    dice = random.Random(20261128)
    kept_late = cuts = 0
    while cuts < count:
        folder = tmp_path / f"desk{cuts}"
        folder.mkdir()
        store = Store(folder)
        log = folder / "nutgraf.db-wal"
        acknowledged: list[str] = []
        for turn in range(EACH):
            synced = log.stat().st_size
            name = store.keep_raw(
                f"{cuts} {turn} ".encode() + dice.randbytes(dice.randrange(3000)), NOW
            )
            after = Path(shutil.copytree(folder, tmp_path / f"after{cuts}"))
            (after / "nutgraf.db-shm").unlink()
            torn = _torn(log.read_bytes(), synced, dice)
            (after / "nutgraf.db-wal").write_bytes(torn)
            again = Store(after)
            assert again.faults() == (), cuts
            names = set(again.raw_names())
            assert set(acknowledged) <= names <= {*acknowledged, name}, cuts
            kept_late += name in names
            assert again.keep_raw(b"and on it goes", NOW) in again.raw_names()
            again.close()
            shutil.rmtree(after)
            acknowledged.append(name)
            cuts += 1
        store.close()
        shutil.rmtree(folder)
    assert 0 < kept_late < count
