"""Figures compared: what several owners write about the same names, the same or not.

It says what stands in the sentences, never which of them is right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from nutgraf.archive.model import Record
from nutgraf.archive.words import Words
from nutgraf.gate.spread import listing, owner_of
from nutgraf.reading.model import Input, Quantity
from nutgraf.text import one_line

_DIFFERING = "In sentences that name "
_THINGS = {"model", "product", "benchmark"}
_TIMES = "x"
_BARE = {"number", "rank", "duration"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One owner's sentence: its names (key, words), those of them that are things rather than
    people or firms, and its figures with a unit, in text order.
    """

    owner: str
    at: datetime
    names: tuple[tuple[str, str], ...]
    things: frozenset[str]
    figures: tuple[Quantity, ...]
    text: str = field(repr=False)


def figures(inputs: Sequence[Input], words: Words) -> str | None:
    """`figures/1`: the one figure of a unit that each owner's sentence gives, agreed on or not.

    Every input is a sentence. Of several by one owner the latest counts. All must share a name and
    have exactly one figure of the unit they share; where they differ, two shared names are asked.
    """
    told = _latest(inputs, words)
    if told is None or len(told) < 2:
        return None
    names = _shared_names(told)
    given = _of_one_unit(told)
    if not names or given is None:
        return None
    if len({one.value for one in given}) == 1:
        return f"{listing([one.owner for one in told])} give the same figure, {_shown(told[0], given[0])}."
    if len(names) < 2 or not _of_one_thing(told):
        return None
    parts = _written(told, given)
    return f"{_DIFFERING}{listing(names)}, {listing(parts)}."


def _written(told: Sequence[Told], given: Sequence[Quantity]) -> list[str]:
    """Who writes which figure, those of one figure together."""
    owners: dict[str, list[str]] = {}
    shown: dict[str, str] = {}
    for one, figure in zip(told, given, strict=True):
        owners.setdefault(figure.value, []).append(one.owner)
        shown.setdefault(figure.value, _shown(one, figure))
    return [
        f"{listing(names)} {'writes' if len(names) == 1 else 'write'} {shown[value]}"
        for value, names in owners.items()
    ]


def differ(result: str) -> bool:
    """Whether a result of `figures/1` tells of figures that differ."""
    return result.startswith(_DIFFERING)


def comparable(one: Quantity, other: Quantity) -> bool:
    """Whether two figures of one unit may be held against each other: a tenth of a price and ten
    times as cheap are one fact told from two sides, and as figures they only seem to differ."""
    sides = [figure.unit == _TIMES and Decimal(figure.value) < 1 for figure in (one, other)]
    return one.kind == other.kind and sides[0] == sides[1]


def readable(text: str, record: Record) -> Told:
    """What a sentence of a capture gives to compare."""
    from nutgraf.reading import recognise

    parts = recognise(text)
    inside = [(name.start, name.end) for name in parts.names]
    kept = tuple(
        one
        for one in parts.quantities
        if one.unit
        and one.kind not in _BARE
        and one.high is None
        and not any(start <= one.start and one.end <= end for start, end in inside)
    )
    names = tuple(dict.fromkeys((name.key, one_line(name.text)) for name in parts.names))
    things = frozenset(
        name.key for name in parts.names if name.kind in _THINGS or re.search(r"\d", name.key)
    )
    at = (record.published_at or record.fetched_at).astimezone(UTC)
    return Told(owner=owner_of(record), at=at, names=names, things=things, figures=kept, text=text)


def _latest(inputs: Sequence[Input], words: Words) -> tuple[Told, ...] | None:
    found: dict[str, Told] = {}
    for one in inputs:
        record = words.record(one.capture)
        if record is None or one.start is None or one.end is None:
            return None
        text = words.between(one.capture, one.start, one.end)
        if not text:
            return None
        told = readable(text, record)
        if told.owner not in found or found[told.owner].at < told.at:
            found[told.owner] = told
    return tuple(sorted(found.values(), key=lambda one: (one.at, one.owner)))


def _shared_names(told: Sequence[Told]) -> list[str]:
    keys = set.intersection(*({key for key, _ in one.names} for one in told))
    shown: dict[str, str] = {}
    for key, text in told[0].names:
        if key in keys:
            shown.setdefault(key, text)
    return list(shown.values())


def _of_one_thing(told: Sequence[Told]) -> bool:
    """Whether no sentence names a model, product or numbered thing that another does not name.

    Else a figure of GLM-5 would be held against one of Claude Opus 4.6, which both sentences name.
    """
    things = [{key for key, _ in one.names if key in one.things} for one in told]
    return all(one == things[0] for one in things)


def _of_one_unit(told: Sequence[Told]) -> list[Quantity] | None:
    """Each sentence's one figure of the first unit that all have exactly once."""
    for unit in dict.fromkeys(figure.unit for figure in told[0].figures):
        given = [[figure for figure in one.figures if figure.unit == unit] for one in told]
        if all(len(few) == 1 for few in given):
            return [few[0] for few in given]
    return None


def _shown(told: Told, figure: Quantity) -> str:
    """The figure as its sentence has it, with the word of its unit where that stands after it."""
    if figure.unit.lower() not in figure.literal.lower():
        after = re.match(rf"\W(?:[\w-]+ )?{re.escape(figure.unit)}\w*", told.text[figure.end :])
        if after and figure.unit.isalpha():
            return one_line(told.text[figure.start : figure.end + after.end()])
    return one_line(figure.literal)
