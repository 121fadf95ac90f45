"""Leads: addresses to be looked at next, kept until they were, and why one was given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Row, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from nutgraf.sources.model import Lead
from nutgraf.store.commits import Commits, micros, moment
from nutgraf.store.schema import leads

State = Literal["waiting", "taken", "failed"]
_PARAMETERS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLead:
    """A lead as kept: how often it was tried, when it may be again, and what the last try said."""

    lead: Lead
    state: State
    found_at: datetime
    tries: int = 0
    next_try: datetime | None = None
    said: str = ""
    tried_at: datetime | None = None


class Leads:
    """Every lead of a desk."""

    def __init__(self, commits: Commits) -> None:
        self._commits = commits

    def keep(self, found: Sequence[Lead], at: datetime) -> int:
        """Keep leads; one that is there waits again only if its thing changed since it was found.

        Returns how many wait that did not before.
        """
        if not found:
            return 0
        waiting = 0
        with self._commits.commit("leads") as connection:
            there = _there(connection, found)
            for lead in {(one.source, one.address): one for one in found}.values():
                old = there.get((lead.source, lead.address))
                if old is not None and not _again(old, lead, at):
                    if old.state != "taken" and old.lead != lead:
                        _tell_anew(connection, lead)
                    continue
                waiting += 1
                statement = insert(leads).values(_row(lead, at))
                changed = {n: statement.excluded[n] for n in _row(lead, at) if n not in _KEYS}
                connection.execute(
                    statement.on_conflict_do_update(index_elements=list(_KEYS), set_=changed)
                )
        return waiting

    def announced_otherwise(self, found: Sequence[Lead]) -> tuple[tuple[Lead, State], ...]:
        """Those of these leads whose item was announced in other words when it was found last, and
        what has become of it."""
        with self._commits.reading() as connection:
            there = _there(connection, found)
        return tuple(
            (lead, old.state)
            for lead in found
            if (old := there.get((lead.source, lead.address))) is not None
            and _announced(old.lead) != _announced(lead)
        )

    def waiting(
        self, sources: Iterable[str], now: datetime, most_each: int
    ) -> tuple[KeptLead, ...]:
        """Leads of these sources that may be tried now, at most so many of each: the least tried
        first, then what was found last and is newest, so that a backlog holds up no news."""
        allowed = sorted(set(sources))
        kept: list[KeptLead] = []
        with self._commits.reading() as connection:
            for source in _with_leads(connection, allowed, now):
                asked = (
                    select(leads)
                    .where(leads.c.source == source, leads.c.state == "waiting", _may(now))
                    .order_by(
                        leads.c.tries,
                        leads.c.found_at.desc(),
                        leads.c.stands_at.desc(),
                        leads.c.address,
                    )
                    .limit(most_each)
                )
                kept += [_kept(row) for row in connection.execute(asked)]
        return tuple(kept)

    def settle(self, tried: Sequence[KeptLead]) -> None:
        """Keep what became of leads that were tried, in one transaction."""
        if not tried:
            return
        with self._commits.commit("leads") as connection:
            for one in tried:
                connection.execute(
                    update(leads)
                    .where(leads.c.source == one.lead.source, leads.c.address == one.lead.address)
                    .values(
                        state=one.state,
                        tried_at=micros(one.tried_at),
                        tries=one.tries,
                        next_try=micros(one.next_try),
                        said=one.said,
                    )
                )

    def reopen(self, source: str) -> None:
        """Let a source's other parts wait again: it is as it was, they may have changed."""
        asked = select(leads).where(
            leads.c.source == source, leads.c.kind == "more", leads.c.state != "waiting"
        )
        with self._commits.reading() as connection:
            over = [_kept(row) for row in connection.execute(asked)]
        parts = [one for one in over if one.state == "failed" or one.lead.changed_at is None]
        self.settle([replace(one, state="waiting", tries=0, next_try=None) for one in parts])

    def tried_at(self, at: datetime) -> dict[str, int]:
        """How many leads of each source were tried at an instant."""
        asked = (
            select(leads.c.source, func.count())
            .where(leads.c.tried_at == micros(at))
            .group_by(leads.c.source)
        )
        with self._commits.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(asked)}

    def of(self, source: str, address: str) -> Lead | None:
        """The lead of a source to an address, whatever became of it."""
        asked = select(leads).where(leads.c.source == source, leads.c.address == address)
        with self._commits.reading() as connection:
            row = connection.execute(asked).first()
        return _kept(row).lead if row else None

    def given_up(self, source: str = "") -> tuple[KeptLead, ...]:
        """Leads that were given up, of one source or of all, newest first."""
        asked = select(leads).where(leads.c.state == "failed")
        if source:
            asked = asked.where(leads.c.source == source)
        ordered = asked.order_by(leads.c.found_at.desc(), leads.c.source, leads.c.address)
        with self._commits.reading() as connection:
            return tuple(_kept(row) for row in connection.execute(ordered))

    def counts(self) -> dict[str, dict[str, int]]:
        """How many leads each source has in each state."""
        asked = select(leads.c.source, leads.c.state, func.count()).group_by(
            leads.c.source, leads.c.state
        )
        found: dict[str, dict[str, int]] = {}
        with self._commits.reading() as connection:
            for source, state, count in connection.execute(asked):
                found.setdefault(source, {})[state] = count
        return found


