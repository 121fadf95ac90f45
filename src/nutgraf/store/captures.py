"""Captures: kept once, never changed, chained to what they revise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
import zstandard
from sqlalchemy import Connection, Row, bindparam, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from nutgraf.access import Audience
from nutgraf.archive.identity import Questions
from nutgraf.archive.model import Capture, Layout, Record, capture_id
from nutgraf.errors import StoreError
from nutgraf.ids import text_sha256
from nutgraf.sources.model import Link
from nutgraf.sources.same_page import same_page
from nutgraf.store.commits import Commits, micros, moment
from nutgraf.store.schema import captures, engagements, returns

_PARAMETERS = 400


class Captures:
    """Every capture of a desk."""

    def __init__(self, commits: Commits) -> None:
        self._commits = commits

    def keep(self, arrived: Sequence[Capture]) -> tuple[str, ...]:
        """Keep captures in one transaction; returns the ids of those that are new.

        A capture of an item already known with other text names the latest one as `previous`;
        one already kept is only marked as seen again.
        """
        fresh: list[str] = []
        with self._commits.commit("captures") as connection:
            known = _known(connection, [capture.id for capture in arrived])
            texts = _texts_of(connection, [one for one in arrived if one.id not in known])
            seen: dict[str, int] = {}
            rows = []
            for capture in arrived:
                fetched = micros(capture.fetched_at)
                if capture.id in known:
                    seen[capture.id] = max(seen.get(capture.id, 0), fetched)
                    continue
                of_item = texts.setdefault((capture.source, capture.key), [])
                named = _named(connection, capture) if capture.previous else None
                rows.append(_row(capture, named or _predecessor(of_item, fetched)))
                of_item.append((fetched, capture.id))
                known.add(capture.id)
                fresh.append(capture.id)
            if rows:
                came = connection.scalar(select(func.max(captures.c.came))) or 0
                numbered = [row | {"came": came + at} for at, row in enumerate(rows, 1)]
                connection.execute(insert(captures), numbered)
            _mark_seen(connection, seen)
            _count_again(connection, [one for one in arrived if one.id in seen])
        return tuple(fresh)

    def engagement_of(
        self, ids: Sequence[str], until: datetime
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        """The latest counts of captures as of an instant, where a later look found others than the
        first."""
        found: dict[str, tuple[tuple[str, int], ...]] = {}
        with self._commits.reading() as connection:
            for some in _slices(list(ids)):
                asked = select(engagements).where(
                    engagements.c.capture.in_(some), engagements.c.at <= micros(until)
                )
                for row in connection.execute(asked.order_by(engagements.c.at)):
                    found[row.capture] = msgspec.json.decode(row.counts, type=_PAIRS)
        return found

    def seen_again(self, ids: Sequence[str], at: datetime) -> None:
        """Mark captures as seen at an instant; an earlier one than known changes nothing."""
        with self._commits.commit("seen") as connection:
            _mark_seen(connection, dict.fromkeys(ids, micros(at)))

    def get(self, ids: Iterable[str], *, layout: bool = True) -> tuple[Capture, ...]:
        """Captures by id, in the order asked; unknown ids are left out.

        Without `layout` an empty one stands in its place (quicker where only words matter).
        Raises StoreError when a text is not the one its digest names.
        """
        wanted = list(ids)
        found: dict[str, Capture] = {}
        columns = [column for column in captures.c if layout or column.name != "layout"]
        with self._commits.reading() as connection:
            for some in _slices(wanted):
                for row in connection.execute(select(*columns).where(captures.c.id.in_(some))):
                    found[row.id] = _capture(row, layout)
        return tuple(found[name] for name in wanted if name in found)

    def starting_with(self, prefix: str) -> tuple[str, ...]:
        """The ids that begin with a prefix, three at most."""
        asked = select(captures.c.id).where(captures.c.id >= prefix, captures.c.id < prefix + "g")
        with self._commits.reading() as connection:
            return tuple(connection.scalars(asked.order_by(captures.c.id).limit(3)))

    def arrived(
        self, audience: Audience, after: datetime | None, until: datetime
    ) -> tuple[str, ...]:
        """Ids of captures fetched after one instant and until another, in order of arrival."""
        asked = select(captures.c.id).where(captures.c.fetched_at <= micros(until))
        if after is not None:
            asked = asked.where(captures.c.fetched_at > micros(after))
        asked = admitted(asked, audience).order_by(captures.c.fetched_at, captures.c.id)
        with self._commits.reading() as connection:
            return tuple(connection.scalars(asked))

    def replaced(self, ids: Iterable[str], until: datetime) -> frozenset[str]:
        """Those of `ids` whose item had another text later, as of an instant.

        Later is what was fetched later, what came back later, or what says that it revises it.
        """
        gone: set[str] = set()
        with self._commits.reading() as connection:
            for some in _slices(list(ids)):
                stands = _standing(connection, some, micros(until))
                asked = select(captures.c.previous).where(
                    captures.c.previous.in_(some), captures.c.fetched_at <= micros(until)
                )
                revised = set(connection.scalars(asked))
                gone.update(
                    name
                    for name in some
                    if not stands.get(name, True) or (name in revised and name not in stands)
                )
        return frozenset(gone)

    def answers(self, asked: Questions) -> tuple[Record, ...]:
        """The records of every capture of these keys, texts and addresses, each within its source."""
        found: dict[str, Record] = {}
        with self._commits.reading() as connection:
            for column, pairs in (
                (captures.c.key, asked.keys),
                (captures.c.text_sha256, asked.texts),
                (captures.c.address, asked.addresses),
                (captures.c.page, [(one, same_page(there)) for one, there in asked.addresses]),
            ):
                for row in _of_pairs(connection, column, pairs):
                    found[row.id] = _record(row)
        return tuple(found.values())

    def newest_of(self, source: str, keys: Sequence[str]) -> dict[str, datetime]:
        """When the newest text of each item of a source was fetched, by key; unknown keys left out."""
        found: dict[str, datetime] = {}
        with self._commits.reading() as connection:
            for some in _slices(sorted(set(keys))):
                asked = (
                    select(captures.c.key, func.max(captures.c.fetched_at).label("at"))
                    .where(captures.c.source == source, captures.c.key.in_(some))
                    .group_by(captures.c.key)
                )
                for row in connection.execute(asked):
                    found[row.key] = moment(row.at)
        return found

    def revised(self, audience: Audience, since: datetime | None) -> tuple[tuple[str, str], ...]:
        """(older, newer) ids of captures that name one before them, the newest first."""
        asked = select(captures.c.previous, captures.c.id).where(captures.c.previous.is_not(None))
        if since is not None:
            asked = asked.where(captures.c.fetched_at >= micros(since))
        ordered = admitted(asked, audience).order_by(captures.c.fetched_at.desc(), captures.c.id)
        with self._commits.reading() as connection:
            return tuple((row.previous, row.id) for row in connection.execute(ordered))

    def count_since(self, source: str, since: datetime) -> int:
        """How many captures of a source were fetched since an instant."""
        asked = select(func.count()).where(
            captures.c.source == source, captures.c.fetched_at >= micros(since)
        )
        with self._commits.reading() as connection:
            return connection.scalar(asked) or 0

    def count(self) -> int:
        """How many captures there are."""
        with self._commits.reading() as connection:
            return connection.scalar(select(func.count()).select_from(captures)) or 0

    def of_pages(self, pages: Sequence[str], audience: Audience) -> tuple[str, ...]:
        """The ids of every capture of these pages (names by `same_page`), in order of arrival."""
        found: list[tuple[int, str]] = []
        with self._commits.reading() as connection:
            for some in _slices(list(pages)):
                asked = select(captures.c.fetched_at, captures.c.id).where(
                    captures.c.page.in_(some)
                )
                found += [(at, name) for at, name in connection.execute(admitted(asked, audience))]
        return tuple(name for _, name in sorted(found))

    def search(self, words: Sequence[str], most: int = 200) -> tuple[str, ...]:
        """Ids of captures whose text contains any of the words, newest first."""
        asked = select(captures.c.id).where(
            or_(*(captures.c.text.contains(word, autoescape=True) for word in words))
        )
        with self._commits.reading() as connection:
            ordered = asked.order_by(captures.c.fetched_at.desc(), captures.c.id)
            return tuple(connection.scalars(ordered.limit(most)))


def admitted(asked: Any, audience: Audience) -> Any:
    """A select on captures narrowed to what an audience may read."""
    if audience.sources is None:
        return asked
    return asked.where(captures.c.source.in_(sorted(audience.sources)))


_RECORD = (
    captures.c.id, captures.c.key, captures.c.source, captures.c.owner, captures.c.address,
    captures.c.title, captures.c.author, captures.c.published_at, captures.c.fetched_at,
    captures.c.text_sha256, captures.c.raw,
)  # fmt: skip


def _of_pairs(
    connection: Connection, column: Any, pairs: Sequence[tuple[str, str]]
) -> Iterator[Any]:
    """The rows whose (source, column) is one of these pairs."""
    of_source: dict[str, list[str]] = {}
    for source, value in pairs:
        of_source.setdefault(source, []).append(value)
    for source, values in of_source.items():
        for some in _slices(values):
            asked = select(*_RECORD).where(captures.c.source == source, column.in_(some))
            yield from connection.execute(asked)


def _record(row: Any) -> Record:
    return Record(
        capture=row.id, key=row.key, source=row.source, owner=row.owner, url=row.address,
        title=row.title, author=row.author, published_at=moment(row.published_at),
        fetched_at=moment(row.fetched_at), text_sha256=row.text_sha256, raw_sha256=row.raw,
    )  # fmt: skip


def _known(connection: Connection, ids: list[str]) -> set[str]:
    found: set[str] = set()
    for some in _slices(ids):
        found.update(connection.scalars(select(captures.c.id).where(captures.c.id.in_(some))))
    return found


def _texts_of(
    connection: Connection, arrived: Sequence[Capture]
) -> dict[tuple[str, str], list[tuple[int, str]]]:
    """(fetched at, id) of every kept text of these items, by (source, key)."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    of_source: dict[str, list[str]] = {}
    for capture in arrived:
        of_source.setdefault(capture.source, []).append(capture.key)
    columns = (captures.c.source, captures.c.key, captures.c.fetched_at, captures.c.id)
    for source, keys in of_source.items():
        for some in _slices(keys):
            asked = select(*columns).where(captures.c.source == source, captures.c.key.in_(some))
            for row in connection.execute(asked):
                found.setdefault((row.source, row.key), []).append((row.fetched_at, row.id))
    return found


