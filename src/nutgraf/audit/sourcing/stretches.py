"""The sentences of a source, and how near each is to a sentence of a digest.

Nearness is the share of the told sentence's words and figures that stand in the stretch, each weighed
by how rare it is in the source (inverse document frequency; Spärck Jones 1972).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from math import log

from nutgraf.archive.model import Capture
from nutgraf.audit.sourcing.amounts import Amount, amount
from nutgraf.gate.content import content_words
from nutgraf.reading.model import Parts, Quantity
from nutgraf.reading.numerals import in_words
from nutgraf.reading.recognise import parts_at
from nutgraf.reading.sentences import sentences

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_OPENING = re.compile(r"[A-Z][a-z]+(?:-[a-z]+)?")
_MOST_STRETCHES = 20_000
_LONG = 200
_MOST_HELD = 2_000
_SHORT = 60
_NEAREST = 12


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

    @cached_property
    def amounts(self) -> tuple[tuple[Amount, Quantity], ...]:
        """Its single figures as amounts; those that are none left out."""
        parts = self.parts
        opening = _OPENING.match(self.text)
        if opening and in_words(opening[0].casefold()) is not None:
            # A number word that opens a sentence passes for a name; small, it is read as a figure.
            parts = parts_at(self.text[0].lower() + self.text[1:], today=None)
        found = ((amount(self.text, figure), figure) for figure in parts.quantities)
        return tuple((value, figure) for value, figure in found if value is not None)


class SourceText:
    """A capture as its stretches, read once."""

    def __init__(self, capture: Capture) -> None:
        self.capture = capture
        spans = sentences(capture.text)[:_MOST_STRETCHES]
        self.stretches = tuple(Stretch(capture, at, *span) for at, span in enumerate(spans))

    @cached_property
    def _held(self) -> dict[str, list[int]]:
        """The stretches that hold each word."""
        held: dict[str, list[int]] = {}
        for one in self.stretches:
            for word in sorted(one.words):
                held.setdefault(word, []).append(one.at)
        return held

    def near(self, words: frozenset[str], most: int = 4) -> tuple[tuple[float, Stretch], ...]:
        """The nearest stretches with their nearness in (0, 1], nearest first, the earlier first on a
        tie; none that shares nothing.

        In a long source a word that stands in a quarter of its stretches does not tell them apart and
        is left out, unless there is no rarer one.
        """
        many = len(self.stretches)
        weights = {word: log(1 + many / len(self._held.get(word, ".") or ".")) for word in words}
        whole = sum(weights[word] for word in sorted(words)) or 1.0
        known = sorted(word for word in words if word in self._held)
        rare = [word for word in known if many < _LONG or len(self._held[word]) * 4 <= many]
        scores: dict[int, float] = {}
        for word in rare or known:
            for at in self._held[word][:_MOST_HELD]:
                scores[at] = scores.get(at, 0.0) + weights[word]
        best = sorted(scores, key=lambda at: (-scores[at], at))[:most]
        return tuple((scores[at] / whole, self.stretches[at]) for at in best)

    def best(self, words: frozenset[str]) -> Stretch | None:
        """The nearest stretch."""
        found = self.near(words, 1)
        return found[0][1] if found else None

    def around(self, words: frozenset[str]) -> tuple[Stretch, ...]:
        """What of a source is looked at for a sentence, in order: all of a short one, else the nearest
        stretches with two on either side."""
        if len(self.stretches) <= _SHORT:
            return self.stretches
        wanted = {
            at
            for _, one in self.near(words, _NEAREST)
            for at in range(one.at - 2, one.at + 3)
            if 0 <= at < len(self.stretches)
        }
        return tuple(self.stretches[at] for at in sorted(wanted))
