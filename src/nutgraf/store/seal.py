"""What the database was when it was last closed, so that a bit that flips on the disk is seen.

SQLite keeps no digests of its pages. So who closes a desk after writing in it leaves `nutgraf.db.seal`
beside the database: its size, its time of last change and the sha256 of its bytes. Who writes takes the
seal away first. A file of the same size and time with other bytes is damaged; one of another time was
changed by something else (a backup put back), which is no damage.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from nutgraf.errors import StoreError
from nutgraf.store.database import outside
from nutgraf.store.objects import file_sha256, sync_folder, write_whole

# A database up to this size is held against its seal whenever it is opened, a larger one once a day.
SMALL = 32 << 20
_A_DAY = 86400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Size in bytes, time of last change in nanoseconds, sha256."""

    size: int
    changed: int
    sha256: str


def hold_against(path: Path) -> None:
    """Raise StoreError for a database that is not what its seal says; nothing where there is none."""
    place = _place(path)
    try:
        large = path.stat().st_size > SMALL
        if large and time.time() - place.stat().st_mtime < _A_DAY:
            return
        fault = damage(path)
    except OSError:
        return
    if fault:
        raise damaged_database(fault)
    if large:
        try:
            place.touch()
        except OSError:
            return


def damaged_database(fault: str) -> StoreError:
    """The error for a database that is damaged, with what to do."""
    return StoreError(
        fault,
        "Put a backup back with nutgraf restore FILE, or make it again from objects/: nutgraf rebuild DIR.",
    )


def left_open(path: Path) -> bool:
    """Whether a database was not closed by who wrote in it last (or is still being written in)."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def quick_fault(connection: Connection) -> str:
    """What SQLite's own quick look over all pages finds wrong, "" for nothing."""
    said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    return "" if said == "ok" else f"The desk's database is damaged: {said}."


def damage(path: Path) -> str:
    """What is wrong with a closed database by its seal, "" for nothing. Reads all of it."""
    seal = _read(_place(path))
    if seal is None or not _same_file(path, seal) or file_sha256(path) == seal.sha256:
        return ""
    # Another process may have written meanwhile; then the time is another too.
    return (
        "The desk's database is damaged: its bytes changed on the disk."
        if _same_file(path, seal)
        else ""
    )


def break_seal(path: Path) -> None:
    """Take the seal away, before anything is written; only under the database's write lock."""
    place = _place(path)
    if place.exists():
        place.unlink(missing_ok=True)
        sync_folder(place.parent)


def set_seal(engine: Engine) -> None:
    """Seal a database that was written in, if nobody else is at it; a disk that refuses gets none."""
    path = Path(str(engine.url.database))
    try:
        with engine.connect() as connection:
            # Whoever is at it too is not waited for.
            outside(connection, "PRAGMA busy_timeout=0")
            outside(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("SELECT 1")  # takes the write lock
            if left_open(path):
                return
            found = path.stat()
            seal = Seal(size=found.st_size, changed=found.st_mtime_ns, sha256=file_sha256(path))
            write_whole(_place(path), msgspec.json.encode(seal) + b"\n")
    except (DBAPIError, OSError, StoreError):
        return


def _place(path: Path) -> Path:
    return path.with_name(path.name + ".seal")


def _same_file(path: Path, seal: Seal) -> bool:
    found = path.stat()
    return (found.st_size, found.st_mtime_ns) == (seal.size, seal.changed)


def _read(place: Path) -> Seal | None:
    try:
        return msgspec.json.decode(place.read_bytes(), type=Seal)
    except (OSError, msgspec.MsgspecError):
        return None