def _named(connection: Connection, capture: Capture) -> str | None:
    """The capture that an item says it revises, by its id or by its key within the source."""
    asked = select(captures.c.id).where(
        captures.c.source == capture.source,
        or_(captures.c.id == capture.previous, captures.c.key == capture.previous),
        captures.c.id != capture.id,
        captures.c.fetched_at <= micros(capture.fetched_at),
    )
    newest = asked.order_by(captures.c.fetched_at.desc(), captures.c.id.desc())
    return connection.scalar(newest.limit(1))


def _predecessor(of_item: Sequence[tuple[int, str]], fetched: int) -> str | None:
    """The newest text of an item that was fetched no later than an instant."""
    earlier = [text for text in of_item if text[0] <= fetched]
    return max(earlier)[1] if earlier else None


def _standing(connection: Connection, ids: list[str], until: int) -> dict[str, bool]:
    """Whether each capture is its item's newest text, for captures whose item has several."""
    other = captures.alias("other")
    same_item = (other.c.source == captures.c.source) & (other.c.key == captures.c.key)
    came_back = (
        select(func.max(returns.c.at))
        .where(returns.c.capture == other.c.id, returns.c.at <= until)
        .scalar_subquery()
    )
    asked = (
        select(captures.c.id, other.c.id.label("other"), other.c.fetched_at, came_back.label("at"))
        .join(other, same_item)
        .where(captures.c.id.in_(ids), other.c.fetched_at <= until)
    )
    stamps: dict[str, dict[str, int]] = {}
    for row in connection.execute(asked):
        stamps.setdefault(row.id, {})[row.other] = max(row.fetched_at, row.at or 0)
    return {
        name: of_item.get(name, 0) >= max(of_item.values())
        for name, of_item in stamps.items()
        if len(of_item) > 1
    }


