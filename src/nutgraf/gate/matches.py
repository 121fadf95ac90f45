"""Which words of a sentence stand for which of a source, and what small words stand near them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.gate.alignment import Token, tokens
from nutgraf.gate.cited import Cited
from nutgraf.gate.thesaurus import Relation, relation
from nutgraf.reading.common import FUNCTION
from nutgraf.reading.sentences import sentences
from nutgraf.reading.wordlists import listed

_BREAK = re.compile(r"[;:—–()!?…\n]|,(?!\d)|\.(?!\d)")
# Words too general to show what a small word governs.
_LIGHT = frozenset(
    listed(
        "say says said tell told make made take taken get got go went come came have has had thing things way time year years day days "
        "one two new use used per mr mrs ms report reported according people also"
    )
)


@dataclass(frozen=True, slots=True)
class Row:
    """The tokens of one sentence; `clause` numbers the stretch between marks each token stands in.

    `words` has the places of each word that says something: no joining word, no figure, no light word.
    """

    text: str
    start: int
    tokens: tuple[Token, ...]
    clause: tuple[int, ...]
    words: Mapping[str, tuple[int, ...]]

    def content(self, at: int) -> bool:
        """Whether a token says something."""
        return self.tokens[at].plain in self.words


@dataclass(frozen=True, slots=True)
class Match:
    """A token of a source row that stands for a token of the sentence."""

    row: int
    at: int
    how: Relation


def row(text: str, start: int = 0) -> Row:
    """A sentence as a row; `start` is where it stands in the text that offsets count in."""
    return _row(text, start)


@lru_cache(maxsize=4096)
def _row(text: str, start: int) -> Row:
    found = tokens(text)
    clause, number, last = [], 0, 0
    for token in found:
        if _BREAK.search(text, last, token.start):
            number += 1
        clause.append(number)
        last = token.end
    words: dict[str, list[int]] = {}
    for at, token in enumerate(found):
        if _says(token.plain):
            words.setdefault(token.plain, []).append(at)
    return Row(text, start, found, tuple(clause), {word: tuple(at) for word, at in words.items()})


def _says(word: str) -> bool:
    return word not in FUNCTION and word not in _LIGHT and word[0].isalpha() and len(word) > 1


class Matches:
    """Every content word of a sentence with the source words it may stand for.

    `sources` are the sentences of the cited words and of what stands around them.
    """

    def __init__(self, text: str, cited: Sequence[Cited]) -> None:
        self.mine = row(text)
        self.sources = tuple(
            (one, row(one.context[start:end], start))
            for one in cited
            for start, end in sentences(one.context)
        )
        self.rows = tuple(source for _, source in self.sources)
        self._of: dict[int, tuple[Match, ...]] = {}
        self._weights: tuple[float, ...] = ()

    def of(self, at: int) -> tuple[Match, ...]:
        """Where a token's own word, kin, wider word or opposite stands in the source."""
        if at not in self._of:
            word = self.mine.tokens[at].plain
            self._of[at] = tuple(
                Match(number, place, how)
                for number, other in enumerate(self.rows)
                for theirs, places in other.words.items()
                if (how := relation(word, theirs))
                for place in places
            )
        return self._of[at]

    def weights(self) -> tuple[float, ...]:
        """Of each source row, the share of the sentence's content words it has a match for, 0-1."""
        if not self._weights:
            content = [at for at in range(len(self.mine.tokens)) if self.mine.content(at)]
            counts = [0] * len(self.rows)
            for at in content:
                for number in {match.row for match in self.of(at) if match.how != "opposite"}:
                    counts[number] += 1
            self._weights = tuple(count / max(1, len(content)) for count in counts)
        return self._weights

    def nearest(self, most: int = 2) -> tuple[int, ...]:
        """The rows that bear most of the sentence, best first; those that bear nothing are left out."""
        weights = self.weights()
        order = sorted(range(len(weights)), key=lambda number: (-weights[number], number))
        return tuple(number for number in order[:most] if weights[number] > 0)


def governed(found: Row, at: int, most: int = 3) -> tuple[int, ...]:
    """The content tokens a small word governs: those after it in its clause, else those before."""
    after = [
        place for place in range(at + 1, len(found.tokens))
        if found.clause[place] == found.clause[at] and found.content(place)
    ][:most]  # fmt: skip
    if after:
        return tuple(after)
    before = [
        place for place in range(at - 1, -1, -1)
        if found.clause[place] == found.clause[at] and found.content(place)
    ]  # fmt: skip
    return tuple(before[: most - 1])


def near(found: Row, at: int, words: frozenset[str], *, before: int, after: int) -> Iterator[int]:
    """The places of given words about a token."""
    for place in range(max(0, at - before), min(len(found.tokens), at + after + 1)):
        if found.tokens[place].plain in words:
            yield place
