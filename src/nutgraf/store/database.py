"""Opening a desk's database: the driver and its version, settings of SQLite, migrations."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
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

    With `read_only` nothing is written that the disk or the folder's rights refuse; raises DeskError
    where there is no database.
    """
    if read_only:
        return _reading_engine(path)
    url = URL.create("sqlite+pysqlite", database=str(path))
    return _engine(url, _PRAGMAS, read_only=False)


def _engine(url: URL, pragmas: Sequence[str], *, read_only: bool) -> Engine:
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


def _reading_engine(path: Path) -> Engine:
    if not path.is_file():
        raise DeskError(
            f"The desk {path.parent.name} has no database yet.", "Run it once: nutgraf run."
        )
    place = path.resolve().as_uri()
    plain = URL.create("sqlite+pysqlite", database=place, query={"mode": "ro", "uri": "true"})
    engine = _engine(plain, (), read_only=True)
    # Readers of a WAL database share a small file beside it. Where none can be made (a full disk, a
    # folder nobody may write in), what was all moved into the database is read as what never changes.
    if _all_in(path) and not _readable(engine):
        engine.dispose()
        fixed = plain.update_query_dict({"immutable": "1"})
        engine = _engine(fixed, (), read_only=True)
    return engine


def _all_in(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return not log.exists() or not log.stat().st_size


def _readable(engine: Engine) -> bool:
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1 FROM sqlite_master")
    except DBAPIError as problem:
        # A damaged one stays damaged however it is opened.
        return not refuses_writing(str(problem.orig))
    return True


def open_desk_database(path: Path, *, read_only: bool = False) -> tuple[Engine, StoreError | None]:
    """The engine of a desk's database, its schema that of this version, and why it cannot be written.

    Where the disk or the folder's rights refuse all writing, a database that is of this version is
    opened to be read: what is kept can be shown, and who then writes is told why not.
    """
    if read_only:
        engine = open_engine(path, read_only=True)
        check_schema(engine)
        return engine, store_error(READ_ONLY)
    engine = open_engine(path)
    try:
        migrate(engine)
        return engine, None
    except StoreError as refused:
        engine.dispose()
        if not path.is_file() or not refuses_writing(_said(refused)):
            raise
        return _to_be_read(path, refused), refused


def _to_be_read(path: Path, refused: StoreError) -> Engine:
    engine = open_engine(path, read_only=True)
    try:
        check_schema(engine)
    except (DeskError, StoreError):
        engine.dispose()
        raise refused from None
    return engine


def _said(error: StoreError) -> str:
    cause = error.__cause__
    return str(cause.orig if isinstance(cause, DBAPIError) else cause)


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


def outside(connection: Connection, statement: str, *values: object) -> None:
    """Run a statement that SQLite takes outside a transaction only. Raises StoreError."""
    driven: Any = connection.connection
    try:
        driven.execute(statement, values)
    except driver().Error as problem:
        raise store_error(str(problem)) from problem


READ_ONLY = "attempt to write a readonly database"


@contextmanager
def saying_what_failed(wanting: Callable[[], int] = lambda: 0) -> Iterator[None]:
    """Turn a refusal of the database or the disk into a StoreError a person can read.

    `wanting` estimates the bytes that were to be written, and is asked only then.
    """
    try:
        yield
    except DBAPIError as problem:
        raise store_error(str(problem.orig), wanting()) from problem
    except OSError as problem:
        raise store_error(problem.strerror or str(problem), wanting()) from problem


def refuses_writing(said: str) -> bool:
    """Whether what a database or a disk said forbids writing only, so that reading may go on."""
    return any(words in said.lower() for words in _NO_WRITING)


def store_error(said: str, wanting: int = 0) -> StoreError:
    """The StoreError for what a database or a disk said when so many bytes were to be written."""
    for words, happened, next_step in _FAULTS:
        if words in said.lower():
            return StoreError(happened, next_step.replace(_SPACE, _space(wanting)))
    return StoreError(f"The desk's files could not be used: {said}.", "Run nutgraf doctor.")


def _space(wanting: int) -> str:
    return f"about {max(1, -(-wanting // 1_000_000))} MB" if wanting else _SPACE


_SPACE = "some space"
_GOES_ON = "then run the same command again: it goes on where it stopped."
_NO_WRITING = (
    "full", "no space left", "file too large", "quota exceeded", "disk i/o error", "readonly",
    "read-only", "permission denied", "unable to open database file",
)  # fmt: skip
_FAULTS = (
    (
        "full",
        "The disk is full; what was kept so far is safe.",
        f"Free {_SPACE}, {_GOES_ON}",
    ),
    (
        "no space left",
        "The disk is full; what was kept so far is safe.",
        f"Free {_SPACE}, {_GOES_ON}",
    ),
    (
        "quota exceeded",
        "The quota of this disk is used up; what was kept so far is safe.",
        f"Free {_SPACE} of it, {_GOES_ON}",
    ),
    (
        "file too large",
        "The disk refused a larger file (a quota or a limit); what was kept so far is safe.",
        f"Raise the limit or free {_SPACE}, {_GOES_ON}",
    ),
    (
        "disk i/o error",
        "The disk refused to read or write (it is full, over a limit, or failing); what was kept so "
        "far is safe.",
        f"Free {_SPACE} or see to the disk, {_GOES_ON}",
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
        "Put a backup back with nutgraf restore FILE, or make it again from objects/: nutgraf rebuild DIR.",
    ),
    (
        "not a database",
        "nutgraf.db is no database.",
        "Put a backup back with nutgraf restore FILE, or make it again from objects/: nutgraf rebuild DIR.",
    ),
)
