"""Line charts over a logarithmic scale as SVG, in panels one under the other, each line named at its end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

WIDTH, HIGH = 640, 190
LEFT, RIGHT, HEAD, TOP, BOTTOM = 56, 190, 34, 30, 44
COLOURS = ("#1f5fa8", "#9a4f00", "#3f7f3f", "#6a4c93", "#6b7680", "#a83232")
DASHES = ("", "5 4", "2 3", "8 3 2 3", "1 3", "9 4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A named line: (x, y) points in order of x, x above 0, y 0 or more."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Lines over one scale: what they show, and what stands below; y from 0, or logarithmic too."""

    title: str
    across: str
    lines: tuple[Line, ...]
    logarithmic: bool = False


def chart(title: str, panels: Sequence[Panel]) -> str:
    """A picture of panels."""
    height = HEAD + len(panels) * (TOP + HIGH + BOTTOM)
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" font-family="system-ui, sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="22" font-weight="700" font-size="15">{escape(title)}</text>',
    ]
    for number, panel in enumerate(panels):
        rows += _panel(panel, HEAD + number * (TOP + HIGH + BOTTOM))
    return "\n".join([*rows, "</svg>"]) + "\n"


def _panel(panel: Panel, down: int) -> list[str]:
    points = [point for line in panel.lines for point in line.points]
    across = _Scale([x for x, _ in points], LEFT, WIDTH - RIGHT, logarithmic=True)
    up = _Scale(
        [y for _, y in points], down + TOP + HIGH, down + TOP, logarithmic=panel.logarithmic
    )
    rows = [
        f'<text x="12" y="{down + 18}" font-weight="600">{escape(panel.title)}</text>',
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{down + TOP + HIGH + 36}" '
        f'text-anchor="middle">{escape(panel.across)}</text>',
    ]
    for value in up.marks():
        at = up.place(value)
        rows.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.0f}" y2="{at:.0f}" stroke="#dde3e8"/>'
        )
        rows.append(f'<text x="{LEFT - 8}" y="{at + 4:.0f}" text-anchor="end">{value:g}</text>')
    for value in across.marks():
        rows.append(
            f'<text x="{across.place(value):.0f}" y="{down + TOP + HIGH + 18}" '
            f'text-anchor="middle">{value:,g}</text>'
        )
    ends = _spread([up.place(line.points[-1][1]) for line in panel.lines])
    for at, (line, end) in enumerate(zip(panel.lines, ends, strict=True)):
        rows += _line(line, across, up, end, at % len(COLOURS))
    return rows


def _line(line: Line, across: _Scale, up: _Scale, end: float, at: int) -> list[str]:
    places = [(across.place(x), up.place(y)) for x, y in line.points]
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return [
        f'<polyline points="{drawn}" fill="none" stroke="{COLOURS[at]}" stroke-width="2" '
        f'stroke-dasharray="{DASHES[at]}"/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{COLOURS[at]}"/>' for x, y in places),
        f'<text x="{WIDTH - RIGHT + 10}" y="{end + 4:.0f}" fill="{COLOURS[at]}">'
        f"{escape(line.name)}</text>",
    ]


class _Scale:
    """Where values stand between two places."""

    def __init__(
        self, values: Sequence[float], first: float, last: float, *, logarithmic: bool
    ) -> None:
        self._logarithmic = logarithmic
        self._first, self._last = first, last
        most = max(values)
        if logarithmic:
            self._least = 10.0 ** math.floor(math.log10(min(values)))
            self._most = 10.0 ** math.ceil(math.log10(most) - 1e-9)
        else:
            self._least, self._most = 0.0, most * 1.15 or 1.0

    def place(self, value: float) -> float:
        """Where a value stands."""
        if self._logarithmic:
            whole = math.log10(self._most / self._least) or 1.0
            share = math.log10(value / self._least) / whole
        else:
            share = value / self._most
        return self._first + share * (self._last - self._first)

    def marks(self) -> list[float]:
        """Values worth naming: powers of ten, or some four round steps."""
        if self._logarithmic:
            powers = round(math.log10(self._most / self._least))
            return [self._least * 10.0**power for power in range(powers + 1)]
        size = 10.0 ** math.floor(math.log10(self._most / 4))
        step = next(one * size for one in (1, 2, 5, 10) if one * size >= self._most / 5)
        return [step * count for count in range(int(self._most / step) + 1)]


def _spread(places: Sequence[float], apart: float = 15.0) -> list[float]:
    """The places of the names, moved down until none covers another."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = list(places)
    for before, at in pairwise(order):
        moved[at] = max(moved[at], moved[before] + apart)
    return moved
