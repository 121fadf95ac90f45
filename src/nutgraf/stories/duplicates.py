"""Copies: texts that repeat an earlier text, exactly or nearly. Linked, never joined together.

Candidates come from MinHash bands (Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, 3.4) and
from a fixed sample of the shingles (FracMinHash, Irber 2022), which also finds an excerpt of a long
text. Every candidate is verified on all its shingles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from nutgraf.stories.model import Features

_BAND = 4  # signature words a band; 16 bands of 4 find 98.7% of pairs with a Jaccard of 0.7
_SAMPLE = 16  # one shingle in so many is looked up by itself
_COMMON = 8  # a sampled shingle that more originals share than this is a phrase, not a text
_VERIFIED = 12  # candidates verified a capture, the likeliest first
_EXCERPT = 20  # shingles a text has at least to be taken for an excerpt of a longer one
_BEYOND_DOUBT = 0.95  # from here on names would show in the words; capitals only hide them
_FIGURE = re.compile(r"[^\W_]*\d[^\W_]*(?:[.,-][^\W_]+)*\Z")

Key = tuple[int, ...] | int  # a band of a signature, or a shingle
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The original a text repeats, how, and the share of five-word runs they have in common.

    `seen` is the capture of the window it was found by: the original, or another copy of it.
    """

    original: str
    seen: str
    how: Literal["exact", "near"]
    share: float


class Originals:
    """The texts that later ones may repeat; forgets what left the window."""

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._by_text: dict[str, list[tuple[str, str]]] = {}
        self._buckets: dict[Key, list[str]] = {}
        self._texts: dict[str, tuple[Features, tuple[Key, ...]]] = {}
        self._asked: tuple[str, tuple[Key, ...]] = ("", ())

    def add(self, arrived: Features, copy_of: str | None) -> None:
        """Remember a capture: an original by all its parts, a copy by its exact text alone."""
        texts = self._by_text.setdefault(arrived.text_sha256, [])
        texts.append((arrived.capture, copy_of or arrived.capture))
        if copy_of is None:
            keys = self._keys(arrived)
            self._texts[arrived.capture] = arrived, keys
            for key in keys:
                self._buckets.setdefault(key, []).append(arrived.capture)

    def remove(self, gone: Features) -> None:
        """Forget a capture."""
        texts = [pair for pair in self._by_text[gone.text_sha256] if pair[0] != gone.capture]
        _keep(self._by_text, gone.text_sha256, texts)
        known = self._texts.pop(gone.capture, None)
        buckets = self._buckets
        for key in known[1] if known is not None else ():
            having = buckets[key]
            if len(having) == 1:
                del buckets[key]
            else:
                having.remove(gone.capture)

    def copied_by(self, arrived: Features) -> Copy | None:
        """The original this text repeats, None when it says something of its own.

        A text with a figure the original lacks, or about another name first, is no copy of it
        however alike they are: an edited figure is news, and templates fill in names.
        """
        if texts := self._by_text.get(arrived.text_sha256):
            return Copy(original=texts[0][1], seen=texts[0][0], how="exact", share=1.0)
        candidates = self._candidates(arrived)
        own = frozenset(arrived.shingles) if candidates else frozenset()
        best: Copy | None = None
        for capture in candidates:
            original = self._texts[capture][0]
            share = overlap(own, original.shingles)
            if share < self._threshold or (best is not None and share <= best.share):
                continue
            if figures_of(arrived) <= figures_of(original) and (
                share >= _BEYOND_DOUBT or _same_subject(arrived.names, original.names)
            ):
                best = Copy(original=capture, seen=capture, how="near", share=share)
        return best

    def _candidates(self, arrived: Features) -> list[str]:
        hits: dict[str, int] = {}
        for key in self._keys(arrived):
            having = self._buckets.get(key)
            if having is None or (isinstance(key, int) and len(having) > _COMMON):
                continue
            for capture in having:
                hits[capture] = hits.get(capture, 0) + 1
        # Stable: of those met as often the one met first is likelier.
        return sorted(hits, key=hits.__getitem__, reverse=True)[:_VERIFIED]

    def _keys(self, arrived: Features) -> tuple[Key, ...]:
        """Made once for a capture that is asked for and then added."""
        if self._asked[0] != arrived.capture:
            self._asked = arrived.capture, _keys(arrived)
        return self._asked[1]


def overlap(own: frozenset[int], other: Sequence[int]) -> float:
    """How far a text repeats another: the Jaccard index of their shingles, 0-1, four decimals.

    A text held in a longer one, as an excerpt is, counts like one of the same length with as much
    in common: c / (2 - c) for the share c of its own shingles. A longer text around an old one has
    something of its own, and gets no such credit. `other` holds each shingle once.
    """
    if not own or not other:
        return 0.0
    both = len(own.intersection(other))
    jaccard = both / (len(own) + len(other) - both)
    held = both / len(own) if len(own) >= _EXCERPT else 0.0
    return round(max(jaccard, held / (2 - held)), 4)


def figures_of(arrived: Features) -> frozenset[str]:
    """The terms of a capture that have a digit in them."""
    return frozenset([term for term, _ in arrived.terms if _FIGURE.match(term)])


def _same_subject(names: Sequence[str], theirs: Sequence[str]) -> bool:
    return not names or not theirs or names[0] in theirs


def _keys(arrived: Features) -> tuple[Key, ...]:
    """The bands of the signature, each with its place, then the sampled shingles."""
    words = arrived.signature
    bands = [(at, *words[at : at + _BAND]) for at in range(0, len(words), _BAND)]
    return (*bands, *[shingle for shingle in arrived.shingles if not shingle % _SAMPLE])


def _keep(table: dict[_Key, list[_Value]], key: _Key, left: list[_Value]) -> None:
    if left:
        table[key] = left
    else:
        del table[key]
