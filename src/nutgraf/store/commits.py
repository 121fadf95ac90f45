"""Transactions with names, so that a test can stop a run before and after each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import overload

from sqlalchemy import Connection, Engine

from nutgraf.errors import StoreError
from nutgraf.store.database import READING, saying_what_failed
from nutgraf.store.seal import break_seal

Witness = Callable[[str], None]
_LEAST_WANTED = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Commits:
    """The one way to the database: named writing transactions, and reading ones.

    `refused` is why nothing can be written, where that is so already; `wrote` whether
    anything was begun to be written. `witness` is told `NAME:before` and `NAME:after` of every commit; tests kill the process there.
    """

    def __init__(
        self, engine: Engine, witness: Witness | None = None, refused: StoreError | None = None
    ) -> None:
        self.engine = engine
        self._refused = refused
        self.wrote = False
        self._witness = witness

    @contextmanager
    def commit(self, name: str) -> Iterator[Connection]:
        """One transaction, committed and synced when the block ends. Raises StoreError."""
        if self._refused is not None:
            raise self._refused
        with saying_what_failed(self._wanting):
            with self.engine.begin() as connection:
                break_seal(Path(str(self.engine.url.database)))
                self.wrote = True
                yield connection
                self.reached(f"{name}:before")
            self.reached(f"{name}:after")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view to read from. Raises StoreError."""
        options = {READING: True}
        with (
            saying_what_failed(),
            self.engine.connect().execution_options(**options) as connection,
        ):
            yield connection

    def _wanting(self) -> int:
        """What a commit that failed wants, about: its log again, and that much in the database."""
        log = Path(f"{self.engine.url.database}-wal")
        return _LEAST_WANTED + (2 * log.stat().st_size if log.exists() else 0)

    def reached(self, point: str) -> None:
        """Tell the witness, if there is one, that a named point was reached."""
        if self._witness is not None:
            self._witness(point)


@overload
def micros(moment: datetime) -> int: ...
@overload
def micros(moment: None) -> None: ...
def micros(moment: datetime | None) -> int | None:
    """An aware instant as whole microseconds since 1970 UTC."""
    return None if moment is None else (moment - _EPOCH) // timedelta(microseconds=1)


@overload
def moment(value: int) -> datetime: ...
@overload
def moment(value: None) -> None: ...
def moment(value: int | None) -> datetime | None:
    """The instant of a number of microseconds since 1970 UTC."""
    return None if value is None else _EPOCH + timedelta(microseconds=value)
