"""A copy of the database is put back in its place, whatever the old one left behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nutgraf.errors import StoreError, UsageError
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.restore import restore
from nutgraf.testing import small_desk


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return small_desk(tmp_path / "desk")


def rows(folder: Path) -> int:
    with open_desk(folder) as opened:
        assert opened.store.faults() == ()
        return len(opened.store.followed()), opened.store.captures.count()  # type: ignore[return-value]


def test_an_old_log_is_not_played_over_the_copy(desk: Path, tmp_path: Path) -> None:
    with open_desk(desk) as opened:
        opened.store.copy_database(tmp_path / "copy.db")
    before = rows(desk)
    # What a killed run leaves: a log that belongs to another state of the database.
    with open_desk(desk) as opened:
        opened.store.journal.keep("test", {f"{n:064}": "x" * 500 for n in range(200)})
        shutil.copyfile(desk / "nutgraf.db-wal", tmp_path / "wal")
    shutil.copyfile(tmp_path / "wal", desk / "nutgraf.db-wal")
    aside = restore(desk, tmp_path / "copy.db")
    assert aside.exists() and not (desk / "nutgraf.db-wal").exists()
    assert rows(desk) == before
    with open_desk(desk) as opened:
        assert opened.store.journal.missing([f"{0:064}"]) == (f"{0:064}",)
    assert restore(desk, tmp_path / "copy.db") != aside


def test_what_is_no_database_is_not_put_in_place(desk: Path, tmp_path: Path) -> None:
    before = rows(desk)
    (tmp_path / "words.db").write_bytes(b"These are words. " * 500)
    with pytest.raises(StoreError):
        restore(desk, tmp_path / "words.db")
    with pytest.raises(UsageError):
        restore(desk, tmp_path / "nowhere.db")
    assert rows(desk) == before
