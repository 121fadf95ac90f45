"""How far the words of a source bear each telling word of a sentence.

Names, figures and dates have checks of their own; what is left are words that say something, each
with how much it says (common words and words of many senses say little) and how far a source bears
it: the same word, one of the same meaning, one the source's is a kind of, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.gate.cited import Cited
from nutgraf.gate.content import stem
from nutgraf.gate.thesaurus import Keys, keys, senses_of
from nutgraf.reading.common import FUNCTION
from nutgraf.reading.model import Parts
from nutgraf.reading.wordlists import listed
from nutgraf.stories.commonness import says

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
# Joining words, and words that carry a sentence without saying what happened.
_LIGHT = FUNCTION | frozenset(
    listed(
        "use used using uses make makes made making new get gets got getting go goes going gone went s t re ve ll d m via etc also its it's "
        "per like say says said saying tell tells told thing things way ways time times come comes came coming account case cases part parts "
        "put puts putting take takes took taken taking give gives gave given giving become becomes became remain remains remained stay stays "
        "want wants wanted let lets kind sort lot lots bit matter matters fact point side number numbers amount total figure figures people "
        "person someone somebody anyone anybody everybody everyone nobody nothing something anything oneself himself herself itself "
        "themselves ourselves myself yourself far long able unable due set sets so-called meant mean means meaning according year years month "
        "months week weeks day days hour hours minute minutes morning evening afternoon night ago today yesterday tomorrow don doesn didn "
        "isn wasn aren weren hasn haven hadn won wouldn couldn shouldn can cannot no nor none previously currently"
    )
)
# Words the checks of figures and units read.
_MEASURES = frozenset(
    listed(
        "percent percentage per cent hundred thousand million billion trillion dozen dozens half halves third thirds quarter quarters fifth "
        "sixth seventh eighth ninth tenth double doubled doubling triple tripled twice thrice fold dollar dollars euro euros pound pounds one two "
        "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty "
        "thirty forty fifty sixty seventy eighty ninety single pair couple metre metres meter meters kilometre kilometres kilometer "
        "kilometers mile miles kilo kilos kilogram kilograms tonne tonnes ton tons gram grams degree degrees second seconds kg km mm cm gb mb tb mw "
        "gw kw roughly nearly almost exactly precisely slightly"
    )
)
_BORNE = {"same": 1.0, "kin": 0.95, "derived": 0.9, "sense": 0.75, "wider": 0.55, "near": 0.35}


@dataclass(frozen=True, slots=True)
class Told:
    """A telling word: where it stands, how much it says (0-1), how it is borne ("" for not), how far (0-1)."""

    start: int
    end: int
    text: str
    weight: float
    how: str
    borne: float


@dataclass(frozen=True, slots=True)
class Row:
    """The words of one stretch of a source, as keys to compare by."""

    exact: frozenset[str]
    kin: frozenset[str]
    derived: frozenset[str]
    senses: frozenset[str]
    above: frozenset[str]
    opposite: frozenset[str]


def told(text: str, parts: Parts, cited: Sequence[Cited]) -> tuple[Told, ...]:
    """The telling words of a sentence in order, each held against every sentence of its sources."""
    return told_by(
        text, parts, [row_of(stretch.text) for one in cited for stretch in one.stretches]
    )


def told_by(text: str, parts: Parts, rows: Sequence[Row]) -> tuple[Told, ...]:
    """The telling words of a sentence in order, held against some stretches together."""
    whole = _joined(rows)
    return tuple(_told(match, found, whole) for match, found in _telling(text, parts))


@lru_cache(maxsize=4096)
def row_of(text: str) -> Row:
    """The keys of a stretch of a source: of its words and of the phrases of two and three of them."""
    found = [keys(phrase) for phrase in phrases(text)]
    exact = {key for one in found for key in one.forms}
    exact |= {stem(word) + "-" for word in words_of(text) if word not in _LIGHT}
    return Row(
        exact=frozenset(exact),
        kin=frozenset(key for one in found for key in one.groups),
        derived=frozenset(key for one in found for key in one.derived),
        senses=frozenset(key for one in found for key in one.senses),
        above=frozenset(key for one in found for key in one.above),
        opposite=frozenset(key for one in found for key in one.opposite),
    )


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, case-folded."""
    return tuple(_plain(match.group()) for match in _WORD.finditer(text))


def phrases(text: str) -> Iterator[str]:
    """The telling words of a text, and every two or three words the thesaurus has as one."""
    row = words_of(text)
    for at, word in enumerate(row):
        if word not in _LIGHT:
            yield word
        for size in (2, 3):
            phrase = "_".join(row[at : at + size])
            if phrase.count("_") == size - 1 and keys(phrase).known:
                yield phrase


def _joined(rows: Sequence[Row]) -> Row:
    return Row(
        exact=frozenset().union(*(row.exact for row in rows)),
        kin=frozenset().union(*(row.kin for row in rows)),
        derived=frozenset().union(*(row.derived for row in rows)),
        senses=frozenset().union(*(row.senses for row in rows)),
        above=frozenset().union(*(row.above for row in rows)),
        opposite=frozenset().union(*(row.opposite for row in rows)),
    )


def _telling(text: str, parts: Parts) -> Iterator[tuple[re.Match[str], tuple[Keys, ...]]]:
    taken = [(name.start, name.end) for name in parts.names]
    taken += [(quantity.start, quantity.end) for quantity in parts.quantities]
    taken += [(day.start, day.end) for day in parts.days]
    row = list(_WORD.finditer(text))
    plain = [_plain(match.group()) for match in row]
    for at, match in enumerate(row):
        word = plain[at]
        if word in _LIGHT or word in _MEASURES or (len(word) == 1 and word.isascii()):
            continue
        if any(start <= match.start() < end for start, end in taken):
            continue
        found = [keys(word)]
        for first in range(max(0, at - 2), at + 1):
            for size in (2, 3):
                if first + size > at and first + size <= len(row):
                    phrase = keys("_".join(plain[first : first + size]))
                    if phrase.known:
                        found.append(phrase)
        yield match, tuple(found)


def _told(match: re.Match[str], found: Sequence[Keys], row: Row) -> Told:
    plain = _plain(match.group())
    how = next((how for one in found if (how := _how(one, row)) in {"same", "kin", "derived"}), "")
    if not how:
        how = _how(found[0], row) or ("same" if stem(plain) + "-" in row.exact else "")
    return Told(match.start(), match.end(), match.group(), weight(plain), how, _BORNE.get(how, 0.0))


def _how(one: Keys, row: Row) -> str:
    if one.forms & row.exact:
        return "same"
    if one.groups & row.kin:
        return "kin"
    if one.derived & row.derived:
        return "derived"
    if one.senses & row.senses:
        return "sense"
    if one.senses & row.above:
        return "wider"
    if one.forms & row.opposite or one.above & row.senses:
        return "near"
    return ""


def is_borne(word: str, row: Row) -> bool:
    """Whether a case-folded word, one of its kin or a word made of it stands among a stretch's words."""
    return _how(keys(word), row) in {"same", "kin", "derived"}


def says_little(word: str) -> bool:
    """Whether a case-folded word carries a sentence without saying what happened."""
    return word in _LIGHT or word in _MEASURES


@lru_cache(maxsize=1 << 15)
def weight(word: str) -> float:
    """How much a word says, 0-1: less where it is common, or has many senses."""
    senses = senses_of(word)
    spread = 1.0 if senses <= 2 else 0.8 if senses <= 5 else 0.6 if senses <= 10 else 0.4
    return says(word) * spread


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'").removesuffix("'s")
