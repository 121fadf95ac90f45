"""Compressed bodies, unpacked in bounded steps so that a bomb stops early (RFC 9110, 8.4)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

STEP = 1 << 16
_GRACE = 1 << 20
_RATIO = 200
ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})


class BombError(Exception):
    """A body that grows more than it may: past the cap, or past 200 to 1."""


class BrokenError(Exception):
    """A body that is not what its Content-Encoding says, or that ends early."""


def inflate(pieces: Iterator[bytes], encoding: str, cap: int) -> bytes:
    """The body in whole, at most `cap` bytes; `encoding` is one of `ENCODINGS`.

    Raises BombError past the cap, or past 200 bytes to one after the first MiB; BrokenError when
    the stream is damaged or ends early.
    """
    out = bytearray()
    taken = 0
    unpack = None if encoding in {"", "identity"} else _Unpack(encoding)
    for piece in pieces:
        taken += len(piece)
        for part in (piece,) if unpack is None else unpack.parts(piece):
            out += part
            if len(out) > cap:
                raise BombError(f"it is larger than {cap // 1024 // 1024} MiB")
            if unpack is not None and len(out) > _GRACE and len(out) > _RATIO * taken:
                raise BombError(f"it unpacks to more than {_RATIO} times its size")
    if unpack is not None and taken and not unpack.done:
        raise BrokenError("its compressed stream ends early")
    return bytes(out)


class _Unpack:
    """gzip members one after another, or one deflate stream with or without its zlib header."""

    def __init__(self, encoding: str) -> None:
        self._gzip = encoding != "deflate"
        self._bare = False
        self._stream = self._new()
        self._begun = False

    @property
    def done(self) -> bool:
        """Whether the last stream reached its end."""
        return self._stream.eof or not self._begun

    def _new(self) -> zlib._Decompress:
        return zlib.decompressobj(31 if self._gzip else -15 if self._bare else 15)

    def parts(self, piece: bytes) -> Iterator[bytes]:
        """The unpacked bytes of one piece, at most `STEP` at a time."""
        left = piece
        while left:
            if self._stream.eof:
                if not self._gzip or not left.startswith(b"\x1f\x8b"):
                    return  # padding after the end
                self._stream = self._new()
            try:
                part = self._stream.decompress(left, STEP)
            except zlib.error as problem:
                if self._gzip or self._begun:
                    raise BrokenError("its compressed stream is damaged") from problem
                self._bare, self._begun = True, True
                self._stream = self._new()
                continue
            self._begun = True
            if part:
                yield part
            left = self._stream.unconsumed_tail or (
                self._stream.unused_data if self._stream.eof else b""
            )
