"""A comparison without a baseline, or two with different ones of which the other halves are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from nutgraf.audit.crosswise.comparing import Comparison, comparisons_in, is_bare
from nutgraf.audit.crosswise.model import Crossing, Material, Told, crossing
from nutgraf.audit.sourcing.amounts import amount, same
from nutgraf.audit.sourcing.stretches import Stretch, tokens
from nutgraf.gate.content import content_words
from nutgraf.text import one_line

_CLAUSE = re.compile(r"\band\b|\bbut\b|\bwhile\b|[;,]")
_SIDE_BY_SIDE = re.compile(r"\b(?:under|above|below|behind|ahead of|difference|as \w+ as)\b", re.I)
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
        for its in comparisons_in(near.text, near.parts):
            theirs = amount(near.text, its.figure)
            if not its.base or mine is None or theirs is None:
                continue
            if mine.dimension == theirs.dimension and same(mine.value, theirs.value):
                message = (
                    f"{told.text[one.start : one.end].strip()!r} does not say what it is compared with;"
                    f" the source does: {one_line(its.base)[:80]!r}."
                )
                yield crossing("baseline", told, (one.start, one.end), message, near)
                return


def _mixed(told: Told, found: Sequence[Comparison], material: Material) -> Iterator[Crossing]:
    """Two measures, each held against another baseline, where a source has a half that is left out."""
    for first, second in pairwise(found):
        if not (first.base and second.base) or _same_base(first.base, second.base):
            continue
        between = [w.stem for w in content_words(told.text[first.base_end : second.start])]
        if not between:  # one measure, held against both
            continue
        measures = _measure(told, first), _measure(told, second)
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
    """The words of a comparison's clause that say what is measured: not its figure, not its baseline."""
    before = [found.end() for found in _CLAUSE.finditer(told.text, 0, one.start)]
    after = _CLAUSE.search(told.text, one.base_end)
    clause = told.text[before[-1] if before else 0 : after.start() if after else len(told.text)]
    return tokens(clause) - tokens(one.base)


def _left_out(told: Told, measure: frozenset[str], base: str, material: Material) -> Stretch | None:
    """A stretch of a source that has this measure against that baseline, which no sentence tells."""
    name = _head(base)
    if not name or any(_tells(one, measure, name) for one in material.told if one is not told):
        return None
    held = [
        one
        for capture in told.captures
        for one in material.around(told, capture)
        if name <= one.words and _compares(one) and not _is_told(told, one)
    ]
    shared = [(len(_words_of(measure & one.words - name)), one) for one in held]
    return max(
        (pair for pair in shared if pair[0]),
        key=lambda pair: (pair[0], -pair[1].at),
        default=(0, None),
    )[1]


def _words_of(some: frozenset[str]) -> list[str]:
    return [word for word in some if not word[0].isdigit()]


def _tells(one: Told, measure: frozenset[str], name: frozenset[str]) -> bool:
    return name <= one.words and bool(measure & one.words - name) and bool(one.parts.quantities)


def _compares(one: Stretch) -> bool:
    """Whether a stretch compares: in words, or by two figures of one dimension."""
    if _EXPLICIT.search(one.text) or _SIDE_BY_SIDE.search(one.text):
        return True
    return any(a.dimension == b.dimension for (a, _), (b, _) in combinations(one.amounts, 2))


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