_AGAIN_AFTER = timedelta(hours=6)
_KEYS = ("source", "address")


def _may(now: datetime) -> Any:
    return or_(leads.c.next_try.is_(None), leads.c.next_try <= micros(now))


def _with_leads(connection: Connection, allowed: list[str], now: datetime) -> list[str]:
    asked = select(leads.c.source).where(leads.c.state == "waiting", _may(now)).distinct()
    there = set(connection.scalars(asked))
    return [source for source in allowed if source in there]


def _there(connection: Connection, found: Sequence[Lead]) -> dict[tuple[str, str], KeptLead]:
    addresses = sorted({lead.address for lead in found})
    there: dict[tuple[str, str], KeptLead] = {}
    for at in range(0, len(addresses), _PARAMETERS):
        some = addresses[at : at + _PARAMETERS]
        for row in connection.execute(select(leads).where(leads.c.address.in_(some))):
            there[row.source, row.address] = _kept(row)
    return there


def _tell_anew(connection: Connection, lead: Lead) -> None:
    """Keep what a lead that waits, or was given up, is announced as now."""
    connection.execute(
        update(leads)
        .where(leads.c.source == lead.source, leads.c.address == lead.address)
        .values(value=msgspec.msgpack.encode(lead))
    )


def _announced(lead: Lead) -> bytes:
    return lead.fallback.body if lead.fallback is not None else b""


def _again(old: KeptLead, new: Lead, at: datetime) -> bool:
    """Whether a known lead is worth another look: its thing changed after it was found last."""
    if old.found_at == at or old.state == "waiting" or new.kind == "older":
        return False
    if new.changed_at is None:
        return new.kind == "more"
    before = old.lead.changed_at
    # A feed whose dates change at every look would have each of its pages asked for each time.
    rested = new.kind == "more" or at - old.found_at >= _AGAIN_AFTER
    return rested and (before is None or new.changed_at > before)


def _row(lead: Lead, at: datetime) -> dict[str, Any]:
    return {
        "source": lead.source, "address": lead.address, "key": lead.key, "kind": lead.kind,
        "state": "waiting", "stands_at": micros(lead.metadata.published_at or lead.changed_at) or 0,
        "value": msgspec.msgpack.encode(lead), "found_at": micros(at), "tries": 0,
        "next_try": None, "tried_at": None, "said": "",
    }  # fmt: skip


def _kept(row: Row[Any]) -> KeptLead:
    return KeptLead(
        lead=msgspec.msgpack.decode(row.value, type=Lead), state=row.state,
        found_at=moment(row.found_at), tries=row.tries, next_try=moment(row.next_try),
        said=row.said, tried_at=moment(row.tried_at),
    )  # fmt: skip
