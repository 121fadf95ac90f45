"""How a source sets two of its figures side by side: a part of a whole, now and before, so many to so many."""

from __future__ import annotations

import re
from decimal import Decimal

from nutgraf.gate.given import Given

_FAR = 110
_PART = re.compile(r"[\w\s’'-]{0,30}?\b(?:out )?of\b[\w\s’'-]{0,18}", re.IGNORECASE)
# `all but five` of 34: the whole first.
_ALL_BUT = re.compile(
    r"[\w\s’'-]{0,24},? (?:all but|except|of (?:them|which|these|those|whom)|including)[\w\s’',-]{0,24}",
    re.I,
)
# `Of 80 patients, 60 got better`
_OF_WHOLE = re.compile(r"\b(?:out )?of (?:the |its |their |all |some |about )?$", re.IGNORECASE)
_IN_CLAUSE = re.compile(r"[\w\s’'-]{1,40}, (?:only |just |some |about )?")
# `61 strikes in all, 20 of which`
_OF_THEM = re.compile(r" of (?:which|them|these|those|whom)\b", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:against|compared|than|instead|versus|vs|unless|replac\w+|beat\w*|overtak\w*|ahead of|behind|previous\w*|while|but|before|after)\b"
    r"|\b(?:from|to|of)(?: (?:about|some|only|just|around|nearly|almost|an?|the|over))?\s?[$€£]?$|\((?:[^()]{0,16}[: ])?$|^\s?(?:from|to)\b",
    re.IGNORECASE,
)
_NUMERAL = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand)\b", re.I
)
_ROW = re.compile(r"[\w\s’'.%-]{0,40}[,;(][\w\s’'.%()-]{0,40}")
_VOTES = re.compile(
    r"\s?(?:votes? |for,? |in favour,? )?(?:to|-|–|—|against)\s?(?:just )?", re.IGNORECASE
)
_MORE = re.compile(
    r"^[\w\s’'-]{0,16}?\b(?:more|higher|above|longer|ahead|dearer)\b[\w\s’'-]{0,16}?\b(?:than|of)\b",
    re.I,
)
_FEWER = re.compile(
    r"^[\w\s’'-]{0,16}?\b(?:fewer|less|lower|below|short|cheaper|under|shy)\b", re.IGNORECASE
)
_EITHER = re.compile(
    r"^[\w\s’'-]{0,16}?\b(?:younger|older|earlier|later|faster|slower|quicker|shorter|better|worse|\w{3,}er than)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:by|gain(?:s|ed|ing)?|all but|already paid|beat\w*|added|rose|fell|lost|sh[eo]d)(?: about| some| nearly| just)?\s*$",
    re.IGNORECASE,
)
_MULTIPLE = re.compile(
    r"\b(?:of|as|the|its|what|that|sum|which|more|less|half|worth|times|about)\b|[,;]",
    re.IGNORECASE,
)
_TIMES = {
    "double": "2", "doubled": "2", "doubling": "2", "doubles": "2", "triple": "3", "tripled": "3",
    "treble": "3", "trebled": "3", "quadruple": "4", "quadrupled": "4", "half": "0.5", "halved": "0.5",
    "halving": "0.5", "halves": "0.5", "halve": "0.5",
}  # fmt: skip
_FACTOR_WORD = re.compile(rf"\b(?:{'|'.join(_TIMES)})\b(?! an?\b)", re.IGNORECASE)


def part_of(one: Given, other: Given) -> bool:
    """`14 of 200`, `34 shields, all but five of them`: a part and its whole."""
    between = _between(one, other)
    if between is None:
        return False
    if _NUMERAL.search(between):
        return False
    second = max(one, other, key=lambda given: given.quantity.start)
    if _OF_THEM.match(second.one.text, second.quantity.end) and re.search(r"[\w,.;]", between):
        return True
    first = min(one, other, key=lambda given: given.quantity.start)
    if _OF_WHOLE.search(first.one.text[max(0, first.quantity.start - 16) : first.quantity.start]):
        return _IN_CLAUSE.fullmatch(between) is not None
    return _PART.fullmatch(between) is not None or _ALL_BUT.fullmatch(between) is not None


def compared(one: Given, other: Given) -> bool:
    """`from 15 to 17`, `2.8 terabytes, compared with 2.0`: one thing twice, or two things held together."""
    between = _between(one, other)
    return between is not None and _COMPARED.search(between) is not None


def in_one_row(one: Given, other: Given) -> bool:
    """`Orison-Max 58.2; Kepa-2 (final) 55.0`: neighbours in a row of figures."""
    between = _between(one, other)
    return between is not None and _ROW.fullmatch(between) is not None


def votes(one: Given, other: Given) -> bool:
    """`by 1,204 to 310`, `9-4`, `57 votes against 49`."""
    between = _between(one, other)
    return between is not None and _VOTES.fullmatch(between) is not None


def multiple_of(base: Given, factor: Given) -> bool:
    """`$22.5 million ... twice the sum`: whether a factor stands near enough to be of a figure."""
    between = _between(base, factor)
    return between is not None and _MULTIPLE.search(between) is not None


def difference_stated(one: Given) -> str:
    """Whether the source says of a figure that it is a difference: `more`, `fewer`, `either`, or ""."""
    text, quantity = one.one.text, one.quantity
    behind = text[quantity.end : quantity.end + 40]
    if _FEWER.match(behind):
        return "fewer"
    if _MORE.match(behind):
        return "more"
    before = text[max(0, quantity.start - 24) : quantity.start]
    return "either" if _EITHER.match(behind) or _BEFORE.search(before) else ""


def factor_words(base: Given) -> tuple[Decimal, ...]:
    """The factors the words around a figure tell without a figure: doubled, half."""
    return tuple(
        {Decimal(_TIMES[match.group().casefold()]) for match in _FACTOR_WORD.finditer(base.near)}
    )


def _between(one: Given, other: Given) -> str | None:
    """The words between two figures of one text, None where they overlap or stand far apart."""
    first, second = sorted((one, other), key=lambda given: given.quantity.start)
    start, end = first.quantity.end, second.quantity.start
    if first.one is not second.one or not 0 <= end - start <= _FAR:
        return None
    return first.one.text[start:end]
