"""From the text items of a PDF page to its text: columns kept apart, lines joined to paragraphs.

A page is cut at a gutter, a vertical band that few items cross while text stands on both sides of
it; what crosses (a title, a wide figure's caption) parts the page into bands, and each band is read
column by column. It is a text-aware form of the recursive XY cut (Nagy, Seth and Viswanathan 1992,
doi:10.1109/2.144436). Lengths are points, origin top left.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from nutgraf.archive.model import Block, Layout

Box = tuple[float, float, float, float]
_BULLETS = frozenset("•◦▪‣·–—-*●○■□\uf0b7\x84")
_ENDS = tuple(".!?:;。！？؟") + tuple(f"{end}{close}" for end in ".!?" for close in "\"')]”’»")
_GUTTER = 6.0
_DEEPEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word as drawn, with its box (x0, y0, x1, y1)."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text on one line, with its box and its words; `turned` when it does not run level."""

    text: str
    box: Box
    words: tuple[Word, ...]
    font: str = ""
    turned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    pieces: tuple[Piece, ...]
    box: Box

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def font(self) -> str:
        """The font of the whole line, "" when there are several."""
        fonts = {piece.font for piece in self.pieces}
        return fonts.pop() if len(fonts) == 1 else ""

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


def page_paragraphs(pieces: Sequence[Piece]) -> list[list[_Line]]:
    """The paragraphs of a page in reading order, each its lines; turned text last, each alone."""
    level = [piece for piece in pieces if not piece.turned]
    out: list[list[_Line]] = []
    for column in _columns(level, 0):
        first, *rest = _paragraphs(_lines(column))
        if out and _continues(out[-1][-1], first[0]):
            out[-1] += first
        else:
            out.append(first)
        out += rest
    out += [[_Line(pieces=(piece,), box=piece.box)] for piece in pieces if piece.turned]
    return out


def document(pages: Sequence[tuple[int, Sequence[Piece]]]) -> tuple[str, Layout]:
    """The text of numbered pages: paragraphs a newline apart, lines of one a space; a block a line."""
    out: list[str] = []
    blocks: list[Block] = []
    words: list[Block] = []
    at = 0
    for page, pieces in pages:
        for paragraph in page_paragraphs(pieces):
            for index, line in enumerate(paragraph):
                if out:
                    out.append(" " if index else "\n")
                    at += 1
                text, placed = _line_text(line, at, page)
                out.append(text)
                blocks.append(Block(start=at, end=at + len(text), page=page, box=line.box))
                words += placed
                at += len(text)
    return "".join(out), Layout(blocks=tuple(blocks), words=tuple(words))


def _line_text(line: _Line, start: int, page: int) -> tuple[str, list[Block]]:
    """The text of a line, a space where its pieces stand apart, and the places of its words."""
    text = ""
    placed: list[Block] = []
    before: Piece | None = None
    for piece in line.pieces:
        if before is not None and _apart(before, piece):
            text += " "
        at = start + len(text)
        placed += [
            Block(start=at + found, end=at + found + len(word.text), page=page, box=word.box)
            for found, word in _within(piece)
        ]
        text += piece.text
        before = piece
    return text, sorted(placed, key=lambda block: (block.start, block.end))


def _within(piece: Piece) -> list[tuple[int, Word]]:
    """Where in the piece's text each of its words stands.

    Words come in the order they are drawn, which for a line from right to left is from the end of
    the text; a line of both kinds is matched word by word, from the side its script begins at.
    """
    for words in (piece.words, piece.words[::-1]):
        cursor = 0
        found: list[tuple[int, Word]] = []
        for word in words:
            at = piece.text.find(word.text, cursor)
            if at < 0:
                break
            found.append((at, word))
            cursor = at + len(word.text)
        else:
            return found
    return _one_by_one(piece)


def _one_by_one(piece: Piece) -> list[tuple[int, Word]]:
    """Each word at its first place that no other has, whole words and long ones before parts."""
    leftwards = _leans(piece) < 0
    order = sorted(
        piece.words, key=lambda word: (-len(word.text), -word.box[2] if leftwards else word.box[0])
    )
    taken = [False] * len(piece.text)
    found: list[tuple[int, Word]] = []
    for word in order:
        places = [
            at for at in _places(piece.text, word.text)
            if not any(taken[at : at + len(word.text)])
        ]  # fmt: skip
        whole = [at for at in places if _is_whole(piece.text, at, at + len(word.text))]
        for at in (whole or places)[:1]:
            found.append((at, word))
            taken[at : at + len(word.text)] = [True] * len(word.text)
    return found


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return (not before or before.isspace()) and (not after or after.isspace())


def _apart(first: Piece, second: Piece) -> bool:
    gap = max(second.box[0] - first.box[2], first.box[0] - second.box[2])
    height = min(first.box[3] - first.box[1], second.box[3] - second.box[1])
    return gap > 0.12 * height and not (first.text[-1:].isspace() or second.text[:1].isspace())


def _columns(pieces: list[Piece], depth: int) -> list[list[Piece]]:
    """The pieces in columns, in reading order."""
    gutter = _gutter(pieces) if depth < _DEEPEST else None
    if gutter is None:
        return [pieces] if pieces else []
    out: list[list[Piece]] = []
    band: list[Piece] = []
    wide: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: (one.box[1], one.box[0])):
        if piece.box[0] < gutter < piece.box[2]:
            out += _sides(band, gutter, depth)
            band = []
            wide.append(piece)
        else:
            if wide and piece.box[1] > wide[-1].box[3] - 1:
                out.append(wide)
                wide = []
            (wide if wide else band).append(piece)
    return [*out, *([wide] if wide else []), *_sides(band, gutter, depth)]


