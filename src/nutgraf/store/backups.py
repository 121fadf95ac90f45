"""A copy of the database, made beside it before a migration changes its schema."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection, Engine

from nutgraf.store.database import outside
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
