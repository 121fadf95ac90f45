"""How sources stand and what servers gave to ask again with: what is remembered between looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, delete, select
from sqlalchemy.dialects.sqlite import insert

from nutgraf.sources.looks.standing import Standing
from nutgraf.sources.looks.visits import HostState, Move, Validators
from nutgraf.store.commits import Commits, micros, moment
from nutgraf.store.schema import hosts, leads, moves, standings, subscriptions, validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A look that is over: how its source stands now, what to ask each address again with, and where
    it was led to for good."""

    standing: Standing
    validators: tuple[tuple[str, Validators], ...] = ()
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMove:
    """A redirect as kept: when it was followed, and its parts."""

    at: datetime
    move: Move


class Following:
    """What a desk remembers of the sources it follows and of their hosts."""

    def __init__(self, commits: Commits) -> None:
        self._commits = commits

    def standings(self) -> dict[str, Standing]:
        """How every source stands that was ever looked at, by source id."""
        with self._commits.reading() as connection:
            rows = connection.execute(select(standings.c.source, standings.c.value))
            return {row.source: msgspec.msgpack.decode(row.value, type=Standing) for row in rows}

    def validators(self, of: Iterable[str]) -> dict[tuple[str, str], Validators]:
        """What to ask again with, by (source, address), for these sources."""
        wanted = sorted(set(of))
        found: dict[tuple[str, str], Validators] = {}
        with self._commits.reading() as connection:
            for at in range(0, len(wanted), _PARAMETERS):
                some = wanted[at : at + _PARAMETERS]
                asked = select(validators).where(validators.c.source.in_(some))
                for row in connection.execute(asked):
                    found[row.source, row.address] = Validators(
                        etag=row.etag, last_modified=row.last_modified
                    )
        return found

    def settle(self, settled: Sequence[Settled], at: datetime) -> None:
        """Keep how sources stand after a look, with what belongs to it, in one transaction.

        Called once what the look gave is kept: a run killed before asks again from the beginning.
        """
        if not settled:
            return
        with self._commits.commit("standings") as connection:
            for one in settled:
                _upsert(connection, standings, ("source",), _standing_row(one.standing))
                for address, given in one.validators:
                    _keep_validators(connection, one.standing.source, address, given, at)
                for move in one.moves:
                    row = {"source": one.standing.source, "at": micros(at), "was": move.was,
                           "now": move.now, "status": move.status}  # fmt: skip
                    connection.execute(insert(moves).values(row).on_conflict_do_nothing())

    def moved(self, source: str, address: str) -> None:
        """How a source stands goes with it to its new address."""
        standing = self.standings().get(source)
        if standing is not None:
            with self._commits.commit("standings") as connection:
                row = _standing_row(replace(standing, address=address))
                _upsert(connection, standings, ("source",), row)

    def keep_validators(self, given: Sequence[tuple[str, str, Validators]], at: datetime) -> None:
        """Keep what to ask again with, as (source, address, validators), what it gave being kept."""
        if given:
            with self._commits.commit("validators") as connection:
                for source, address, one in given:
                    _keep_validators(connection, source, address, one, at)

    def moves(self, source: str) -> tuple[KeptMove, ...]:
        """Where a source has moved, oldest first."""
        asked = select(moves).where(moves.c.source == source).order_by(moves.c.at, moves.c.was)
        with self._commits.reading() as connection:
            return tuple(
                KeptMove(at=moment(row.at), move=Move(status=row.status, was=row.was, now=row.now))
                for row in connection.execute(asked)
            )

    def hosts(self) -> dict[str, HostState]:
        """What is remembered of every host, by origin."""
        with self._commits.reading() as connection:
            return {
                row.origin: HostState(
                    origin=row.origin, robots=row.robots, robots_status=row.robots_status,
                    robots_at=moment(row.robots_at), not_before=moment(row.not_before),
                )
                for row in connection.execute(select(hosts))
            }  # fmt: skip

    def keep_hosts(self, states: Iterable[HostState]) -> None:
        """Remember hosts as they are now."""
        rows = [
            {"origin": one.origin, "robots": one.robots, "robots_status": one.robots_status,
             "robots_at": micros(one.robots_at), "not_before": micros(one.not_before)}
            for one in states
        ]  # fmt: skip
        if rows:
            with self._commits.commit("hosts") as connection:
                for row in rows:
                    _upsert(connection, hosts, ("origin",), row)

    def forget_hosts(self, before: datetime) -> None:
        """Forget hosts whose robots.txt was last asked for before an instant."""
        with self._commits.reading() as connection:
            old = select(hosts.c.origin).where(hosts.c.robots_at < micros(before)).limit(1)
            if connection.scalar(old) is None:
                return
        with self._commits.commit("hosts") as connection:
            connection.execute(delete(hosts).where(hosts.c.robots_at < micros(before)))

    def forget(self, source: str) -> None:
        """Forget all that was remembered of a source: it is looked at as if for the first time."""
        with self._commits.commit("standings") as connection:
            for table in (standings, validators, moves, leads, subscriptions):
                connection.execute(delete(table).where(table.c.source == source))


_PARAMETERS = 400


def _standing_row(standing: Standing) -> dict[str, Any]:
    return {
        "source": standing.source,
        "value": msgspec.msgpack.encode(standing),
        "next_look": micros(standing.next_look),
    }


def _keep_validators(
    connection: Connection, source: str, address: str, given: Validators, at: datetime
) -> None:
    row = {"source": source, "address": address, "etag": given.etag,
           "last_modified": given.last_modified, "at": micros(at)}  # fmt: skip
    _upsert(connection, validators, ("source", "address"), row)


def _upsert(
    connection: Connection, table: Table, keys: Sequence[str], row: Mapping[str, Any]
) -> None:
    statement = insert(table).values(**row)
    changed = {name: statement.excluded[name] for name in row if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=changed))
