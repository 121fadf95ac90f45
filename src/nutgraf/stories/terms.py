"""Lexical terms of a text: folded words, plurals made singular, bigrams where scripts have no spaces.

Plurals follow the S stemmer of Harman, "How effective is suffixing?" (JASIS 42, 1991): the weakest
stemmer, and one that never joins two names. Weights are sublinear term frequencies (1 + ln tf),
scaled to a vector of length one; how rare a term is, is known only where captures meet, so the
inverse document frequency is the clustering's business.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from nutgraf.stories.commonness import says
from nutgraf.stories.stopwords import STOPWORDS

_NAMED = 1.75  # how much more a word of a name says
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[a-z0-9-]+\.(?:co|com|org|net|io|ai)/\S+", re.I)
_HASHTAG = re.compile(r"#(\w+)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+(?:[.,'’+&-][^\W_]+)*[+#]*")
_PART = re.compile(r"[.'’+&-]")
_POSSESSIVE = re.compile(r"(?:'s|’s|s'|s’)\Z")
# Beginning with the comma, so that a text without one is searched for a single character.
_THOUSANDS = re.compile(r",(?<=\d,)(?=\d{3})")
# Runs of letters come again and again: what each gives is kept for so many of them.
_KEPT = 1 << 15
_LONGEST_KEPT = 32
# Han, kana, bopomofo, Thai, Lao, Myanmar, Khmer: words are not set apart by spaces.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u312f\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+"
)


def runs(text: str) -> Sequence[str]:
    """The folded runs of letters and digits of a text in order, addresses left out.

    What `words_of` and `terms_of` take, for who needs both.
    """
    return _WORD.findall(_plain(text))


def words(text: str) -> list[str]:
    """The folded words of a text in order, every one, addresses left out.

    A run of a script without spaces gives its characters one by one. Used for shingles, where
    order and repetition count.
    """
    return words_of(runs(text))


def words_of(found: Sequence[str]) -> list[str]:
    """The words of runs."""
    if "".join(found).isascii():
        return list(found)
    return [word for run in found for word in _words_of_run(run)]


def terms(text: str) -> list[str]:
    """The terms of a text in order: words worth comparing, singular, and bigrams.

    A compound such as `gpt-5.3` is one term and its parts of two letters or more are others, so
    that variants of one thing are near each other and still not the same.
    """
    return terms_of(runs(text))


def terms_of(found: Sequence[str]) -> list[str]:
    """The terms of runs."""
    return [
        term
        for run in found
        for term in (_kept_terms(run) if len(run) <= _LONGEST_KEPT else _terms_of_run(run))
    ]


def _words_of_run(run: str) -> list[str]:
    if run.isascii():
        return [run]
    out: list[str] = []
    at = 0
    for unspaced in _UNSPACED.finditer(run):
        if unspaced.start() > at:
            out.append(run[at : unspaced.start()])
        out += unspaced.group()
        at = unspaced.end()
    if at < len(run):
        out.append(run[at:])
    return out


def _terms_of_run(run: str) -> tuple[str, ...]:
    out: list[str] = []
    at = 0
    for unspaced in _UNSPACED.finditer(run):
        out += _of_word(run[at : unspaced.start()])
        out += _bigrams(unspaced.group())
        at = unspaced.end()
    return (*out, *_of_word(run[at:]))


_kept_terms = lru_cache(maxsize=_KEPT)(_terms_of_run)


def weigh(counts: Mapping[str, int], named: Collection[str]) -> tuple[tuple[str, float], ...]:
    """(term, weight) pairs sorted by term: 1 + ln(tf), more within names, less of common words.

    Six decimals; the vector has length one.
    """
    raw = {
        term: (1.0 + math.log(count)) * (_NAMED if term in named else says(term))
        for term, count in counts.items()
    }
    length = math.sqrt(math.fsum(weight * weight for weight in raw.values()))
    return tuple((term, round(raw[term] / length, 6)) for term in sorted(raw))


def singular(word: str) -> str:
    """A word with an English plural ending taken off; words of other scripts are left alone."""
    if len(word) < 4 or not word.endswith("s") or not word.isascii() or not word.isalpha():
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    return word if word.endswith(("us", "ss", "is")) else word[:-1]


def _plain(text: str) -> str:
    # Every address has a slash in it or begins with www; most texts have neither.
    if "/" in text or "www." in text.casefold():
        text = _ADDRESS.sub(" ", text)
    if "#" in text:
        text = _HASHTAG.sub(_split_hashtag, text)
    if text.isascii():
        return _THOUSANDS.sub("", text).lower()
    return _THOUSANDS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _split_hashtag(found: re.Match[str]) -> str:
    return " " + _CAMEL.sub(" ", found.group(1)) + " "


def _of_word(run: str) -> Iterator[str]:
    word = _POSSESSIVE.sub("", run)
    if _worth(word):
        yield singular(word)
    parts = _PART.split(word)
    if len(parts) > 1:
        yield from (singular(part) for part in parts if _speaks(part))


def _worth(word: str) -> bool:
    return (
        bool(word)
        and word not in STOPWORDS
        and not (len(word) == 1 and word.isascii() and word.isalpha())
    )


def _speaks(part: str) -> bool:
    return len(part) > 1 and not part.isdigit() and _worth(part)


def _bigrams(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for at in range(len(run) - 1):
        yield run[at : at + 2]
