"""Looking a name up: aliases share an entity, variants keep their own key."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterable
from functools import cache, lru_cache

from nutgraf.entities.folding import key_of
from nutgraf.entities.model import Entity
from nutgraf.entities.rows import rows

_GLUED = re.compile(r"([a-z]{2,}?)(\d.*)\Z")
_GLUED_LATER = re.compile(r"([a-z]+?)(\d.*)\Z")
_COINED = re.compile(r"[a-z][A-Z]")
_VARIED: frozenset[str] = frozenset({"model", "product", "benchmark"})
_LONGEST_ALIAS = 5  # words
_REMEMBERED = 32768  # keys whose answer is kept
SENSE_MARK = "~"  # between a key and its sense; never part of a folded name


class Registry:
    """Known names, looked up by folded key. Never changes once made; answers are remembered."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities: tuple[Entity, ...] = tuple(entities)
        self._aliases: dict[str, Entity] = {}
        for entity in self.entities:
            for name in (entity.name, *entity.aliases):
                self._aliases.setdefault(key_of(name), entity)
        self.ambiguous: frozenset[str] = frozenset(
            key_of(name)
            for entity in self.entities
            if entity.senses
            for name in entity.apart or (entity.name,)
        )
        # Coined words are the same thing in small letters: `vllm`, `opencode`, `deepseek`.
        self.coined: frozenset[str] = frozenset(
            key_of(name)
            for entity in self.entities
            for name in (entity.name, *entity.aliases)
            if _COINED.search(name) and name.isalpha()
        )
        self._found = lru_cache(maxsize=_REMEMBERED)(self._look)

    def find(self, key: str) -> Entity | None:
        """The entity a key names, by exact alias, else by the longest alias that begins it.

        Only models, products and benchmarks have variants: `gemma 4 31b` is found as Gemma, but
        `apple pie` is not found as Apple. A version may be glued on: `qwen3 6 plus` is Qwen.
        """
        found = self._found(key)
        return found[0] if found else None

    def canonical(self, key: str) -> str:
        """The key with its alias replaced by the entity's own key, and without its sense.

        `opus 4 6` -> `claude opus 4 6`; a key the registry does not know comes back unchanged.
        """
        plain = key.partition(SENSE_MARK)[0]
        found = self._found(plain)
        return f"{found[0].key} {found[1]}".strip() if found else plain

    def meant(self, name: str) -> str:
        """The key a name stands for, as a person writes it or as a mention has it: an alias gives way
        to its entity's own key, and a sense stays unless it is the usual one.

        `Windhover~bird` -> `kestrel~bird`, where Windhover is an alias of Kestrel.
        """
        plain, _, sense = name.partition(SENSE_MARK)
        key, sense = key_of(plain), sense.strip().casefold()
        entity = self.find(key)
        usual = entity is not None and sense == entity.usual.casefold()
        base = self.canonical(key)
        return base if not sense or usual else f"{base}{SENSE_MARK}{sense}"

    def is_alias(self, key: str) -> Entity | None:
        """The entity of which `key` is exactly a name or alias."""
        entity = self._aliases.get(key)
        return None if entity is None or (entity.versioned and key == entity.key) else entity

    def kind_of(self, key: str) -> str:
        """What a key names: the kind of its entity, that of a variant for a name with more behind
        it (`Cursor` is a company, `Cursor 2.0` a product), "other" where nothing is known."""
        found = self._found(key)
        if not found:
            return "other"
        entity, rest = found
        if rest and entity.kind not in _VARIED:
            return next(kind for kind in entity.also if kind in _VARIED)
        return "other" if key in self.ambiguous and not entity.usual else entity.kind

    def _look(self, key: str) -> tuple[Entity, str] | None:
        """The entity of a key, and what stands behind the alias."""
        exact = self.is_alias(key)
        if exact:
            return exact, ""
        words = key.split()
        for size in range(min(len(words) - 1, _LONGEST_ALIAS), 0, -1):
            entity = self._aliases.get(" ".join(words[:size]))
            if entity and _has_variant(entity, words[size]):
                return entity, " ".join(words[size:])
        return self._look_glued(words)

    def _look_glued(self, words: list[str]) -> tuple[Entity, str] | None:
        """A model whose version is glued to its first word, or to its second (`minimax m3`)."""
        for at, word in enumerate(words[:2]):
            glued = (_GLUED_LATER if at else _GLUED).match(word)
            entity = self._aliases.get(" ".join([*words[:at], glued[1]])) if glued else None
            if glued and entity and "model" in entity.kinds:
                return entity, " ".join([glued[2], *words[at + 1 :]])
        return None


def _has_variant(entity: Entity, after: str) -> bool:
    """Whether a name with `after` behind it is a variant of an entity."""
    if _VARIED.isdisjoint(entity.kinds):
        return False
    return not entity.versioned or any(letter.isdigit() for letter in after)


@cache
def shipped() -> Registry:
    """The registry that comes with the package, read once, when first asked for."""
    return Registry(rows(pkgutil.get_data("nutgraf.entities", "registry.jsonl") or b""))


def find(key: str) -> Entity | None:
    """`Registry.find` of the shipped registry."""
    return shipped().find(key)


def canonical(key: str) -> str:
    """`Registry.canonical` of the shipped registry."""
    return shipped().canonical(key)
