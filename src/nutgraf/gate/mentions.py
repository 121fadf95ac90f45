"""The names of a text as its capitals show them, and which of its words speak of which name.

Reading looks for names it can key; here every capitalised run counts, so that what reading passes
over (adjectives of countries, names at the head of a line) is held to the source too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.gate.alignment import Token, tokens
from nutgraf.gate.peoples import is_place_word
from nutgraf.gate.thesaurus import is_word, relation
from nutgraf.reading.common import FUNCTION, TITLES, is_common
from nutgraf.reading.wordlists import listed

_OPENS = re.compile(r"(?:[.!?:;—|•\n][”\"’]?|\s[-·–](?=\s))\s*[“\"‘'(\[«„]*$")
_GLUE = re.compile(r"(?:\s|-|‑|’|'|&|\.\s?|\s&\s|’s-|/){1}")
_DATE_WORDS = frozenset(
    listed(
        "january february march april may june july august september october november december monday tuesday wednesday thursday "
        "friday saturday sunday christmas easter"
    )
)
# Words that say what a house, firm or thing is.
KINDS = frozenset(
    listed(
        "company firm group maker studio start-up startup lab developer bank agency club union airline operator retailer publisher "
        "supplier chain ministry court council regulator party team government university institute association federation bureau "
        "service site model assistant app tool programme program system band label league board rival competitor cyclone hurricane "
        "storm asteroid ferry ship golf tennis rugby camera carmaker chipmaker utility grocer bakery brewery consultancy charity "
        "producer leader backer contractor employer house seller buyer specialist giant player lender owner holder opponent partner member "
        "museum theatre newspaper magazine paper website platform network fund insurer builder toolmaker drugmaker steelmaker"
    )
)
_PLAIN = frozenset(listed("i i'm ok q1 q2 q3 q4 h1 h2 am pm utc gmt cet est pst"))


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised tokens in a row, `start` to `end` of a token row; `opening` where a common word may stand."""

    start: int
    end: int
    key: str
    opening: bool

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name, case-folded."""
        return tuple(self.key.split())


@lru_cache(maxsize=4096)
def name_words(text: str) -> frozenset[str]:
    """The words a text has in names where a capital says something."""
    return frozenset(word for run in runs(text) if not run.opening for word in run.words)


@lru_cache(maxsize=4096)
def plain_words(text: str) -> frozenset[str]:
    """The words of a text, case-folded."""
    return frozenset(token.plain for token in tokens(text))


@lru_cache(maxsize=4096)
def runs(text: str, known: frozenset[str] = frozenset()) -> tuple[Run, ...]:
    """The names of a text in order.

    A word that may open a sentence counts when the language has no such word, when it is of a
    country, or when it is in `known`: the words another text has as names. Where hardly a word is
    in lower case (a heading) every word is such an opening one.
    """
    row = tokens(text)
    heading = is_heading(row)
    found: list[Run] = []
    at = 0
    while at < len(row):
        opening = heading or _opens(text, row, at)
        if not _names(row, at, opening, known):
            at += 1
            continue
        end = at + 1
        while end < len(row) and _goes_on(text, row, end, heading, known):
            end += 1
        first = at
        while first < end - 1 and (
            row[first].plain in TITLES or (first == at and opening and _is_office(row[first].plain))
        ):
            first += 1
        key = " ".join(token.plain for token in row[first:end])
        found.append(Run(first, end, key, opening))
        at = end
    return tuple(found)


def _is_office(word: str) -> bool:
    """Whether a capitalised opening word says what somebody is, and is no part of the name."""
    return word in KINDS or (is_word(word) and relation("person", word) == "wider")


def is_heading(row: Sequence[Token]) -> bool:
    """Whether hardly a longer word is in lower case."""
    longer = [token for token in row if len(token.plain) > 3 and token.plain[0].isalpha()]
    small = sum(not token.capital for token in longer)
    return len(longer) >= 4 and small <= 0.15 * len(longer)


def _opens(text: str, row: Sequence[Token], at: int) -> bool:
    before = row[at - 1].end if at else 0
    gap = text[before : row[at].start]
    return at == 0 or _OPENS.search(gap) is not None


def _names(row: Sequence[Token], at: int, opening: bool, known: frozenset[str]) -> bool:
    token = row[at]
    word = token.plain
    if not token.capital or word in _PLAIN or word in _DATE_WORDS or word in {"i", "a"}:
        return False
    if at and (row[at - 1].start == token.start or _is_unit(row, at)):
        return False
    if len(word) == 1 and at + 1 < len(row) and row[at + 1].plain in {"1", "2", "3", "4"}:
        return False
    if word in FUNCTION and not (not opening and at + 1 < len(row) and row[at + 1].capital):
        return False
    if not opening:
        return word not in FUNCTION
    if word in known or is_place_word(word):
        return True
    if len(word) == 1:
        return False
    if at + 1 < len(row) and row[at + 1].capital and word not in _PLAIN and word not in FUNCTION:
        return True
    return not (is_word(word) or is_common(word) or word in _COMPOUND_HEADS)


def _is_unit(row: Sequence[Token], at: int) -> bool:
    """Whether a short word stands right behind a figure: 12 GW."""
    before, token = row[at - 1], row[at]
    return (
        before.plain[0].isdigit() and token.start - before.end <= 1 and token.end - token.start <= 4
    )


# Small words inside names of persons and houses: Joost van Rhee.
_PARTICLES = frozenset(
    listed("van von de del della di da der den la le el al bin ibn dos du zu ter y")
)
# First parts of compounds that open a sentence: Ex-minister, Mid-sized.
_COMPOUND_HEADS = frozenset(
    listed("ex non pre post mid co self anti pro re un sub multi semi don't")
)


def _goes_on(
    text: str, row: Sequence[Token], at: int, heading: bool, known: frozenset[str]
) -> bool:
    token, before = row[at], row[at - 1]
    if token.start == before.start:
        return False
    gap = text[before.end : token.start]
    if text[before.start : before.end].endswith(("'s", "’s")) or _GLUE.fullmatch(gap) is None:
        return False
    if gap.startswith(".") and before.end - before.start > 2:
        return False
    if token.plain[0].isdigit():
        return gap != "." and len(token.plain) <= (2 if gap == " " else 4)
    if token.plain in _PARTICLES and gap == " " and at + 1 < len(row):
        return row[at + 1].capital and row[at + 1].plain not in FUNCTION
    if not token.capital:
        return gap == "-" and token.plain not in FUNCTION and not is_word(token.plain)
    if heading and token.plain not in known:
        return False
    return token.plain not in FUNCTION and token.plain not in _DATE_WORDS
