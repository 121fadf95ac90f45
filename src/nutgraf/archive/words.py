"""Where a judge finds words again: whole captures, or only the passages of an edition's evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from nutgraf.archive.model import Capture, Record


class Words(Protocol):
    """The words and records of captures, as far as they are at hand."""

    def record(self, capture: str) -> Record | None:
        """What is known of a capture, None when it is not at hand."""

    def between(self, capture: str, start: int, end: int) -> str | None:
        """The code points start-end of a capture's text, None when they are not at hand."""

    def capture(self, name: str) -> Capture | None:
        """The whole capture of an id, None when at most parts of it are at hand."""


class CaptureWords:
    """Words of whole captures."""

    def __init__(self, captures: Iterable[Capture]) -> None:
        self._captures: Mapping[str, Capture] = {capture.id: capture for capture in captures}

    def record(self, capture: str) -> Record | None:
        found = self._captures.get(capture)
        return found.record if found else None

    def between(self, capture: str, start: int, end: int) -> str | None:
        found = self._captures.get(capture)
        if found is None or not 0 <= start < end <= len(found.text):
            return None
        return found.text[start:end]

    def capture(self, name: str) -> Capture | None:
        return self._captures.get(name)
