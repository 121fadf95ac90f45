"""One figure told for two sources of which each gives another (`31 in one, 33 in another`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nutgraf.archive.model import Capture
from nutgraf.audit.crosswise.model import Crossing, Led, Material, Told, crossing, span_of, who
from nutgraf.audit.sourcing.amounts import Amount, amount, same, shown
from nutgraf.audit.sourcing.stretches import Stretch
from nutgraf.reading.model import Quantity

_BOTH = re.compile(
    r"\b(?:both|alike|agree[sd]?|all (?:three|four|five|of them)|equally|in unison)\b|"
    r"\b(?:names?|gives?|gave|reports?|puts?|counts?|states?|stated|cites?|quotes?|says?|finds?|found|has|have|come to|arrive at)"
    r" (?:on )?the (?:very )?same\b",
    re.I,
)
_APART = 3


def conflict(material: Material) -> Iterator[Crossing]:
    """A finding per figure that is told for several cited sources and that one of them gives otherwise."""
    for told in material.facts():
        if len(told.captures) < 2:
            continue
        for figure in told.parts.quantities:
            mine = amount(told.text, figure)
            sharing = _sharing(told, figure)
            if mine is not None and figure.kind != "rank" and len(sharing) > 1:
                found = _odd_one(told, mine, sharing, material)
                if found is not None:
                    yield _finding(told, figure, mine, found, sharing, material)
                    return


def _sharing(told: Told, figure: Quantity) -> list[Capture]:
    """The sources a figure is told for: all, unless it stands in the words of one link alone."""
    own = [led for led in told.led if _holds(led, figure) and led.capture is not None]
    if own and not _BOTH.search(told.text):
        return []
    links = [led for led in told.led if led.cite.pairing == "link"]
    if links and not _BOTH.search(told.text) and len(links) == len(told.led) and not _listed(told):
        return []
    return list(told.captures)


def _holds(led: Led, figure: Quantity) -> bool:
    return (
        led.cite.pairing == "link" and led.cite.start <= figure.start and figure.end <= led.cite.end
    )


def _listed(told: Told) -> bool:
    """Whether the links stand in a list of sources at the sentence's end, behind all of its figures."""
    starts = [led.cite.start for led in told.led if led.cite.pairing == "link"]
    ends = [one.end for one in told.parts.quantities]
    return bool(starts and ends) and min(starts) >= max(ends) - _APART


def _odd_one(
    told: Told, mine: Amount, sharing: list[Capture], material: Material
) -> tuple[Stretch, Quantity] | None:
    """The source's own other figure for the same thing, where it never gives the one told."""
    for capture in sharing:
        held = [
            (found, figure, one)
            for one in material.around(told, capture)
            if _about(told, one)
            for figure in one.parts.quantities
            if (found := amount(one.text, figure)) is not None and found.dimension == mine.dimension
        ]
        if any(same(found.value, mine.value, within="0.0005") for found, _, _ in held):
            continue
        if not _BOTH.search(told.text) and _bears_another_part(told, mine, capture, material):
            continue
        told_too = [amount(told.text, figure) for figure in told.parts.quantities]
        other = [
            (one, figure)
            for found, figure, one in held
            if not any(
                t and t.dimension == found.dimension and same(t.value, found.value)
                for t in told_too
            )
            and _near(mine, found)
        ]
        if other:
            return other[0]
    return None


def _bears_another_part(told: Told, mine: Amount, capture: Capture, material: Material) -> bool:
    """Whether a source has another figure of the sentence, and so is cited for that."""
    others = [
        found
        for figure in told.parts.quantities
        if (found := amount(told.text, figure)) is not None and found != mine
    ]
    return any(
        found.dimension == other.dimension and same(found.value, other.value)
        for one in material.around(told, capture)
        for found, _ in one.amounts
        for other in others
    )


def _about(told: Told, one: Stretch) -> bool:
    """Whether a stretch may give a figure for what the sentence counts."""
    return any(char.isdigit() for char in one.text) or bool(told.words & one.words)


def _near(one: Amount, other: Amount) -> bool:
    """Whether two figures may be meant for one thing: of one order of magnitude."""
    small, large = sorted((abs(one.value), abs(other.value)))
    return small > 0 and large < small * 5


def _finding(
    told: Told,
    figure: Quantity,
    mine: Amount,
    found: tuple[Stretch, Quantity],
    sharing: list[Capture],
    material: Material,
) -> Crossing:
    one, theirs = found
    bearing = [
        held
        for capture in sharing
        for held in material.around(told, capture)
        for quantity in held.parts.quantities
        if (value := amount(held.text, quantity))
        and value.dimension == mine.dimension
        and same(value.value, mine.value)
    ]
    given = (
        f"{who(bearing[0].capture)} says {shown(told.text, figure)}"
        if bearing
        else f"the digest says {shown(told.text, figure)}"
    )
    message = (
        f"The sources are told as agreeing and do not: {given}, {who(one.capture)} says"
        f" {shown(one.text, theirs)}."
    )
    return crossing("conflict", told, span_of(figure), message, *bearing[:1], one)
