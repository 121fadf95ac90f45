"""Where on the page the words of a span stand: a box a line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from nutgraf.archive.model import Block, Capture

Box = tuple[float, float, float, float]


def boxes_of(capture: Capture, start: int, end: int) -> tuple[tuple[int, Box], ...]:
    """The page (from 1) and box (x0, y0, x1, y1 in points from the top left) of each line of words
    that a span touches, in text order; words of one line that stand together share a box.

    Empty where the capture's layout has no pages. Words without a place of their own have that of
    their line.
    """
    out: list[tuple[int, Box]] = []
    for line in _touched(capture.layout.blocks, start, end):
        words = list(_touched(capture.layout.words, max(start, line.start), min(end, line.end)))
        for place in words or [line]:
            if place.page is None or place.box is None:
                continue
            if out and out[-1][0] == place.page and _beside(out[-1][1], place.box):
                out[-1] = (place.page, _around(out[-1][1], place.box))
            else:
                out.append((place.page, place.box))
    return tuple(out)


def _touched(blocks: Sequence[Block], start: int, end: int) -> Iterator[Block]:
    """The blocks, sorted by their start, that share a character with a range."""
    # A block is as long as a line at most, so those that begin before are few.
    at = bisect_right(blocks, start, key=lambda block: block.start)
    while at and blocks[at - 1].end > start:
        at -= 1
    for block in blocks[at : bisect_left(blocks, end, key=lambda block: block.start)]:
        if block.start < end and start < block.end:
            yield block


def _beside(first: Box, second: Box) -> bool:
    """Whether two boxes stand on one line with no more than two heights between them."""
    overlap = min(first[3], second[3]) - max(first[1], second[1])
    height = min(first[3] - first[1], second[3] - second[1])
    gap = max(second[0] - first[2], first[0] - second[2])
    return overlap > 0.5 * height and gap <= 2 * max(height, 1.0)


def _around(first: Box, second: Box) -> Box:
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    )
