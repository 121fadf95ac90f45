"""Invented tails: clauses whose content words do not stand in the cited words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.gate.cited import Cited
from nutgraf.gate.content import Word, content_words
from nutgraf.gate.finding import Finding
from nutgraf.reading.model import Parts

_CLAUSE = re.compile(
    r"[,;:—–()“”\"]\s*|\s(?:and|but|while|which|who|because|so that|although|though|as|after|before|when|if|where|with|to|"
    r"making|leading|marking|amid|thanks)\s"
)
_LEAST = 3


def tails(text: str, parts: Parts, cited: Sequence[Cited]) -> Iterator[Finding]:
    """A finding per clause of three or more content words of which three in four are absent, or
    for the sentence when more than half of its content words are."""
    words = _judged_words(text, parts)
    absent = set(absent_words(words, cited))
    found = False
    for start, end in _clauses(text):
        inside = [word for word in words if start <= word.start < end]
        lost = [word for word in inside if word in absent]
        if len(inside) >= _LEAST and len(lost) * 4 >= len(inside) * 3:
            found = True
            first, last = lost[0].start, lost[-1].end
            yield Finding(
                kind="tail",
                start=first,
                end=last,
                words=text[first:last],
                message=f"Nothing in the cited words says {text[first:last]!r}.",
            )
    if not found and len(words) > _LEAST and len(absent) * 2 > len(words):
        yield Finding(
            kind="tail",
            start=words[0].start,
            end=words[-1].end,
            words=text[words[0].start : words[-1].end],
            message="Most words of the sentence do not stand in the cited words: "
            + ", ".join(word.text for word in words if word in absent)
            + ".",
        )


def absent_words(words: Sequence[Word], cited: Sequence[Cited]) -> tuple[Word, ...]:
    """The content words that stand in no cited text, by stem or kin."""
    stems = {word.stem for one in cited for word in one.words}
    kin = {word.kin for one in cited for word in one.words if word.kin >= 0}
    return tuple(
        word
        for word in words
        if word.stem not in stems and word.kin not in kin and not _stands_inside(word, cited)
    )


def _stands_inside(word: Word, cited: Sequence[Cited]) -> bool:
    """Scripts without spaces, and parts of compounds: the word stands there as it is."""
    plain = word.text.casefold()
    return (not plain.isascii() or len(plain) >= 5) and any(
        plain in one.text.casefold() for one in cited
    )


def coverage(text: str, parts: Parts, cited: Sequence[Cited]) -> float:
    """The share of the sentence's content words that stand in the cited words, 0-1."""
    words = content_words(text)
    if not words:
        return 1.0
    return 1 - len(absent_words(words, cited)) / len(words)


def _judged_words(text: str, parts: Parts) -> tuple[Word, ...]:
    """Content words outside names, figures and dates, which have checks of their own."""
    taken = [(name.start, name.end) for name in parts.names]
    taken += [(quantity.start, quantity.end) for quantity in parts.quantities]
    taken += [(day.start, day.end) for day in parts.days]
    return tuple(
        word
        for word in content_words(text)
        if not any(start <= word.start < end for start, end in taken)
    )


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _CLAUSE.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)
