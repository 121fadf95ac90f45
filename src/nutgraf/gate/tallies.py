"""Counts that go on: the dead of a flood, votes counted, the stars of a repository.

A page that counts on and is looked at twice says two figures of two moments, so neither was wrong:
`counted/1` says what it was. A count that only grows (the dead, the injured) and is less in the later
text was wrong, and so was one whose text owns up to it: those are `corrected/1`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from nutgraf.archive.words import Words
from nutgraf.gate.changes import Told, owns_up, pair_of, replaced
from nutgraf.gate.points import shown_figure
from nutgraf.gate.spread import listing, owner_of
from nutgraf.now import show_day
from nutgraf.reading.model import Input, Quantity

_ONLY_GROWS = (
    r"dead|death toll|deaths?|died|dies|kill(?:s|ed|ing)?|toll|fatalit(?:y|ies)|casualt(?:y|ies)"
    r"|injur(?:ed|ies|y)|wounded|hurt|arrest(?:ed|s)|detained|rescued|infect(?:ed|ions?)|confirmed cases"
    r"|burn(?:ed|t)|destroyed|votes?|signatures?|signed|downloads?|views?|donat(?:ed|ions?)"
)
_MOVES = (
    r"missing|unaccounted|evacuat(?:ed|ions?)|displaced|hospitali[sz]ed|homeless|stranded|trapped"
    r"|without (?:power|electricity|water)|shelters?|contained|counted|stars|forks|followers"
    r"|subscribers|likes|upvotes|comments|replies"
)
_TALLY = re.compile(rf"\b(?:{_ONLY_GROWS}|{_MOVES})\b", re.IGNORECASE)
_GROWING = re.compile(rf"\b(?:{_ONLY_GROWS})\b", re.IGNORECASE)
_SHARE = re.compile(r"contained|counted\Z", re.IGNORECASE)
_NEAR = 60  # code points between a figure and the word that says it is a tally


def counted(inputs: Sequence[Input], words: Words) -> str | None:
    """`counted/1`: a count in one sentence of an item, and what it is in a later text of the item."""
    pair = pair_of(inputs, words)
    if pair is None:
        return None
    old, new = pair
    if not _one_item(old, new) or owns_up(new.point.text):
        return None
    found = replaced(old.point, new.point)
    word = _tally(new.point.text, found[1]) if found else ""
    if found is None or not word or not _goes_on(word, found):
        return None
    before, now = _shown(old.point.text, found[0]), _shown(new.point.text, found[1])
    of = listing((*new.point.shown, *new.point.shown_benchmarks))
    about = f"{of}, {word.lower()}" if of else word.capitalize()
    return f"{about}: was {before} on {show_day(old.day)}; now {now}."


def _shown(text: str, figure: Quantity) -> str:
    return f"{figure.bound} {shown_figure(text, figure)}".strip()


def _one_item(old: Told, new: Told) -> bool:
    one, other = old.record, new.record
    return (
        one.fetched_at < other.fetched_at
        and (one.source, one.key, owner_of(one)) == (other.source, other.key, owner_of(other))
    )  # fmt: skip


def _tally(text: str, figure: Quantity) -> str:
    """The word near a figure that says it counts what an event moves as it goes on, else ""."""
    around = text[max(0, figure.start - _NEAR) : figure.end + _NEAR]
    found = _TALLY.search(around)
    if found is None or figure.kind not in {"count", "number", "percent"}:
        return ""
    return "" if figure.kind == "percent" and not _SHARE.search(found[0]) else found[0]


def _goes_on(word: str, found: tuple[Quantity, Quantity]) -> bool:
    """Whether nothing says the first was wrong: what only grows is not less."""
    return _GROWING.fullmatch(word) is None or _number(found[1]) >= _number(found[0])


def _number(figure: Quantity) -> Decimal:
    try:
        return Decimal(figure.value)
    except InvalidOperation:
        return Decimal(0)
