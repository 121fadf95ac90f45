"""Stacked bars as SVG: what a whole is made of, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from benchmarks.pictures import BAR, GAP, TOP, WIDTH, text_at

LEFT = 250
ROOM = WIDTH - LEFT - 60
# Told apart by lightness too, for print and for those who see colours otherwise.
TONES = (
    "#123f73", "#1f5fa8", "#4d86c6", "#87b0dd", "#c9a227", "#8a6d0b", "#7a8691", "#aab4bd", "#d5dbe1",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One whole: what it is, its parts in the order of the legend (0 or more), its words."""

    label: str
    parts: tuple[float, ...]
    words: str


def stacked(title: str, legend: Sequence[str], rows: Sequence[Row]) -> str:
    """A picture of rows on one scale, with a legend above them."""
    longest = max((sum(row.parts) for row in rows), default=0.0) or 1.0
    drawn, at = _legend(legend)
    for row in rows:
        drawn.append(text_at(LEFT - 10, at + 15, row.label, anchor="end", size=11))
        left = float(LEFT)
        for tone, part in zip(TONES, row.parts, strict=False):
            width = ROOM * part / longest
            if width > 0:
                drawn.append(
                    f'<rect x="{left:.1f}" y="{at}" width="{width:.1f}" height="{BAR}" '
                    f'fill="{tone}"/>'
                )
            left += width
        drawn.append(text_at(left + 8, at + 15, row.words))
        at += BAR + GAP
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {at + 12}" width="{WIDTH}" '
        f'height="{at + 12}" role="img" font-family="system-ui, sans-serif" font-size="13">'
    )
    ground = f'<rect width="{WIDTH}" height="{at + 12}" fill="#ffffff"/>'
    named = text_at(12, 24, title, weight="700", size=15)
    return (
        "\n".join([head, f"<title>{escape(title)}</title>", ground, named, *drawn, "</svg>"]) + "\n"
    )


def _legend(names: Sequence[str]) -> tuple[list[str], int]:
    drawn, x, at = [], 12.0, TOP
    for tone, name in zip(TONES, names, strict=False):
        wide = 26 + 7 * len(name)
        if x + wide > WIDTH:
            x, at = 12.0, at + 20
        drawn.append(f'<rect x="{x:.1f}" y="{at - 10}" width="12" height="12" fill="{tone}"/>')
        drawn.append(text_at(x + 17, at, name, size=12))
        x += wide
    return drawn, at + 16
