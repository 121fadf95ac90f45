"""A sentence laid beside the sentence of a source it is nearest to, token by token."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from nutgraf.gate.cited import Cited, Stretch

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'][^\W\d_]+)*|[%$€£#]")
_CONTRACTED = {
    "can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not"),
}  # fmt: skip
_TAIL = re.compile(r"^(.+?)(n't|'ll|'re|'ve|'d|'m)$")
_FULL = {"n't": "not", "'ll": "will", "'re": "are", "'ve": "have", "'d": "would", "'m": "am"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, figure or sign: `plain` is case-folded, contractions in full; offsets count in its text."""

    start: int
    end: int
    plain: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """Where two token rows differ: `mine` of the sentence for `theirs` of the source."""

    how: Literal["replaced", "added", "left out"]
    mine: tuple[int, int]
    theirs: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A sentence beside a stretch of a source; `edits` are in order, `same` counts equal tokens."""

    one: Cited
    stretch: Stretch
    mine: tuple[Token, ...]
    theirs: tuple[Token, ...]
    same: int
    edits: tuple[Edit, ...]


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text in order, joining words included."""
    return _tokens(text)


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[Token, ...]:
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        capital = match.group()[0].isupper()
        for plain in _plain(match.group().casefold().replace("’", "'")):
            found.append(Token(match.start(), match.end(), plain, capital))
    return tuple(found)


def nearest(text: str, cited: Sequence[Cited]) -> Alignment | None:
    """The stretch that shares most tokens in order with the sentence, None where nothing is shared."""
    mine = tokens(text)
    best: Alignment | None = None
    for _, one, stretch in sorted(_by_overlap(mine, cited), key=lambda row: -row[0])[:3]:
        found = aligned(mine, one, stretch)
        if best is None or _weight(found) > _weight(best):
            best = found
    return best


def aligned(mine: Sequence[Token], one: Cited, stretch: Stretch) -> Alignment:
    """The alignment of a sentence's tokens with one stretch (Ratcliff and Obershelp, 1988)."""
    theirs = tokens(stretch.text)
    matcher = SequenceMatcher(
        None, [token.plain for token in mine], [token.plain for token in theirs], autojunk=False
    )
    edits, same = [], 0
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            same += end - start
        elif tag == "replace":
            edits.append(Edit("replaced", (start, end), (first, last)))
        else:
            how: Literal["added", "left out"] = "added" if tag == "delete" else "left out"
            edits.append(Edit(how, (start, end), (first, last)))
    return Alignment(
        one=one, stretch=stretch, mine=tuple(mine), theirs=theirs, same=same, edits=tuple(edits)
    )


def is_near_copy(found: Alignment) -> bool:
    """Whether most of the shorter of the two rows is in the other, in order: words kept, some changed."""
    shorter = min(len(found.mine), len(found.theirs))
    return found.same >= 5 and found.same >= 0.6 * shorter and 2 * found.same >= len(found.mine)


def _weight(found: Alignment) -> float:
    return found.same / max(1, min(len(found.mine), len(found.theirs)))


def _by_overlap(
    mine: Sequence[Token], cited: Sequence[Cited]
) -> Iterator[tuple[float, Cited, Stretch]]:
    counts = Counter(token.plain for token in mine)
    for one in cited:
        for stretch in one.stretches:
            theirs = Counter(token.plain for token in tokens(stretch.text))
            shared = (counts & theirs).total()
            if shared:
                yield shared / min(len(mine), theirs.total()), one, stretch


def _plain(word: str) -> tuple[str, ...]:
    if word in _CONTRACTED:
        return _CONTRACTED[word]
    split = _TAIL.match(word)
    if split:
        return split[1], _FULL[split[2]]
    return (word.removesuffix("'s"),)
