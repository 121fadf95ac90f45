"""The one figure that is ten times, or a tenth of, what the other sources of the same claim give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nutgraf.archive.model import Capture
from nutgraf.audit.crosswise.model import Crossing, Material, Told, crossing, span_of, who
from nutgraf.audit.sourcing.amounts import Amount, amount, plain, same, shown
from nutgraf.audit.sourcing.stretches import Stretch, tokens
from nutgraf.reading.model import Quantity

_TIMES = Decimal(8)
_AGREEING = 2
_KINDS = frozenset({"money", "count", "size", "duration"})
_SMALLEST = Decimal(20)
_MOST_SOURCES = 400
_MOST_READ = 20_000
_SHARED = 2
_SCALES = tokens("thousand million billion trillion dollars euros pounds")


def outlier(material: Material) -> Iterator[Crossing]:
    """A finding per figure that only its own capture gives, where two others or more agree on one of
    another order of magnitude for the same claim."""
    pages = [page.as_of(material.digest.day) for page in material.pages.pages[:_MOST_SOURCES]]
    for told in material.facts():
        for figure in told.parts.quantities:
            mine = amount(told.text, figure)
            counted = figure.kind in _KINDS and bool(figure.unit)
            if counted and mine is not None and abs(mine.value) >= _SMALLEST:
                yield from _of(told, figure, mine, pages, material)


def _of(
    told: Told, figure: Quantity, mine: Amount, pages: list[Capture], material: Material
) -> Iterator[Crossing]:
    others: list[tuple[Amount, str, Stretch, Capture]] = []
    for capture in pages:
        held = list(_same_claim(told, mine, capture, material))
        if any(same(found.value, mine.value) for found, _, _ in held):
            if capture not in told.captures:
                return  # somebody else gives the same figure
            continue
        far = [one for one in held if _far(mine, one[0])]
        if far:
            others.append((*far[0], capture))
    agreeing = [one for one in others if same(one[0].value, others[0][0].value)]
    if len(agreeing) < _AGREEING or len(agreeing) < len(others):
        return
    value, words, _, _ = agreeing[0]
    yield crossing(
        "outlier",
        told,
        span_of(figure),
        f"{shown(told.text, figure)} is {_ratio(mine.value, value.value)} {words}, which"
        f" {len(agreeing)} other sources give ({', '.join(who(held[3]) for held in agreeing[:4])}).",
        *(held[2] for held in agreeing),
    )


def _same_claim(
    told: Told, mine: Amount, capture: Capture, material: Material
) -> Iterator[tuple[Amount, str, Stretch]]:
    """Figures of one dimension in stretches that share what is counted or told."""
    stretches = material.around(told, capture)
    names = _names(told, material)
    about = tokens(f"{capture.title} {capture.owner} {capture.text[:_MOST_READ]}")
    if names and not names & about:
        return
    topic = _telling(told) | names
    for one in stretches:
        for found, figure in one.amounts:
            if found.dimension != mine.dimension or not found.value:
                continue
            slip = _slip(found.value, mine.value) and len(topic & one.words) >= _SHARED
            if same(found.value, mine.value) or slip or _alike(told, one):
                yield found, shown(one.text, figure), one


def _names(told: Told, material: Material) -> frozenset[str]:
    """The names of the sentence's block."""
    block = material.block(told.sentence.block)
    return frozenset(
        part for one in block for name in one.parts.names for part in tokens(name.text)
    )


def _telling(told: Told) -> frozenset[str]:
    """The words that say what is told: neither figures nor their scales and units."""
    units = {part for figure in told.parts.quantities for part in tokens(figure.literal)}
    return frozenset(word for word in told.words - units - _SCALES if not word[0].isdigit())


def _alike(told: Told, one: Stretch) -> bool:
    """Whether a stretch tells much of what the sentence tells."""
    mine = {word for word in told.words if not word[0].isdigit()}
    return bool(mine) and len(mine & one.words) >= max(2, (len(mine) + 1) // 2)


def _slip(one: Decimal, other: Decimal) -> bool:
    """Whether two values have the same digits and differ by a power of ten: a nought too many."""
    small, large = sorted((abs(one), abs(other)))
    return large > small and any(large == small * 10**power for power in range(1, 7))


def _far(one: Amount, other: Amount) -> bool:
    small, large = sorted((abs(one.value), abs(other.value)))
    return small > 0 and large / small >= _TIMES


def _ratio(mine: Decimal, theirs: Decimal) -> str:
    if mine > theirs:
        return f"{plain(round(mine / theirs, 1))} times"
    return f"1/{plain(round(theirs / mine, 0))} of"
