"""How like a topic's words and examples a text is; lexical, and weighed by how few topics share a stem.

The weight of a stem is an inverse document frequency (Spaerck Jones, 1972) in which each topic,
its words and examples together, is one document: log((1 + topics) / topics that have it).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.text import fold
from nutgraf.writing.terms import stems

OPENING = 40
FEWEST_STEMS = 3
OFTEN_ENOUGH = 2
_OFTEN = 9
_SECOND = 0.5

_WORD = re.compile(r"[^\W_](?:[\w'-]*\w)?")

Terms = tuple[str, ...]
# A topic as it is written down: its name, its words or phrases, its examples.
Written = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTerms:
    """The stems of a text, counted, those of its opening twice; and its words with their places."""

    counts: Mapping[str, int]
    words: Terms
    places: Mapping[str, Sequence[int]]

    def tells(self, stem: str) -> bool:
        """Whether a stem opens the text or comes twice: in passing anything is mentioned."""
        return self.counts.get(stem, 0) >= OFTEN_ENOUGH

    def count(self, entry: Terms) -> int:
        """How often a stem, or a phrase as it is written, is there."""
        if len(entry) == 1:
            return self.counts.get(entry[0], 0)
        return sum(
            self.words[at : at + len(entry)] == entry for at in self.places.get(entry[0], ())
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """What of a topic stands in a text: score, and the entries in the editor's own spelling."""

    score: float = 0.0
    example: str = ""
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Example:
    said: str
    stems: Terms
    spelled: tuple[str, ...]
    norm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What several topics are known by, made ready to be compared with texts."""

    weights: Mapping[Terms, float]
    words: Mapping[str, Mapping[Terms, str]]
    examples: Mapping[str, tuple[_Example, ...]]


def terms_of(text: str) -> TextTerms:
    """What of a text is compared."""
    folded = fold(text).text
    found = stems(folded)
    counts = Counter(found) + Counter(found[:OPENING])
    words = tuple(_WORD.findall(folded))
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(words):
        places[word].append(at)
    return TextTerms(counts=counts, words=words, places=places)


def by_words(topic: str, lexicon: Lexicon, text: TextTerms) -> Alike:
    """How much of a topic's words and phrases a text has; what it says most often first."""
    found: list[tuple[float, str]] = []
    for entry, spelled in lexicon.words[topic].items():
        if count := text.count(entry):
            found.append((math.sqrt(min(count, _OFTEN)) * lexicon.weights[entry], spelled))
    found.sort(key=lambda one: -one[0])
    score = round(sum(score for score, _ in found), 9)
    return Alike(score=score, found=tuple(spelled for _, spelled in found))


def by_examples(topic: str, lexicon: Lexicon, text: TextTerms) -> Alike:
    """How like a topic's examples a text is: the likest whole, the second by half.

    The score of an example is the weight of the stems it shares with the text by the length of its
    vector, so that a short example is no worse than a long one.
    """
    alike: list[tuple[float, _Example, list[str]]] = []
    for example in lexicon.examples[topic]:
        shared = [stem for stem in example.stems if text.tells(stem)]
        if weight := sum(lexicon.weights[(stem,)] for stem in shared):
            alike.append((weight / example.norm, example, shared))
    if not alike:
        return Alike()
    alike.sort(key=lambda one: -one[0])
    best, example, shared = alike[0]
    second = alike[1][0] if len(alike) > 1 else 0.0
    spelled = dict(zip(example.stems, example.spelled, strict=True))
    shared.sort(key=lambda stem: -lexicon.weights[(stem,)])
    return Alike(
        score=round(best + _SECOND * second, 9),
        example=example.said,
        found=tuple(spelled[stem] for stem in shared),
    )


def hits(topic: str, lexicon: Lexicon, text: TextTerms) -> tuple[str, ...]:
    """The words of a topic that a text tells of, and its phrases where they are there at all."""
    return tuple(
        spelled
        for entry, spelled in lexicon.words[topic].items()
        if (text.tells(entry[0]) if len(entry) == 1 else text.count(entry))
    )


def covered(topic: str, lexicon: Lexicon, text: TextTerms, *, share: float) -> str:
    """The example of a topic of which a text has the most, if it is more than `share` of its stems
    and of their weight; "" where there is none."""
    best, most = "", share
    for example in lexicon.examples[topic]:
        weights = [lexicon.weights[(stem,)] for stem in example.stems]
        had = [
            weight for stem, weight in zip(example.stems, weights, strict=True) if text.tells(stem)
        ]
        if len(had) > share * len(weights) and sum(had) / sum(weights) > most:
            best, most = example.said, sum(had) / sum(weights)
    return best


@lru_cache(maxsize=32)
def lexicon_of(written: tuple[Written, ...]) -> Lexicon:
    """The lexicon of topics as they are written down; names of topics are unique."""
    words = {name: _spelled_entries(given) for name, given, _ in written}
    split = {name: [_spelled_stems(one) for one in examples] for name, _, examples in written}
    topics: Counter[Terms] = Counter()
    for name in words:
        mine = {(stem,) for one in split[name] for stem in one}
        topics.update(mine | set(words[name]))
    weights = {entry: math.log((1 + len(words)) / shared) for entry, shared in topics.items()}
    examples = {
        name: tuple(
            _example(said, stemmed, weights)
            for said, stemmed in zip(given, split[name], strict=True)
            if stemmed
        )
        for name, _, given in written
    }
    return Lexicon(weights=weights, words=words, examples=examples)


def stems_of(text: str) -> Terms:
    """The different stems of a sentence, in order."""
    return tuple(_spelled_stems(text))


def _example(said: str, spelled: Mapping[str, str], weights: Mapping[Terms, float]) -> _Example:
    norm = math.sqrt(sum(weights[(stem,)] ** 2 for stem in spelled))
    return _Example(said=said, stems=tuple(spelled), spelled=tuple(spelled.values()), norm=norm)


def _spelled_stems(text: str) -> dict[str, str]:
    """Each stem of a text with the word it was made of."""
    found: dict[str, str] = {}
    for word in text.split():
        for stem in stems(fold(word).text):
            found.setdefault(stem, word.strip(".,;:!?()\"'"))
    return found


def _spelled_entries(words: Sequence[str]) -> dict[Terms, str]:
    """Each word as its stem and each phrase as its words, with the spelling it came in.

    A phrase keeps its small words, which stems leave out: `fair use` is not `fair`.
    """
    found: dict[Terms, str] = {}
    for word in words:
        phrase = tuple(_WORD.findall(fold(word).text))
        stem = stems(fold(word).text)[:1]
        if entry := phrase if len(phrase) > 1 else stem:
            found.setdefault(entry, word)
    return found
