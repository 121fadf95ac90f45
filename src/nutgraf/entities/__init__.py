"""The registry of names: aliases, kinds, variants kept apart."""

from nutgraf.entities.model import Entity
from nutgraf.entities.registry import canonical, entities, find, is_alias, key_of

__all__ = ["Entity", "canonical", "entities", "find", "is_alias", "key_of"]
