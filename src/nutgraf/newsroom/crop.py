"""The picture of a span: the part of the PDF page its words stand on, with the words marked."""

from __future__ import annotations

from pathlib import Path

from nutgraf.archive import crop
from nutgraf.archive.boxes import boxes_of
from nutgraf.archive.model import Capture, Span
from nutgraf.errors import Refused, UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.trace import span_of
from nutgraf.rundown.work import in_a_child


def crop_of(desk: Desk, span: str) -> bytes | Refused:
    """The words of `CAPTURE:START-END` as a PNG: the first page they stand on, cut around them.

    Drawn from the kept bytes in a child process with limits. Refused by `picture-no-page` where the
    capture is no PDF or the words have no box, `picture-not-drawn` where the page does not render.
    Raises UsageError or SpanError for a span that is none.
    """
    capture, found = span_of(desk, span)
    data = desk.store.objects.read(capture.raw)
    boxes = boxes_of(capture, found.start, found.end)
    if not boxes or b"%PDF-" not in data[:1024]:
        return _refused(
            capture, found, "picture-no-page",
            "These words stand on no page of a PDF, so there is no picture of them.",
            "Leave out --picture; the words and their place are shown without it.",
        )  # fmt: skip
    page = boxes[0][0]
    place = crop.Place(page=page, boxes=tuple(box for on, box in boxes if on == page))
    drawn = in_a_child(crop.DECODER, crop.request(data, place))
    if not isinstance(drawn, bytes) or not drawn:
        return _refused(
            capture, found, "picture-not-drawn",
            f"Page {page} of {_name(capture)} could not be drawn.",
            "Open the PDF itself; its bytes are kept and the place is shown.",
        )  # fmt: skip
    return drawn


def save_crop(desk: Desk, span: str, file: Path) -> tuple[Refused, ...]:
    """Write the picture of a span to a file, or say why there is none. Raises UsageError where the
    file cannot be written."""
    drawn = crop_of(desk, span)
    if isinstance(drawn, Refused):
        return (drawn,)
    try:
        file.write_bytes(drawn)
    except OSError as problem:
        raise UsageError(
            f"The picture could not be written to {str(file)!r} ({problem.strerror}).",
            "Name a file in a folder that is there and may be written.",
        ) from problem
    return ()


def _name(capture: Capture) -> str:
    """How a person knows the capture."""
    return capture.title or capture.address or capture.key


def _refused(capture: Capture, span: Span, rule: str, happened: str, then: str) -> Refused:
    return Refused(
        where=str(Span(capture=capture.id[:12], start=span.start, end=span.end)),
        rule=rule, happened=happened, next_step=then, source=capture.source, raw=capture.raw,
    )  # fmt: skip
