"""The sentence around a cited span, as far as its words are at hand."""

from __future__ import annotations

from nutgraf.archive.model import Span
from nutgraf.archive.words import Words
from nutgraf.reading.sentences import sentences

_REACH = 400


def around(words: Words, span: Span, quote: str) -> str:
    """The whole sentences a span touches.

    Reads at most 400 code points to either side, and less where only an edition's evidence is at
    hand; an evidence passage holds a sentence on either side, so both give the same sentences.
    """
    before = _reach(words, span, left=True)
    after = _reach(words, span, left=False)
    text = words.between(span.capture, span.start - before, span.end + after)
    if text is None:
        return quote
    start, end = before, before + len(quote)
    touched = [(first, last) for first, last in sentences(text) if first < end and start < last]
    if not touched:
        return quote
    return text[min(touched[0][0], start) : max(touched[-1][1], end)]


def _reach(words: Words, span: Span, *, left: bool) -> int:
    """How far words are at hand beside a span, found by halving."""
    low, high = 0, min(_REACH, span.start) if left else _REACH
    while low < high:
        middle = (low + high + 1) // 2
        start = span.start - middle if left else span.start
        end = span.end if left else span.end + middle
        if words.between(span.capture, start, end) is None:
            high = middle - 1
        else:
            low = middle
    return low
