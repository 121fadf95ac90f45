"""A figure that belongs to another variant of the same thing, or to another year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.audit.crosswise.model import Crossing, Material, Told, crossing, span_of
from nutgraf.audit.sourcing.amounts import amount, same
from nutgraf.audit.sourcing.stretches import Stretch
from nutgraf.reading.model import Name, Quantity

_COMPARED = re.compile(
    r"\b(?:than|against|versus|vs\.?|over|from|to|under|with|of|like|beats?|as)\s+(?:the\s+)?$",
    re.I,
)
_CLAUSE = re.compile(r";|,\s+(?:and|but|while|whereas)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WORD = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*")
_PRONOUN = re.compile(r"(?:it|its|they|their|this|the model)\b", re.I)
_TELLING = 10


def variant_or_year(material: Material) -> Iterator[Crossing]:
    """A finding per figure whose every place in the cited sources belongs to a sibling of the thing
    the sentence names (`Garnet 31B` for `Garnet 26B`), or to another year."""
    for told in material.facts():
        for figure in told.parts.quantities:
            if _is_telling(figure):
                places = list(_places(told, figure, material))
                if places:
                    yield from _of_variant(told, figure, places, material)
                    yield from _of_year(told, figure, places)


def _is_telling(figure: Quantity) -> bool:
    """A figure that two things hardly share by chance."""
    if figure.kind == "rank" or figure.high is not None:
        return False
    return (
        "." in figure.value
        or len(figure.value.strip("-0")) > 1
        or abs(float(figure.value)) > _TELLING
    )


def _places(told: Told, figure: Quantity, material: Material) -> Iterator[tuple[Stretch, Quantity]]:
    mine = amount(told.text, figure)
    for capture in told.captures:
        for one in material.around(told, capture):
            if not any(char.isdigit() for char in one.text):
                continue
            for theirs in one.parts.quantities:
                found = amount(one.text, theirs)
                if (
                    mine
                    and found
                    and mine.dimension == found.dimension
                    and same(mine.value, found.value, within="0")
                ):
                    yield one, theirs


def _of_variant(
    told: Told, figure: Quantity, places: Sequence[tuple[Stretch, Quantity]], material: Material
) -> Iterator[Crossing]:
    mine = _governing(told.text, told.parts.names, figure.start)
    if mine is None:
        return
    owners = [(_owner(one, theirs, material), one) for one, theirs in places]
    named = [(name, one) for name, one in owners if name]
    if not named or len(named) < len(owners):
        return
    if all(_siblings(mine.text, name) for name, _ in named):
        name, one = named[0]
        yield crossing(
            "variant-or-year",
            told,
            span_of(figure),
            f"In the source {figure.literal} belongs to {name}, not to {mine.text}.",
            one,
        )


def _owner(one: Stretch, figure: Quantity, material: Material) -> str:
    """The name a figure of a source belongs to: in its sentence, else the last one named before it
    where its sentence goes on with a pronoun."""
    found = _governing(one.text, one.parts.names, figure.start)
    if found is not None:
        return found.text
    if not _PRONOUN.match(one.text):
        return ""
    stretches = material.source(one.capture).stretches
    for back in reversed(stretches[max(0, one.at - 2) : one.at]):
        held = [name for name in back.parts.names if _has_variant(name.text)]
        if held:
            return held[-1].text
    return ""


def _governing(text: str, names: Sequence[Name], at: int) -> Name | None:
    """The nearest name before a place in its clause that nothing is compared with."""
    for name in reversed([one for one in names if one.end <= at]):
        if _CLAUSE.search(text[name.end : at]):
            return None
        if _has_variant(name.text) and not _COMPARED.search(text[: name.start]):
            return name
    return None


def _has_variant(name: str) -> bool:
    return len(_WORD.findall(name)) > 1


def _siblings(one: str, other: str) -> bool:
    """Whether two names share their first words and go on differently; a name and a part of it are
    one thing."""
    if one.casefold() in other.casefold() or other.casefold() in one.casefold():
        return False
    mine, theirs = ([word.casefold() for word in _WORD.findall(name)] for name in (one, other))
    shared = 0
    while shared < min(len(mine), len(theirs)) and mine[shared] == theirs[shared]:
        shared += 1
    return 0 < shared < min(len(mine), len(theirs))


def _of_year(
    told: Told, figure: Quantity, places: Sequence[tuple[Stretch, Quantity]]
) -> Iterator[Crossing]:
    years = set(_YEAR.findall(told.text))
    if len(years) != 1 or figure.literal.strip() in years:
        return
    theirs = [(_year_at(one, at), one) for one, at in places]
    if all(year and year not in years for year, _ in theirs):
        year, one = theirs[0]
        message = f"In the source {figure.literal} is the figure of {year}, not of {min(years)}."
        yield crossing("variant-or-year", told, span_of(figure), message, one)


def _year_at(one: Stretch, figure: Quantity) -> str:
    """The year a figure of a source belongs to: the only one of its sentence, else the nearest to it
    with no other figure between them; "" where none is."""
    found = [year for year in _YEAR.finditer(one.text) if year[0] != figure.literal.strip()]
    if len({year[0] for year in found}) == 1:
        return found[0][0]
    near: list[tuple[int, str]] = []
    for year in found:
        first, last = sorted(((figure.start, figure.end), year.span()))
        between = any(
            first[1] <= other.start and other.end <= last[0] for other in one.parts.quantities
        )
        if not between:
            near.append((last[0] - first[1], year[0]))
    return min(near)[1] if near else ""
