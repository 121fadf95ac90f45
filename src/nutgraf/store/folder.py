"""A desk is a folder: finding it, laying it out, its settings files, and who holds it.

nutgraf.toml  sources.toml  nutgraf.db  objects/  editions/
"""

from __future__ import annotations

import fcntl
import os
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec
import tomlkit

from nutgraf.errors import DeskError, HeldError, SettingsError
from nutgraf.sources.model import Source
from nutgraf.store.database import saying_what_failed
from nutgraf.store.objects import write_whole

SETTINGS = "nutgraf.toml"
SOURCES = "sources.toml"
_FIELDS = tuple(field.name for field in fields(Source))
_RANGES = {"weight": (0, 2), "quote_limit": (0, 10_000)}


def find_desk(start: Path) -> Path:
    """The desk at or above a folder; raises DeskError when there is none."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise DeskError(
        f"There is no desk at {start} or above it.",
        "Make one with nutgraf init, or name one with --desk DIR.",
    )


def lay_out(folder: Path, settings: str) -> bool:
    """Make a folder a desk; one that is a desk already is left as it is. Says whether it was made."""
    if (folder / SETTINGS).exists():
        return False
    with saying_what_failed():
        for part in ("objects", "editions"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        if not (folder / SOURCES).exists():
            write_whole(
                folder / SOURCES, b"# What this desk follows; nutgraf sources add writes here.\n"
            )
        write_whole(folder / SETTINGS, settings.encode())
    return True


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as plain values; raises SettingsError that names file and line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError(
            f"{path.name} cannot be read: {problem}.", f"Mend {path.name} in an editor."
        ) from problem


def read_sources(folder: Path) -> tuple[Source, ...]:
    """What the desk follows, in file order; raises SettingsError on what it does not know."""
    found: list[Source] = []
    entries = read_toml(folder / SOURCES).get("source", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise SettingsError(
            f"In {SOURCES}, 'source' is no list of tables.",
            "Write [[source]] and the keys of one source below it.",
        )
    for at, entry in enumerate(entries, 1):
        found.append(_source(entry, at))
        if len({source.id for source in found}) < len(found):
            raise SettingsError(
                f"Two sources in {SOURCES} have the id {found[-1].id!r}.",
                f"Give one of them another id in {SOURCES}.",
            )
    return tuple(found)


def _source(entry: dict[str, Any], at: int) -> Source:
    if unknown := sorted(set(entry) - set(_FIELDS)):
        raise SettingsError(
            f"Source {at} in {SOURCES} has the unknown key {unknown[0]!r}.",
            f"The keys are {', '.join(_FIELDS)}.",
        )
    try:
        source = msgspec.convert(entry, Source)
        for name, (least, most) in _RANGES.items():
            if not least <= getattr(source, name) <= most:
                raise msgspec.ValidationError(f"`{name}` is not from {least} to {most}")
        return source
    except msgspec.ValidationError as problem:
        raise SettingsError(
            f"Source {at} in {SOURCES} is not right: {problem}.",
            "A source needs id, name, kind, address and owner.",
        ) from problem


def write_sources(folder: Path, sources: Sequence[Source]) -> None:
    """Write what the desk follows; comments and the order of what stays are kept."""
    path = folder / SOURCES
    document = (
        tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
    )
    old = {str(table["id"]): table for table in document.get("source", [])}
    tables = tomlkit.aot()
    for source in sources:
        tables.append(_changed(old[source.id], source) if source.id in old else _table(source))
    document.pop("source", None)
    if sources:
        document.append("source", tables)
    with saying_what_failed():
        write_whole(path, tomlkit.dumps(document).encode())


def _table(source: Source) -> Any:
    table = tomlkit.table()
    for name, value in _said(source).items():
        table[name] = value
    return table


def _changed(table: Any, source: Source) -> Any:
    """A table of the file with what is otherwise now; all else of it stays as it was written."""
    said = _said(source)
    for name in _FIELDS:
        if name in said and table.get(name) != said[name]:
            table[name] = said[name]
        elif (
            name in table
            and name not in said
            and _plain(table[name]) != msgspec.to_builtins(getattr(source, name))
        ):
            del table[name]
    return table


def _plain(value: Any) -> Any:
    """A value of the file without what the library keeps of its spelling."""
    return value.unwrap() if hasattr(value, "unwrap") else value


def _said(source: Source) -> dict[str, Any]:
    """What stands in the file of a source: what it must say, and what is not as usual."""
    plain = Source(id="", name="", kind="feed", address="", owner="")
    said = {
        name: msgspec.to_builtins(getattr(source, name))
        for name in _FIELDS
        if name in _FIELDS[:5] or getattr(source, name) != getattr(plain, name)
    }
    if source.rules is not None:
        said["rules"] = {name: value for name, value in said["rules"].items() if value}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in said.items()}


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a desk for one run; raises DeskError when another process holds it.

    The kernel lets go when the holder dies, however it dies.
    """
    handle = os.open(folder / ".held", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise HeldError(
                f"Another nutgraf is at work on the desk {folder.name}.",
                "Wait until it is done, then run the same command again.",
            ) from problem
        yield
    finally:
        os.close(handle)


def put_file(folder: Path, relative: str, data: bytes) -> None:
    """Put a file into a desk's folder unless one of that name is there already."""
    path = folder / relative
    if not path.exists():
        with saying_what_failed():
            write_whole(path, data)
