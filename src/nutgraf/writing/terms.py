"""Sentences as sets of terms, to tell when two of them say the same thing."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from nutgraf.reading.model import Claim
from nutgraf.text import fold

_TOKEN = re.compile(r"[^\W_](?:[\w.+'%/-]*[\w%+])?")
_FACTOR = re.compile(r"\d[\d.,]*[x×]")
_ENDINGS = ("ingly", "edly", "ing", "ies", "ied", "ed", "es", "ly", "s", "e")
_DIGIT = re.compile(r"\d")
_CAPITAL = re.compile(r"(?<=[\w,;:)’”\"] )[^\W\d_a-z][\w.'-]*")
_AGAIN = 0.6  # the share of all their terms that two texts have in common
_ROUNDING = 1e-9
_STOP_WORDS = """a about above after again all also although an and any are as at be because been before being
    below between both but by can could did do does doing down during each either few for from further
    had has have having he her here hers him his how however i if in into is it its itself just let
    like made make makes many may me might more most much must my near neither no nor not now of off
    on once one only onto or other our out over own per same say says said she should since so some
    still such than that the their them then there these they this those though through thus times to told
    too under until up upon us use used uses very via was we were what when where which while who whom
    whose why will with within without would yet you your according new"""
_STOP = frozenset(_STOP_WORDS.split())


def terms(text: str) -> frozenset[str]:
    """The content terms of a text: folded, without stop words, endings taken off."""
    return frozenset(stems(fold(text).text))


def stems(folded: str) -> tuple[str, ...]:
    """The content terms of a folded text in text order, repetitions kept."""
    return tuple(_stem(word) for word in _TOKEN.findall(folded) if word not in _STOP)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the smaller set stands in the other, 0-1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def says_again(text: str, told: str) -> bool:
    """Whether a text says what another told in much the same words, with no new day, number or name."""
    mine, theirs = _cached(text), _cached(told)
    if min(len(mine), len(theirs)) < _AGAIN * max(len(mine), len(theirs)):
        return False
    if len(mine & theirs) < _AGAIN * len(mine | theirs):
        return False
    points = {term for term in mine if term in MONTHS or _DIGIT.search(term)}
    return points | _names_in(text) <= theirs


class Sayings:
    """Told texts, found by what says one of them again.

    `says_again` asks for six in ten terms in common, so two such texts share a term among the rarest
    few of each (prefix filtering: Chaudhuri, Ganti and Kaushik, "A Primitive Operator for Similarity
    Joins in Data Cleaning", ICDE 2006). Only texts that share one there are compared: the cost hangs
    on what is alike, not on all that was told.
    """

    def __init__(self, told: Sequence[str]) -> None:
        self._told = tuple(told)
        self._common = Counter(term for text in self._told for term in _cached(text))
        self._by_term: dict[str, list[int]] = {}
        for at, text in enumerate(self._told):
            for term in self._rarest(_cached(text)):
                self._by_term.setdefault(term, []).append(at)

    def again(self, text: str) -> tuple[int, ...]:
        """The places of the told texts that a text says again, in order."""
        near = {at for term in self._rarest(_cached(text)) for at in self._by_term.get(term, ())}
        return tuple(at for at in sorted(near) if says_again(text, self._told[at]))

    def _rarest(self, found: frozenset[str]) -> tuple[str, ...]:
        """As many terms that one of them must be shared; "" stands for a text without any."""
        most = len(found) - math.ceil(_AGAIN * len(found) - _ROUNDING) + 1
        ordered = sorted(found, key=lambda term: (self._common[term], term))
        return tuple(ordered[:most]) or ("",)


@lru_cache(maxsize=16384)
def _names_in(text: str) -> frozenset[str]:
    """The terms of words with a capital, the first word left out: anything may open a sentence."""
    return terms(" ".join(_CAPITAL.findall(text))) - MONTHS


@lru_cache(maxsize=16384)
def _cached(text: str) -> frozenset[str]:
    return terms(text)


def figures(claim: Claim) -> frozenset[tuple[str, str]]:
    """The figures of a claim that tell it apart: (value, unit), bare small numbers left out."""
    inside = [(name.start, name.end) for name in claim.parts.names]
    return frozenset(
        (one.value, one.unit)
        for one in claim.parts.quantities
        if (one.unit or len(one.value.replace(".", "")) > 1)
        and not any(start <= one.start and one.end <= end for start, end in inside)
    )


def _stem(word: str) -> str:
    word = word.removesuffix("'s").rstrip(".'")
    if _FACTOR.fullmatch(word):
        return word[:-1]
    if any(char.isdigit() for char in word):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


_MONTHS = """january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday"""
MONTHS = frozenset(stems(_MONTHS))
