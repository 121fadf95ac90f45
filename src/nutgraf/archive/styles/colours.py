"""Colours as CSS writes them, and how far two of them can be told apart.

Notation by CSS Color Module Level 4; contrast by WCAG 2.2 ("relative luminance", "contrast ratio").
"""

from __future__ import annotations

import colorsys
import re

Colour = tuple[float, float, float, float]
"""Red, green, blue and opacity, each from 0 to 1."""

WHITE: Colour = (1.0, 1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0, 1.0)
_NAMED = (
    "aliceblue:f0f8ff antiquewhite:faebd7 aqua:00ffff aquamarine:7fffd4 azure:f0ffff "
    "beige:f5f5dc bisque:ffe4c4 black:000000 blanchedalmond:ffebcd blue:0000ff brown:a52a2a "
    "cornsilk:fff8dc crimson:dc143c cyan:00ffff darkblue:00008b darkgray:a9a9a9 "
    "darkgreen:006400 darkgrey:a9a9a9 darkred:8b0000 dimgray:696969 dimgrey:696969 "
    "floralwhite:fffaf0 fuchsia:ff00ff gainsboro:dcdcdc ghostwhite:f8f8ff gold:ffd700 "
    "gray:808080 green:008000 grey:808080 honeydew:f0fff0 indigo:4b0082 ivory:fffff0 "
    "lavender:e6e6fa lavenderblush:fff0f5 lemonchiffon:fffacd lightblue:add8e6 "
    "lightcyan:e0ffff lightgoldenrodyellow:fafad2 lightgray:d3d3d3 lightgreen:90ee90 "
    "lightgrey:d3d3d3 lightpink:ffb6c1 lightyellow:ffffe0 lime:00ff00 linen:faf0e6 "
    "magenta:ff00ff maroon:800000 midnightblue:191970 mintcream:f5fffa mistyrose:ffe4e1 "
    "moccasin:ffe4b5 navajowhite:ffdead navy:000080 oldlace:fdf5e6 olive:808000 "
    "orange:ffa500 orangered:ff4500 palegoldenrod:eee8aa papayawhip:ffefd5 peachpuff:ffdab9 "
    "pink:ffc0cb purple:800080 red:ff0000 seashell:fff5ee silver:c0c0c0 slategray:708090 "
    "slategrey:708090 snow:fffafa steelblue:4682b4 tan:d2b48c teal:008080 tomato:ff6347 "
    "wheat:f5deb3 white:ffffff whitesmoke:f5f5f5 yellow:ffff00 rebeccapurple:663399 "
    "canvas:ffffff canvastext:000000"
)
_NAMES = dict(pair.split(":") for pair in _NAMED.split())
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\Z")
_BARE = re.compile(r"[0-9a-f]{6}\Z")
_CALL = re.compile(r"(rgb|hsl)a?\(([^()]{1,80})\)\Z")
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(%|deg|turn|rad|grad)?\Z")


def colour(said: str) -> Colour | None:
    """A colour as written in CSS (or, six digits without a mark, in old HTML); None if unknown."""
    text = said.strip().lower()
    if text == "transparent":
        return (0.0, 0.0, 0.0, 0.0)
    digits = _HEX.match(text)
    if digits or text in _NAMES or _BARE.match(text):
        return _hex(digits[1] if digits else _NAMES.get(text, text))
    call = _CALL.match(text)
    return _called(call[1], call[2]) if call else None


def _hex(digits: str) -> Colour:
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue, clear = (int((digits + "ff")[at : at + 2], 16) / 255 for at in (0, 2, 4, 6))
    return red, green, blue, clear


def _called(name: str, inside: str) -> Colour | None:
    parts = [_NUMBER.match(part) for part in re.split(r"[\s,/]+", inside.strip())]
    if len(parts) not in {3, 4} or not all(parts):
        return None
    numbers = [(float(part[1]), part[2] or "") for part in parts if part]
    clear = _share(*numbers[3], whole=1.0) if len(numbers) == 4 else 1.0
    if name == "rgb":
        red, green, blue = (_share(*number, whole=255.0) for number in numbers[:3])
        return red, green, blue, clear
    if numbers[0][1] not in {"", "deg"}:
        return None
    light, full = _share(*numbers[2], whole=100.0), _share(*numbers[1], whole=100.0)
    return (*colorsys.hls_to_rgb(numbers[0][0] % 360 / 360, light, full), clear)


def _share(number: float, unit: str, *, whole: float) -> float:
    return min(1.0, max(0.0, number / (100.0 if unit == "%" else whole)))


def over(ink: Colour, ground: Colour) -> Colour:
    """What is seen of a colour laid on an opaque one."""
    clear = ink[3]
    red, green, blue = (
        over * clear + under * (1 - clear) for over, under in zip(ink[:3], ground[:3], strict=True)
    )
    return red, green, blue, 1.0


def distance(one: Colour, other: Colour) -> float:
    """How far apart two colours are in the part in which they differ most, from 0 to 1."""
    return max(abs(here - there) for here, there in zip(one[:3], other[:3], strict=True))


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two opaque colours, from 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(shown: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shown[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
