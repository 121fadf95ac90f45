"""Lines of a stream with their byte offsets, each of bounded length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

_PIECE = 1 << 16


def lines(stream: BinaryIO, *, longest: int = 8 * 1024 * 1024) -> Iterator[tuple[int, bytes]]:
    """(byte offset, line without its newline), empty lines included.

    A line longer than `longest` bytes is cut to `longest` + 1, so that a reader sees that it was
    too long; the rest of it is passed over without being held.
    """
    offset = 0
    while line := stream.readline(longest + 2):
        start = offset
        offset += len(line)
        whole = line.endswith(b"\n")
        body = line[:-1] if whole else line
        while not whole and len(line) > longest and (more := stream.readline(_PIECE)):
            offset += len(more)
            whole = more.endswith(b"\n")
        body = body.removesuffix(b"\r") if len(body) <= longest + 1 else body[: longest + 1]
        yield start, body
