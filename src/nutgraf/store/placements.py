"""Where captures stand: the memberships the fold of clustering made, by audience.

A placement depends only on captures before it in the fold's order (`ordinal`). So when a capture
arrives that belongs earlier, everything after its place is taken back and folded again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import Row, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from nutgraf.store.commits import Commits, micros
from nutgraf.store.schema import captures, placements
from nutgraf.stories.model import Membership


class Placements:
    """Memberships of one audience."""

    def __init__(self, commits: Commits, audience: str) -> None:
        self._commits = commits
        self._audience = audience

    def keep(self, placed: Sequence[tuple[Membership, str, datetime]], take_back: str) -> None:
        """In one transaction: forget placements from ordinal `take_back` on, keep these."""
        with self._commits.commit("placements") as connection:
            mine = placements.c.audience == self._audience
            connection.execute(delete(placements).where(mine, placements.c.ordinal >= take_back))
            rows = [
                {"audience": self._audience, "capture": m.capture, "story": m.story,
                 "ordinal": ordinal, "fetched_at": micros(fetched), "copy_of": m.copy_of,
                 "copy": m.copy, "similarity": m.similarity, "reason": m.reason}
                for m, ordinal, fetched in placed
            ]  # fmt: skip
            if rows:
                connection.execute(insert(placements), rows)

    def last(self) -> str:
        """The greatest ordinal placed, "" when there is none."""
        asked = select(func.max(placements.c.ordinal)).where(
            placements.c.audience == self._audience
        )
        with self._commits.reading() as connection:
            return connection.scalar(asked) or ""

    def between(self, after: datetime | None, until: datetime) -> tuple[Membership, ...]:
        """Memberships of captures fetched after one instant and until another, in fold order."""
        asked = select(placements).where(
            placements.c.audience == self._audience, placements.c.fetched_at <= micros(until)
        )
        if after is not None:
            asked = asked.where(placements.c.fetched_at > micros(after))
        return self._read(asked)

    def before(self, ordinal: str, since: datetime) -> tuple[Membership, ...]:
        """Memberships placed before an ordinal and fetched since an instant, in fold order."""
        return self._read(
            select(placements).where(
                placements.c.audience == self._audience,
                placements.c.ordinal < ordinal,
                placements.c.fetched_at >= micros(since),
            )
        )

    def of_stories(self, stories: Sequence[str], until: datetime) -> tuple[Membership, ...]:
        """Every membership of these stories fetched until an instant, in fold order."""
        rows: list[Row[Any]] = []
        with self._commits.reading() as connection:
            for at in range(0, len(stories), 400):
                asked = select(placements).where(
                    placements.c.audience == self._audience,
                    placements.c.fetched_at <= micros(until),
                    placements.c.story.in_(stories[at : at + 400]),
                )
                rows += connection.execute(asked)
        return tuple(_membership(row) for row in sorted(rows, key=lambda row: row.ordinal))

    def of_capture(self, capture: str) -> tuple[Membership, ...]:
        """What was decided of one capture, in order of decision; the last holds."""
        mine = placements.c.audience == self._audience
        return self._read(select(placements).where(mine, placements.c.capture == capture))

    def stories_starting_with(self, prefix: str) -> tuple[str, ...]:
        """Story ids that begin with a prefix, three at most."""
        asked = select(placements.c.story).where(
            placements.c.audience == self._audience,
            placements.c.story.startswith(prefix, autoescape=True),
        )
        with self._commits.reading() as connection:
            return tuple(connection.scalars(asked.distinct().order_by(placements.c.story).limit(3)))

    def unplaced(self, sources: tuple[str, ...] | None, until: datetime) -> tuple[str, ...]:
        """Captures fetched until an instant that this audience may read and that are not placed,
        in order of arrival.
        """
        here = select(placements.c.capture).where(placements.c.audience == self._audience)
        asked = select(captures.c.id).where(
            captures.c.id.not_in(here), captures.c.fetched_at <= micros(until)
        )
        if sources is not None:
            asked = asked.where(captures.c.source.in_(sorted(sources)))
        with self._commits.reading() as connection:
            return tuple(connection.scalars(asked.order_by(captures.c.fetched_at, captures.c.id)))

    def from_ordinal(self, ordinal: str) -> tuple[str, ...]:
        """Captures placed at or after an ordinal, in fold order."""
        asked = select(placements.c.capture).where(
            placements.c.audience == self._audience, placements.c.ordinal >= ordinal
        )
        with self._commits.reading() as connection:
            return tuple(connection.scalars(asked.order_by(placements.c.ordinal)))

    def _read(self, asked: Any) -> tuple[Membership, ...]:
        with self._commits.reading() as connection:
            rows = connection.execute(asked.order_by(placements.c.ordinal))
            return tuple(_membership(row) for row in rows)


def _membership(row: Row[Any]) -> Membership:
    return Membership(
        capture=row.capture, story=row.story, copy_of=row.copy_of,
        copy=cast(Literal["", "exact", "near", "reworded"], row.copy), similarity=row.similarity,
        reason=row.reason,
    )  # fmt: skip
