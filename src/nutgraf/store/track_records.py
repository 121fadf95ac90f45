"""What the archive knows of sources and owners before a day: bounded by days, not by its size."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, cast

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from nutgraf.access import Audience
from nutgraf.store.captures import admitted
from nutgraf.store.commits import Commits, micros, moment
from nutgraf.store.schema import captures, placements, revocations, told
from nutgraf.stories.track_record import Arrival

Counts = tuple[tuple[str, int], ...]
_AT_ONCE = 400
_LATEST = 100  # captures with counts that say what a source usually gets


class TrackRecords:
    """The history of sources, for one audience, as of an instant.

    What was taken back by then counts for nothing; captures of `muted` sources are in no race.
    """

    def __init__(
        self, commits: Commits, audience: Audience, muted: Collection[str] = frozenset()
    ) -> None:
        self._commits = commits
        self._audience = audience
        self._muted = sorted(muted)

    def oldest(self) -> datetime | None:
        """When the first capture this audience may read was fetched, None without any."""
        asked = admitted(select(func.min(captures.c.fetched_at)), self._audience)
        with self._commits.reading() as connection:
            return cast("datetime | None", moment(connection.scalar(asked)))

    def owners_between(
        self, owners: Sequence[str], after: datetime, until: datetime
    ) -> frozenset[str]:
        """Those of `owners` of whom a capture was fetched after one instant and until another."""
        found: set[str] = set()
        with self._commits.reading() as connection:
            for some in _slices(sorted(owners)):
                asked = select(captures.c.owner).where(captures.c.owner.in_(some))
                asked = asked.where(
                    *_fetched(after, until), _stands(captures.c.id, until)
                ).distinct()
                found.update(connection.scalars(admitted(asked, self._audience)))
        return frozenset(found)

    def rhythm(self, after: datetime, until: datetime) -> dict[str, tuple[int, datetime]]:
        """By source, how many captures came out after one instant and until another, and when the
        first of them did; a capture was out when it was published, and never after it was fetched.
        """
        early = captures.c.published_at < captures.c.fetched_at
        out = case((early, captures.c.published_at), else_=captures.c.fetched_at)
        asked = select(
            captures.c.source, func.count().label("many"), func.min(out).label("first")
        ).where(*_fetched(after, until), out > micros(after), _stands(captures.c.id, until))
        grouped = admitted(asked, self._audience).group_by(captures.c.source)
        with self._commits.reading() as connection:
            return {
                row.source: (row.many, moment(row.first)) for row in connection.execute(grouped)
            }

    def counted(
        self, sources: Collection[str], after: datetime, until: datetime
    ) -> dict[str, list[tuple[str, Counts]]]:
        """By source, its newest captures that came with counts, a hundred at most, and their first
        counts; of those fetched after one instant and until another."""
        # The days bound what is read; by its source the index would give all of the archive.
        mine = captures.c.source.concat("").in_(sorted(sources))
        asked = select(captures.c.source, captures.c.id, captures.c.engagement).where(
            *_fetched(after, until), captures.c.engagement != "[]", mine,
            _stands(captures.c.id, until),
        )  # fmt: skip
        ordered = admitted(asked, self._audience).order_by(
            captures.c.fetched_at.desc(), captures.c.id
        )
        found: dict[str, list[tuple[str, Counts]]] = {}
        with self._commits.reading() as connection:
            for row in connection.execute(ordered):
                kept = found.setdefault(row.source, [])
                if len(kept) < _LATEST:
                    kept.append((row.id, msgspec.json.decode(row.engagement, type=Counts)))
        return found

    def arrivals(self, after: datetime, until: datetime) -> tuple[Arrival, ...]:
        """The texts, copies apart, of the stories that editions after one instant and until another
        printed: who had each, and when it was fetched."""
        stories = self._printed(after, until)
        found: list[Arrival] = []
        with self._commits.reading() as connection:
            for row in self._texts(connection, stories, until):
                found.append(
                    Arrival(
                        story=row.story, source=row.source, owner=row.owner,
                        fetched_at=moment(row.fetched_at),
                    )
                )  # fmt: skip
        return tuple(found)

    def revisions(self, after: datetime, until: datetime) -> tuple[tuple[str, str, str], ...]:
        """(source, text, later text) of what was changed in the stories those editions printed."""
        stories = self._printed(after, until)
        later = captures.alias("later")
        found: list[tuple[str, str, str]] = []
        with self._commits.reading() as connection:
            for some in _slices(stories):
                asked = (
                    select(captures.c.source, captures.c.text, later.c.text.label("now"))
                    .select_from(
                        placements.join(captures, captures.c.id == placements.c.capture).join(
                            later, later.c.previous == captures.c.id
                        )
                    )
                    .where(*self._standing(until), placements.c.story.in_(some))
                    .where(later.c.fetched_at <= micros(until), _stands(later.c.id, until))
                    .where(*self._racing(until))
                    .order_by(captures.c.id, later.c.id)
                )
                rows = connection.execute(admitted(asked, self._audience))
                found += [(row.source, row.text, row.now) for row in rows]
        return tuple(found)

    def _printed(self, after: datetime, until: datetime) -> list[str]:
        """The stories, as they stand, of all that was told: a story told may be merged by now."""
        asked = (
            select(placements.c.story)
            .select_from(
                told.join(
                    placements,
                    and_(
                        placements.c.audience == told.c.audience,
                        placements.c.capture == told.c.capture,
                    ),
                )
            )
            .where(
                told.c.audience == self._audience.key,
                told.c.date > after.date().isoformat(),
                told.c.date < until.date().isoformat(),
                *self._standing(until),
            )
        )
        with self._commits.reading() as connection:
            return list(connection.scalars(asked.distinct().order_by(placements.c.story)))

    def _standing(self, until: datetime) -> tuple[ColumnElement[bool], ...]:
        return (
            placements.c.audience == self._audience.key,
            placements.c.decided_at <= micros(until),
            or_(placements.c.until_at.is_(None), placements.c.until_at > micros(until)),
        )

    def _racing(self, until: datetime) -> tuple[ColumnElement[bool], ...]:
        return _stands(captures.c.id, until), captures.c.source.not_in(self._muted)

    def _texts(self, connection: Connection, stories: list[str], until: datetime) -> Iterator[Any]:
        # What repeats a text that was taken back is a text itself, as the ranking has it.
        original = placements.c.copy_of.is_(None) | ~_stands(placements.c.copy_of, until)
        for some in _slices(stories):
            asked = (
                select(
                    placements.c.story, captures.c.source, captures.c.owner, captures.c.fetched_at
                )
                .select_from(placements.join(captures, captures.c.id == placements.c.capture))
                .where(*self._standing(until), placements.c.story.in_(some))
                .where(original, *self._racing(until))
                .order_by(placements.c.ordinal)
            )
            yield from connection.execute(admitted(asked, self._audience))


def _stands(capture: ColumnElement[Any], until: datetime) -> ColumnElement[bool]:
    """Whether a capture was not taken back by an instant."""
    gone = select(revocations.c.capture).where(
        revocations.c.capture == capture, revocations.c.at <= micros(until)
    )
    return ~gone.exists()


def _fetched(after: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return captures.c.fetched_at > micros(after), captures.c.fetched_at <= micros(until)


def _slices(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(names), _AT_ONCE):
        yield names[at : at + _AT_ONCE]
