"""What a desk changes of the registry: entities.toml, read and applied.

```toml
[[name]]
name = "Kestrel Labs"            # unknown to the package: added; known: what is said here replaces
kind = "company"
aliases = ["@kestrel_labs"]      # added to those it has
```
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import msgspec

from nutgraf.entities.folding import key_of
from nutgraf.entities.model import KINDS, Entity, EntityKind, Sense
from nutgraf.entities.registry import Registry, shipped
from nutgraf.errors import SettingsError

FILE = "entities.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One [[name]] of entities.toml. What is None stays as it ships.

    `rename` is the name it goes by from now on, the old one stays an alias; `forget` takes the
    whole name out, and keeps it from being learned; `forget_aliases` takes single aliases out.
    """

    name: str
    kind: EntityKind | None = None
    aliases: tuple[str, ...] = ()
    also: tuple[EntityKind, ...] | None = None
    maker: str | None = None
    rename: str | None = None
    versioned: bool | None = None
    senses: tuple[Sense, ...] | None = None
    usual: str | None = None
    apart: tuple[str, ...] | None = None
    notes: str | None = None
    forget: bool = False
    forget_aliases: tuple[str, ...] = ()


_KEYS = tuple(field.name for field in fields(Change))
_SENSE_KEYS = tuple(field.name for field in fields(Sense))


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything entities.toml says, in file order. Changes of one meaning are equal."""

    names: tuple[Change, ...] = ()

    @property
    def forgotten(self) -> frozenset[str]:
        """The keys of names that are not to be known, nor learned."""
        return frozenset(key_of(one.name) for one in self.names if one.forget)


NO_CHANGES = Changes()


def read_changes(values: Mapping[str, Any], text: str) -> Changes:
    """The changes a file states; `text` is the file's own, for line numbers. Raises SettingsError."""
    lines = _lines(text)
    for name in values:
        if name != "name":
            raise _wrong(
                0, lines, f"the key {name!r} is not known", "Write [[name]] and its keys below it."
            )
    entries = values.get("name", [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise _wrong(
            0, lines, "'name' is no list of tables", "Write [[name]] and its keys below it."
        )
    made: list[Change] = []
    for at, entry in enumerate(entries, 1):
        change = _change(entry, at, lines)
        if any(key_of(change.name) == key_of(other.name) for other in made):
            raise _wrong(
                at,
                lines,
                f"{change.name!r} stands a second time",
                "Put what is said of it into one [[name]].",
            )
        made.append(change)
    changes = Changes(names=tuple(made))
    _refuse_shared_aliases(changes, lines)
    _refuse_names_as_aliases(changes, lines)
    return changes


def registry_with(changes: Changes) -> Registry:
    """The shipped registry with a desk's changes; raises nothing for what `read_changes` let through."""
    return shipped() if not changes.names else _made(changes)


def _change(entry: dict[str, Any], at: int, lines: Mapping[tuple[int, str], int]) -> Change:
    _refuse_unknown(entry, _KEYS, at, lines)
    if not isinstance(entry.get("name"), str) or not key_of(entry["name"]):
        raise _wrong(
            at,
            lines,
            f"name {at} has no 'name'",
            'Write name = "..." with a letter or digit in it.',
        )
    for sense in entry.get("senses", ()):
        if isinstance(sense, dict):
            _refuse_unknown(sense, _SENSE_KEYS, at, lines)
    if entry.get("kind", KINDS[0]) not in KINDS:
        near = difflib.get_close_matches(str(entry["kind"]), KINDS, n=1, cutoff=0.4)
        raise _wrong(
            at, lines, f"the kind of {entry['name']!r} cannot be {entry['kind']!r}",
            (f"Did you mean {near[0]!r}? " if near else "") + f"It is one of {', '.join(KINDS)}.",
            "kind",
        )  # fmt: skip
    try:
        change = msgspec.convert(entry, Change)
    except msgspec.ValidationError as problem:
        raise _wrong(
            at, lines, f"what is said of {entry['name']!r} is not right: {problem}",
            "nutgraf names show NAME prints a name as it should stand here.",
        ) from problem  # fmt: skip
    known = shipped().is_alias(key_of(change.name))
    if change.kind is None and not change.forget and known is None and not _is_row(change.name):
        raise _wrong(
            at, lines, f"{change.name!r} is new and has no kind",
            f'Write kind = "..." below it, one of {", ".join(KINDS)}.',
        )  # fmt: skip
    if change.usual and change.usual not in {one.sense for one in change.senses or ()}:
        raise _wrong(
            at,
            lines,
            f"the usual sense {change.usual!r} of {change.name!r} is none of its senses",
            "Name one of them, or take it out.",
            "usual",
        )
    return change


def _is_row(name: str) -> bool:
    return any(one.key == key_of(name) for one in shipped().entities)


@lru_cache(maxsize=8)
def _made(changes: Changes) -> Registry:
    said = {key_of(one.name): one for one in changes.names}
    rows: list[Entity] = []
    for entity in shipped().entities:
        change = said.pop(entity.key, None) or next(
            (said.pop(key_of(a)) for a in entity.aliases if key_of(a) in said), None
        )
        rows += [entity] if change is None else _changed(entity, change)
    rows += [_new(change) for change in said.values() if not change.forget]
    return Registry(_desk_first(rows))


def _desk_first(rows: Sequence[Entity]) -> Iterator[Entity]:
    """What the desk says wins where two claim one alias."""
    yield from (row for row in rows if row.origin == "desk")
    yield from (row for row in rows if row.origin != "desk")


def _changed(entity: Entity, change: Change) -> list[Entity]:
    if change.forget:
        return []
    gone = {key_of(alias) for alias in change.forget_aliases}
    aliases = [alias for alias in (*entity.aliases, *change.aliases) if key_of(alias) not in gone]
    name = change.rename or entity.name
    if change.rename:
        aliases.append(entity.name)
    said = {
        field: getattr(change, field)
        for field in ("kind", "also", "maker", "versioned", "senses", "usual", "apart", "notes")
        if getattr(change, field) is not None
    }
    return [
        replace(
            entity, key=key_of(name), name=name, aliases=tuple(dict.fromkeys(aliases)),
            origin="desk", **said,
        )
    ]  # fmt: skip


def _new(change: Change) -> Entity:
    name = change.rename or change.name
    blank = Entity(key=key_of(name), name=name, kind=change.kind or "company")
    return _changed(blank, replace(change, rename=None))[0]


def _refuse_shared_aliases(changes: Changes, lines: Mapping[tuple[int, str], int]) -> None:
    """Two names of the file must not claim one alias: which is meant could not be told."""
    taken: dict[str, str] = {}
    for at, one in enumerate(changes.names, 1):
        for alias in (one.name, *one.aliases):
            if taken.setdefault(key_of(alias), one.name) != one.name:
                raise _wrong(
                    at, lines, f"{alias!r} is claimed by {taken[key_of(alias)]!r} and {one.name!r}",
                    "Leave it with one of the two, or write one [[name]] with senses.", "aliases",
                )  # fmt: skip


def _refuse_names_as_aliases(changes: Changes, lines: Mapping[tuple[int, str], int]) -> None:
    """An alias must not be the own name of a shipped entity: all that is said of it would go over."""
    shipped_names = {one.key: one for one in shipped().entities}
    for at, one in enumerate(changes.names, 1):
        mine = shipped().is_alias(key_of(one.name)) or shipped_names.get(key_of(one.name))
        for alias in one.aliases:
            other = shipped_names.get(key_of(alias))
            if other is not None and other != mine:
                raise _wrong(
                    at, lines, f"the alias {alias!r} of {one.name!r} is the name of {other.name!r}",
                    f"Take it out, or write a [[name]] for {other.name!r} with senses.", "aliases",
                )  # fmt: skip


def _refuse_unknown(
    said: Mapping[str, Any], known: tuple[str, ...], at: int, lines: Mapping[tuple[int, str], int]
) -> None:
    for key in said:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.4)
            raise _wrong(
                at, lines, f"the key {key!r} is not known",
                f"Did you mean {near[0]!r}?" if near else f"The keys are {', '.join(known)}.", key,
            )  # fmt: skip


def _lines(text: str) -> dict[tuple[int, str], int]:
    """The line of each [[name]] (key "") and of its keys, by its number in the file."""
    found: dict[tuple[int, str], int] = {}
    at = 0
    for number, line in enumerate(text.splitlines(), 1):
        plain = line.strip()
        if plain.replace(" ", "") == "[[name]]":
            at += 1
            found[at, ""] = number
        elif "=" in plain and not plain.startswith("#"):
            found.setdefault((at, plain.partition("=")[0].strip().strip("\"'")), number)
    return found


def _wrong(
    at: int, lines: Mapping[tuple[int, str], int], what: str, next_step: str, key: str = ""
) -> SettingsError:
    line = lines.get((at, key)) or lines.get((at, ""))
    return SettingsError(f"In {FILE}{f', line {line}' if line else ''}, {what}.", next_step)
