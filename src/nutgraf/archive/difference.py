"""What differs between two texts: stretches taken out and put in, by sentences and then by words.

Sentences are matched at those that stand once in both, in an order both have (the patience method,
Bram Cohen 2003); between them, and among the words of what is left, the longest runs in common are
taken (Ratcliff and Obershelp 1988, by the standard library) as long as that is cheap, so the cost
stays bounded: beyond it a stretch counts as replaced whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

_SENTENCE = re.compile(r"[^\n]*?[.!?。！？][\"'”’»)\]]*(?=\s|\Z)|[^\n]+")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+\w+|[^\w\s]|_")
# The most pairs the matcher may compare at once; 90,000 pairs of unlike words take some 10 ms.
_MOST_PAIRS = 90_000
# A sentence longer than this is no sentence; it counts as replaced whole.
_LONGEST = 200_000
Range = tuple[int, int]
Pair = tuple[Range, Range]


def differences(old: str, new: str) -> tuple[Pair, ...]:
    """Pairs of code-point ranges ((start, end) in `old`, in `new`) that differ, in order.

    Ranges never overlap; one of a pair may be empty (put in, or taken out). All outside them is
    equal but for white space. The same texts give no pairs.
    """
    start, end = _alike(old, new)
    last = len(old) - end, len(new) - end
    first, second = sentences(old, start, last[0]), sentences(new, start, last[1])
    out: list[Pair] = []
    for a, b in _unlike(_texts(old, first), _texts(new, second)):
        whole = _whole(first, a, last[0]), _whole(second, b, last[1])
        words = a[0] < a[1] and b[0] < b[1] and max(_length(piece) for piece in whole) < _LONGEST
        out += _by_words(old, new, *whole) if words else [whole]
    return tuple(out)


def _length(piece: Range) -> int:
    return piece[1] - piece[0]


def _alike(old: str, new: str) -> tuple[int, int]:
    """How many characters both begin with and end with, whole lines only."""
    most = min(len(old), len(new))
    front = _same(most, lambda n: old[:n] == new[:n])
    # A line that was only lengthened is compared whole, so that its sentences are.
    start = old.rfind("\n", 0, front) + 1
    back = _same(most - start, lambda n: old[len(old) - n :] == new[len(new) - n :])
    found = old.find("\n", len(old) - back)
    return start, len(old) - found if found >= 0 else 0


def _same(most: int, same: Callable[[int], bool]) -> int:
    """The largest number up to `most` for which `same` holds, as it does for all below it."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if same(middle) else (low, middle - 1)
    return low


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Range, ...]:
    """The sentences of a text, roughly: they end at a line end or a closing mark before space."""
    end = len(text) if end is None else end
    found = (match.span() for match in _SENTENCE.finditer(text, start, end))
    spans = (_trimmed(text, start, end) for start, end in found)
    return tuple(span for span in spans if span[0] < span[1])


def _trimmed(text: str, start: int, end: int) -> Range:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _by_words(old: str, new: str, a: Range, b: Range) -> Iterator[Pair]:
    """The differing words of two stretches; the stretches whole where hardly a word is left."""
    first = tuple(match.span() for match in _WORD.finditer(old, *a))
    second = tuple(match.span() for match in _WORD.finditer(new, *b))
    pairs = list(_unlike(_texts(old, first), _texts(new, second)))
    changed = sum(x[1] - x[0] + y[1] - y[0] for x, y in pairs)
    if changed * 3 > (len(first) + len(second)) * 2:
        yield a, b
        return
    for x, y in pairs:
        yield _whole(first, x, a[1]), _whole(second, y, b[1])


def _texts(text: str, spans: Sequence[Range]) -> tuple[str, ...]:
    return tuple(" ".join(text[start:end].split()) for start, end in spans)


def _whole(spans: Sequence[Range], piece: Range, end: int) -> Range:
    """The code points of spans piece[0] to piece[1]; for none an empty place before the next span,
    or at the end of the text."""
    low, high = piece
    if low < high:
        return spans[low][0], spans[high - 1][1]
    at = spans[low][0] if low < len(spans) else end
    return at, at


def _unlike(one: Sequence[str], other: Sequence[str]) -> Iterator[Pair]:
    """Pairs of index ranges of two sequences that differ, in order and not touching."""
    merged: Pair | None = None
    for a, b in _stretches(one, other):
        if merged and merged[0][1] == a[0] and merged[1][1] == b[0]:
            merged = (merged[0][0], a[1]), (merged[1][0], b[1])
            continue
        if merged:
            yield merged
        merged = a, b
    if merged:
        yield merged


def _stretches(one: Sequence[str], other: Sequence[str]) -> Iterator[Pair]:
    a = b = 0
    for x, y in (*_anchors(one, other), (len(one), len(other))):
        yield from _between(one, other, (a, x), (b, y))
        a, b = x + 1, y + 1


def _between(
    one: Sequence[str], other: Sequence[str], first: Range, second: Range
) -> Iterator[Pair]:
    (a, x), (b, y) = first, second
    while a < x and b < y and one[a] == other[b]:
        a, b = a + 1, b + 1
    while a < x and b < y and one[x - 1] == other[y - 1]:
        x, y = x - 1, y - 1
    if a == x and b == y:
        return
    if a == x or b == y or (x - a) * (y - b) > _MOST_PAIRS:
        yield (a, x), (b, y)
        return
    matcher = SequenceMatcher(None, one[a:x], other[b:y], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield (a + i1, a + i2), (b + j1, b + j2)


def _anchors(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Places of what stands exactly once in both, the most of them that have one order in both."""
    here, there = Counter(one), Counter(other)
    places = {text: at for at, text in enumerate(other) if there[text] == 1}
    pairs = [
        (at, places[text]) for at, text in enumerate(one) if here[text] == 1 and text in places
    ]
    tops: list[int] = []
    at_top: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(at_top[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        at_top[pile : pile + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = at_top[-1] if at_top else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]
