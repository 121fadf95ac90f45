"""Put a copy of the database back in its place."""

from __future__ import annotations

from pathlib import Path

from nutgraf.errors import UsageError
from nutgraf.store.backups import put_back
from nutgraf.store.folder import find_desk, held


def restore(start: Path, file: Path) -> Path:
    """Put a copy in the place of the database of the desk at `start`; returns where the old one went.

    The old one is not opened, so it may be damaged. Raises UsageError where there is no such file,
    StoreError where it is no database, HeldError when the desk is held.
    """
    folder = find_desk(start)
    if not file.is_file():
        raise UsageError(f"There is no file {str(file)!r}.", "Name a copy of nutgraf.db.")
    with held(folder):
        return put_back(folder, file)
