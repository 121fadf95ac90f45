"""The words of kept captures, read when they are asked for."""

from __future__ import annotations

from nutgraf.archive.model import Capture, Record
from nutgraf.errors import StoreError
from nutgraf.store.captures import Captures


class KeptWords:
    """Words of everything a desk keeps; each capture is read once.

    A capture that is damaged counts as not at hand; `faults` says which were.
    """

    def __init__(self, captures: Captures) -> None:
        self._captures = captures
        self._read: dict[str, Capture | None] = {}
        self.faults: list[str] = []

    def record(self, capture: str) -> Record | None:
        found = self.capture(capture)
        return found.record if found else None

    def between(self, capture: str, start: int, end: int) -> str | None:
        found = self.capture(capture)
        if found is None or not 0 <= start < end <= len(found.text):
            return None
        return found.text[start:end]

    def capture(self, name: str) -> Capture | None:
        """The capture of an id, None when the desk does not keep it."""
        if name not in self._read:
            try:
                found = self._captures.get([name])
            except StoreError as damaged:
                self.faults.append(damaged.happened)
                found = ()
            self._read[name] = found[0] if found else None
        return self._read[name]
