"""The claims of one file, without a desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nutgraf import reading, sources, wire
from nutgraf.archive.model import Capture
from nutgraf.errors import Refused, UsageError
from nutgraf.reading.model import Parts
from nutgraf.rundown import work
from nutgraf.sources.model import RawObject, Source
from nutgraf.wire.folder import LinesFile

_NOBODY = Source(id="file", name="file", kind="file", address="", owner="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClaim:
    """A claim as shown: where it stands, its words, and its parts in words."""

    capture: str
    start: int
    end: int
    text: str
    said_by: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileClaims:
    """What was found in a file."""

    claims: tuple[ShownClaim, ...]
    refused: tuple[Refused, ...]


def claims_of(path: Path) -> FileClaims:
    """The claims in a file of any kind the desk reads; raises UsageError when it is not there."""
    if not path.is_file():
        raise UsageError(f"There is no file {str(path)!r}.", "Name a file to read.")
    found = wire.file(path)
    if isinstance(found, Refused):
        return FileClaims(claims=(), refused=(found,))
    # A file has no day of its own: what it does not say is counted from when it was written.
    written = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    made = _lines(found, written) if isinstance(found, LinesFile) else _object(found, written)
    claims = [c for one in made if isinstance(one, Capture) for c in _shown(one)]
    refused = [one for one in made if isinstance(one, Refused) and one.rule not in sources.NOTES]
    return FileClaims(claims=tuple(claims), refused=tuple(refused))


def _object(raw: RawObject, at: datetime) -> list[Capture | Refused]:
    arrival = work.Arrival(source=_NOBODY, raw=raw, at=at)
    return list(work.without_leads(work.receive(arrival), arrival))


def _lines(file: LinesFile, at: datetime) -> list[Capture | Refused]:
    stream = wire.open_lines(file)
    if isinstance(stream, Refused):
        return [stream]
    with stream:
        items = sources.read_lines(
            wire.lines(stream),
            raw=file.sha256(),
            name=file.name,
            fallback=at,
            source_ids={},
            owners={},
        )
        return [
            one
            if isinstance(one, Refused)
            else work.receive_item(work.Item(received=one, owner=one.metadata.owner, at=at))
            for one in items
        ]


def _shown(capture: Capture) -> list[ShownClaim]:
    return [
        ShownClaim(
            capture=claim.capture,
            start=claim.start,
            end=claim.end,
            text=claim.text,
            said_by=claim.said_by,
            parts=tuple(parts_in_words(claim.parts)),
        )
        for claim in reading.claims(capture)
    ]


def parts_in_words(parts: Parts) -> list[str]:
    """What was recognised, a line each."""
    lines = [f"name {name.text} ({name.kind})" for name in parts.names]
    for q in parts.quantities:
        value = q.value if q.high is None else f"{q.value} to {q.high}"
        lines.append(
            f"{q.kind} {q.literal} = {q.bound + ' ' if q.bound else ''}{value} {q.unit}".rstrip()
        )
    lines += [f"date {day.literal} = {day.first} to {day.last}" for day in parts.days]
    lines += [f"said by {s.speaker}{' (quoted)' if s.quoted else ''}" for s in parts.speech]
    if parts.polarity != "affirmed":
        lines.append(parts.polarity)
    if parts.strength != "stated":
        lines.append(parts.strength)
    return lines
