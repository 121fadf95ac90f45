"""A desk is a folder: finding it, laying it out, its settings files, and who holds it.

nutgraf.toml  sources.toml  nutgraf.db  objects/  editions/
"""

from __future__ import annotations

import difflib
import fcntl
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import tomlkit

from nutgraf.errors import DeskError, HeldError, SettingsError
from nutgraf.sources.model import Rules, Source
from nutgraf.store.blocks import Block, blocks_of, joined, lines_of, squeezed
from nutgraf.store.database import saying_what_failed
from nutgraf.store.objects import write_whole

SETTINGS = "nutgraf.toml"
SOURCES = "sources.toml"
ENTITIES = "entities.toml"
_FIELDS = tuple(field.name for field in fields(Source))
_NEEDED = _FIELDS[:5]
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
        return parse_toml(path.read_text(encoding="utf-8"), path.name)
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as problem:
        line = problem.object.count(b"\n", 0, problem.start) + 1
        raise SettingsError(
            f"In {path.name}, line {line}, a character is not UTF-8.",
            f"Save {path.name} as UTF-8 in an editor.",
        ) from problem


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """The text of a TOML file as plain values; raises SettingsError that names the file."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError(
            f"{name} cannot be read: {problem}.", f"Mend {name} in an editor."
        ) from problem


def change_list(
    path: Path, table: str, key: str, values: Sequence[str], *, check: Callable[[str], None]
) -> None:
    """Write a list of texts into a TOML file, everything else in it kept as it stands, comments too.

    `check` gets the new text before it is written, and raises where it may not be.
    """
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    if table not in document:
        document.add(tomlkit.nl())
        document.add(table, tomlkit.table())
    entries: Any = document[table]
    if key not in entries:
        entries.add(key, tomlkit.array())
    listed = entries[key]
    for gone in [one for one in listed if one not in values]:
        listed.remove(gone)
    for new in [one for one in values if one not in listed]:
        listed.append(new)
    text = tomlkit.dumps(document)
    check(text)
    with saying_what_failed():
        write_whole(path, text.encode("utf-8"))


def read_sources(folder: Path) -> tuple[Source, ...]:
    """What the desk follows, in file order; raises SettingsError on what it does not know."""
    path = folder / SOURCES
    values = read_toml(path)
    lines = lines_of(path.read_text(encoding="utf-8")) if values else {}
    _refuse_unknown(values, ("source",), "", lines)
    entries = values.get("source", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _wrong(
            lines, "source", "'source' is no list of tables",
            "Write [[source]] and the keys of one source below it.",
        )  # fmt: skip
    found: list[Source] = []
    for at, entry in enumerate(entries, 1):
        source = _source(entry, str(at), lines)
        if any(source.id == other.id for other in found):
            raise _wrong(
                lines, f"{at}.id", f"a second source has the id {source.id!r}",
                "Give one of the two another id.",
            )  # fmt: skip
        found.append(source)
    return tuple(found)


def _source(entry: dict[str, Any], at: str, lines: Mapping[str, int]) -> Source:
    _refuse_unknown(entry, _FIELDS, at, lines)
    for name in _NEEDED:
        if name not in entry:
            raise _wrong(
                lines, at, f"source {at} has no {name!r}",
                f"A source needs {', '.join(_NEEDED[:-1])} and {_NEEDED[-1]}.",
            )  # fmt: skip
    rules = entry.get("rules")
    if isinstance(rules, dict):
        known = tuple(field.name for field in fields(Rules))
        _refuse_unknown(rules, known, f"{at}.rules", lines)
        for name, value in rules.items():
            _one_value(value, str, f"{at}.rules.{name}", lines)
        if "item" not in rules:
            raise _wrong(
                lines, f"{at}.rules", f"the rules of source {at} have no 'item'",
                "Write item = a CSS selector or XPath of an item.",
            )  # fmt: skip
    hints = get_type_hints(Source)
    said = {
        name: _one_value(value, hints[name], f"{at}.{name}", lines) for name, value in entry.items()
    }
    return Source(**said)


def _one_value(value: Any, kind: Any, key: str, lines: Mapping[str, int]) -> Any:
    """A value of the file as what its key takes; raises SettingsError that names the key."""
    at, _, name = key.partition(".")
    try:
        made = msgspec.convert(value, kind)
        least, most = _RANGES.get(name, (0, 0))
        if name not in _RANGES or least <= made <= most:
            return made
    except msgspec.ValidationError:
        pass
    choices = get_args(kind) if get_origin(kind) is Literal else ()
    near = difflib.get_close_matches(str(value), choices, n=1, cutoff=0.6)
    raise _wrong(
        lines, key, f"{name!r} of source {at} cannot be {_shown(value)}",
        (f"Did you mean {near[0]!r}? " if near else "") + _takes(name, kind, choices),
    )  # fmt: skip


def _shown(value: Any) -> str:
    shown = {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)
    return shown if len(shown) <= 80 else shown[:79] + "…"


def _takes(name: str, kind: Any, choices: Sequence[str]) -> str:
    """A sentence on what a key takes."""
    if choices:
        return f"It is one of {', '.join(choices)}."
    if name in _RANGES:
        least, most = _RANGES[name]
        return f"It is a {'whole ' if kind is int else ''}number from {least:,} to {most:,}."
    if kind is bool:
        return "It is true or false, without quotes."
    if kind is str:
        return 'It is words in quotes: "...".'
    return (
        "Write [source.rules] and its keys below it."
        if name == "rules"
        else 'It is a list of words in quotes: ["...", "..."].'
    )


def _refuse_unknown(
    said: Mapping[str, Any], known: tuple[str, ...], where: str, lines: Mapping[str, int]
) -> None:
    for name in said:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
            at, _, inside = where.partition(".")
            place = (f"of the {inside} " if inside else "") + (f"of source {at} " if at else "")
            raise _wrong(
                lines, f"{where}.{name}" if where else name, f"the key {name!r} {place}is not known",
                f"Did you mean {near[0]!r}?" if near else f"The keys are {', '.join(known)}.",
            )  # fmt: skip


def _wrong(lines: Mapping[str, int], key: str, what: str, next_step: str) -> SettingsError:
    """An error at a key; where it stands on no line of its own, at what it stands in."""
    while key not in lines and "." in key:
        key = key.rpartition(".")[0]
    at = f", line {lines[key]}" if key in lines else ""
    return SettingsError(f"In {SOURCES}{at}, {what}.", next_step)


def read_entities_text(folder: Path) -> str:
    """The text of a desk's entities.toml, "" where there is none."""
    path = folder / ENTITIES
    return path.read_text(encoding="utf-8") if path.exists() else ""


