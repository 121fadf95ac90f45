"""Looking a name up: aliases share an entity, variants keep their own key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from types import MappingProxyType

from nutgraf.entities.known import BENCHMARKS, COMPANIES, MODELS, PEOPLE, PRODUCTS
from nutgraf.entities.model import Entity, EntityKind

_APART = re.compile(r"[\W_]+")
_GLUED = re.compile(r"([a-z]{2,}?)(\d.*)\Z")
_VARIED: frozenset[str] = frozenset({"model", "product", "benchmark"})
_GROUPS: tuple[tuple[EntityKind, tuple[tuple[str, str, str], ...]], ...] = (
    ("company", COMPANIES),
    ("model", MODELS),
    ("product", PRODUCTS),
    ("benchmark", BENCHMARKS),
    ("person", PEOPLE),
)


@lru_cache(maxsize=32768)
def key_of(name: str) -> str:
    """The form two mentions of one name share: case-folded, all but letters and digits one space.

    `Qwen3.6-Plus` -> `qwen3 6 plus`; variants stay apart.
    """
    return _APART.sub(" ", name.casefold()).strip()


def find(key: str) -> Entity | None:
    """The entity a key names, by exact alias, else by the longest alias that begins it.

    Only models, products and benchmarks have variants: `gemma 4 31b` is found as Gemma, but
    `apple pie` is not found as Apple. A version may be glued on: `qwen3 6 plus` is Qwen.
    """
    found = _found(key)
    return found[0] if found else None


def canonical(key: str) -> str:
    """The key with its alias replaced by the entity's own key: `opus 4 6` -> `claude opus 4 6`.

    A key the registry does not know comes back unchanged.
    """
    found = _found(key)
    if not found:
        return key
    entity, rest = found
    return f"{entity.key} {rest}".strip()


def is_alias(key: str) -> Entity | None:
    """The entity of which `key` is exactly a name or alias."""
    return _aliases().get(key)


@lru_cache(maxsize=16384)
def _found(key: str) -> tuple[Entity, str] | None:
    exact = _aliases().get(key)
    if exact:
        return exact, ""
    words = key.split()
    for size in range(min(len(words) - 1, 5), 0, -1):
        entity = _aliases().get(" ".join(words[:size]))
        if entity and entity.kind in _VARIED:
            return entity, " ".join(words[size:])
    glued = _GLUED.match(words[0]) if words else None
    entity = _aliases().get(glued[1]) if glued else None
    if glued and entity and entity.kind == "model":
        return entity, " ".join([glued[2], *words[1:]])
    return None


@cache
def _aliases() -> MappingProxyType[str, Entity]:
    table: dict[str, Entity] = {}
    for entity in entities():
        for name in (entity.name, *entity.aliases):
            table.setdefault(key_of(name), entity)
    return MappingProxyType(table)


def entities() -> Iterator[Entity]:
    """Every entity of the registry, companies first."""
    for kind, rows in _GROUPS:
        for name, aliases, maker in rows:
            yield Entity(
                key=key_of(name),
                name=name,
                kind=kind,
                maker=maker,
                aliases=tuple(alias for alias in aliases.split("|") if alias),
            )
