"""A desk of the first schema opens with this version: nothing is lost, and a copy was made before."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event

from nutgraf.access import EVERYONE
from nutgraf.errors import StoreError
from nutgraf.ids import digest
from nutgraf.newsroom.check import check_path
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.store.database import MIGRATIONS, migrate, open_engine, upgrade
from nutgraf.store.store import Store
from nutgraf.telemetry import Silent
from nutgraf.testing import at, small_desk

pytestmark = pytest.mark.threat("S8")


NOW = at("2026-04-01")
HEAD = ScriptDirectory(str(MIGRATIONS)).get_current_head()
COPY = f"nutgraf.db.before-{HEAD}"
Content = dict[str, tuple[int, str]]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that was run, its database as the first schema had it."""
    folder = small_desk(tmp_path_factory.mktemp("old") / "desk")
    with open_desk(folder) as desk:
        run_desk(desk, runner=Inline(), progress=Silent(), now=NOW)
    today = folder / "today.db"
    (folder / "nutgraf.db").rename(today)
    engine = open_engine(folder / "nutgraf.db")
    scripts = ScriptDirectory(str(MIGRATIONS))
    with engine.begin() as connection:
        upgrade(connection, scripts, "0001")
    with engine.connect() as connection:
        connection.connection.execute("PRAGMA foreign_keys=OFF")
        connection.connection.execute("ATTACH ? AS today", (str(today),))
        for table, columns in _tables(connection).items():
            if table != "alembic_version":
                names = ", ".join(f'"{name}"' for name in columns)
                connection.connection.execute(
                    f"INSERT INTO {table} ({names}) SELECT {names} FROM today.{table}"
                )
        connection.commit()
    engine.dispose()
    today.unlink()
    return folder


@pytest.fixture
def desk(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "desk"))


def _tables(connection: Connection) -> dict[str, list[str]]:
    asked = "SELECT name FROM main.sqlite_master WHERE type = 'table' ORDER BY name"
    names = [row[0] for row in connection.exec_driver_sql(asked)]
    return {
        name: [row[1] for row in connection.exec_driver_sql(f"PRAGMA main.table_info({name})")]
        for name in names
    }


def _content(
    path: Path, columns: dict[str, list[str]] | None = None
) -> tuple[Content, dict[str, list[str]]]:
    """How many rows each table has, and one digest over all of them in the columns given."""
    engine = open_engine(path)
    found: Content = {}
    with engine.connect() as connection:
        tables = columns or _tables(connection)
        for table, names in tables.items():
            if table == "alembic_version":
                continue
            listed = ", ".join(f'"{name}"' for name in names)
            rows = connection.exec_driver_sql(
                f"SELECT {listed} FROM {table} ORDER BY {listed}"
            ).all()
            found[table] = (len(rows), digest(*(repr(tuple(row)) for row in rows)))
    engine.dispose()
    return found, tables


def test_a_desk_of_the_first_schema_opens_with_all_its_rows(desk: Path) -> None:
    before, columns = _content(desk / "nutgraf.db")
    assert before["captures"][0] == 3 and before["results"][0] > 0 and before["told"][0] > 0
    store = Store(desk)
    kept = store.captures.get(store.captures.arrived(EVERYONE, None, NOW))
    assert len(kept) == 3 and all(one.marks == () for one in kept)
    assert store.faults() == ()
    store.close()
    assert _content(desk / "nutgraf.db", columns)[0] == before
    assert check_path(desk / "editions" / "2026-04-01", None).failed == ()
    assert _content(desk / COPY)[0] == before


def test_it_goes_on_as_if_nothing_had_been(desk: Path) -> None:
    files = {p.name: p.read_bytes() for p in (desk / "editions" / "2026-04-01").iterdir()}
    with open_desk(desk) as opened:
        run_desk(opened, runner=Inline(), progress=Silent(), now=NOW)
    assert {p.name: p.read_bytes() for p in (desk / "editions" / "2026-04-01").iterdir()} == files


def test_one_copy_is_made_and_only_where_there_is_something_to_lose(
    tmp_path: Path, desk: Path
) -> None:
    Store(tmp_path).close()
    assert not list(tmp_path.glob("*before*"))
    Store(desk).close()
    made = (desk / COPY).stat()
    Store(desk).close()
    assert (desk / COPY).stat().st_mtime_ns == made.st_mtime_ns
    assert not list(desk.glob(".coming-*"))


def test_a_copy_of_an_earlier_try_is_replaced(desk: Path) -> None:
    (desk / COPY).write_bytes(b"half a copy")
    (desk / ".coming-nutgraf.db").write_bytes(b"left by a kill")
    before, _ = _content(desk / "nutgraf.db")
    Store(desk).close()
    assert _content(desk / COPY)[0] == before
    assert not list(desk.glob(".coming-*"))


@pytest.fixture
def full_at(desk: Path) -> int:
    """How many pages the database has."""
    engine = open_engine(desk / "nutgraf.db")
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    engine.dispose()
    assert isinstance(pages, int)
    return pages


@pytest.mark.parametrize("more", [0, 1, 3, 6, 9])
def test_a_migration_that_finds_the_disk_full_changes_nothing(
    desk: Path, full_at: int, more: int
) -> None:
    before, _ = _content(desk / "nutgraf.db")
    engine = open_engine(desk / "nutgraf.db")

    @event.listens_for(engine, "connect")
    def _full(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={full_at + more}")  # type: ignore[attr-defined]

    with pytest.raises(StoreError, match="full"):
        migrate(engine)
    engine.dispose()
    assert _content(desk / "nutgraf.db")[0] == before
    Store(desk).close()
    assert Store(desk).faults() == ()


def test_where_the_copy_does_not_fit_nothing_is_changed(desk: Path) -> None:
    before, _ = _content(desk / "nutgraf.db")
    code = (
        "import pathlib, resource, sys\n"
        "from nutgraf.errors import StoreError\n"
        "from nutgraf.store.store import Store\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))\n"
        "try:\n    Store(pathlib.Path(sys.argv[1]))\n"
        "except StoreError as refused:\n    print(refused.happened)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(desk)], capture_output=True, text=True, check=True
    )
    assert "The disk refused" in done.stdout
    assert not list(desk.glob("*before*")) and not list(desk.glob(".coming-*"))
    assert _content(desk / "nutgraf.db")[0] == before
    Store(desk).close()
    assert _content(desk / COPY)[0] == before
