"""The journal of results: what a step made of its inputs, kept under a key made of both.

key = step + version + digest of its options + digests of its inputs. What exists is not done again,
by whichever run or edition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec
import zstandard
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from nutgraf.ids import digest
from nutgraf.store.commits import Commits
from nutgraf.store.schema import results

T = TypeVar("T")
_PARAMETERS = 400


def result_key(step: str, version: str, options: str, *inputs: str) -> str:
    """The key a result is kept under."""
    return digest("result", step, version, options, *inputs)


def options_digest(options: Any) -> str:
    """A digest of a frozen options value (any nesting of dataclasses and plain values)."""
    return digest(msgspec.json.encode(options, order="deterministic"))


def pack(value: Any) -> bytes:
    """A result as the journal keeps it. A worker that packs spares the pickling of many parts."""
    return zstandard.compress(msgspec.msgpack.encode(value))


class Journal:
    """Results of map steps; values are any dataclasses of plain parts."""

    def __init__(self, commits: Commits) -> None:
        self._commits = commits

    def keep(self, step: str, values: Mapping[str, Any]) -> None:
        """Keep results by key, in one transaction; a key that exists keeps its first value."""
        self.keep_packed(step, {key: pack(value) for key, value in values.items()})

    def keep_packed(self, step: str, values: Mapping[str, bytes]) -> None:
        """Like `keep`, of values that were packed where they were made."""
        rows = [{"key": key, "step": step, "value": value} for key, value in values.items()]
        if rows:
            with self._commits.commit(step) as connection:
                connection.execute(insert(results).on_conflict_do_nothing(), rows)

    def missing(self, keys: Sequence[str]) -> tuple[str, ...]:
        """Those of `keys` that have no result yet, in the order given."""
        found: set[str] = set()
        with self._commits.reading() as connection:
            for at in range(0, len(keys), _PARAMETERS):
                some = keys[at : at + _PARAMETERS]
                asked = select(results.c.key).where(results.c.key.in_(some))
                found.update(connection.scalars(asked))
        return tuple(key for key in keys if key not in found)

    def get(self, keys: Sequence[str], kind: type[T]) -> dict[str, T]:
        """Results by key, decoded as `kind`; missing keys are left out."""
        decoder = msgspec.msgpack.Decoder(kind)
        found: dict[str, T] = {}
        with self._commits.reading() as connection:
            for at in range(0, len(keys), _PARAMETERS):
                some = keys[at : at + _PARAMETERS]
                asked = select(results.c.key, results.c.value).where(results.c.key.in_(some))
                for key, value in connection.execute(asked):
                    found[key] = decoder.decode(zstandard.decompress(value))
        return found
