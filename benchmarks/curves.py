"""Line charts as SVG: small, light, each line named at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 48, 150, 44, 40
COLOURS = ("#1f5fa8", "#9a4f00", "#3f7f3f", "#6a4c93", "#6b7680", "#a83232")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A named line: (x, y) points in order of x, y from 0 to 1; a dashed one is compared with."""

    name: str
    points: tuple[tuple[float, float], ...]
    dashed: bool = False


def chart(title: str, across: str, lines: Sequence[Line]) -> str:
    """A picture of lines over one scale of x, y from 0 to 1."""
    farthest = max(x for line in lines for x, _ in line.points)
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    place = lambda x, y: (LEFT + wide * x / farthest, TOP + high * (1 - y))  # noqa: E731
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>", f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="12" y="24" font-weight="700" font-size="15">{escape(title)}</text>',
    ]  # fmt: skip
    for tenth in range(0, 11, 2):
        _, at = place(0, tenth / 10)
        rows.append(
            f'<line x1="{LEFT}" x2="{LEFT + wide}" y1="{at:.0f}" y2="{at:.0f}" stroke="#dde3e8"/>'
        )
        rows.append(
            f'<text x="{LEFT - 8}" y="{at + 4:.0f}" text-anchor="end">{tenth / 10:.1f}</text>'
        )
    for fifth in range(6):
        x, at = place(farthest * fifth / 5, 0)
        rows.append(
            f'<text x="{x:.0f}" y="{at + 18:.0f}" text-anchor="middle">{farthest * fifth / 5:.2f}</text>'
        )
    rows.append(
        f'<text x="{LEFT + wide / 2:.0f}" y="{HEIGHT - 6}" text-anchor="middle">{escape(across)}</text>'
    )
    ends = _spread([place(*line.points[-1])[1] for line in lines])
    for line, end, colour in zip(lines, ends, COLOURS * len(lines), strict=False):
        points = " ".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in line.points)
        dash = ' stroke-dasharray="5 4"' if line.dashed else ""
        rows.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'
        )
        rows.append(
            f'<text x="{LEFT + wide + 8}" y="{end + 4:.0f}" fill="{colour}">{escape(line.name)}</text>'
        )
    return "\n".join([*rows, "</svg>"]) + "\n"


def _spread(places: Sequence[float], apart: float = 15.0) -> list[float]:
    """The places of the names, moved down until none covers another."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = list(places)
    for before, at in pairwise(order):
        moved[at] = max(moved[at], moved[before] + apart)
    return moved
