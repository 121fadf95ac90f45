"""The names a desk knows: listed, shown with where they are from, added, forgotten."""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.entities import Entity, Sense, key_of, read_changes, registry_with
from nutgraf.entities.learning import Learned
from nutgraf.errors import UsageError
from nutgraf.newsroom.desk import Desk
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
    names = {key_of(one.name): one.name for one in _all(desk)}
    near = [names[one] for one in difflib.get_close_matches(key, names, n=3, cutoff=0.7)]
    raise UsageError(
        f"No name {name!r} is known or learned.",
        f"Did you mean {' or '.join(map(repr, near))}?" if near else "nutgraf names lists them.",
    )


def add_name(
    desk: Desk, name: str, *, kind: str = "", aliases: tuple[str, ...] = (), maker: str = ""
) -> ShownName:
    """Write a name to entities.toml; of a learned one the kind may be left out. Raises UsageError."""
    key = key_of(name)
    learned = {one.key: one for one in desk.store.learned_names(desk.audience).all()}
    if not kind and key in learned:
        kind, name = learned[key].kind, learned[key].name
    said: dict[str, object] = {"name": name}
    if kind:
        said["kind"] = kind
    if aliases:
        said["aliases"] = list(aliases)
    if maker:
        said["maker"] = maker
    changed = _append(desk, said)
    return show_name(changed, name)


def forget_name(desk: Desk, name: str) -> None:
    """Write to entities.toml that a name is not to be known, nor learned."""
    _append(desk, {"name": name, "forget": True})


def _append(desk: Desk, said: dict[str, object]) -> Desk:
    """Append a [[name]] to entities.toml, unless what it would say is no good; raises UsageError."""
    from dataclasses import replace

    with held(desk.folder):
        text = read_entities_text(desk.folder)
        if any(key_of(one.name) == key_of(str(said["name"])) for one in desk.names.names):
            raise UsageError(
                f"{ENTITIES} says something of {said['name']!r} already.",
                f"Change its [[name]] in {ENTITIES} in an editor.",
            )
        block = "[[name]]\n" + "".join(
            f"{field} = {json.dumps(value, ensure_ascii=False)}\n" for field, value in said.items()
        )
        text = f"{text.rstrip()}\n\n{block}" if text.strip() else block
        names = read_changes(tomllib.loads(text), text)
        write_entities(desk.folder, text)
    return replace(desk, names=names)


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
