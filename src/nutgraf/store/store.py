"""The store of one desk: the database, the raw objects and the files of editions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from nutgraf.access import Audience
from nutgraf.errors import StoreError
from nutgraf.ids import sha256_hex
from nutgraf.sources.model import Source
from nutgraf.store import folder as files
from nutgraf.store.captures import Captures
from nutgraf.store.commits import Commits, Witness, micros
from nutgraf.store.database import open_desk_database, saying_what_failed
from nutgraf.store.editions import Editions
from nutgraf.store.following import Following
from nutgraf.store.journal import Journal
from nutgraf.store.leads import Leads
from nutgraf.store.looks import Looks
from nutgraf.store.names import LearnedNames
from nutgraf.store.objects import Objects, file_sha256, write_whole
from nutgraf.store.placements import Placements
from nutgraf.store.revocations import Revocations
from nutgraf.store.schema import captures, metadata, raw_objects, sources
from nutgraf.store.seal import (
    damage,
    damaged_database,
    hold_against,
    left_open,
    quick_fault,
    set_seal,
)
from nutgraf.store.spool import Spool
from nutgraf.store.track_records import TrackRecords

_OTHER = "which this version's schema does not say"
_FROM_A_BACKUP = "Put a backup back with nutgraf restore FILE, or make it again from objects/: nutgraf rebuild DIR."


def _other_tables(connection: Connection) -> tuple[str, ...]:
    """Where the tables are not those of this version's schema, a sentence each with what to do.

    Raises StoreError where a table or column is missing.
    """
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    missing, other = [], []
    for said in compare_metadata(MigrationContext.configure(connection), metadata):
        # One change is a tuple; what is changed of one column is a list of them.
        change = said[0] if isinstance(said, list) else said
        verb, about = change[0], change[-1]
        if verb == "add_table":
            missing.append(f"the table {about.name}")
        elif verb == "add_column":
            missing.append(f"the column {change[2]}.{about.name}")
        elif verb == "add_index":
            other.append(f"lacks the index {about.name} of this version's schema")
        elif verb == "remove_table":
            other.append(f"has the table {about.name}, {_OTHER}")
        elif verb == "remove_column":
            other.append(f"has the column {change[2]}.{about.name}, {_OTHER}")
        elif verb == "remove_index":
            other.append(f"has the index {about.name}, {_OTHER}")
        elif verb.startswith("modify_"):
            other.append(f"has another form of the column {change[2]}.{change[3]}")
        else:
            other.append(f"has other rules for the table {about.table.name}")
    if missing:
        raise StoreError(
            f"The database lacks {', '.join(missing)} of this version's schema.", _FROM_A_BACKUP
        )
    return tuple(f"The database {one}. {_FROM_A_BACKUP}" for one in other)


class Store:
    """Everything a desk keeps; close when done.

    Opening brings the schema to this version; with `read_only` nothing is written at all. Where the
    disk or the folder's rights refuse all writing, the desk is opened to be read.
    """

    def __init__(
        self, folder: Path, *, witness: Witness | None = None, read_only: bool = False
    ) -> None:
        self.folder = folder
        database = folder / "nutgraf.db"
        hold_against(database)
        self._left_open = left_open(database)
        self._engine, refused = open_desk_database(database, read_only=read_only)
        self.commits = Commits(self._engine, witness, refused)
        self.objects = Objects(folder / "objects")
        self.spool = Spool(folder / "objects")
        self.captures = Captures(self.commits)
        self.looks = Looks(self.commits)
        self.journal = Journal(self.commits)
        self.following = Following(self.commits)
        self.leads = Leads(self.commits)
        self.revocations = Revocations(self.commits)

    def close(self) -> None:
        """Let go of the database, sealed if it was written in."""
        if self.commits.wrote:
            set_seal(self._engine)
        self._engine.dispose()

    def sweep(self) -> None:
        """Take away what a killed writer left unfinished; only for who holds the desk.

        Where one was killed, the database is looked over too; raises StoreError when it is damaged.
        """
        if self._left_open:
            with self.commits.reading() as connection:
                if fault := quick_fault(connection):
                    raise damaged_database(fault)
        for place in ("objects", "editions"):
            for left in (self.folder / place).rglob(".coming-*"):
                left.unlink(missing_ok=True)

    def copy_database(self, path: Path) -> None:
        """A consistent copy of the database in a new file."""
        with self.commits.reading() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("VACUUM INTO ?", (str(path),))
            connection.exec_driver_sql("BEGIN")

    def placements(self, audience: Audience) -> Placements:
        """The placements of an audience."""
        return Placements(self.commits, audience)

    def editions(self, audience: Audience) -> Editions:
        """The editions of an audience."""
        return Editions(self.commits, audience.key)

    def track_records(
        self, audience: Audience, muted: Collection[str] = frozenset()
    ) -> TrackRecords:
        """What is known of sources and owners, as far as an audience may read them, `muted` sources
        out of every race."""
        return TrackRecords(self.commits, audience, muted)

    def learned_names(self, audience: Audience) -> LearnedNames:
        """The names an audience's captures taught."""
        return LearnedNames(self.commits, audience.key)

    def keep_raw(self, data: bytes, at: datetime) -> str:
        """Keep bytes as a raw object, file first, then its row; returns the sha256."""
        return self.keep_raws([data], at)[0]

    def keep_raws(self, several: Sequence[bytes], at: datetime) -> tuple[str, ...]:
        """Keep several bytes as raw objects, files first, then their rows in one transaction."""
        kept = [(self.objects.keep(data)[0], len(data)) for data in several]
        self._keep_rows(kept, at)
        return tuple(sha256 for sha256, _ in kept)

    def keep_raw_stream(self, stream: BinaryIO, at: datetime) -> str:
        """Keep a stream as a raw object without holding it; returns the sha256."""
        sha256, size, _ = self.objects.keep_stream(stream)
        self._keep_rows([(sha256, size)], at)
        return sha256

    def _keep_rows(self, kept: Sequence[tuple[str, int]], at: datetime) -> None:
        if not kept:
            return
        self.commits.reached("object:after")
        # Not every bit of a compressed file changes what it unpacks to, so the file has a digest too.
        rows = [
            {"sha256": sha256, "size": size, "stored": micros(at),
             "packed_sha256": file_sha256(self.objects.path(sha256))}
            for sha256, size in kept
        ]  # fmt: skip
        with self.commits.commit("raw") as connection:
            statement = insert(raw_objects)
            same = {"packed_sha256": statement.excluded.packed_sha256}
            connection.execute(
                statement.on_conflict_do_update(index_elements=["sha256"], set_=same), rows
            )

    def know_sources(self, followed: Iterable[Source]) -> None:
        """Bring the sources a desk follows into the database, where captures point at them."""
        rows = [
            {"id": s.id, "name": s.name, "kind": s.kind, "address": s.address, "owner": s.owner,
             "readers": msgspec.json.encode(s.readers).decode()}
            for s in followed
        ]  # fmt: skip
        if not rows:
            return
        with self.commits.commit("sources") as connection:
            statement = insert(sources)
            changed = {name: statement.excluded[name] for name in rows[0] if name != "id"}
            connection.execute(
                statement.on_conflict_do_update(index_elements=["id"], set_=changed), rows
            )

    def known_sources(self) -> dict[str, str]:
        """Every source ever followed: id to name."""
        with self.commits.reading() as connection:
            rows = connection.execute(select(sources.c.id, sources.c.name).order_by(sources.c.id))
            return {row.id: row.name for row in rows}

    def sources_by_id(self) -> dict[str, Source]:
        """Every source ever followed, as far as captures need to know it."""
        with self.commits.reading() as connection:
            return {
                row.id: Source(
                    id=row.id, name=row.name, kind=row.kind, address=row.address, owner=row.owner
                )
                for row in connection.execute(select(sources))
            }

    def known_addresses(self) -> dict[str, str]:
        """Every source ever followed: id to address."""
        with self.commits.reading() as connection:
            rows = connection.execute(select(sources.c.id, sources.c.address))
            return {row.id: row.address for row in rows}

    def forget_source(self, name: str) -> bool:
        """Forget a source that gave no capture; one that did stays. Says whether it went."""
        with self.commits.commit("sources") as connection:
            used = select(captures.c.id).where(captures.c.source == name).limit(1)
            if connection.scalar(used):
                return False
            connection.execute(delete(sources).where(sources.c.id == name))
            return True

    def raw_names(self) -> tuple[str, ...]:
        """The sha256 of every raw object, sorted."""
        with self.commits.reading() as connection:
            return tuple(
                connection.scalars(select(raw_objects.c.sha256).order_by(raw_objects.c.sha256))
            )

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the database and the raw objects, a sentence each; empty when sound.

        Raises StoreError where a table or column is missing: then nothing else can be looked over.
        """
        fault = damage(self.folder / "nutgraf.db")
        found = [fault] if fault else []
        with self.commits.reading() as connection:
            said = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            if said != "ok":
                found.append(f"The database is damaged: {said}.")
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            found += [f"A row of {row[0]} points to nothing in {row[2]}." for row in broken]
            if not found:
                found += _other_tables(connection)
        found += [line for line in self.spool.read() if isinstance(line, str)]
        for name in self.raw_names():
            if problem := self.object_fault(name):
                found.append(problem)
        return tuple(found)

    def object_fault(self, sha256: str) -> str:
        """What is wrong with one raw object, "" when it is whole. Reads it in pieces."""
        with self.commits.reading() as connection:
            packed = connection.scalar(
                select(raw_objects.c.packed_sha256).where(raw_objects.c.sha256 == sha256)
            )
        if packed is None:
            return f"This desk keeps no raw object {sha256[:12]}."
        return self.objects.fault(sha256, packed)

    def write_edition_files(
        self, name: str, contents: Sequence[tuple[str, bytes]]
    ) -> tuple[Path, ...]:
        """Write the files of an edition, each whole; returns their paths in the order given."""
        written = []
        with saying_what_failed():
            for file, data in contents:
                path = self.folder / "editions" / name / file
                if not path.exists() or sha256_hex(path.read_bytes()) != sha256_hex(data):
                    write_whole(path, data)
                self.commits.reached(f"file {file}:after")
                written.append(path)
        return tuple(written)

    def followed(self) -> tuple[Source, ...]:
        """What the desk follows, from sources.toml."""
        return files.read_sources(self.folder)

    def follow(self, followed: Sequence[Source]) -> None:
        """Write what the desk follows to sources.toml and the database."""
        files.write_sources(self.folder, followed)
        self.know_sources(followed)
