"""Bar charts as SVG: small, light, readable without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 640
LEFT = 190
RIGHT = 90
BAR = 20
GAP = 6
BETWEEN = 18
TOP = 44
COLOURS = {"ours": "#1f5fa8", "other": "#9aa7b4", "limit": "#cfd8e0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: what it is, how long (0 or more), the words at its end, and whose it is."""

    label: str
    value: float
    words: str
    whose: str = "ours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Bars that are compared with each other; each group has its own scale unless one is given."""

    name: str
    bars: tuple[Bar, ...]


def chart(title: str, groups: Sequence[Group], *, scale: float | None = None) -> str:
    """A picture of groups of bars. `scale` is the value of a full bar, the group's longest if None."""
    rows: list[str] = []
    at = TOP
    for group in groups:
        longest = scale or max(bar.value for bar in group.bars) or 1.0
        rows.append(text_at(12, at + 12, group.name, weight="600"))
        at += 22
        for bar in group.bars:
            rows += _bar(at, bar, (WIDTH - LEFT - RIGHT) * min(1.0, bar.value / longest))
            at += BAR + GAP
        at += BETWEEN
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {at}" width="{WIDTH}" '
        f'height="{at}" role="img" font-family="system-ui, sans-serif" font-size="13">'
    )
    lines = [
        head,
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{at}" fill="#ffffff"/>',
        text_at(12, 24, title, weight="700", size=15),
        *rows,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _bar(at: int, bar: Bar, width: float) -> list[str]:
    return [
        text_at(LEFT - 10, at + 15, bar.label, anchor="end"),
        f'<rect x="{LEFT}" y="{at}" width="{max(width, 1):.1f}" height="{BAR}" rx="2" '
        f'fill="{COLOURS[bar.whose]}"/>',
        text_at(LEFT + max(width, 1) + 8, at + 15, bar.words),
    ]


def text_at(
    x: float, y: int, words: str, *, anchor: str = "start", weight: str = "400", size: int = 13
) -> str:
    """Words at a place: `anchor` is start, middle or end."""
    return (
        f'<text x="{x:.1f}" y="{y}" fill="#1b2430" text-anchor="{anchor}" '
        f'font-weight="{weight}" font-size="{size}">{escape(words)}</text>'
    )
