"""What a server sends, read within a time and with little beside the body.

Every wait for bytes is given what is left of the total time, so that nothing a server does (one byte
a second, headers without end) makes an answer last longer. Lines are what is not body: status,
headers, interim answers, the framing and the trailer of chunks. They are counted as they come, and a
server that sends more of them than an honest one does is not listened to any further.
"""

from __future__ import annotations

import io
import socket
import time
from typing import Any

MOST_LINES = 64 * 1024
_A_BYTE = 16
_BUFFER = 16 * 1024


class HeadersError(Exception):
    """More header, or more framing, than an honest answer has."""


class Deadline:
    """A moment of the monotonic clock, and the longest single wait before it (seconds)."""

    __slots__ = ("_each", "_ends")

    def __init__(self, total: float, each: float) -> None:
        self._ends = time.monotonic() + total
        self._each = each

    def seconds(self) -> float:
        """How long the next wait may be. Raises TimeoutError when the total time is up."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("the total time is up")
        return min(self._each, left)


class _Timed(io.RawIOBase):
    """The bytes of a socket; each wait for them ends with the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._bytes = sock.makefile("rb", buffering=0)
        self._deadline = deadline
        self.received = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._deadline.seconds())
        got = self._bytes.readinto(buffer) or 0
        self.received += got
        return got

    def close(self) -> None:
        self._bytes.close()
        super().close()


class BoundedReader(io.BufferedReader):
    """A reader for http.client: lines are counted against what came as body."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._timed = _Timed(sock, deadline)
        super().__init__(self._timed, _BUFFER)
        self._lines = 0
        self._body = 0

    @property
    def all_read(self) -> bool:
        """Whether nothing came beyond what was read: only then may the connection be kept."""
        return self._timed.received == self._lines + self._body

    def readline(self, size: int | None = -1, /) -> bytes:
        room = MOST_LINES + _A_BYTE * self._body - self._lines
        limit = room + 1 if size is None or size < 0 else min(size, room + 1)
        line = super().readline(limit)
        self._lines += len(line)
        if len(line) > room:
            raise HeadersError("the answer has more than 64 KiB of headers")
        return line

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:  # a chunk of negative length, by which all would be taken
            raise HeadersError("the answer does not say how long it is")
        data = super().read(size) or b""
        self._body += len(data)
        return data

    def readinto(self, buffer: Any, /) -> int:
        got = super().readinto(buffer) or 0
        self._body += got
        return got

    def read1(self, size: int = -1, /) -> bytes:
        data = super().read1(_BUFFER if size < 0 else size)
        self._body += len(data)
        return data
