"""Another figure, unit or date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from random import Random
from typing import TypeVar

from benchmarks.corruptions.passages import Passage

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_SMALL = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_FIGURE = re.compile(r"(?<![\w.,/:@#-])[$€£]?\d+(?:,\d{3})*(?:\.\d+)?(?![\w/:-]|[.,]\d| ?: ?\d)")
_SPELLED = re.compile(rf"\b(?:{'|'.join(_SMALL)})\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})\b")
_RELATIVE = (
    ("yesterday", "tomorrow"), ("last week", "next week"), ("last month", "next month"),
    ("last year", "next year"), ("this week", "last week"), ("this month", "last month"),
    ("this year", "last year"), ("next week", "last week"), ("next month", "last month"),
    ("next year", "last year"), ("today", "yesterday"), ("tomorrow", "yesterday"),
    ("first quarter", "third quarter"), ("third quarter", "second quarter"),
    ("second quarter", "fourth quarter"), ("fourth quarter", "first quarter"),
    ("this morning", "yesterday morning"), ("last night", "on Monday night"),
)  # fmt: skip
_SCALES = {"million": "billion", "billion": "million", "thousand": "million", "trillion": "billion"}
# What follows a figure, and what is another unit of it.
_UNITS = (
    (r"%", " percentage points"), (r" percentage points", "%"), (r" percent\b", " percentage points"),
    (r" per cent\b", " percentage points"), (r" points\b", "%"),
    (r" ?GB\b", " TB"), (r" ?TB\b", " GB"), (r" ?MB\b", " GB"), (r" ?ms\b", " s"), (r" ?km\b", " m"),
    (r" ?kg\b", " tonnes"), (r" seconds\b", " minutes"), (r" minutes\b", " hours"), (r" hours\b", " days"),
    (r" days\b", " weeks"), (r" weeks\b", " months"), (r" months\b", " years"), (r" years\b", " months"),
    (r"-year\b", "-month"), (r"-day\b", "-week"), (r"-month\b", "-year"), (r"-hour\b", "-day"),
    (r" miles\b", " kilometres"), (r" kilometers\b", " miles"), (r" kilometres\b", " miles"), (r" feet\b", " metres"),
    (r" inches\b", " feet"), (r" pounds\b", " tonnes"), (r" acres\b", " square miles"), (r" dollars\b", " euros"),
    (r" cents\b", " dollars"), (r" euros\b", " pounds"), (r" degrees\b", " percent"), (r" tokens/s\b", " tokens/minute"),
    (r" tokens per second\b", " tokens per minute"), (r" tok/s\b", " tokens a minute"), (r"x\b", "%"), (r" times\b", " percent"),
)  # fmt: skip
_Place = TypeVar("_Place")
_NUMERAL = r"(?:\d[\d,]*(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"


def other_number(passage: Passage, chance: Random, strangers: Sequence[str]) -> str | None:
    """One figure is another one that the source does not give; or a scale word is."""
    text = passage.text
    places = [(m.start(), m.end()) for m in _FIGURE.finditer(text) if not _is_date(text, m)]
    places += [(m.start(), m.end()) for m in _SPELLED.finditer(text)]
    places += [
        (m.start(1), m.end(1))
        for m in re.finditer(rf"{_NUMERAL} (million|billion|thousand|trillion)\b", text)
    ]
    for start, end in _mixed(places, chance):
        literal = text[start:end]
        other = _SCALES.get(literal) or (
            _other_spelled(literal, chance) if literal in _SMALL else _other_figure(literal, chance)
        )
        if _SCALES.get(literal) or not _stands(other, passage.source):
            return text[:start] + other + text[end:]
    return None


def other_unit(passage: Passage, chance: Random, strangers: Sequence[str]) -> str | None:
    """One figure has another unit: points for percent, weeks for days, euros for dollars."""
    text = passage.text
    places = []
    for unit, other in _UNITS:
        places += [
            (m.start(1), m.end(1), other)
            for m in re.finditer(rf"(?<![\w.]){_NUMERAL}({unit})", text)
        ]
    places += [(m.start(), m.end(), chance.choice("€£")) for m in re.finditer(r"\$(?=\d)", text)]
    places += [(m.start(), m.end(), "$") for m in re.finditer(r"[€£](?=\d)", text)]
    for start, end, other in _mixed(places, chance):
        figure = re.search(rf"{_NUMERAL}$", text[:start])
        made = (figure.group() if figure else "") + other + ("" if figure else text[end : end + 2])
        if made.casefold() not in passage.source.casefold():
            return text[:start] + other + text[end:]
    return None


def other_date(passage: Passage, chance: Random, strangers: Sequence[str]) -> str | None:
    """One day, month, year or relative date is another."""
    text = passage.text
    places: list[tuple[int, int, str]] = []
    for match in _YEAR.finditer(text):
        places.append((*match.span(), str(int(match.group()) + chance.choice((-3, -2, -1, 1, 2)))))
    for pattern, names in ((_MONTH, _MONTHS), (_WEEKDAY, _WEEKDAYS)):
        for match in pattern.finditer(text):
            if match.group() == "May" and not re.match(r"\s\d", text[match.end() :]):
                continue
            others = [name for name in names if name not in passage.source]
            if others:
                places.append((*match.span(), chance.choice(others)))
    for said, other in _RELATIVE:
        places += [(*m.span(), other) for m in re.finditer(rf"\b{said}\b", text)]
    for start, end, other in _mixed(places, chance):
        if not _stands(other, passage.source):
            return text[:start] + other + text[end:]
    return None


def _is_date(text: str, match: re.Match[str]) -> bool:
    if _YEAR.fullmatch(match.group()):
        return True
    before = text[: match.start()].rstrip().rsplit(" ", 1)[-1]
    after = re.match(r"\s(\w+)", text[match.end() :])
    return before in _MONTHS or (after is not None and after[1] in _MONTHS)


def _other_figure(literal: str, chance: Random) -> str:
    sign, digits = (literal[0], literal[1:]) if literal[0] in "$€£" else ("", literal)
    ways = [_shifted(digits, chance), _shifted(digits, chance)]
    if len(set(digits) & set("0123456789")) > 1 and digits[0] != "0":
        ways.append(_transposed(digits, chance))
    return sign + chance.choice(ways)


def _shifted(digits: str, chance: Random) -> str:
    """One digit is another; never a zero in front."""
    at = chance.choice([place for place, digit in enumerate(digits) if digit.isdigit()])
    others = [digit for digit in "123456789" if digit != digits[at]]
    return digits[:at] + chance.choice(others) + digits[at + 1 :]


def _transposed(digits: str, chance: Random) -> str:
    pairs = [
        at for at in range(len(digits) - 1)
        if digits[at].isdigit() and digits[at + 1].isdigit() and digits[at] != digits[at + 1]
        and not (at == 0 and digits[1] == "0")
    ]  # fmt: skip
    if not pairs:
        return _shifted(digits, chance)
    at = chance.choice(pairs)
    return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]


def _other_spelled(literal: str, chance: Random) -> str:
    return chance.choice([word for word in _SMALL if word != literal])


def _stands(words: str, source: str) -> bool:
    bare = words.lstrip("$€£")
    return re.search(rf"(?<![\w.]){re.escape(bare)}(?!\w|\.\d)", source, re.IGNORECASE) is not None


def _mixed(places: Iterable[_Place], chance: Random) -> list[_Place]:
    found = list(places)
    chance.shuffle(found)
    return found