def _mark_seen(connection: Connection, seen: dict[str, int]) -> None:
    if not seen:
        return
    moments: dict[int, list[str]] = {}
    for name, at in seen.items():
        moments.setdefault(at, []).append(name)
    back = []
    for at, names in moments.items():
        for some in _slices(names):
            stands = _standing(connection, some, at)
            back += [{"capture": n, "at": at} for n in some if not stands.get(n, True)]
    if back:
        connection.execute(insert(returns).on_conflict_do_nothing(), back)
    statement = (
        update(captures)
        .where(captures.c.id == bindparam("seen_id"), captures.c.last_seen < bindparam("at"))
        .values(last_seen=bindparam("at"))
    )
    connection.execute(statement, [{"seen_id": name, "at": at} for name, at in seen.items()])


_PAIRS = tuple[tuple[str, int], ...]


def _count_again(connection: Connection, again: Sequence[Capture]) -> None:
    """Keep the counts of captures seen again, where they are not what they were."""
    now = {one.id: one for one in again if one.engagement}
    if not now:
        return
    known: dict[str, str] = {}
    for some in _slices(list(now)):
        first = select(captures.c.id, captures.c.engagement).where(captures.c.id.in_(some))
        known.update((row.id, row.engagement) for row in connection.execute(first))
        later = select(engagements).where(engagements.c.capture.in_(some))
        for row in connection.execute(later.order_by(engagements.c.at)):
            known[row.capture] = row.counts
    rows = [
        {"capture": name, "at": micros(one.fetched_at), "counts": _json(one.engagement)}
        for name, one in now.items()
        if known.get(name) != _json(one.engagement)
    ]
    if rows:
        connection.execute(insert(engagements).on_conflict_do_nothing(), rows)


