"""PDFs made with a seed, with the place of every line as the program that drew it was told.

Prose in one, two and three columns, tables with and without rules, headings and small print, words
spread to full width, pages in landscape, turned pages and pages cut to a part of their paper.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from reportlab.lib import pagesizes
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = (
    "Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Times-Roman", "Times-Bold", "Times-Italic",
    "Courier", "Courier-Bold", "Vera", "VeraBd", "VeraIt",
)  # fmt: skip
WORDS = [
    "river",
    "model",
    "council",
    "harbour",
    "bridge",
    "figure",
    "minister",
    "report",
    "engine",
    "signal",
    "market",
    "school",
    "weather",
    "window",
    "letter",
    "number",
    "paper",
    "station",
    "garden",
    "island",
    "summer",
    "winter",
    "morning",
    "evening",
    "account",
    "answer",
    "budget",
    "centre",
    "decision",
    "effect",
    "factory",
    "ground",
    "history",
    "journey",
    "kitchen",
    "language",
    "measure",
    "network",
    "opinion",
    "product",
    "question",
    "reason",
    "science",
    "traffic",
    "village",
    "witness",
    "average",
    "balance",
    "capital",
]
# The height of a capital letter and of all letters, as parts of the size, of these fonts at least.
_CAPITAL = 0.66
_SLANTED = frozenset({"Helvetica-Oblique", "Times-Italic", "VeraIt"})
_LEAN = 0.16


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLine:
    """A line as drawn: page, left and right edge, baseline and top of capitals, points from the top
    left of the page as it is shown; `size` of its font, `lean` how far its letters may lean out."""

    page: int
    text: str
    left: float
    right: float
    capitals: float
    baseline: float
    size: float
    lean: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """A PDF and its lines."""

    name: str
    data: bytes
    lines: tuple[DrawnLine, ...]
    pages: int


class _Drawing:
    """Draws lines in coordinates of the page as shown (from the bottom left) and notes them."""

    def __init__(
        self, rng: random.Random, size: tuple[float, float], turn: int, cut: float
    ) -> None:
        self.rng = rng
        self.width, self.height = size
        self._turn, self._cut = turn, cut
        self._out = io.BytesIO()
        paper = (size[0] + 2 * cut, size[1] + 2 * cut)
        self._canvas = Canvas(self._out, pagesize=paper, invariant=1)
        self._paper = paper[::-1] if turn in {90, 270} else paper
        self.lines: list[DrawnLine] = []
        self.pages = 0
        self._numbers = count(1)
        self._open()

    def _open(self) -> None:
        """Set the page up so that what is drawn upright is shown upright."""
        self.pages += 1
        width, height = self._paper
        if self._turn:
            self._canvas.setPageRotation(self._turn)
        if self._cut:
            self._canvas.setCropBox((self._cut, self._cut, width - self._cut, height - self._cut))
        turned = {
            0: (1, 0, 0, 1, 0, 0), 90: (0, 1, -1, 0, width, 0),
            180: (-1, 0, 0, -1, width, height), 270: (0, -1, 1, 0, 0, height),
        }  # fmt: skip
        self._canvas.transform(*turned[self._turn])
        self._canvas.translate(self._cut, self._cut)

    def page(self) -> None:
        self._canvas.showPage()
        self._open()

    def line(
        self, x: float, y: float, text: str, font: str, size: float, fill: float = 0.0
    ) -> None:
        """A line at its baseline; with `fill` its words are spread to that width."""
        width = pdfmetrics.stringWidth(text, font, size)
        spaces = text.count(" ")
        spread = (fill - width) / spaces if fill and spaces and fill > width else 0.0
        drawn = self._canvas.beginText(x, y)
        drawn.setFont(font, size)
        drawn.setWordSpace(spread)
        drawn.textOut(text)
        self._canvas.drawText(drawn)
        self.lines.append(
            DrawnLine(
                page=self.pages,
                text=text,
                left=x,
                right=x + width + spread * spaces,
                capitals=self.height - y - _CAPITAL * size,
                baseline=self.height - y,
                size=size,
                lean=_LEAN * size if font in _SLANTED else 0.0,
            )
        )

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._canvas.line(x0, y0, x1, y1)

    def words(self, width: float, font: str, size: float) -> str:
        """A line of words as wide as fits, with a number that no other line of the file has."""
        text = f"Line {next(self._numbers)}"
        while True:
            longer = f"{text} {self.rng.choice(WORDS)}"
            if pdfmetrics.stringWidth(longer, font, size) > width:
                return text
            text = longer

    def cell(self) -> str:
        return f"{self.rng.choice(WORDS).title()} {next(self._numbers)}"

    def bytes(self) -> bytes:
        self._canvas.save()
        return self._out.getvalue()


def _columns(drawing: _Drawing, columns: int) -> None:
    """Two pages of prose in columns under a heading, with small print below."""
    rng = drawing.rng
    size = rng.choice((8.0, 9.0, 9.5, 10.0, 11.0, 12.0))
    font = rng.choice(FONTS)
    margin, gap = 54.0, 22.0
    width = (drawing.width - 2 * margin - gap * (columns - 1)) / columns
    spread = rng.random() < 0.4 and "Vera" not in font  # embedded fonts have no word spacing
    for page in range(2):
        if page:
            drawing.page()
        top = drawing.height - margin
        drawing.line(margin, top, f"A heading {page} over it all", rng.choice(FONTS), 20.0)
        for column in range(columns):
            x = margin + column * (width + gap)
            y = top - 40
            while y > margin + 30:
                text = drawing.words(width, font, size)
                drawing.line(x, y, text, font, size, width if spread else 0.0)
                y -= size * 1.25
        small = drawing.words(drawing.width - 2 * margin, "Times-Roman", 7.0)
        drawing.line(margin, margin, small, "Times-Roman", 7.0)


def _table(drawing: _Drawing, columns: int) -> None:
    """A table of cells with room between them, half of them ruled."""
    rng = drawing.rng
    font, size = rng.choice(FONTS[:9]), rng.choice((8.0, 9.0, 10.0))
    wide = (drawing.width - 108) / columns
    ruled = rng.random() < 0.5
    y = drawing.height - 90
    drawing.line(54, y + 24, f"Table of {columns} columns", "Helvetica-Bold", 14.0)
    while y > 80:
        for column in range(columns):
            drawing.line(54 + column * wide, y, drawing.cell(), font, size)
        if ruled:
            drawing.rule(54, y - 5, drawing.width - 54, y - 5)
        y -= size * 1.9


_KINDS: tuple[tuple[str, Callable[[_Drawing, int], None], int], ...] = (
    ("one column", _columns, 1), ("two columns", _columns, 2), ("three columns", _columns, 3),
    ("table", _table, 4),
)  # fmt: skip
_PAPERS = (
    ("A4", pagesizes.A4, 0, 0.0), ("letter", pagesizes.letter, 0, 0.0),
    ("landscape", pagesizes.landscape(pagesizes.A4), 0, 0.0), ("turned 90", pagesizes.A4, 90, 0.0),
    ("turned 180", pagesizes.A4, 180, 0.0), ("turned 270", pagesizes.A4, 270, 0.0),
    ("cut", pagesizes.A4, 0, 36.0), ("cut and turned", pagesizes.letter, 90, 30.0),
)  # fmt: skip


def documents(seed: int, rounds: int = 1) -> Iterator[Generated]:
    """Every kind on every paper, `rounds` times over."""
    for name in ("Vera", "VeraBd", "VeraIt"):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    rng = random.Random(seed)
    for at in range(rounds):
        for paper, size, turn, cut in _PAPERS:
            for kind, draw, columns in _KINDS:
                drawing = _Drawing(random.Random(rng.random()), size, turn, cut)
                draw(drawing, columns)
                yield Generated(
                    name=f"{kind}, {paper} ({at})", data=drawing.bytes(),
                    lines=tuple(drawing.lines), pages=drawing.pages,
                )  # fmt: skip
