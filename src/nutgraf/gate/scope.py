"""What a small word governs: the content words after it, as far as its clause goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nutgraf.gate.content import Word, content_words

_CLAUSE_END = re.compile(
    r"[;:—–()!?…]|,(?!\d)|\.(?!\d)|\s(?:but|while|whereas|although|though|because|and)\s"
)
_SIZE = 3


@dataclass(frozen=True, slots=True)
class Scope:
    """A cue at `start`-`end` and the content words it governs."""

    start: int
    end: int
    cue: str
    words: tuple[Word, ...]


def scopes(text: str, cues: Iterable[tuple[int, int]], words: Sequence[Word]) -> tuple[Scope, ...]:
    """For each cue of a text, the up to three content words after it in its clause."""
    found = []
    for start, end in cues:
        clause = _CLAUSE_END.search(text, end)
        stop = clause.start() if clause else len(text)
        governed = tuple(word for word in words if end <= word.start < stop)[:_SIZE]
        found.append(Scope(start, end, text[start:end], governed))
    return tuple(found)


def text_scopes(text: str, cues: Iterable[tuple[int, int]]) -> tuple[Scope, ...]:
    """`scopes` of a text whose words are not at hand."""
    return scopes(text, cues, content_words(text))


def shared(one: Sequence[Word], other: Sequence[Word]) -> int:
    """How many words of `one` are the same as, or kin to, a word of `other`."""
    stems = {word.stem for word in other}
    kin = {word.kin for word in other if word.kin >= 0}
    return sum(word.stem in stems or word.kin in kin for word in one)


def related(words: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether a sentence and one of the source speak of the same: two words in five are shared."""
    return shared(words, other) * 5 >= len(words) * 2


def enough(scope: Scope, other: Sequence[Word]) -> bool:
    """Whether words hold, close together, enough of what a cue governs to say the same thing."""
    if not scope.words:
        return False
    size = len(scope.words) + 2
    for at in range(max(1, len(other) - size + 1)):
        found = shared(scope.words, other[at : at + size])
        if found >= 2 or found == len(scope.words):
            return True
    return False
