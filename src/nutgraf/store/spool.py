"""The spool: beside the raw objects, what each was and whose, one line a look.

A raw object alone does not say which source gave it, under what name, and when. `objects/looks.jsonl`
does, so that objects and spool together give every capture again, with the same ids, where the database
is lost; so does it what was taken back by hand. A line is written once the bytes it names are kept and before anything reads them: 16 hex digits
of the sha256 of the rest, a space, JSON. What was the last to come under its name writes no line again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from nutgraf.ids import digest, sha256_hex
from nutgraf.sources.model import Lead, RawObject, Received, Source
from nutgraf.store.database import saying_what_failed
from nutgraf.store.objects import sync_folder
from nutgraf.store.revocations import Revocation

NAME = "looks.jsonl"
_SUM = 16
_LONGEST_TAIL = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One line. `source` is the source as it was followed then, None for an import of lines.

    One of four: an object with its `raw` digest, `name`, `address` and `media_type`, what was `seen`
    of it and the `lead` that led to it; with `lines`, a file of captures as JSON Lines; an `item`
    that was taken as far as it was known where its own page could not be looked at; or a capture that
    was `taken_back` by hand, which no bytes tell of.
    """

    at: datetime
    source: Source | None = None
    raw: str = ""
    name: str = ""
    address: str = ""
    media_type: str = ""
    seen: tuple[tuple[str, str], ...] = ()
    lead: Lead | None = None
    lines: bool = False
    item: Received | None = None
    taken_back: Revocation | None = None


Came = tuple[Source, RawObject, Lead | None]


class Spool:
    """The record of looks in a folder of raw objects."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._last: dict[str, str] | None = None

    def note(self, came: Sequence[Came], at: datetime) -> None:
        """Note raw objects, once their bytes are kept. Raises StoreError."""
        self._write(
            Noted(
                at=at, source=source, raw=raw.sha256, name=raw.name, address=raw.address,
                media_type=raw.media_type, seen=raw.seen, lead=lead,
            )
            for source, raw, lead in came
        )  # fmt: skip

    def note_lines(self, raw: str, name: str, at: datetime, source: Source | None) -> None:
        """Note a file of captures, once its bytes are kept; `source` is the one it was found in."""
        self._write([Noted(at=at, source=source, raw=raw, name=name, lines=True)])

    def note_items(self, items: Sequence[Received], at: datetime) -> None:
        """Note items that were taken without the look that was to give their text."""
        self._write(Noted(at=at, raw=item.raw, name=item.key, item=item) for item in items)

    def note_taken_back(self, revocations: Sequence[Revocation]) -> None:
        """Note captures that were taken back, each once."""
        self._write(Noted(at=one.at, name=one.capture, taken_back=one) for one in revocations)

    def read(self) -> Iterator[Noted | str]:
        """Every line in order; a sentence for each that is damaged.

        A last line that a kill cut short is no line yet, and is taken away by who writes next.
        """
        if not self._path.exists():
            return
        with saying_what_failed(), self._path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                noted = _read(line)
                if noted is not None:
                    yield noted
                elif line.endswith(b"\n"):
                    yield f"Line {number} of objects/{NAME} is damaged; the others can be read."

    def _write(self, noted: Iterable[Noted]) -> None:
        with saying_what_failed():
            last = self._known()
            fresh: dict[str, str] = {}
            lines = []
            for one in noted:
                place, content = _place(one), _content(one)
                if fresh.get(place, last.get(place)) != content:
                    lines.append(_line(one))
                    fresh[place] = content
            if lines:
                self._append(b"".join(lines))
                last.update(fresh)

    def _known(self) -> dict[str, str]:
        """What came last by each name, read once."""
        if self._last is None:
            kept = (one for one in self.read() if isinstance(one, Noted))
            self._last = {_place(one): _content(one) for one in kept}
        return self._last

    def _append(self, data: bytes) -> None:
        """Add whole lines, synced; a line that a kill cut short is taken away first."""
        new = not self._path.exists()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            size = os.fstat(handle).st_size
            whole, ended = self._whole(size)
            if whole < size:
                os.ftruncate(handle, whole)
            data = data if ended else b"\n" + data
            size = whole
            try:
                _write_all(handle, data)
            except OSError:
                os.ftruncate(handle, size)
                raise
            os.fsync(handle)
        finally:
            os.close(handle)
        if new:
            sync_folder(self._path.parent)

    def _whole(self, size: int) -> tuple[int, bool]:
        """How many bytes of the file are whole lines, and whether the last has its end."""
        if not size:
            return 0, True
        with self._path.open("rb") as stream:
            stream.seek(size - 1)
            if stream.read(1) == b"\n":
                return size, True
            at = max(0, size - _LONGEST_TAIL)
            stream.seek(at)
            tail = stream.read(size - at)
        before, newline, last = tail.rpartition(b"\n")
        if _read(last) is not None:
            return size, False
        return at + len(before) + len(newline), True


def _write_all(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def _place(one: Noted) -> str:
    """What a look is of: its source, its name, the item a lead to it is for."""
    source = one.item.source if one.item else one.source.id if one.source else ""
    what = "item" if one.item else "taken back" if one.taken_back else ""
    return digest(source, one.name, one.lead.key if one.lead else "", what)


def _content(one: Noted) -> str:
    """What a line would say but for when; sources and leads count as a whole."""
    return sha256_hex(_encoded(one, timeless=True))


def _encoded(one: Noted, *, timeless: bool = False) -> bytes:
    plain = {
        name: value
        for name, value in msgspec.to_builtins(one).items()
        if value not in (None, "", [], False) and not (timeless and name == "at")
    }
    return msgspec.json.encode(plain, order="deterministic")


def _line(one: Noted) -> bytes:
    encoded = _encoded(one)
    return f"{sha256_hex(encoded)[:_SUM]} ".encode() + encoded + b"\n"


def _read(line: bytes) -> Noted | None:
    whole, _, encoded = line.rstrip(b"\n").partition(b" ")
    if whole.decode("ascii", "replace") != sha256_hex(encoded)[:_SUM]:
        return None
    try:
        return msgspec.json.decode(encoded, type=Noted)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return None
