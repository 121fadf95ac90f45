"""Which part of a page is its main text: trafilatura chooses, the visible page gives the words.

trafilatura (Barbaresi 2021, doi:10.18653/v1/2021.acl-demo.15) rebuilds what it extracts: it joins
table cells, writes list markers, changes white space. So each line it gives is found again in the
visible text by its letters and digits alone, and the words are taken from there. What is cited is
then what a reader sees, and every range has a place on the page.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from copy import deepcopy
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from nutgraf.archive.hidden import Hidden
from nutgraf.archive.visible import Visible

if TYPE_CHECKING:
    from lxml.html import HtmlElement

logging.getLogger("trafilatura").addHandler(logging.NullHandler())

_WORD = re.compile(r"[^\W_]+")
_ANCHOR = 20
# Bounds for hostile pages; of 13,349 lines of 323 real pages 24 were lost, at most 14 on one.
_TRIES = 200
_LOST = 100
# No paragraph is as long as a book; a line of 2 MB that stands nowhere took 1.6 s to look for in pieces.
_LONGEST = 200_000
# trafilatura's time grows faster than the page: 178 s for a row of 200,000 cells, measured.
_ELEMENTS = 25_000
Range = tuple[int, int]


def main_ranges(
    page: Visible, root: HtmlElement, hidden: Hidden | None = None
) -> tuple[Range, ...]:
    """The ranges of the visible text that are the main text, in page order, each within one line.

    Empty when trafilatura finds nothing or fails. `root` is the page's tree, `hidden` what of it
    does not show, if known; it is not changed.
    """
    wanted = [
        line for line in _extracted(root, hidden or Hidden(root)).split("\n") if _WORD.search(line)
    ]
    letters = _Letters(page.text)
    places = _places([_key(line) for line in wanted], letters)
    found: list[Range] = []
    cursor = lost = 0
    for line, place, before in zip(wanted, places, _nexts(places, len(letters.text)), strict=True):
        if place is None and (lost := lost + 1) > _LOST:
            continue
        if place is None:
            near = _pieces(line, page, letters, cursor, before)
            # A table is sometimes moved before what stands above it.
            away = _length(near) * 2 < len(line)
            found += _pieces(line, page, letters, 0, len(letters.text)) if away else near
        else:
            cursor = place + len(_key(line))
            found.append(letters.range(place, cursor - place))
    return _by_line(found, page)


def _extracted(root: HtmlElement, hidden: Hidden) -> str:
    """What trafilatura takes for the main text, readers' comments left out; "" for nothing.

    A page of more than 25,000 elements (the largest of 323 real ones has 4,328) is not given to it.
    """
    from trafilatura import bare_extraction

    if sum(1 for _ in islice(root.iter(), _ELEMENTS + 1)) > _ELEMENTS:
        return ""
    try:
        document = bare_extraction(
            _shown(root, hidden), fast=True, favor_recall=True, include_comments=False
        )
    except Exception:
        # A stranger's parser on a stranger's page: whatever it trips over, the page has no
        # main text by it, and the caller falls back on all that is visible.
        return ""
    return getattr(document, "text", None) or ""


def _shown(root: HtmlElement, hidden: Hidden) -> HtmlElement:
    """A copy of the tree without the elements that do not show, their tails kept.

    And without styles: what hides is known here, and trafilatura goes by their letters alone.
    """
    copy = deepcopy(root)
    gone: list[HtmlElement] = []
    for element, twin in zip(root.iter(), copy.iter(), strict=True):
        if hidden.reason(element):
            gone.append(twin)
        elif isinstance(element.tag, str) and hidden.unseen(element):
            twin.text = None
            for child in twin:
                child.tail = None
        if isinstance(twin.tag, str):
            twin.attrib.pop("style", None)
    for twin in gone:
        if twin.getparent() is not None:
            twin.drop_tree()
    return copy


class _Letters:
    """The letters and digits of a text, run together, with the way back to their offsets."""

    def __init__(self, text: str) -> None:
        words = list(_WORD.finditer(text))
        self.text = "".join(word[0] for word in words)
        self._at = [word.start() for word in words]
        self._starts = [0, *accumulate(len(word[0]) for word in words)]
        self._edges = frozenset(self._starts)

    def find(self, key: str, start: int, end: int | None = None) -> int:
        """Where `key` stands as whole words between two positions of the run, or -1."""
        end = len(self.text) if end is None else end
        at = self.text.find(key, start, end)
        for _ in range(_TRIES):
            if at < 0 or (at in self._edges and at + len(key) in self._edges):
                return at
            at = self.text.find(key, at + 1, end)
        return -1

    def range(self, at: int, length: int) -> Range:
        """The range of the text that a stretch of the run came from."""
        return self._offset(at), self._offset(at + length - 1) + 1

    def position(self, offset: int) -> int:
        """How many letters and digits stand before an offset that begins or ends a line."""
        word = bisect_right(self._at, offset) - 1
        if word < 0:
            return 0
        size = self._starts[word + 1] - self._starts[word]
        return self._starts[word] + min(offset - self._at[word], size)

    def _offset(self, position: int) -> int:
        word = bisect_right(self._starts, position) - 1
        return self._at[word] + position - self._starts[word]


def _length(ranges: list[Range]) -> int:
    return sum(end - start for start, end in ranges)


def _key(line: str) -> str:
    return "".join(_WORD.findall(line))


def _places(keys: list[str], letters: _Letters) -> list[int | None]:
    """Where each key stands in the run, None for those that do not stand in it whole.

    Long ones are placed first and in order; a short one ("Share", "2019") then only counts
    between the long ones around it, since it may stand anywhere else too.
    """
    places: list[int | None] = [None] * len(keys)
    cursor = 0
    for index, key in enumerate(keys):
        if len(key) >= _ANCHOR:
            at = letters.find(key, cursor)
            at = letters.find(key, 0) if at < 0 else at
            if at >= 0:
                places[index], cursor = at, at + len(key)
    cursor = 0
    for index, (key, before) in enumerate(
        zip(keys, _nexts(places, len(letters.text)), strict=True)
    ):
        place = places[index]
        at = letters.find(key, cursor, before) if place is None else place
        if at >= 0:
            places[index], cursor = at, at + len(key)
    return places


def _nexts(places: list[int | None], end: int) -> list[int]:
    """For each key the place of the next placed one."""
    out: list[int] = []
    for place in reversed(places):
        out.append(end)
        end = end if place is None else place
    return out[::-1]


def _pieces(line: str, page: Visible, letters: _Letters, after: int, before: int) -> list[Range]:
    """The visible lines between two places that a line was put together from.

    What trafilatura makes of a layout table is often one line without what stood between.
    """
    if len(line) > _LONGEST:
        return []
    shown = [
        (one.start, one.end, letters.text[start:end])
        for one in page.lines
        if after <= (start := letters.position(one.start)) < (end := letters.position(one.end))
        and end <= before
    ]
    places = _places([key for _, _, key in shown], _Letters(line))
    return [(one[0], one[1]) for one, at in zip(shown, places, strict=True) if at is not None]


def _by_line(found: list[Range], page: Visible) -> tuple[Range, ...]:
    """Ranges cut at line ends, sorted, joined where they touch, with the punctuation around them."""
    starts = [line.start for line in page.lines]
    out: list[Range] = []
    for start, end in sorted(found):
        index = bisect_right(starts, start) - 1
        while index < len(page.lines) and page.lines[index].start < end:
            line = page.lines[index]
            piece = _punctuated(
                page.text, max(start, line.start), min(end, line.end), line.start, line.end
            )
            index += 1
            if piece[0] >= piece[1]:
                continue
            if out and piece[0] <= out[-1][1] + 1 and out[-1][1] >= line.start:
                out[-1] = (out[-1][0], max(out[-1][1], piece[1]))
            else:
                out.append(piece)
    return tuple(out)


def _punctuated(text: str, start: int, end: int, first: int, last: int) -> Range:
    """A range grown over the marks that touch it, within its line: quotes, brackets, a full stop."""
    while start > first and not text[start - 1].isspace() and not text[start - 1].isalnum():
        start -= 1
    while end < last and not text[end].isspace() and not text[end].isalnum():
        end += 1
    return start, end
