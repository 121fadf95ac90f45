"""Where on the page the words of a span stand: a box a line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from nutgraf.archive.model import Block, Capture

Box = tuple[float, float, float, float]


def boxes_of(capture: Capture, start: int, end: int) -> tuple[tuple[int, Box], ...]:
    """The page (from 1) and box (x0, y0, x1, y1 in points from the top left) of each line of words
    that a span touches, in text order; words of one line share a box unless others stand between them.

    Empty where the capture's layout has no pages. Words without a place of their own have that of
    their line.
    """
    out: list[tuple[int, Box]] = []
    for line in _touched(capture.layout.blocks, start, end):
        words = list(_touched(capture.layout.words, line.start, line.end))
        mine = [word for word in words if word.start < end and start < word.end]
        others = [word.box for word in words if word.box is not None and word not in mine]
        boxes: list[Box] = []
        for place in mine or [line]:
            if place.box is None:
                continue
            whole = _around(boxes[-1], place.box) if boxes else place.box
            if boxes and not any(_holds(whole, other) for other in others):
                boxes[-1] = whole
            else:
                boxes.append(place.box)
        if line.page is not None:
            out += [(line.page, box) for box in boxes]
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


def _holds(box: Box, other: Box) -> bool:
    """Whether the middle of the other box lies in this one."""
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] < x < box[2] and box[1] < y < box[3]


def _around(first: Box, second: Box) -> Box:
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    )
