"""The database: its driver, its schema and migrations, and what it says when it cannot."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from nutgraf.errors import DeskError, StoreError
from nutgraf.store import database
from nutgraf.store.database import migrate, open_engine, store_error
from nutgraf.store.schema import metadata
from nutgraf.store.store import Store
from nutgraf.testing import at


def test_the_migrations_make_the_schema(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = open_engine(tmp_path / "nutgraf.db")
    migrate(engine)
    migrate(engine)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_schema_is_one_that_postgres_takes() -> None:
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.schema import CreateIndex, CreateTable

    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))
        for index in table.indexes:
            assert "CREATE INDEX" in str(CreateIndex(index).compile(dialect=postgresql.dialect()))


def test_what_is_made_for_readers_carries_its_audience() -> None:
    for name in ("placements", "rulings", "editions", "told"):
        assert "audience" in metadata.tables[name].columns


def test_a_desk_of_a_newer_version_is_refused_and_not_touched(tmp_path: Path) -> None:
    Store(tmp_path).close()
    engine = open_engine(tmp_path / "nutgraf.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    before = (tmp_path / "nutgraf.db").read_bytes()
    with pytest.raises(DeskError, match="newer version") as refused:
        Store(tmp_path)
    assert "pip install --upgrade" in refused.value.next_step
    assert (tmp_path / "nutgraf.db").read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP TABLE leads", "lacks the table leads"),
        ("ALTER TABLE looks DROP COLUMN items", "lacks the column looks.items"),
        ("DROP TABLE captures", "the table captures"),
    ],
)
def test_what_the_schema_lacks_is_said(tmp_path: Path, statement: str, said: str) -> None:
    with _changed(tmp_path, statement) as store, pytest.raises(StoreError) as refused:
        store.faults()
    assert said in refused.value.happened and "rebuild" in refused.value.next_step


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP INDEX ix_looks_at", "lacks the index ix_looks_at"),
        ("CREATE TABLE notes (a TEXT)", "has the table notes"),
        ("ALTER TABLE looks ADD COLUMN mine TEXT", "has the column looks.mine"),
        ("CREATE INDEX mine ON looks (items)", "has the index mine"),
    ],
)
def test_what_the_schema_does_not_say_is_said(tmp_path: Path, statement: str, said: str) -> None:
    with _changed(tmp_path, statement) as store:
        (fault,) = store.faults()
    assert said in fault and "nutgraf restore" in fault


@contextmanager
def _changed(folder: Path, statement: str) -> Iterator[Store]:
    """A desk's store after somebody changed its schema."""
    store = Store(folder)
    with store.commits.commit("changed") as connection:
        connection.exec_driver_sql(statement)
    yield store
    store.close()


def test_an_old_sqlite_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    old = SimpleNamespace(sqlite_version_info=(3, 40, 1), sqlite_version="3.40.1")
    monkeypatch.setattr(database.importlib, "import_module", lambda _name: old)
    with pytest.raises(DeskError, match=r"3\.40\.1") as refused:
        database.driver()
    assert "pysqlite3" in refused.value.next_step


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "nutgraf.db").write_bytes(b"this is a letter, not a database" * 100)
    with pytest.raises(StoreError, match="no database"):
        Store(tmp_path)


@pytest.mark.parametrize(
    ("said", "happened"),
    [
        ("database or disk is full", "disk is full"),
        ("No space left on device", "disk is full"),
        ("File too large", "quota"),
        ("attempt to write a readonly database", "read-only"),
        ("database is locked", "Another program"),
        ("database disk image is malformed", "damaged"),
        ("something new", "something new"),
    ],
)
def test_a_fault_is_one_sentence_and_a_next_step(said: str, happened: str) -> None:
    error = store_error(said)
    assert happened in error.happened
    assert error.next_step


def test_a_full_disk_is_said_and_what_was_kept_stays(tmp_path: Path) -> None:
    code = (
        "import resource, sys, pathlib\n"
        "from nutgraf.store.store import Store\n"
        "from nutgraf.errors import StoreError\n"
        "from nutgraf.testing import at\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"store = Store(pathlib.Path({str(tmp_path)!r}))\n"
        "store.keep_raw(b'kept', at('2026-04-03'))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))\n"
        "import os\n"
        "try:\n    store.keep_raw(os.urandom(400_000), at('2026-04-03'))\n"
        "except StoreError as error:\n    print(error.happened); print(error.next_step)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "refused a larger file" in done.stdout
    assert "run the same command again" in done.stdout
    store = Store(tmp_path)
    assert store.faults() == ()
    assert len(store.raw_names()) == 1
    assert not list((tmp_path / "objects").rglob(".coming-*"))
    store.keep_raw(b"and on it goes", at("2026-04-03"))
    store.close()
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 200_000


@pytest.mark.parametrize("name", ["plain", "de sk#1?x%20", "é 漢字", "a;b&c"])
def test_a_desk_of_any_name_keeps_its_database_in_it(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    store = Store(folder)
    store.keep_raws([b"words"], at("2026-04-03"))
    store.close()
    assert (folder / "nutgraf.db").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]
    reader = Store(folder, read_only=True)
    assert len(reader.raw_names()) == 1
    reader.close()


def test_reading_only_writes_nothing_and_needs_no_lock(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="no database yet"):
        Store(tmp_path, read_only=True)
    store = Store(tmp_path)
    with store.commits.commit("held") as connection:
        connection.exec_driver_sql("SELECT 1")
        reader = Store(tmp_path, read_only=True)
        assert reader.raw_names() == ()
        with pytest.raises(StoreError, match="read-only"):
            reader.keep_raws([b"words"], at("2026-04-03"))
        reader.close()
    store.close()
