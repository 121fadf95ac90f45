"""Lengths as CSS writes them (CSS Values and Units Level 3), as far as hiding needs them."""

from __future__ import annotations

import re

MEDIUM = 16.0
"""The usual size of letters, in CSS pixels."""

_LENGTH = re.compile(r"([+-]?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9}))(e\d{1,2})?([a-z%]{0,4})\Z")
_PIXELS = {
    "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "": 1.0,
    "em": MEDIUM, "rem": MEDIUM, "ex": MEDIUM / 2, "ch": MEDIUM / 2, "vw": 12.8, "vh": 8.0,
    "vmin": 8.0, "vmax": 12.8,
}  # fmt: skip
_KEYWORDS = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": MEDIUM, "large": 18.0,
    "x-large": 24.0, "xx-large": 32.0, "initial": MEDIUM,
}  # fmt: skip
_FAR = 999.0
_NO_ROOM = 1.0
_SHARE_OF_FAR = 100.0


def pixels(value: str) -> float | None:
    """A length in CSS pixels on a window of 1280 by 800; None for a percentage or what is no length."""
    found = _LENGTH.match(value)
    if not found or found[3] not in _PIXELS:
        return None
    return float(found[1] + (found[2] or "")) * _PIXELS[found[3]]


def is_nothing(value: str) -> bool:
    """Whether a length leaves no room for a letter: at most one pixel, or no percent."""
    if value.endswith("%"):
        found = _LENGTH.match(value)
        return found is not None and float(found[1]) == 0
    size = pixels(value)
    return size is not None and abs(size) <= _NO_ROOM


def is_far(value: str, *, before: bool) -> bool:
    """Whether a length moves something out of the window: by 999 pixels or a whole window.

    `before` for a move to the left or the top, else to the right or down.
    """
    found = _LENGTH.match(value)
    if not found:
        return False
    moved = float(found[1] + (found[2] or "")) * (-1 if before else 1)
    if found[3] in {"%", "vw", "vh"}:
        return moved >= (_SHARE_OF_FAR if before else 2 * _SHARE_OF_FAR)
    return moved * _PIXELS.get(found[3], 0.0) >= _FAR


def font_size(said: dict[str, str], outer: float) -> float | None:
    """The size of letters in pixels where it is said and known; None where it is not said.

    What cannot be computed here (`calc`, `var`) counts as the usual size.
    """
    last = [name for name in said if name in {"font", "font-size"}]
    if not last:
        return None
    value = said[last[-1]]
    if last[-1] == "font":
        value = next((one for one in map(_of_font, value.split()) if one), "inherit")
    if value in {"inherit", "unset"}:
        return outer
    found = _LENGTH.match(value)
    if found and found[3] in {"em", "%", "ex", "ch"}:
        part = {"%": 0.01, "ex": 0.5, "ch": 0.5}.get(found[3], 1.0)
        return float(found[1] + (found[2] or "")) * part * outer
    if value in {"smaller", "larger"}:
        return outer
    return _KEYWORDS.get(value) or (size if (size := pixels(value)) is not None else MEDIUM)


def _of_font(word: str) -> str:
    """The size in a word of a `font` shorthand, "" where it is none: a bare number is a weight."""
    size = word.partition("/")[0]
    found = _LENGTH.match(size)
    if found and (found[3] or float(found[1]) == 0):
        return size
    return size if size in _KEYWORDS else ""
