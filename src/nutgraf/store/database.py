"""Opening a desk's database: the driver and its version, settings of SQLite, migrations."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.exc import DBAPIError

from nutgraf.errors import DeskError, StoreError

# Versions before this one can lose commits when two connections share a WAL file
# (https://sqlite.org/wal.html, "the WAL-reset bug").
OLDEST_SQLITE = (3, 51, 3)
MIGRATIONS = Path(__file__).parent / "migrations"
_PRAGMAS: tuple[str, ...] = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


def driver() -> ModuleType:
    """The newest SQLite driver at hand; raises DeskError when none is new enough."""
    found = []
    for name in ("pysqlite3.dbapi2", "sqlite3"):
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        if module.sqlite_version_info >= OLDEST_SQLITE:
            return module
        found.append(module.sqlite_version)
    wanted = ".".join(map(str, OLDEST_SQLITE))
    raise DeskError(
        f"SQLite {' and '.join(found) or 'is not there, none'} found, and older than {wanted}, "
        "which can lose what was written.",
        "Install pysqlite3 0.6.1 or newer in this environment.",
    )


READING = "nutgraf_reading"


def open_engine(path: Path, *, read_only: bool = False) -> Engine:
    """An engine on a database file: WAL, every commit synced, foreign keys held.

    With `read_only` nothing is written, not even beside the file; raises DeskError where there is
    no database.
    """
    url, pragmas = URL.create("sqlite+pysqlite", database=str(path)), _PRAGMAS
    if read_only:
        url, pragmas = _read_only_url(path), ()
    # The driver's own transaction handling is off: the event below says how to begin.
    engine = sqlalchemy.create_engine(url, module=driver(), connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reads = read_only or connection.get_execution_options().get(READING)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _read_only_url(path: Path) -> URL:
    if not path.is_file():
        raise DeskError(
            f"The desk {path.parent.name} has no database yet.", "Run it once: nutgraf run."
        )
    # A WAL database in a folder nobody may write in can be read only as one that never changes.
    writable = os.access(path.parent, os.W_OK)
    query = {"mode": "ro", "uri": "true"} | ({} if writable else {"immutable": "1"})
    return URL.create("sqlite+pysqlite", database=path.resolve().as_uri(), query=query)


def check_schema(engine: Engine) -> None:
    """Raises DeskError for a database that is not of this version's schema; changes nothing."""
    from alembic.script import ScriptDirectory

    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    with saying_what_failed(), engine.connect() as connection:
        present = _revision(connection)
    if present != head:
        raise DeskError(
            f"This desk's database is of another version of nutgraf (schema {present}).",
            "Open it once with nutgraf doctor, or update nutgraf.",
        )


def migrate(engine: Engine) -> None:
    """Bring a database to this version's schema, in one transaction, a copy of it kept before.

    The copy lies beside it as `nutgraf.db.before-REVISION`. Raises DeskError for a database made by a
    newer version, which stays as it is.
    """
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(MIGRATIONS))
    head = scripts.get_current_head()
    with saying_what_failed():
        if _older(engine, scripts):
            from nutgraf.store.backups import keep_copy

            keep_copy(engine, str(head))
        with engine.begin() as connection:
            if _revision(connection) != head:
                upgrade(connection, scripts, "head")


def _older(engine: Engine, scripts: Any) -> bool:
    """Whether a database has an earlier schema of ours; raises DeskError for one we do not know."""
    with engine.begin() as connection:
        present = _revision(connection)
    if present is None or present == scripts.get_current_head():
        return False
    if present not in {script.revision for script in scripts.walk_revisions()}:
        raise DeskError(
            f"This desk was made by a newer version of nutgraf (schema {present}).",
            "Update nutgraf (pip install --upgrade nutgraf), then open the desk again; "
            "nothing was changed.",
        )
    return True


def _revision(connection: Connection) -> str | None:
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, scripts: Any, to: str) -> None:
    """Run the migrations up to a revision, within the connection's transaction."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext

    environment = EnvironmentContext(
        Config(), scripts, fn=lambda revision, _context: scripts._upgrade_revs(to, revision)
    )
    environment.configure(connection=connection, transactional_ddl=True)
    environment.run_migrations()


@contextmanager
def saying_what_failed() -> Iterator[None]:
    """Turn a refusal of the database or the disk into a StoreError a person can read."""
    try:
        yield
    except DBAPIError as problem:
        raise store_error(str(problem.orig)) from problem
    except OSError as problem:
        raise store_error(problem.strerror or str(problem)) from problem


def store_error(said: str) -> StoreError:
    """The StoreError for what a database or a disk said."""
    for words, happened, next_step in _FAULTS:
        if words in said.lower():
            return StoreError(happened, next_step)
    return StoreError(f"The desk's files could not be used: {said}.", "Run nutgraf doctor.")


_FAULTS = (
    (
        "full",
        "The disk is full; what was kept so far is safe.",
        "Free some space, then run the same command again: it goes on where it stopped.",
    ),
    (
        "no space left",
        "The disk is full; what was kept so far is safe.",
        "Free some space, then run the same command again: it goes on where it stopped.",
    ),
    (
        "file too large",
        "The disk refused a larger file (a quota or a limit); what was kept so far is safe.",
        "Raise the limit, then run the same command again: it goes on where it stopped.",
    ),
    (
        "readonly",
        "The desk's database is read-only.",
        "Give this user the right to write in the desk's folder.",
    ),
    (
        "read-only",
        "The desk's disk is read-only.",
        "Give this user the right to write in the desk's folder.",
    ),
    (
        "permission denied",
        "This user may not write in the desk's folder.",
        "Give this user the right to write there, or use another folder.",
    ),
    (
        "locked",
        "Another program holds the desk's database.",
        "Wait until it is done, then run the same command again.",
    ),
    (
        "malformed",
        "The desk's database is damaged.",
        "Restore nutgraf.db from a backup, or make a new desk and read the sources again; "
        "the raw bytes are in objects/.",
    ),
    (
        "not a database",
        "nutgraf.db is no database.",
        "Restore it from a backup, or move it away and run again; the raw bytes are in objects/.",
    ),
)
