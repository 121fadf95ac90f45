"""A comparison without a baseline, or two with different ones of which the other halves are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.audit.crosswise.amounts import amount, same
from nutgraf.audit.crosswise.comparing import NAMED_BASE, Comparison, comparisons_in, is_bare
from nutgraf.audit.crosswise.model import Crossing, Material, Told, crossing, span_of
from nutgraf.audit.sourcing.stretches import Stretch, tokens
from nutgraf.gate.content import content_words
from nutgraf.text import one_line

_EXPLICIT = re.compile(r"\b(?:than|against|compared (?:with|to)|versus|vs)\b", re.I)


def baseline(material: Material) -> Iterator[Crossing]:
    """A finding per comparison of which a reader is not told, or only half told, with what."""
    for at, told in enumerate(material.told):
        if not told.captures:
            continue
        found = list(comparisons_in(told.text, told.parts))
        before = _before(material.told, at)
        for one in found:
            if is_bare(told.text, one) and not (before and _EXPLICIT.search(before.text)):
                yield from _without(told, one, material)
        yield from _mixed(told, found, material)


def _before(told: Sequence[Told], at: int) -> Told | None:
    """The sentence before in the same block."""
    if at and told[at - 1].sentence.block == told[at].sentence.block:
        return told[at - 1]
    return None


def _without(told: Told, one: Comparison, material: Material) -> Iterator[Crossing]:
    """The source names a baseline for this figure and the digest does not."""
    mine = amount(told.text, one.figure)
    for _, near in material.nearest(told):
        for figure in near.parts.quantities:
            theirs = amount(near.text, figure)
            if mine is None or theirs is None or mine.dimension != theirs.dimension:
                continue
            named = _EXPLICIT.search(near.text, figure.end)
            if same(mine.value, theirs.value) and named:
                base = one_line(near.text[named.start() :])[:80].rstrip(" .")
                message = (
                    f"{told.text[one.start : one.end].strip()!r} does not say what it is compared with;"
                    f" the source does: {base!r}."
                )
                yield crossing("baseline", told, (one.start, one.end), message, near)
                return


def _mixed(told: Told, found: Sequence[Comparison], material: Material) -> Iterator[Crossing]:
    """Two measures, each held against another baseline, where a source has a half that is left out."""
    for first, second in zip(found, found[1:], strict=False):
        if not (first.base and second.base) or _same_base(first.base, second.base):
            continue
        between = [w.stem for w in content_words(told.text[first.base_end : second.start])]
        if not between:  # one measure, held against both
            continue
        measures = _measure(told, first), frozenset(between) | _measure(told, second)
        for measure, base in ((measures[0], second.base), (measures[1], first.base)):
            left_out = _left_out(told, measure, base, material)
            if left_out is not None:
                message = (
                    f"Two measures are held against two baselines, {first.base!r} and {second.base!r}; what"
                    f" the source says against {base!r} is left out: {one_line(left_out.text)[:160]!r}."
                )
                yield crossing("baseline", told, (first.start, second.base_end), message, left_out)
                return


def _measure(told: Told, one: Comparison) -> frozenset[str]:
    """The words around a comparison's figure that say what is measured."""
    before = told.text[max(0, one.start - 40) : one.start]
    after = told.text[one.end : one.base_end + 40]
    base = tokens(one.base)
    return (tokens(before) | tokens(after)) - base


def _left_out(told: Told, measure: frozenset[str], base: str, material: Material) -> Stretch | None:
    """A stretch of a source that has this measure against that baseline, which no sentence tells."""
    name = _head(base)
    if not name or any(_tells(one, measure, name) for one in material.told if one is not told):
        return None
    for capture in told.captures:
        for one in material.source(capture).stretches:
            if (
                name <= one.words
                and _compares(one)
                and any(not w[0].isdigit() for w in measure & one.words - name)
            ):
                if not _is_told(told, one):
                    return one
    return None


def _tells(one: Told, measure: frozenset[str], name: frozenset[str]) -> bool:
    return name <= one.words and bool(measure & one.words - name) and bool(one.parts.quantities)


def _compares(one: Stretch) -> bool:
    return bool(
        NAMED_BASE.search(one.text)
        or len(one.parts.quantities) > 1
        or re.search(r"\bunder\b|\bdifference\b", one.text)
    )


def _is_told(told: Told, one: Stretch) -> bool:
    """Whether the sentence tells what the stretch says: each of its figures stands in it."""
    mine = [amount(told.text, figure) for figure in told.parts.quantities]
    theirs = [amount(one.text, figure) for figure in one.parts.quantities]
    if not theirs:
        return False
    return all(
        any(m and t and m.dimension == t.dimension and same(m.value, t.value) for m in mine)
        for t in theirs
    )


def _head(base: str) -> frozenset[str]:
    return tokens(re.sub(r"[’']s\b.*", "", base))


def _same_base(one: str, other: str) -> bool:
    return bool(_head(one) & _head(other))


__all__ = ["baseline", "span_of"]
