"""A picture of the place on a PDF page where the words of a span stand, with the words marked.

`draw` renders with pdfium, bytes to bytes, so that a child process with limits can do it. Only what
the file draws is seen: scripts do not run, forms are not filled, nothing is fetched.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from nutgraf.archive.boxes import Box
from nutgraf.archive.decoding import Decoder

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

DECODER = Decoder(
    target="nutgraf.archive.crop:draw", memory=1 << 30, cpu_seconds=30, wall_seconds=30.0
)
_SCALE = 2.0
_AROUND = 28.0
_LEAST_WIDTH = 220.0
_MOST_PIXELS = 4_000_000
_MOST_SIDE = 4_000
# A marker's yellow takes away blue and leaves dark letters dark.
_MARKED = bytes(value * 2 // 5 for value in range(256))
_EDGE = b"\xc8\x78\x00"


class Place(msgspec.Struct, frozen=True):
    """What to draw: a page from 1, the boxes on it in points from the top left, pixels a point."""

    page: int
    boxes: tuple[Box, ...]
    scale: float = _SCALE


def request(data: bytes, place: Place) -> bytes:
    """What `draw` is handed: the place as a line of JSON, and the PDF."""
    return msgspec.json.encode(place) + b"\n" + data


def draw(asked: bytes) -> bytes:
    """The part of the page around the boxes as PNG, the boxes marked; b"" when it cannot be drawn.

    At most 4 million pixels and 4,000 a side: a larger place is drawn smaller.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    head, _, data = asked.partition(b"\n")
    place = msgspec.json.decode(head, type=Place)
    try:
        document = PdfDocument(data)
        if not 1 <= place.page <= len(document) or not place.boxes:
            return b""
        return _drawn(document[place.page - 1], place)
    except PdfiumError:
        return b""


def warm() -> None:
    """Import what `draw` needs, before a child forks."""
    import pypdfium2  # noqa: F401


def _drawn(page: PdfPage, place: Place) -> bytes:
    width, height = page.get_size()
    x0, y0, x1, y1 = _window(place.boxes, width, height)
    if x1 - x0 < 1 or y1 - y0 < 1:
        return b""
    scale = min(
        place.scale,
        _MOST_SIDE / max(x1 - x0, y1 - y0),
        (_MOST_PIXELS / ((x1 - x0) * (y1 - y0))) ** 0.5,
    )
    bitmap = page.render(
        scale=scale,
        crop=(x0, height - y1, width - x1, y0),
        may_draw_forms=False,
        fill_color=(255, 255, 255, 255),
        rev_byteorder=True,
        prefer_bgrx=False,
    )
    channels = bitmap.n_channels
    size = bitmap.width, bitmap.height
    rows = [
        _rgb(bytes(bitmap.buffer[at * bitmap.stride : at * bitmap.stride + size[0] * channels]), channels)
        for at in range(size[1])
    ]  # fmt: skip
    for box in place.boxes:
        _mark(rows, size, [(box[0] - x0) * scale, (box[1] - y0) * scale,
                           (box[2] - x0) * scale, (box[3] - y0) * scale])  # fmt: skip
    return png([bytes(row) for row in rows], size[0])


def _window(boxes: Sequence[Box], width: float, height: float) -> Box:
    """The boxes with room around them, within the page."""
    x0, x1 = min(box[0] for box in boxes) - _AROUND, max(box[2] for box in boxes) + _AROUND
    more = max(0.0, _LEAST_WIDTH - (x1 - x0)) / 2
    return (
        max(0.0, x0 - more),
        max(0.0, min(box[1] for box in boxes) - _AROUND),
        min(width, x1 + more),
        min(height, max(box[3] for box in boxes) + _AROUND),
    )


def _rgb(row: bytes, channels: int) -> bytearray:
    """A row of pixels as red, green, blue."""
    if channels == 3:
        return bytearray(row)
    out = bytearray(len(row) // channels * 3)
    for at in range(3):
        out[at::3] = row[min(at, channels - 1) :: channels]
    return out


def _mark(rows: list[bytearray], size: tuple[int, int], box: Sequence[float]) -> None:
    """Lay a marker over a box of pixels, with a line around it."""
    left, top = max(0, round(box[0]) - 2), max(0, round(box[1]) - 2)
    right, bottom = min(size[0], round(box[2]) + 2), min(size[1], round(box[3]) + 2)
    if right - left < 2 or bottom - top < 2:
        return
    for at in range(top, bottom):
        row = rows[at]
        blue = slice(left * 3 + 2, right * 3, 3)
        row[blue] = bytes(row[blue]).translate(_MARKED)
        if at in {top, bottom - 1}:
            row[left * 3 : right * 3] = _EDGE * (right - left)
        else:
            row[left * 3 : left * 3 + 3] = row[right * 3 - 3 : right * 3] = _EDGE


def png(rows: Sequence[bytes], width: int) -> bytes:
    """Rows of RGB pixels as a PNG file (W3C, third edition)."""
    head = struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\x00" + row for row in rows), 6)
    chunks = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
