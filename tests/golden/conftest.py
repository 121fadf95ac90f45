"""The sample desk's five editions, made once with the pool."""

from __future__ import annotations

from pathlib import Path

import pytest

from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline, Pool, Runner
from nutgraf.telemetry import Silent
from nutgraf.testing import at

DAYS = ("2026-03-30", "2026-03-31", "2026-04-01", "2026-04-02", "2026-04-03")


def make_week(folder: Path, runner: Runner) -> Path:
    """The sample desk in `folder`, run once a day."""
    make_desk(folder, with_sample=True)
    for day in DAYS:
        with open_desk(folder) as desk:
            run_desk(desk, runner=runner, progress=Silent(), now=at(f"{day}T20:00:00Z"))
    return folder


@pytest.fixture(scope="session")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_week(tmp_path_factory.mktemp("week") / "desk", Pool(2))


@pytest.fixture(scope="session")
def week_inline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_week(tmp_path_factory.mktemp("inline") / "desk", Inline())