def write_entities(folder: Path, text: str) -> None:
    """Write a desk's entities.toml, whole."""
    with saying_what_failed():
        write_whole(folder / ENTITIES, text.encode())


def write_sources(folder: Path, sources: Sequence[Source]) -> None:
    """Write what the desk follows; comments and the order of what stays are kept.

    One blank line stands between two sources. Where a source goes, its own lines go with it; the
    comments above it stay.
    """
    path = folder / SOURCES
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    written = _rewritten(text, sources)
    if _read_as(written) != tuple(sources):
        written = _anew(text, sources)
    with saying_what_failed():
        write_whole(path, written.encode())


def _rewritten(text: str, sources: Sequence[Source]) -> str:
    """The file with its blocks kept as they are written wherever a source is as it was."""
    head, blocks = blocks_of(text)
    staying = {source.id: source for source in sources}
    kept: dict[str, Block] = {}
    above = head.split("\n")
    loose = above
    for block in blocks:
        entry = _entry("\n".join(block.keys))
        name = str(entry.get("id"))
        if name in staying and name not in kept:
            if _converted(entry) != staying[name]:
                block.keys = _changed_keys(block.keys, staying[name])
            kept[name], loose = block, block.tail
        else:
            loose += block.loose
    parts = [
        kept[source.id].text if source.id in kept else tomlkit.dumps(_document([_table(source)]))
        for source in sources
    ]
    return joined(["\n".join(squeezed(above)), *parts])


def _changed_keys(keys: Sequence[str], source: Source) -> list[str]:
    document = tomlkit.parse("\n".join(keys) + "\n")
    tables: Any = document["source"]
    _changed(tables[0], source)
    return tomlkit.dumps(document).rstrip("\n").split("\n")


def _anew(text: str, sources: Sequence[Source]) -> str:
    """The file with the list of sources written anew: where it is no row of [[source]] tables."""
    document = tomlkit.parse(text)
    document.pop("source", None)
    return joined(
        [tomlkit.dumps(document), *(tomlkit.dumps(_document([_table(one)])) for one in sources)]
    )


def _document(tables: Sequence[Any]) -> Any:
    document, several = tomlkit.document(), tomlkit.aot()
    for table in tables:
        several.append(table)
    document.append("source", several)
    return document


def _entry(text: str) -> dict[str, Any]:
    """The one source of a block, {} where it cannot be read by itself."""
    try:
        entries = tomllib.loads(text).get("source")
    except tomllib.TOMLDecodeError:
        return {}
    return entries[0] if isinstance(entries, list) and len(entries) == 1 else {}


def _converted(entry: dict[str, Any]) -> Source | None:
    try:
        return msgspec.convert(entry, Source)
    except msgspec.ValidationError:
        return None


def _read_as(text: str) -> tuple[Source | None, ...]:
    """What a file says it follows; () where it cannot be read."""
    try:
        return tuple(_converted(entry) for entry in tomllib.loads(text).get("source", []))
    except tomllib.TOMLDecodeError:
        return ()


def _table(source: Source) -> Any:
    table = tomlkit.table()
    for name, value in _said(source).items():
        table[name] = value
    return table


def _changed(table: Any, source: Source) -> Any:
    """A table of the file with what is otherwise now; all else of it stays as it was written."""
    said = _said(source)
    for name in _FIELDS:
        if name == "rules" and name in said and name in table:
            _change_rules(table[name], said[name])
        elif name in said and table.get(name) != said[name]:
            table[name] = said[name]
        elif (
            name in table
            and name not in said
            and _plain(table[name]) != msgspec.to_builtins(getattr(source, name))
        ):
            del table[name]
    return table


def _change_rules(table: Any, said: Mapping[str, str]) -> None:
    for name in [name for name in table if name not in said and table[name]]:
        del table[name]
    for name, value in said.items():
        if table.get(name) != value:
            table[name] = value


def _plain(value: Any) -> Any:
    """A value of the file without what the library keeps of its spelling."""
    return value.unwrap() if hasattr(value, "unwrap") else value


def _said(source: Source) -> dict[str, Any]:
    """What stands in the file of a source: what it must say, and what is not as usual."""
    plain = Source(id="", name="", kind="feed", address="", owner="")
    said = {
        name: msgspec.to_builtins(getattr(source, name))
        for name in _FIELDS
        if name in _NEEDED or getattr(source, name) != getattr(plain, name)
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
