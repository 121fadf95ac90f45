"""Names of more than one thing: each mention gets the sense its sentence and text speak for."""

from __future__ import annotations

from dataclasses import replace

from nutgraf.archive.model import Capture
from nutgraf.entities import Registry, key_of, sensed
from nutgraf.reading.model import Name, Parts


class Senses:
    """The senses of one capture's names; its whole text is folded only where one is ambiguous."""

    def __init__(self, capture: Capture, registry: Registry) -> None:
        self._capture = capture
        self._registry = registry
        self._around = ""

    def told_apart(self, parts: Parts, sentence: str) -> Parts:
        """The parts of a sentence with the key and kind of every ambiguous name by its sense."""
        ambiguous = self._registry.ambiguous
        if not any(name.key in ambiguous for name in parts.names):
            return parts
        near = key_of(sentence)
        names = tuple(
            self._sensed(name, near) if name.key in ambiguous else name for name in parts.names
        )
        return replace(parts, names=names)

    def _sensed(self, name: Name, near: str) -> Name:
        self._around = self._around or key_of(f"{self._capture.title} {self._capture.text}")
        entity = self._registry.find(name.key)
        if entity is None:
            return name
        key, kind = sensed(entity, name.key, near, self._around)
        return replace(name, key=key, kind=kind)
