"""Where captures stand: the memberships the fold of clustering made, by audience.

A place is decided by the arrival of a capture, its own or (where stories are split or merged) a later
one's, and stands until another decision replaces it; nothing is forgotten, so that the stories can
be told as they stood at any instant. A decision depends only on captures before it in the fold's
order (`ordinal`). So when a capture arrives that belongs earlier, every decision after its place is
taken back and made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.sqlite import insert

from nutgraf.access import Audience
from nutgraf.store.commits import Commits, micros
from nutgraf.store.schema import captures, gathered, placements
from nutgraf.stories.model import Membership

_AT_ONCE = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A membership, the place of its capture in the fold's order, and the decision that made it.

    `ordinal` and `fetched_at` are the capture's own, `decided` and `decided_at` those of the capture
    whose arrival decided it.
    """

    membership: Membership
    ordinal: str
    fetched_at: datetime
    decided: str
    decided_at: datetime


class Placements:
    """Memberships of one audience."""

    def __init__(self, commits: Commits, audience: Audience) -> None:
        self._commits = commits
        self._audience = audience.key
        self._sources = audience.sources
        self._mine = placements.c.audience == audience.key

    def keep(self, placed: Sequence[Placed], take_back: str) -> None:
        """In one transaction: take back decisions from ordinal `take_back` on, keep these.

        `placed` come in the order they were decided; of several decisions of one arrival about one
        capture the last counts.
        """
        made = {(one.membership.capture, one.decided): one for one in placed}
        with self._commits.commit("placements") as connection:
            self._take_back(connection, take_back)
            self._end(connection, list(made.values()))
            if made:
                connection.execute(insert(placements), self._rows(list(made.values())))
            self._move_on(connection)

    def _take_back(self, connection: Connection, ordinal: str) -> None:
        connection.execute(delete(placements).where(self._mine, placements.c.decided >= ordinal))
        standing = placements.update().values(until=None, until_at=None)
        connection.execute(standing.where(self._mine, placements.c.until >= ordinal))

    def _end(self, connection: Connection, made: Sequence[Placed]) -> None:
        """What stood before a capture was moved stands until the first of its moves."""
        first: dict[str, Placed] = {}
        for one in made:
            if one.decided != one.ordinal:
                first.setdefault(one.membership.capture, one)
        if first:
            ended = placements.update().where(
                self._mine,
                placements.c.capture == bindparam("moved"),
                placements.c.until.is_(None),
            )
            connection.execute(
                ended.values(until=bindparam("ended"), until_at=bindparam("ended_at")),
                [
                    {"moved": name, "ended": one.decided, "ended_at": micros(one.decided_at)}
                    for name, one in first.items()
                ],
            )

    def _rows(self, made: Sequence[Placed]) -> list[dict[str, Any]]:
        next_of: dict[str, Placed] = {}
        rows = []
        for one in reversed(made):
            m, later = one.membership, next_of.get(one.membership.capture)
            next_of[m.capture] = one
            rows.append(
                {"audience": self._audience, "capture": m.capture, "story": m.story,
                 "ordinal": one.ordinal, "fetched_at": micros(one.fetched_at),
                 "decided": one.decided, "decided_at": micros(one.decided_at),
                 "until": later.decided if later else None,
                 "until_at": micros(later.decided_at) if later else None,
                 "copy_of": m.copy_of, "copy": m.copy, "similarity": m.similarity,
                 "reason": m.reason, "by": m.by}
            )  # fmt: skip
        return rows[::-1]

    def last(self) -> str:
        """The greatest ordinal placed, "" when there is none."""
        asked = select(func.max(placements.c.ordinal)).where(self._mine)
        with self._commits.reading() as connection:
            return connection.scalar(asked) or ""

    def between(self, after: datetime | None, until: datetime) -> tuple[Membership, ...]:
        """Memberships, as they stood at `until`, of captures fetched after one instant and until
        the other, in fold order."""
        asked = select(placements).where(
            self._mine, _stood(until), placements.c.fetched_at <= micros(until)
        )
        if after is not None:
            asked = asked.where(placements.c.fetched_at > micros(after))
        return self._read(asked)

    def before(self, ordinal: str, since: datetime) -> tuple[Membership, ...]:
        """Memberships, as they stood before an ordinal was placed, of captures fetched since an
        instant, in fold order."""
        late = placements.c.fetched_at >= micros(since)
        return self._read(select(placements).where(self._mine, _stood_before(ordinal), late))

    def of_stories(self, stories: Sequence[str], until: datetime) -> tuple[Membership, ...]:
        """Every membership of these stories as they stood at an instant, in fold order."""
        return self._of(placements.c.story, stories, _stood(until))

    def of_stories_before(self, stories: Sequence[str], ordinal: str) -> tuple[Membership, ...]:
        """Every membership of these stories as they stood before an ordinal was placed, in fold
        order."""
        return self._of(placements.c.story, stories, _stood_before(ordinal))

    def of_captures(self, names: Sequence[str], until: datetime) -> dict[str, Membership]:
        """The memberships of captures as they stood at an instant, by capture; without those that
        had no place then."""
        found = self._of(placements.c.capture, names, _stood(until))
        return {one.capture: one for one in found}

    def _of(
        self, column: Column[str], names: Sequence[str], stood: ColumnElement[bool]
    ) -> tuple[Membership, ...]:
        """Memberships that have one of many values, in fold order."""
        rows: list[Row[Any]] = []
        with self._commits.reading() as connection:
            for at in range(0, len(names), _AT_ONCE):
                some = column.in_(names[at : at + _AT_ONCE])
                rows += connection.execute(select(placements).where(self._mine, stood, some))
        return tuple(_membership(row) for row in sorted(rows, key=lambda row: row.ordinal))

    def history(self, capture: str) -> tuple[Membership, ...]:
        """Every place a capture was given, oldest first."""
        asked = select(placements).where(self._mine, placements.c.capture == capture)
        with self._commits.reading() as connection:
            rows = connection.execute(asked.order_by(placements.c.decided))
            return tuple(_membership(row) for row in rows)

    def now_in(self, stories: Sequence[str], until: datetime) -> dict[str, str]:
        """By story, where it stood at an instant: itself, or what holds most of the captures it
        ever had once it was merged; without stories that never were."""
        had = placements.alias("had")
        stands = and_(placements.c.capture == had.c.capture, self._mine, _stood(until))
        counted = func.count().label("captures")
        found: dict[str, str] = {}
        with self._commits.reading() as connection:
            for at in range(0, len(stories), _AT_ONCE):
                asked = (
                    select(had.c.story, placements.c.story.label("now"), counted)
                    .select_from(had.join(placements, stands))
                    .where(had.c.audience == self._audience)
                    .where(had.c.story.in_(stories[at : at + _AT_ONCE]))
                    .group_by(had.c.story, placements.c.story)
                    .order_by(counted, placements.c.story)
                )
                rows = tuple(connection.execute(asked))
                found |= {row.story: row.now for row in rows}
                found |= {row.story: row.now for row in rows if row.story == row.now}
        return found

    def stories_starting_with(self, prefix: str) -> tuple[str, ...]:
        """Story ids that begin with a prefix, three at most, merged ones too."""
        asked = select(placements.c.story).where(
            self._mine, placements.c.story.startswith(prefix, autoescape=True)
        )
        with self._commits.reading() as connection:
            return tuple(connection.scalars(asked.distinct().order_by(placements.c.story).limit(3)))

    def unplaced(self, until: datetime) -> tuple[str, ...]:
        """Captures fetched until an instant that this audience may read and that are not placed,
        in order of arrival.
        """
        with self._commits.reading() as connection:
            asked = self._waiting(connection).where(captures.c.fetched_at <= micros(until))
            return tuple(connection.scalars(asked.order_by(captures.c.fetched_at, captures.c.id)))

    def _waiting(self, connection: Connection) -> Select[Any]:
        """Captures this audience may read that have no place, among those above the line."""
        line = connection.scalar(
            select(gathered.c.came).where(gathered.c.audience == self._audience)
        )
        here = select(placements.c.capture).where(self._mine, placements.c.capture == captures.c.id)
        asked = select(captures.c.id).where(captures.c.came > (line or 0), ~here.exists())
        if self._sources is not None:
            asked = asked.where(captures.c.source.in_(sorted(self._sources)))
        return asked

    def _move_on(self, connection: Connection) -> None:
        """Draw the line below the first capture that waits, or above all of them."""
        waiting = self._waiting(connection).with_only_columns(func.min(captures.c.came))
        first = connection.scalar(waiting)
        last = connection.scalar(select(func.max(captures.c.came))) or 0
        made = insert(gathered).values(
            audience=self._audience, came=last if first is None else first - 1
        )
        again = made.on_conflict_do_update(
            index_elements=["audience"], set_={"came": made.excluded.came}
        )
        connection.execute(again)

    def from_ordinal(self, ordinal: str) -> tuple[str, ...]:
        """Captures placed at or after an ordinal, in fold order."""
        asked = (
            select(placements.c.capture, placements.c.ordinal)
            .where(self._mine, placements.c.ordinal >= ordinal)
            .distinct()
        )
        with self._commits.reading() as connection:
            return tuple(connection.scalars(asked.order_by(placements.c.ordinal)))

    def _read(self, asked: Any) -> tuple[Membership, ...]:
        with self._commits.reading() as connection:
            rows = connection.execute(asked.order_by(placements.c.ordinal))
            return tuple(_membership(row) for row in rows)


def _stood(at: datetime) -> ColumnElement[bool]:
    ended = or_(placements.c.until_at.is_(None), placements.c.until_at > micros(at))
    return and_(placements.c.decided_at <= micros(at), ended)


def _stood_before(ordinal: str) -> ColumnElement[bool]:
    ended = or_(placements.c.until.is_(None), placements.c.until >= ordinal)
    return and_(placements.c.decided < ordinal, ended)


def _membership(row: Row[Any]) -> Membership:
    return Membership(
        capture=row.capture, story=row.story, copy_of=row.copy_of,
        copy=cast(Literal["", "exact", "near", "reworded"], row.copy), similarity=row.similarity,
        reason=row.reason, by=row.by,
    )  # fmt: skip
