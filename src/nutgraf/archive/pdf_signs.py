"""The signs of a place on a PDF page, one by one, by pdfium: for what the first reader rewrites.

That reader writes formulas as TeX (`$\\frac{1}{|S|}$`), words that stand nowhere on the page; here are
the signs that do, in the order they are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from nutgraf.archive.pdf_layout import Box, Word

# How far above and below its box a formula's signs may stand (a fraction), in parts of its height.
_REACH = 0.8
_APART = 0.2
_BAND = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    """A sign, `at` its place in the order they are drawn."""

    at: int
    char: str
    box: Box


class Signs:
    """The signs of a document's pages, read page by page as they are asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: Any = None
        self._page = 0
        self._bands: dict[int, list[_Sign]] = {}

    def __enter__(self) -> Signs:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._document is not None:
            self._document.close()

    def within(self, page: int, box: Box, others: Sequence[Box]) -> tuple[Word, ...]:
        """The words whose signs stand in a box of the page or just above and below it, and in none
        of the other boxes."""
        if page != self._page:
            self._page, self._bands = page, _in_bands(self._read(page))
        reach = _REACH * (box[3] - box[1])
        around = (box[0] - 1, box[1] - reach, box[2] + 1, box[3] + reach)
        near = [other for other in others if _meet(other, around)]
        level = range(_band(around[1]), _band(around[3]) + 1)
        signs = sorted(
            (sign for band in level for sign in self._bands.get(band, ())), key=lambda one: one.at
        )
        mine = [
            sign
            for sign in signs
            if _holds(around, sign.box)
            and (_holds(box, sign.box) or not any(_holds(other, sign.box) for other in near))
        ]
        return tuple(_words(mine))

    def _read(self, page: int) -> list[_Sign]:
        from pypdfium2 import PdfDocument, PdfiumError, raw

        try:
            self._document = self._document or PdfDocument(self._data)
            opened = self._document[page - 1]
            text = opened.get_textpage()
        except (PdfiumError, IndexError):
            return []
        turn, shown = opened.get_rotation(), opened.get_bbox()
        out = []
        for at in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text, at)
            if 0x20 <= code < 0x11_0000:
                char = "" if chr(code).isspace() else chr(code)
                out.append(_Sign(at=at, char=char, box=_shown(text.get_charbox(at), turn, shown)))
        text.close()
        opened.close()
        return out


def _in_bands(signs: Sequence[_Sign]) -> dict[int, list[_Sign]]:
    """The signs by the level they stand at, so that a place looks at few of them."""
    out: dict[int, list[_Sign]] = {}
    for sign in signs:
        out.setdefault(_band((sign.box[1] + sign.box[3]) / 2), []).append(sign)
    return out


def _band(y: float) -> int:
    return int(max(-1e6, min(y, 1e6)) // _BAND)


def _shown(box: Box, turn: int, page: Box) -> Box:
    """A box of the page's own space (left, bottom, right, top) from the top left of it as shown."""
    left, bottom, right, top = box
    if turn == 90:
        return bottom - page[1], left - page[0], top - page[1], right - page[0]
    if turn == 180:
        return page[2] - right, bottom - page[1], page[2] - left, top - page[1]
    if turn == 270:
        return page[3] - top, page[2] - right, page[3] - bottom, page[2] - left
    return left - page[0], page[3] - top, right - page[0], page[3] - bottom


def _words(signs: Sequence[_Sign]) -> list[Word]:
    """Signs that stand together as words."""
    out: list[Word] = []
    apart = True
    for sign in signs:
        if not sign.char:
            apart = True
            continue
        if out and not apart and _follows(out[-1].box, sign.box):
            out[-1] = Word(text=out[-1].text + sign.char, box=_around(out[-1].box, sign.box))
        else:
            out.append(Word(text=sign.char, box=_rounded(sign.box)))
        apart = False
    return out


def _follows(before: Box, sign: Box) -> bool:
    height = max(before[3] - before[1], sign[3] - sign[1])
    level = min(before[3], sign[3]) - max(before[1], sign[1]) > 0
    return level and -0.5 * height < sign[0] - before[2] < _APART * height


def _around(first: Box, second: Box) -> Box:
    return _rounded(
        (
            min(first[0], second[0]),
            min(first[1], second[1]),
            max(first[2], second[2]),
            max(first[3], second[3]),
        )
    )


def _rounded(box: Box) -> Box:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)


def _meet(first: Box, second: Box) -> bool:
    across = first[0] < second[2] and second[0] < first[2]
    return across and first[1] < second[3] and second[1] < first[3]


def _holds(box: Box, sign: Box) -> bool:
    """Whether the middle of a sign lies in a box."""
    x, y = (sign[0] + sign[2]) / 2, (sign[1] + sign[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
