"""The place of a span in words: page and box, time, slide, sheet and row, element, mail part, line."""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf.archive.boxes import boxes_of
from nutgraf.archive.model import Block, Capture
from nutgraf.sources.office import DOCX, PPTX, XLSX


def places_of(capture: Capture, start: int, end: int) -> tuple[str, ...]:
    """Each place the words of a range stand at, in text order, none twice."""
    blocks = [one for one in capture.layout.blocks if one.start < end and start < one.end]
    found = [
        *_boxes(capture, start, end),
        *_times(capture, start, end),
        *(line for block in blocks for line in _block(capture.media_type, block)),
    ]
    return tuple(dict.fromkeys(found))


def clock(seconds: float) -> str:
    """A time within a talk: `00:12:34`."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _boxes(capture: Capture, start: int, end: int) -> Iterator[str]:
    for page, box in boxes_of(capture, start, end):
        yield f"page {page} box " + ",".join(f"{edge:.1f}" for edge in box)


def _times(capture: Capture, start: int, end: int) -> Iterator[str]:
    """From when to when it is said, a line a speaker: by its words where they have times."""
    words = [one for one in capture.layout.words if one.start < end and start < one.end]
    timed = [one for one in words if one.seconds is not None] or [
        one for one in capture.layout.blocks if one.start < end and start < one.end
    ]
    turns: list[tuple[str, float, float]] = []
    for one in timed:
        if one.seconds is None:
            continue
        first, last = one.seconds
        if turns and turns[-1][0] == one.speaker:
            turns[-1] = (one.speaker, turns[-1][1], max(turns[-1][2], last))
        else:
            turns.append((one.speaker, first, last))
    for speaker, first, last in turns:
        yield f"{clock(first)}-{clock(last)} {speaker}".rstrip()


def _block(media_type: str, block: Block) -> Iterator[str]:
    if media_type == PPTX:
        yield f"slide {block.page} {block.part}".rstrip()
    elif media_type == XLSX:
        yield f"sheet {block.part}, row {block.line}"
    elif media_type == DOCX:
        yield f"{block.part} paragraph {block.line}".strip()
    else:
        if block.part:
            yield f"mail part {block.part}"
        if block.path:
            yield f"element {block.path}"
        if block.line is not None:
            yield f"line {block.line}"
        if block.page is not None and block.box is None:
            yield f"page {block.page}"