def _sides(band: list[Piece], gutter: float, depth: int) -> list[list[Piece]]:
    left = [piece for piece in band if piece.box[2] <= gutter]
    right = [piece for piece in band if piece.box[2] > gutter]
    sides = _columns(left, depth + 1) + _columns(right, depth + 1)
    return sides if all(_is_text(side) for side in (left, right) if side) else [band]


def _gutter(pieces: list[Piece]) -> float | None:
    """The x of the best gutter: fewest pieces cross it, then the widest; None without one."""
    if len(pieces) < 6:
        return None
    edges = sorted({piece.box[2] for piece in pieces})
    best: tuple[int, float, float] | None = None
    for edge in edges[:-1]:
        x = edge + 0.5
        left = [piece for piece in pieces if piece.box[2] <= x]
        right = [piece for piece in pieces if piece.box[0] >= x]
        crossing = len(pieces) - len(left) - len(right)
        if crossing * 3 > min(len(left), len(right)) or not right:
            continue
        width = min(piece.box[0] for piece in right) - edge
        if width < _GUTTER or not (_is_text(left) and _is_text(right) and _beside(left, right)):
            continue
        if best is None or (crossing, -width) < (best[0], -best[1]):
            best = (crossing, width, edge + width / 2)
    return best[2] if best else None


def _is_text(pieces: list[Piece]) -> bool:
    """Whether pieces look like running text rather than cells: three lines, some of them long."""
    return len(pieces) >= 3 and sum(len(piece.text) >= 24 for piece in pieces) * 3 >= len(pieces)


def _beside(left: list[Piece], right: list[Piece]) -> bool:
    """Whether two groups stand side by side over at least three lines of the shorter one."""
    top = max(min(piece.box[1] for piece in side) for side in (left, right))
    bottom = min(max(piece.box[3] for piece in side) for side in (left, right))
    return bottom - top >= 3 * median(piece.box[3] - piece.box[1] for piece in left)


def _lines(pieces: list[Piece]) -> list[_Line]:
    """Pieces on one baseline as a line, top to bottom; from the right where the script runs so."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: ((one.box[1] + one.box[3]) / 2, one.box[0])):
        middle = (piece.box[1] + piece.box[3]) / 2
        if rows and any(one.box[1] < middle < one.box[3] for one in rows[-1][-4:]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    out = []
    for row in rows:
        rightwards = sum(map(_leans, row)) >= 0
        row.sort(key=lambda one: one.box[0] if rightwards else -one.box[2])
        out.append(_Line(pieces=tuple(row), box=_around([piece.box for piece in row])))
    return out


def _leans(piece: Piece) -> int:
    """Letters that run to the right less letters that run to the left."""
    kinds = [unicodedata.bidirectional(char) for char in piece.text]
    return kinds.count("L") - kinds.count("R") - kinds.count("AL")


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _paragraphs(lines: list[_Line]) -> list[list[_Line]]:
    """Lines of a column as paragraphs."""
    out: list[list[_Line]] = []
    column = _Column(
        left=min(line.box[0] for line in lines),
        right=max(line.box[2] for line in lines),
        pitch=_pitch(lines),
    )
    for line in lines:
        if out and not _breaks(out[-1][-1], line, column):
            out[-1].append(line)
        else:
            out.append([line])
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """Where a column stands, and the usual distance from one line of it to the next (0: unknown)."""

    left: float
    right: float
    pitch: float


def _pitch(lines: list[_Line]) -> float:
    steps = [
        step
        for before, line in pairwise(lines)
        if 0 < (step := line.middle - before.middle) < 2.5 * before.height
    ]
    return median(steps) if len(steps) >= 4 else 0.0


def _continues(before: _Line, line: _Line) -> bool:
    """Whether a column goes on in the middle of a sentence of the one before."""
    same = abs(before.height - line.height) < 0.1 * before.height
    open_ended = not before.text.rstrip().endswith(_ENDS)
    return same and open_ended and line.text.lstrip()[:1].islower()


def _breaks(before: _Line, line: _Line, column: _Column) -> bool:
    """Whether a line begins a paragraph: a gap, another size, a bullet, an indent, a short line."""
    size = min(before.height, line.height)
    step = line.middle - before.middle
    if line.box[1] - before.box[3] > 0.75 * size or step < 0 or step > 1.25 * column.pitch > 0:
        return True
    if abs(before.height - line.height) > 0.25 * max(before.height, line.height):
        return True
    text, ended = line.text.strip(), before.text.rstrip().endswith(_ENDS)
    if text[:1] in _BULLETS and text[1:2].isspace():
        return True
    width = column.right - column.left
    full = column.right - 0.15 * width
    short = before.box[2] < full
    if "" != before.font != line.font != "" and (short or line.box[2] < full):
        return True
    flush = before.box[0] - column.left < 0.5 * size
    indented = flush and line.box[0] - before.box[0] > 0.7 * size
    if ended and (short or indented):
        return True
    much = before.box[2] < column.left + 0.7 * width
    return much and not indented and text[:1].isupper()
