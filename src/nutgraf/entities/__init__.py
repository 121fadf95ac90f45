"""The registry of names: aliases, kinds, variants and senses kept apart; what a desk changes of it."""

from nutgraf.entities.changes import NO_CHANGES, Change, Changes, read_changes, registry_with
from nutgraf.entities.folding import key_of
from nutgraf.entities.model import KINDS, Entity, EntityKind, Sense
from nutgraf.entities.registry import SENSE_MARK, Registry, canonical, find, shipped
from nutgraf.entities.senses import sensed

__all__ = [
    "KINDS", "NO_CHANGES", "SENSE_MARK", "Change", "Changes", "Entity", "EntityKind", "Registry",
    "Sense", "canonical", "find", "key_of", "read_changes", "registry_with", "sensed", "shipped",
]  # fmt: skip
