"""Per cent told for percentage points: the cited levels differ by so many points, not by so many per cent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nutgraf.audit.crosswise.model import Crossing, Material, Told, crossing, span_of
from nutgraf.audit.sourcing.amounts import amount, plain, same
from nutgraf.audit.sourcing.stretches import Stretch, tokens
from nutgraf.reading.model import Quantity

_CHANGED = re.compile(
    r"\b(?:rose|risen|rises?|rising|grew|grown|grows?|climbed|climbs?|jumped|jumps?|surged|gained|gains?|increased?|"
    r"increases|up|added|fell|fallen|falls?|falling|dropped|drops?|declined?|declines|decreased?|decreases|lost|loses|"
    r"shrank|shrunk|slipped|sank|down|narrowed|widened|improved|worsened)\s+(?:by\s+|about\s+|around\s+|nearly\s+|"
    r"almost\s+|some\s+|roughly\s+|over\s+|more than\s+){0,2}$",
    re.I,
)
_MOVED = re.compile(
    r"\b(?:raised|raises|lifted|lifts|cuts?|lowered|lowers|reduced|reduces|changed|moved|pushed)\b"
    r"[^.;]{0,40}\bby\s+$",
    re.I,
)
_MORE = re.compile(
    r"\s+(?:more|less|higher|lower|up|down|increase|decrease|rise|drop|fall|growth|decline|gain)\b",
    re.I,
)
_POINTS = re.compile(r"\bpoints?\b|\bpp\b", re.I)
_NEAR = 2


def points(material: Material) -> Iterator[Crossing]:
    """A finding per change told in per cent that the cited levels bear out only as points."""
    for told in material.facts():
        if _POINTS.search(told.text):
            continue
        for figure in told.parts.quantities:
            if figure.kind == "percent" and is_change(told.text, figure):
                yield from _of(told, figure, material)


def is_change(text: str, figure: Quantity) -> bool:
    """Whether a figure says by how much something changed: after a verb of change, or before `more`."""
    before = text[: figure.start]
    return bool(_CHANGED.search(before) or _MOVED.search(before) or _MORE.match(text[figure.end :]))


def _of(told: Told, figure: Quantity, material: Material) -> Iterator[Crossing]:
    change = abs(Decimal(figure.value))
    if not change or _borne(told, change, material):
        return
    for before, after, one, other in _levels(told, material):
        apart = abs(after - before)
        relative = apart / before * 100 if before else Decimal(0)
        if same(apart, change) and not same(relative, change, within="0.03"):
            message = (
                f"The source goes from {plain(before)}% to {plain(after)}%: that is {plain(apart)} percentage"
                f" points, or {plain(round(relative, 0))}% in relative terms, not {plain(change)}%."
            )
            yield crossing("points", told, span_of(figure), message, *dict.fromkeys((one, other)))
            return


def _levels(told: Told, material: Material) -> Iterator[tuple[Decimal, Decimal, Stretch, Stretch]]:
    """Pairs of per cent levels of the cited sources that stand near one another and share the sentence's
    subject, each both ways round only where the order tells nothing: earlier and later are not known."""
    for capture in told.captures:
        held = [
            (Decimal(figure.value), one, figure.start)
            for one in material.around(told, capture)
            if "%" in one.text or "per cent" in one.text or "percent" in one.text
            for figure in one.parts.quantities
            if figure.kind == "percent" and figure.high is None
        ]
        for n, (value, one, _) in enumerate(held):
            for other_value, other, _ in held[n + 1 :]:
                if other.at - one.at <= _NEAR and _shares_subject(told, one, other):
                    yield *_in_order(told, (value, one), (other_value, other)), one, other


def _in_order(
    told: Told, one: tuple[Decimal, Stretch], other: tuple[Decimal, Stretch]
) -> tuple[Decimal, Decimal]:
    """The two levels as before and after, by the direction the sentence tells."""
    low, high = sorted((one[0], other[0]))
    return (high, low) if _FELL.search(told.text) else (low, high)


_FELL = re.compile(
    r"\b(?:fell|fallen|falls?|falling|dropped|drops?|declined?|declines|decreased?|lost|shrank|slipped|sank|down|less|lower|"
    r"narrowed|worsened)\b",
    re.I,
)


def _shares_subject(told: Told, *stretches: Stretch) -> bool:
    theirs = frozenset[str]().union(*(tokens(one.text) for one in stretches))
    return any(not word[0].isdigit() for word in told.words & theirs)


def _borne(told: Told, change: Decimal, material: Material) -> bool:
    """Whether the sources say the change in per cent themselves, or two of their figures give it."""
    for capture in told.captures:
        for one in material.around(told, capture):
            if not any(char.isdigit() for char in one.text):
                continue
            values = [
                (found.value, found.dimension, figure)
                for figure in one.parts.quantities
                if (found := amount(one.text, figure)) is not None
            ]
            if any(
                f.kind == "percent" and same(v, change) and is_change(one.text, f)
                for v, _, f in values
            ):
                return True
            for n, (value, dimension, first) in enumerate(values):
                for other, its, second in values[n + 1 :]:
                    alike = dimension == its or _loose(first, second)
                    if alike and value and other and _gives(value, other, change):
                        return True
    return False


def _loose(one: Quantity, other: Quantity) -> bool:
    """Figures of which one leaves its unit out (`798 million kroner, after 840 million`)."""
    return one.kind != "percent" and other.kind != "percent" and "" in {one.unit, other.unit}


def _gives(one: Decimal, other: Decimal, change: Decimal) -> bool:
    apart = abs(one - other) * 100
    return any(same(apart / abs(base), change, within="0.03") for base in (one, other))