def _slices(ids: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(ids), _PARAMETERS):
        yield ids[at : at + _PARAMETERS]


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _row(capture: Capture, previous: str | None) -> dict[str, Any]:
    start, end = capture.raw_range or (None, None)
    same = (
        "id", "source", "key", "canonicaliser", "text", "text_sha256", "raw", "address", "title",
        "author", "owner", "media_type", "lang",
    )  # fmt: skip
    row = {name: getattr(capture, name) for name in same}
    return row | {
        "layout": zstandard.compress(msgspec.msgpack.encode(capture.layout)),
        "raw_start": start, "raw_end": end,
        "published_at": micros(capture.published_at), "fetched_at": micros(capture.fetched_at),
        "links": _json(capture.links), "engagement": _json(capture.engagement),
        "dropped": _json(capture.dropped), "marks": _json(capture.marks), "page": same_page(capture.address), "previous": previous,
        "last_seen": micros(capture.fetched_at),
    }  # fmt: skip


def _capture(row: Row[Any], layout: bool) -> Capture:
    made = capture_id(row.source, row.key, row.canonicaliser, row.text)
    if text_sha256(row.text) != row.text_sha256 or made != row.id:
        raise StoreError(
            f"The text of capture {row.id[:12]} is not the one its digest names.",
            "Put a backup back with nutgraf restore FILE, or look at the source again.",
        )
    packed = zstandard.decompress(row.layout) if layout else b""
    pairs = tuple[tuple[str, int], ...]
    return Capture(
        id=row.id, source=row.source, key=row.key, canonicaliser=row.canonicaliser, text=row.text,
        text_sha256=row.text_sha256,
        layout=msgspec.msgpack.decode(packed, type=Layout) if layout else Layout(),
        raw=row.raw, raw_range=None if row.raw_start is None else (row.raw_start, row.raw_end),
        address=row.address, title=row.title, author=row.author, owner=row.owner,
        published_at=moment(row.published_at), fetched_at=moment(row.fetched_at),
        media_type=row.media_type, lang=row.lang,
        links=msgspec.json.decode(row.links, type=tuple[Link, ...]),
        engagement=msgspec.json.decode(row.engagement, type=pairs),
        previous=row.previous, dropped=msgspec.json.decode(row.dropped, type=pairs),
        marks=msgspec.json.decode(row.marks, type=tuple[tuple[str, str], ...]),
    )  # fmt: skip
