"""The names a desk knows: listed, shown with where they are from, added, forgotten."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from nutgraf.entities import Entity, Sense, key_of, read_changes, registry_with
from nutgraf.entities.learning import Learned
from nutgraf.errors import UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.entities_text import entry_of, with_entry, without_entry
from nutgraf.store.folder import ENTITIES, held, read_entities_text, write_entities


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words of a capture that say what a name is; `span` is the form `nutgraf where` takes."""

    span: str
    owner: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownName:
    """A name as a person sees it. `origin` is `shipped`, `desk` (entities.toml) or `learned`."""

    name: str
    kind: str
    origin: str
    aliases: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    maker: str = ""
    notes: str = ""
    senses: tuple[Sense, ...] = ()
    usual: str = ""
    captures: int = 0
    owners: int = 0
    evidence: tuple[Evidence, ...] = ()


def list_names(
    desk: Desk, *, kind: str = "", origin: str = "", like: str = ""
) -> tuple[ShownName, ...]:
    """Every name, or those of a kind, of an origin, with `like` in a name or alias; by name."""
    wanted = key_of(like)
    found = [
        one
        for one in _all(desk)
        if (not kind or kind in (one.kind, *one.also))
        and (not origin or one.origin == origin)
        and (not wanted or any(wanted in key_of(name) for name in (one.name, *one.aliases)))
    ]
    return tuple(sorted(found, key=lambda one: (key_of(one.name), one.origin)))


def show_name(desk: Desk, name: str) -> ShownName:
    """One name, by itself, an alias or a variant of it; raises UsageError with the nearest names."""
    key = key_of(name)
    entity = registry_with(desk.names).find(key)
    if entity is None:
        entity = next((one for one in registry_with(desk.names).entities if one.key == key), None)
    if entity is not None:
        return _known(entity)
    for one in desk.store.learned_names(desk.audience).all():
        if one.key == key:
            return _learned(one)
    raise _unknown(desk, name)


def add_name(
    desk: Desk, name: str, *, kind: str = "", aliases: tuple[str, ...] = (), maker: str = ""
) -> ShownName:
    """Write a name to entities.toml, or more of one that stands there; of a learned one the kind may
    be left out. Raises UsageError, SettingsError.
    """
    key = key_of(name)
    learned = {one.key: one for one in desk.store.learned_names(desk.audience).all()}
    if not kind and key in learned:
        kind, name = learned[key].kind, learned[key].name
    more: dict[str, Any] = {"kind": kind, "maker": maker, "aliases": aliases}
    with held(desk.folder):
        text = read_entities_text(desk.folder)
        changed = _write(desk, with_entry(text, _said(entry_of(text, name), name, more)))
    return show_name(changed, name)


def forget_name(desk: Desk, name: str) -> bool:
    """Take out what entities.toml says of a name; where it says nothing, write there that the name
    is not to be known, nor learned. Returns whether it is still known. Raises UsageError where
    nobody knows it.
    """
    with held(desk.folder):
        text = read_entities_text(desk.folder)
        said = entry_of(text, name)
        if said is not None and said.get("forget"):
            raise UsageError(
                f"{name!r} is forgotten already.",
                f"To know it again, take its [[name]] out of {ENTITIES}.",
            )
        if said is None:
            _refuse_unknown(desk, name)
            made = with_entry(text, {"name": name, "forget": True})
        else:
            made = without_entry(text, name)
        changed = _write(desk, made)
    return said is not None and _is_known(changed, name)


def _said(before: dict[str, Any] | None, name: str, more: dict[str, Any]) -> dict[str, Any]:
    """What is said of a name from now on: what was said, and what is new; no longer forgotten."""
    said = {
        field: value for field, value in (before or {"name": name}).items() if field != "forget"
    }
    said |= {field: value for field, value in more.items() if value and field != "aliases"}
    if aliases := [*said.get("aliases", ()), *more["aliases"]]:
        said["aliases"] = list({key_of(one): one for one in reversed(aliases)}.values())[::-1]
    return said


def _write(desk: Desk, text: str) -> Desk:
    """Write entities.toml, unless what it would say is no good; raises SettingsError."""
    names = read_changes(tomllib.loads(text), text)
    write_entities(desk.folder, text)
    return replace(desk, names=names)


def _is_known(desk: Desk, name: str) -> bool:
    """Whether a name is known or learned by itself or an alias; a variant of one is not."""
    key, known = key_of(name), registry_with(desk.names)
    return (
        known.is_alias(key) is not None
        or any(one.key == key for one in known.entities)
        or any(one.key == key for one in desk.store.learned_names(desk.audience).all())
    )


def _refuse_unknown(desk: Desk, name: str) -> None:
    if not _is_known(desk, name):
        raise _unknown(desk, name)


def _unknown(desk: Desk, name: str) -> UsageError:
    names = {key_of(one.name): one.name for one in _all(desk)}
    near = difflib.get_close_matches(key_of(name), names, n=3, cutoff=0.7)
    said = " or ".join(repr(names[one]) for one in near)
    return UsageError(
        f"No name {name!r} is known or learned.",
        f"Did you mean {said}?" if near else "nutgraf names lists them.",
    )


def _all(desk: Desk) -> Iterator[ShownName]:
    yield from map(_known, registry_with(desk.names).entities)
    yield from map(_learned, desk.store.learned_names(desk.audience).all())


def _known(entity: Entity) -> ShownName:
    return ShownName(
        name=entity.name, kind=entity.kind, origin=entity.origin, aliases=entity.aliases,
        also=entity.also, maker=entity.maker, notes=entity.notes, senses=entity.senses,
        usual=entity.usual,
    )  # fmt: skip


def _learned(one: Learned) -> ShownName:
    return ShownName(
        name=one.name, kind=one.kind, origin="learned", captures=one.captures, owners=one.owners,
        evidence=tuple(
            Evidence(span=f"{cue.capture[:12]}:{cue.start}-{cue.end}", owner=cue.owner, words=cue.words)
            for cue in one.evidence
        ),
    )  # fmt: skip
