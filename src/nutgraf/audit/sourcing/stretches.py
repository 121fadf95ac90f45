"""The sentences of a source, and how near each is to a sentence of a digest.

Nearness is the share of the told sentence's words and figures that stand in the stretch, each weighed
by how rare it is in the source (inverse document frequency; Spärck Jones 1972).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from math import log

from nutgraf.archive.model import Capture
from nutgraf.gate.content import content_words
from nutgraf.reading.model import Parts
from nutgraf.reading.recognise import parts_at
from nutgraf.reading.sentences import sentences

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_MOST_STRETCHES = 20_000


def tokens(text: str) -> frozenset[str]:
    """The stems of a text's content words and its figures without separators of thousands."""
    figures = {found[0].replace(",", "").rstrip(".") for found in _FIGURE.finditer(text)}
    return frozenset(word.stem for word in content_words(text)) | figures


@dataclass(frozen=True)
class Stretch:
    """A sentence of a source: `at` is its number in it, `start`-`end` code points of the capture."""

    capture: Capture
    at: int
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.capture.text[self.start : self.end]

    @cached_property
    def words(self) -> frozenset[str]:
        """Its stems and figures."""
        return tokens(self.text)

    @cached_property
    def parts(self) -> Parts:
        """What is recognised in it; offsets count in `text`, relative dates from the capture's day."""
        day = (self.capture.published_at or self.capture.fetched_at).date()
        return parts_at(self.text, today=day)


class SourceText:
    """A capture as its stretches, read once."""

    def __init__(self, capture: Capture) -> None:
        self.capture = capture
        spans = sentences(capture.text)[:_MOST_STRETCHES]
        self.stretches = tuple(Stretch(capture, at, *span) for at, span in enumerate(spans))

    @cached_property
    def _weights(self) -> dict[str, float]:
        seen = Counter(word for one in self.stretches for word in one.words)
        many = len(self.stretches)
        return {word: log(1 + many / count) for word, count in seen.items()}

    def near(self, words: frozenset[str], most: int = 4) -> tuple[tuple[float, Stretch], ...]:
        """The nearest stretches with their nearness in (0, 1], nearest first, the earlier first on a
        tie; none that shares nothing."""
        weights = self._weights
        rare = log(1 + len(self.stretches))
        whole = sum(weights.get(word, rare) for word in words) or 1.0
        found = []
        for one in self.stretches:
            common = words & one.words
            if common:
                found.append((sum(weights[word] for word in sorted(common)) / whole, one))
        found.sort(key=lambda pair: (-pair[0], pair[1].at))
        return tuple(found[:most])

    def best(self, words: frozenset[str]) -> Stretch | None:
        """The nearest stretch."""
        found = self.near(words, 1)
        return found[0][1] if found else None
