"""Copies of the database: made before a migration changes its schema, and put back in its place."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection, Engine

from nutgraf.store.database import driver, outside, saying_what_failed, store_error
from nutgraf.store.objects import sync_folder

_WORTH_KEEPING = ("captures", "raw_objects", "sources", "results", "editions")


def keep_copy(engine: Engine, revision: str) -> Path | None:
    """Copy a database to `NAME.before-REVISION` beside it; None where there is nothing to lose.

    The copy is whole or not there: it is written beside its place, synced, and renamed; one of the
    same name is replaced. Raises StoreError, or what the disk says.
    """
    path = Path(str(engine.url.database))
    with engine.connect() as connection:
        if not any(_has_rows(connection, table) for table in _WORTH_KEEPING):
            return None
        connection.rollback()
        coming = path.with_name(f".coming-{path.name}")
        coming.unlink(missing_ok=True)
        try:
            outside(connection, "VACUUM INTO ?", str(coming))
            return _in_place(coming, path.with_name(f"{path.name}.before-{revision}"))
        finally:
            coming.unlink(missing_ok=True)


def take_copy(file: Path, target: Path) -> None:
    """Write what a database file holds, with the log beside it, as one whole new file at `target`.

    Raises StoreError where `file` is no database, or what the disk says.
    """
    module = driver()
    coming = target.with_name(f".coming-{target.name}")
    coming.unlink(missing_ok=True)
    with saying_what_failed():
        try:
            source = module.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
            copy = module.connect(str(coming))
            try:
                source.backup(copy)
            finally:
                copy.close()
                source.close()
            _in_place(coming, target)
        except module.Error as problem:
            raise store_error(str(problem)) from problem
        finally:
            coming.unlink(missing_ok=True)


def put_back(folder: Path, file: Path) -> Path:
    """Put a copy in the place of a desk's database; returns where the old one went.

    The log and the seal go with the old one: SQLite would play an old log over the new database.
    """
    path = folder / "nutgraf.db"
    take_copy(file, folder / ".restored.db")
    aside = _free(folder)
    with saying_what_failed():
        for end in ("", "-wal", "-shm", ".seal"):
            old = path.with_name(path.name + end)
            if old.exists():
                old.replace(aside.with_name(aside.name + end))
        (folder / ".restored.db").replace(path)
        sync_folder(folder)
    return aside


def _free(folder: Path) -> Path:
    """A name for the database that is moved aside, not taken yet."""
    number = 1
    while (place := folder / f"nutgraf.db.aside-{number}").exists():
        number += 1
    return place


def _has_rows(connection: Connection, table: str) -> bool:
    there = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    if connection.exec_driver_sql(there, (table,)).first() is None:
        return False
    return connection.exec_driver_sql(f"SELECT 1 FROM {table} LIMIT 1").first() is not None  # noqa: S608 - our own names


def _in_place(coming: Path, copy: Path) -> Path:
    handle = os.open(coming, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    coming.replace(copy)
    sync_folder(copy.parent)
    return copy
