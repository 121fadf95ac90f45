"""With a desk, check goes back to the bytes: words nobody sent are found however well they are hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from nutgraf.errors import UsageError
from nutgraf.newsroom.check import check_path
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import at, small_desk


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = small_desk(tmp_path / "desk")
    with open_desk(folder) as opened:
        run_desk(opened, runner=Inline(), progress=Silent(), now=at("2026-04-01"))
    return folder


def test_a_changed_text_in_the_database_fails_the_check(desk: Path) -> None:
    assert check_path(desk / "editions" / "2026-04-01", None).failed == ()
    with open_desk(desk) as opened, opened.store.commits.commit("tamper") as connection:
        connection.exec_driver_sql("UPDATE captures SET text = replace(text, '58.7', '98.7')")
    report = check_path(desk / "editions" / "2026-04-01", None)
    assert report.proved == "source"
    assert any(one.kind == "object" and "digest names" in one.message for one in report.failed)


def test_a_check_writes_nothing(desk: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in desk.rglob("*") if path.is_file()}
    check_path(desk / "editions" / "2026-04-01", None)
    after = {path: path.stat().st_mtime_ns for path in desk.rglob("*") if path.is_file()}
    changed = {p.name for p in before.keys() | after.keys() if before.get(p) != after.get(p)}
    assert changed <= {"nutgraf.db-shm", "nutgraf.db-wal"}


def test_a_desk_that_cannot_be_opened_is_said_so(desk: Path) -> None:
    (desk / "nutgraf.db").write_bytes(b"no database at all" * 300)
    for name in ("nutgraf.db-wal", "nutgraf.db-shm"):
        (desk / name).unlink(missing_ok=True)
    with pytest.raises(UsageError, match="no database"):
        check_path(desk / "editions" / "2026-04-01", None)
    (desk / "nutgraf.db").unlink()
    alone = check_path(desk / "editions" / "2026-04-01", None)
    assert (alone.proved, alone.failed) == ("evidence", ())
