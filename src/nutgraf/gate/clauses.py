"""The clauses of a sentence, and what tells an invented one from one told in other words.

A clause is a piece between commas, colons, semicolons, dashes or brackets; a long one is also judged
in its parts at joining words. Each is measured by how its telling words are borne by the sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nutgraf.gate.bearing import Told
from nutgraf.reading.model import Parts

_MARKS = re.compile(r"[,;:—–()]\s+|\s[—–-]\s|[.!?]\s+(?=[A-Z“])")
_JOINS = re.compile(
    r"\s(?=(?:and|but|while|which|who|whose|because|so that|although|though|after|before|when|if|where|unless|until|despite"
    r"|amid|following|thanks to|as|to|in)\s)"
)
_LEAST = 2  # telling words of a clause that can be judged
_LONG = 5  # telling words of a clause that is judged in its parts, too
_HEAVY = 0.5
FEATURES = (
    "share", "same", "kin", "sense", "wider", "near", "heavy", "light", "anchored", "last", "first", "comma", "rest",
    "elsewhere", "tokens", "no_anchor_word",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause of a sentence: its place, its telling words, and its features in the order of FEATURES."""

    start: int
    end: int
    words: tuple[Told, ...]
    features: tuple[float, ...]


def clauses(text: str, parts: Parts, words: Sequence[Told]) -> Iterator[Clause]:
    """The clauses of a sentence of two telling words or more, long ones in their parts as well."""
    for start, end in _places(text, words):
        inside = tuple(word for word in words if start <= word.start < end)
        yield Clause(
            start=start,
            end=end,
            words=inside,
            features=_features(text, parts, words, inside, start, end),
        )


def _places(text: str, words: Sequence[Told]) -> Iterator[tuple[int, int]]:
    for start, end in _cut(text, 0, len(text), _MARKS):
        count = _count(words, start, end)
        if count < _LEAST:
            continue
        yield start, end
        if count >= _LONG:
            within = _joined(list(_cut(text, start, end, _JOINS)), words)
            if len(within) > 1:
                yield from (piece for piece in within if _count(words, *piece) >= _LEAST)


def _cut(text: str, start: int, end: int, marks: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    at = start
    for match in marks.finditer(text, start, end):
        yield at, match.start()
        at = match.end()
    yield at, end


def _joined(pieces: Sequence[tuple[int, int]], words: Sequence[Told]) -> list[tuple[int, int]]:
    """Pieces with what is too small to judge put to the piece before it."""
    found: list[tuple[int, int]] = []
    for start, end in pieces:
        small = _count(words, start, end) < _LEAST
        if found and (small or _count(words, *found[-1]) < _LEAST):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _count(words: Sequence[Told], start: int, end: int) -> int:
    return sum(start <= word.start < end for word in words)


def _features(
    text: str, parts: Parts, words: Sequence[Told], inside: Sequence[Told], start: int, end: int
) -> tuple[float, ...]:
    whole, all_borne = _weighed(words)
    weight, borne = _weighed(inside)
    how = [word.how for word in inside]
    absent = [word for word in inside if word.how in {"", "near"}]
    heavy = sum(word.weight >= _HEAVY for word in absent)
    marks = [name.start for name in parts.names]
    marks += [quantity.start for quantity in parts.quantities] + [day.start for day in parts.days]
    strong = sum(one in {"same", "kin", "derived"} for one in how)
    return (
        (weight - borne) / (weight + 0.3),
        how.count("same"), how.count("kin") + how.count("derived"), how.count("sense"),
        how.count("wider"), how.count("near"), heavy, len(absent) - heavy,
        any(start <= first < end for first in marks),
        start > 0 and end >= len(text) - 2, start == 0, text[:start].rstrip()[-1:] in set(",;—–") and start > 0,
        (all_borne - borne) / (whole - weight) if whole - weight > 0.01 else 1.0,
        all_borne - borne, len(text[start:end].split()) / 10, strong == 0,
    )  # fmt: skip


def _weighed(words: Sequence[Told]) -> tuple[float, float]:
    """What words say together, and how much of it is borne."""
    return sum(word.weight for word in words), sum(word.weight * word.borne for word in words)
