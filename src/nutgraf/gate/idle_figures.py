"""Words that look like a figure and are none: `at first`, `the first of April`, `a second time`."""

from __future__ import annotations

import re
from decimal import Decimal

from nutgraf.gate.amounts import decimal_of
from nutgraf.reading.model import Quantity

# `First` tells a place only where the words say so; else it is an adverb or tells what had not been.
_PLACED = re.compile(
    r"\b(?:ranks?|ranked|ranking|came|comes|come|finish\w*|plac(?:e|es|ed|ing)|stand\w*|stood|lie|lies|lay|sits?|sat|rated|number)"
    r"(?: in| at| it| them)?(?: a| the| joint)? $",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"^ (?:place\b|spot\b|rank\b|among\b|in the (?:table|league|ranking|standings)|behind\b|ahead\b)",
    re.I,
)
_AGAIN = re.compile(r"^ (?:time|times|chance|thoughts?|hand|look|nature)\b", re.IGNORECASE)
# A figure that names its bearer counts nothing.
_LABEL = re.compile(
    r"\b(item|table|figure|fig\.|lap|round|chapter|page|section|article|room|gate|platform) $",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?<![\w/])\d{1,2}/(?=\s|\d{1,2}:)")
_MANY = {
    "dozens": 12, "hundreds": 100, "thousands": 1000, "millions": 10**6, "billions": 10**9,
    "trillions": 10**12,
}  # fmt: skip
_MULTIPLIED = {"tens": 10, "dozens": 12, "hundreds": 100, "thousands": 1000}


def is_idle(said: Quantity, text: str) -> bool:
    """Whether an ordinal of a sentence is an adverb, a phrase or a part of one."""
    if said.kind != "rank" or any(char.isdigit() for char in said.literal):
        return False
    before, after = text[: said.start][-24:], text[said.end : said.end + 30]
    if said.value == "1":
        return not (_PLACED.search(before) or _PLACE.match(after))
    return _AGAIN.match(after) is not None or after.startswith("-")


def magnitude(said: Quantity, text: str) -> tuple[Decimal, Decimal] | None:
    """What `hundreds of thousands` allows: from twice the unit to below the next word for more.

    None for a figure that is no such word.
    """
    if said.bound != "many":
        return None
    word = said.literal.casefold()
    if word not in _MANY:
        return None
    low = Decimal(_MANY[word])
    before = re.search(
        r"\b(tens|dozens|hundreds|thousands) of $", text[: said.start], re.IGNORECASE
    )
    behind = re.match(
        r" of (thousands|millions|billions|trillions)\b", text[said.end :], re.IGNORECASE
    )
    if before:
        times = Decimal(_MULTIPLIED[before[1].casefold()])
        return low * times * 2, low * times * 10
    if behind:
        low *= _MANY[behind[1].casefold()]
        return low * 2, low * 10
    return low * 2, low * (10 if word != "dozens" else 16) * 10


def is_of_magnitude(said: Quantity, cited: Quantity, text: str) -> bool:
    """Whether a figure of the source is what a word for many allows."""
    bounds, value = magnitude(said, text), decimal_of(cited.value)
    return bounds is not None and value is not None and bounds[0] <= value < bounds[1]


def label_of(start: int, text: str) -> str:
    """The word a figure is the label of (`lap 49`, `item 7`), `list` for a mark (`3/`), else ""."""
    if _MARK.match(text, start):
        return "list"
    label = _LABEL.search(text[max(0, start - 12) : start])
    return label[1].casefold() if label else ""
