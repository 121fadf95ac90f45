"""Shapes that `clip-path` cuts a box to (CSS Masking and CSS Shapes, Level 1): which leave nothing."""

from __future__ import annotations

import re

from nutgraf.archive.styles.sizes import is_nothing

_SHAPE = re.compile(r"\b(inset|circle|ellipse|polygon)\(([^()]*)")
_SHARE = re.compile(r"(\d{1,9}\.?\d{0,9}|\.\d{1,9})%\Z")
_ZERO = re.compile(r"0(?:\.0*)?(?:px|%)?\Z")


def leaves_nothing(path: str) -> bool:
    """Whether a shape has no room for a letter: no radius, sides that meet, corners on one line."""
    found = _SHAPE.search(path)
    if not found:
        return False
    kind, said = found[1], found[2]
    if kind == "inset":
        return _sides_meet(said.partition("round")[0].split())
    if kind == "polygon":
        return _is_flat(said)
    return any(_is_small(radius) for radius in said.partition("at")[0].replace(",", " ").split())


def _sides_meet(sides: list[str]) -> bool:
    if not 1 <= len(sides) <= 4:
        return False
    top, right, bottom, left = (_share(sides[at % len(sides)]) for at in range(4))
    if len(sides) == 3:
        left = right
    return top + bottom >= 100 or left + right >= 100


def _share(value: str) -> float:
    found = _SHARE.match(value)
    return float(found[1]) if found else 0.0


def _is_small(radius: str) -> bool:
    found = _SHARE.match(radius)
    return float(found[1]) < 1 if found else is_nothing(radius)


def _is_flat(said: str) -> bool:
    corners = [
        tuple("0" if _ZERO.match(one) else one for one in corner.split())
        for corner in said.split(",")
        if corner.strip() not in {"nonzero", "evenodd"}
    ]
    if any(len(corner) != 2 for corner in corners):
        return False
    different = set(corners)
    across, down = {corner[0] for corner in different}, {corner[1] for corner in different}
    return len(different) < 3 or len(across) == 1 or len(down) == 1
