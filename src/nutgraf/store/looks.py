"""Looks: what each look at a source gave, and what it refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from nutgraf.access import Audience
from nutgraf.errors import Refused
from nutgraf.ids import digest
from nutgraf.store.commits import Commits, micros, moment
from nutgraf.store.schema import looks


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLook:
    """What the newest look at a source gave: items in all its files, and what was refused."""

    at: datetime
    items: int
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRefusal:
    """Something a look refused, and when."""

    at: datetime
    refused: Refused


class Looks:
    """Every look that was taken."""

    def __init__(self, commits: Commits) -> None:
        self._commits = commits

    def keep(
        self,
        at: datetime,
        taken: Sequence[tuple[str, str, str | None, int]],
        refused: Sequence[Refused],
    ) -> None:
        """Keep what looks gave: (source, name, raw, items) each, and every refusal."""
        rows = [
            {"id": digest(source, name, raw, str(micros(at))), "source": source, "at": micros(at),
             "name": name, "raw": raw, "outcome": "read", "items": items, "rule": "",
             "happened": "", "next_step": ""}
            for source, name, raw, items in taken
        ] + [
            {"id": digest(r.source, r.where, r.rule, r.happened, str(micros(at))),
             "source": r.source, "at": micros(at), "name": r.where, "raw": r.raw,
             "outcome": "refused", "items": 0, "rule": r.rule, "happened": r.happened,
             "next_step": r.next_step}
            for r in refused
        ]  # fmt: skip
        if rows:
            with self._commits.commit("looks") as connection:
                connection.execute(insert(looks).on_conflict_do_nothing(), rows)

    def keep_unchanged(self, at: datetime, source: str, name: str) -> None:
        """Keep that a look at an address found nothing changed."""
        row = {"id": digest(source, name, "unchanged", str(micros(at))), "source": source,
               "at": micros(at), "name": name, "outcome": "unchanged"}  # fmt: skip
        with self._commits.commit("looks") as connection:
            connection.execute(insert(looks).on_conflict_do_nothing(), [row])

    def forget(self, at: datetime, followed: Sequence[str]) -> None:
        """Forget the looks taken at an instant at these sources."""
        with self._commits.commit("looks") as connection:
            mine = (looks.c.at == micros(at), looks.c.source.in_(list(followed)))
            connection.execute(delete(looks).where(*mine))

    def forget_import(self, name: str) -> None:
        """Forget what earlier imports of a file of this name could not take."""
        with self._commits.commit("looks") as connection:
            of_file = or_(
                looks.c.name == name, looks.c.name.startswith(f"{name} line ", autoescape=True)
            )
            connection.execute(delete(looks).where(looks.c.source == "", of_file))

    def refusals(
        self, audience: Audience, after: datetime | None, until: datetime
    ) -> tuple[Refused, ...]:
        """Refusals of looks taken after one instant and until another, in a stable order.

        Lines of an import belong to no source; only who may read everything is told of them.
        """
        asked = select(looks).where(looks.c.outcome == "refused", looks.c.at <= micros(until))
        if audience.sources is not None:
            asked = asked.where(looks.c.source.in_(sorted(audience.sources)))
        if after is not None:
            asked = asked.where(looks.c.at > micros(after))
        # A source looked at again since is as good as its newest look.
        later = looks.alias("later")
        again = select(later.c.id).where(
            later.c.source == looks.c.source, later.c.at > looks.c.at, later.c.at <= micros(until)
        )
        asked = asked.where(or_(looks.c.source == "", ~again.exists()))
        with self._commits.reading() as connection:
            rows = connection.execute(asked.order_by(looks.c.source, looks.c.name, looks.c.id))
            found = {(row.source, row.name, row.rule): _refused(row) for row in rows}
        return tuple(found.values())

    def every_refusal(self, audience: Audience, since: datetime | None) -> tuple[KeptRefusal, ...]:
        """Every refusal since an instant, the newest first, each cause once a place: the last time."""
        asked = select(looks).where(looks.c.outcome == "refused")
        if audience.sources is not None:
            asked = asked.where(looks.c.source.in_(sorted(audience.sources)))
        if since is not None:
            asked = asked.where(looks.c.at >= micros(since))
        found: dict[tuple[str, str, str], KeptRefusal] = {}
        with self._commits.reading() as connection:
            for row in connection.execute(asked.order_by(looks.c.at.desc(), looks.c.id)):
                found.setdefault(
                    (row.source, row.name, row.rule),
                    KeptRefusal(at=moment(row.at), refused=_refused(row)),
                )
        return tuple(found.values())

    def last(self, source: str) -> LastLook | None:
        """The newest look at a source, all its files together; None when there was none."""
        newest = select(func.max(looks.c.at)).where(looks.c.source == source).scalar_subquery()
        asked = select(looks).where(looks.c.source == source, looks.c.at == newest)
        with self._commits.reading() as connection:
            rows = connection.execute(asked.order_by(looks.c.name, looks.c.id)).all()
        if not rows:
            return None
        refused = [row.happened for row in rows if row.outcome == "refused"]
        return LastLook(
            at=moment(rows[0].at), items=sum(row.items for row in rows), refused=tuple(refused)
        )

    def names(self, source: str) -> frozenset[str]:
        """The names of all that was looked at in a source, whatever came of it."""
        asked = select(looks.c.name).where(looks.c.source == source).distinct()
        with self._commits.reading() as connection:
            return frozenset(connection.scalars(asked))

    def names_of(self, raw: str, source: str) -> tuple[str, ...]:
        """The names a raw object was looked at by in a source, sorted."""
        asked = select(looks.c.name).where(
            looks.c.raw == raw, looks.c.source == source, looks.c.outcome == "read"
        )
        with self._commits.reading() as connection:
            return tuple(connection.scalars(asked.distinct().order_by(looks.c.name)))


def _refused(row: Row[Any]) -> Refused:
    return Refused(
        where=row.name, rule=row.rule, happened=row.happened, raw=row.raw,
        next_step=row.next_step, source=row.source,
    )  # fmt: skip
