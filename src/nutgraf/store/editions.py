"""Editions as kept, and what they told; rulings an editor made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, cast

import msgspec
import zstandard
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from nutgraf.errors import StoreError
from nutgraf.ids import digest
from nutgraf.reading.model import Strength
from nutgraf.store.commits import Commits, micros, moment
from nutgraf.store.schema import editions, lessons, rulings, told
from nutgraf.stories.learning import Lesson
from nutgraf.stories.memory import LEAD
from nutgraf.stories.model import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEdition:
    """An edition as kept: `content` is its edition.json, byte for byte; `id` its folder's name;
    `summary` its lede as plain text."""

    id: str
    date: date
    revision: int
    now: datetime
    released_by: str
    title: str
    summary: str
    content: bytes


# SQLite's own number of a row grows as rows come.
_AS_MADE: ColumnElement[int] = literal_column("rulings.rowid")

# Told sentences, each with the instant its edition was made as of.
_TOLD: Select[Any] = select(told, editions.c.now).select_from(
    told.outerjoin(
        editions,
        and_(editions.c.audience == told.c.audience, editions.c.id == told.c.edition),
    )
)
_FIGURES = tuple[tuple[str, str], ...]
Verb = Literal["keep", "cut", "move"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRuling:
    """What an editor ruled on a story: keep, cut or move (argument: a section or a place)."""

    story: str
    verb: Verb
    argument: str
    who: str
    at: datetime


class Editions:
    """Editions, told sentences and rulings of one audience."""

    def __init__(self, commits: Commits, audience: str) -> None:
        self._commits = commits
        self._audience = audience

    def keep(self, edition: KeptEdition, sentences: Sequence[Told]) -> None:
        """Keep an edition and what it told, in place of a draft of the same id."""
        row = {
            "audience": self._audience, "id": edition.id, "date": edition.date.isoformat(),
            "revision": edition.revision, "now": micros(edition.now),
            "released_by": edition.released_by, "title": edition.title, "summary": edition.summary,
            "content": zstandard.compress(edition.content),
        }  # fmt: skip
        lines = [
            {"audience": self._audience, "edition": edition.id, "ordinal": at,
             "date": edition.date.isoformat(), "story": s.story, "role": s.role, "text": s.text,
             "capture": s.capture, "start": s.start, "end": s.end, "sentence": s.sentence,
             "subject": s.subject, "lead": s.lead, "figures": msgspec.json.encode(s.figures).decode(),
             "strength": s.strength, "made_by": s.made_by}
            for at, s in enumerate(sentences)
        ]  # fmt: skip
        with self._commits.commit("edition") as connection:
            for table, column in ((editions, editions.c.id), (told, told.c.edition)):
                mine = (table.c.audience == self._audience, column == edition.id)
                connection.execute(delete(table).where(*mine))
            connection.execute(insert(editions), [row])
            if lines:
                connection.execute(insert(told), lines)

    def all(self) -> tuple[KeptEdition, ...]:
        """Every edition, by date and revision."""
        asked = select(editions).where(editions.c.audience == self._audience)
        with self._commits.reading() as connection:
            rows = connection.execute(asked.order_by(editions.c.date, editions.c.revision))
            return tuple(_edition(row) for row in rows)

    def get(self, name: str) -> KeptEdition | None:
        """The edition of an id, None when there is none."""
        asked = select(editions).where(editions.c.audience == self._audience, editions.c.id == name)
        with self._commits.reading() as connection:
            row = connection.execute(asked).first()
            return _edition(row) if row else None

    def naming(self, capture: str) -> Iterator[KeptEdition]:
        """The editions with a capture's id anywhere in them, by date; those damaged are left out."""
        asked = select(editions).where(editions.c.audience == self._audience)
        with self._commits.reading() as connection:
            for row in connection.execute(asked.order_by(editions.c.date, editions.c.revision)):
                try:
                    edition = _edition(row)
                except StoreError:
                    continue
                if capture.encode() in edition.content:
                    yield edition

    def before(self, day: date) -> Iterator[tuple[KeptEdition, ...]]:
        """The revisions of each earlier day that had an edition, oldest first; the last day first."""
        while (last := self.last_before(day)) is not None:
            yield self.of_day(last.date)
            day = last.date

    def of_day(self, day: date) -> tuple[KeptEdition, ...]:
        """The revisions of a day's edition, oldest first."""
        asked = select(editions).where(
            editions.c.audience == self._audience, editions.c.date == day.isoformat()
        )
        with self._commits.reading() as connection:
            rows = connection.execute(asked.order_by(editions.c.revision))
            return tuple(_edition(row) for row in rows)

    def newest(self, most: int) -> tuple[KeptEdition, ...]:
        """The last revision of each of the newest `most` days, newest first."""
        mine = editions.c.audience == self._audience
        days = select(editions.c.date).where(mine).distinct().order_by(editions.c.date.desc())
        asked = select(editions).where(mine, editions.c.date.in_(days.limit(most)))
        with self._commits.reading() as connection:
            rows = connection.execute(asked.order_by(editions.c.date.desc(), editions.c.revision))
            return tuple({row.date: _edition(row) for row in rows}.values())

    def last_before(self, day: date) -> KeptEdition | None:
        """The last edition of an earlier date, None when there is none."""
        asked = select(editions).where(
            editions.c.audience == self._audience, editions.c.date < day.isoformat()
        )
        with self._commits.reading() as connection:
            ordered = asked.order_by(editions.c.date.desc(), editions.c.revision.desc())
            row = connection.execute(ordered.limit(1)).first()
            return _edition(row) if row else None

    def told_of(
        self, stories: Sequence[str], day: date, captures: Sequence[str] = ()
    ) -> tuple[Told, ...]:
        """Every sentence editions of dates before `day` printed of these stories, or from these
        captures in whatever story they stood then, oldest first."""
        rows: dict[tuple[str, int], Row[Any]] = {}
        with self._commits.reading() as connection:
            for column, names in ((told.c.story, stories), (told.c.capture, captures)):
                for at in range(0, len(names), 400):
                    asked = self._told(day).where(column.in_(names[at : at + 400]))
                    rows.update({(r.edition, r.ordinal): r for r in connection.execute(asked)})
        ordered = sorted(rows.values(), key=lambda row: (row.date, row.edition, row.ordinal))
        return tuple(_told(row) for row in ordered)

    def told_about(self, keys: Sequence[str], day: date, most: int) -> dict[str, tuple[Told, ...]]:
        """By key (a subject, or LEAD and the thing named first): the newest sentences of it, `most`
        of them at most, that editions of dates before `day` printed, newest first.

        Each key is one look into an index, however much was told.
        """
        found: dict[str, tuple[Told, ...]] = {}
        newest = (told.c.date.desc(), told.c.edition.desc(), told.c.ordinal)
        about: Any = bindparam("about")
        by_subject, by_lead = (
            self._told(day).where(column == about).order_by(*newest).limit(most)
            for column in (told.c.subject, told.c.lead)
        )
        with self._commits.reading() as connection:
            for key in keys:
                asked = by_lead if key.startswith(LEAD) else by_subject
                rows = connection.execute(asked, {"about": key.removeprefix(LEAD)}).all()
                if rows:
                    found[key] = tuple(_told(row) for row in rows)
        return found

    def told_lately(self, day: date, most: int) -> tuple[Told, ...]:
        """What the editions of the last `most` days before `day` that had one printed, oldest first."""
        before = (editions.c.audience == self._audience, editions.c.date < day.isoformat())
        days = select(editions.c.date).where(*before).distinct().order_by(editions.c.date.desc())
        with self._commits.reading() as connection:
            dates = list(connection.scalars(days.limit(most)))
            asked = self._told(day).where(told.c.date.in_(dates))
            ordered = asked.order_by(told.c.date, told.c.edition, told.c.ordinal)
            return tuple(_told(row) for row in connection.execute(ordered))

    def unread(self, made_by: str) -> tuple[tuple[int, Told], ...]:
        """Told sentences that this reading did not make, with their place in their edition."""
        asked = _TOLD.where(told.c.audience == self._audience, told.c.made_by != made_by)
        with self._commits.reading() as connection:
            rows = connection.execute(asked.order_by(told.c.edition, told.c.ordinal))
            return tuple((row.ordinal, _told(row)) for row in rows)

    def read_again(self, rows: Sequence[tuple[int, Told]]) -> None:
        """Keep what memory finds told sentences by, made anew."""
        if not rows:
            return
        mine = (told.c.audience == self._audience, told.c.edition == bindparam("of_edition"))
        statement = (
            update(told)
            .where(*mine, told.c.ordinal == bindparam("of_ordinal"))
            .values(
                subject=bindparam("new_subject"), lead=bindparam("new_lead"), figures=bindparam("new_figures"),
                strength=bindparam("new_strength"), made_by=bindparam("new_made_by"),
            )
        )  # fmt: skip
        with self._commits.commit("memory") as connection:
            connection.execute(
                statement,
                [
                    {"of_edition": one.name, "of_ordinal": ordinal, "new_subject": one.subject, "new_lead": one.lead,
                     "new_figures": msgspec.json.encode(one.figures).decode(),
                     "new_strength": one.strength, "new_made_by": one.made_by}
                    for ordinal, one in rows
                ],
            )  # fmt: skip

    def _told(self, day: date) -> Select[Any]:
        return _TOLD.where(told.c.audience == self._audience, told.c.date < day.isoformat())

    def rule(self, ruling: KeptRuling, lesson: Lesson | None = None) -> None:
        """Keep a ruling, with what it teaches; a later one on the same story comes after it."""
        row = {
            "id": digest(self._audience, ruling.story, ruling.verb, ruling.argument, ruling.who,
                         str(micros(ruling.at))),
            "audience": self._audience, "story": ruling.story, "verb": ruling.verb,
            "argument": ruling.argument, "who": ruling.who, "at": micros(ruling.at),
        }  # fmt: skip
        with self._commits.commit("ruling") as connection:
            # Made anew it is the last one: on a desk with a clock of its own all have one time.
            connection.execute(delete(rulings).where(rulings.c.id == row["id"]))
            connection.execute(insert(rulings), [row])
            if lesson is not None:
                self._learn(connection, lesson)

    def learn(self, lesson: Lesson) -> None:
        """Keep a lesson that comes with no ruling: to forget those before it."""
        with self._commits.commit("lesson") as connection:
            self._learn(connection, lesson)

    def _learn(self, connection: Connection, lesson: Lesson) -> None:
        mine = lessons.c.audience == self._audience
        last = connection.scalar(select(func.max(lessons.c.number)).where(mine)) or 0
        row = {
            "audience": self._audience, "number": last + 1, "at": micros(lesson.at),
            "value": msgspec.json.encode(lesson),
        }  # fmt: skip
        connection.execute(insert(lessons), [row])

    def lessons(self, until: datetime) -> tuple[Lesson, ...]:
        """Every lesson until an instant, in the order they were made."""
        asked = select(lessons.c.value).where(
            lessons.c.audience == self._audience, lessons.c.at <= micros(until)
        )
        with self._commits.reading() as connection:
            rows = connection.scalars(asked.order_by(lessons.c.number))
            return tuple(msgspec.json.decode(value, type=Lesson) for value in rows)

    def rulings(self) -> tuple[KeptRuling, ...]:
        """Every ruling, oldest first."""
        asked = select(rulings).where(rulings.c.audience == self._audience)
        with self._commits.reading() as connection:
            rows = connection.execute(asked.order_by(rulings.c.at, _AS_MADE))
            return tuple(
                KeptRuling(story=row.story, verb=cast(Verb, row.verb), argument=row.argument, who=row.who,
                           at=moment(row.at))
                for row in rows
            )  # fmt: skip


def _edition(row: Row[Any]) -> KeptEdition:
    try:
        content = zstandard.decompress(row.content)
    except (zstandard.ZstdError, TypeError) as problem:
        raise StoreError(
            f"The edition {row.id} is damaged in the desk's database.",
            "Put a backup back with nutgraf restore FILE; nutgraf doctor looks over the rest of the desk.",
        ) from problem
    return KeptEdition(
        id=row.id, date=date.fromisoformat(row.date), revision=row.revision, now=moment(row.now),
        released_by=row.released_by, title=row.title,
        summary=row.summary, content=content,
    )  # fmt: skip


def _told(row: Row[Any]) -> Told:
    return Told(
        edition=date.fromisoformat(row.date), story=row.story, role=row.role, text=row.text,
        capture=row.capture, start=row.start, end=row.end, name=row.edition, sentence=row.sentence,
        subject=row.subject, lead=row.lead, figures=msgspec.json.decode(row.figures, type=_FIGURES),
        strength=cast(Strength, row.strength), made_by=row.made_by,
        told_at=None if row.now is None else moment(row.now),
    )  # fmt: skip
