"""Captures that were taken back, and where editions had told them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, delete, select
from sqlalchemy.dialects.sqlite import insert

from nutgraf.store.commits import Commits, micros, moment
from nutgraf.store.schema import revocations, told, withdrawn

_PARAMETERS = 400
_WITHDRAWN: Select[Any] = select(withdrawn, revocations.c.at).join(
    revocations, revocations.c.capture == withdrawn.c.capture
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """A capture that was taken back: when, by whom and why, as far as was said."""

    capture: str
    at: datetime
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A capture that was taken back, when, and the first sentence of an edition that stood on it."""

    capture: str
    edition: str
    date: date
    sentence: str
    at: datetime


class Revocations:
    """What was taken back, for every audience of a desk."""

    def __init__(self, commits: Commits) -> None:
        self._commits = commits

    def revoke(
        self, revocation: Revocation, *, audience: str = "", cited: Sequence[Withdrawn] = ()
    ) -> int:
        """Take a capture back and forget all that was told from it, in one transaction; returns how
        many told sentences went. A capture taken back before keeps its first revocation.

        `cited` are the editions of an audience with the capture among the cites of any sentence.
        """
        row = {
            "capture": revocation.capture, "at": micros(revocation.at), "who": revocation.who,
            "why": revocation.why,
        }  # fmt: skip
        mine = told.c.capture == revocation.capture
        with self._commits.commit("revocation") as connection:
            connection.execute(insert(revocations).on_conflict_do_nothing(), [row])
            asked = select(told).where(mine).order_by(told.c.edition, told.c.ordinal)
            gone = connection.execute(asked).all()
            kept = [
                {"audience": one.audience, "edition": one.edition, "capture": one.capture,
                 "date": one.date, "sentence": one.sentence}
                for one in gone
            ]  # fmt: skip
            kept = [
                {"audience": audience, "edition": one.edition, "capture": one.capture,
                 "date": one.date.isoformat(), "sentence": one.sentence}
                for one in cited
            ] + kept  # fmt: skip
            if kept:
                connection.execute(insert(withdrawn).on_conflict_do_nothing(), kept)
            connection.execute(delete(told).where(mine))
        return len(gone)

    def get(self, capture: str) -> Revocation | None:
        """The revocation of a capture, None where it stands."""
        asked = select(revocations).where(revocations.c.capture == capture)
        with self._commits.reading() as connection:
            row = connection.execute(asked).first()
            return _revocation(row) if row else None

    def all(self) -> tuple[Revocation, ...]:
        """Every revocation, oldest first."""
        asked = select(revocations).order_by(revocations.c.at, revocations.c.capture)
        with self._commits.reading() as connection:
            return tuple(_revocation(row) for row in connection.execute(asked))

    def among(self, captures: Sequence[str], until: datetime) -> frozenset[str]:
        """Those of `captures` that were taken back by an instant."""
        found: set[str] = set()
        with self._commits.reading() as connection:
            for at in range(0, len(captures), _PARAMETERS):
                some = list(captures[at : at + _PARAMETERS])
                asked = select(revocations.c.capture).where(
                    revocations.c.capture.in_(some), revocations.c.at <= micros(until)
                )
                found.update(connection.scalars(asked))
        return frozenset(found)

    def withdrawn(
        self, audience: str, after: datetime | None, until: datetime
    ) -> tuple[Withdrawn, ...]:
        """What editions of an audience had told of captures taken back after one instant and until
        another, by edition and capture."""
        asked = _WITHDRAWN.where(
            withdrawn.c.audience == audience, revocations.c.at <= micros(until)
        )
        if after is not None:
            asked = asked.where(revocations.c.at > micros(after))
        return self._read(asked)

    def withdrawn_of(
        self, audience: str, captures: Sequence[str], until: datetime
    ) -> tuple[Withdrawn, ...]:
        """What editions of an audience had told of these captures, where they were taken back by an
        instant, by edition and capture."""
        found: list[Withdrawn] = []
        for at in range(0, len(captures), _PARAMETERS):
            asked = _WITHDRAWN.where(
                withdrawn.c.audience == audience,
                revocations.c.at <= micros(until),
                withdrawn.c.capture.in_(captures[at : at + _PARAMETERS]),
            )
            found += self._read(asked)
        return tuple(sorted(found, key=lambda one: (one.edition, one.capture)))

    def _read(self, asked: Select[Any]) -> tuple[Withdrawn, ...]:
        with self._commits.reading() as connection:
            rows = connection.execute(asked.order_by(withdrawn.c.edition, withdrawn.c.capture))
            return tuple(
                Withdrawn(
                    capture=row.capture, edition=row.edition, date=date.fromisoformat(row.date),
                    sentence=row.sentence, at=moment(row.at),
                )
                for row in rows
            )  # fmt: skip


def _revocation(row: Row[Any]) -> Revocation:
    return Revocation(capture=row.capture, at=moment(row.at), who=row.who, why=row.why)
