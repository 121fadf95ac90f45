"""One defect found in a sentence, with where its words fail and where the source says otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.gate.model import Kind, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Words of a source: `index` counts the cited texts from 0, offsets are code points in that text."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A defect of the judged sentence; `place` is the source's words it clashes with, if any."""

    kind: Kind
    start: int
    end: int
    words: str
    message: str
    place: Place | None = None

    @property
    def reason(self) -> Reason:
        """The finding as a verdict carries it."""
        return Reason(
            kind=self.kind, start=self.start, end=self.end, words=self.words, message=self.message
        )
