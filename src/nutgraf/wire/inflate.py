"""Compressed bodies, unpacked in bounded steps so that a bomb stops early (RFC 9110, 8.4).

One layer of gzip, deflate or zstd (RFC 8878) is taken off. Nothing else is offered to a server, and so
nothing else is taken from one.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import zstandard

STEP = 1 << 16
_GRACE = 1 << 20
_RATIO = 200
ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate", "zstd"})
OFFERED = "gzip, deflate, zstd"
# The most memory a zstd frame may ask for, as RFC 9659 has it for the web.
_ZSTD_WINDOW = 8 << 20
# A block of zstd takes 4 bytes and gives 128 KiB at most: so much of it gives 4 MiB at most.
_ZSTD_PIECE = 128


class BombError(Exception):
    """A body that grows more than it may: past the cap, or past 200 to 1."""


class BrokenError(Exception):
    """A body that is not what its Content-Encoding says, or that ends early."""


class _Unpacks(Protocol):
    @property
    def done(self) -> bool:
        """Whether the last stream reached its end."""

    def parts(self, piece: bytes) -> Iterator[bytes]:
        """The unpacked bytes of one piece, a bounded part at a time."""


def inflate(pieces: Iterator[bytes], encoding: str, cap: int, *, cut: bool = False) -> bytes:
    """The body in whole, at most `cap` bytes; `encoding` is one of `ENCODINGS`.

    With `cut`, a longer body is cut there instead of refused. Raises BombError past the cap, or past
    200 bytes to one after the first MiB; BrokenError when the stream is damaged or ends early.
    """
    out = bytearray()
    taken = 0
    unpack = _unpacking(encoding)
    for piece in pieces:
        taken += len(piece)
        for part in (piece,) if unpack is None else unpack.parts(piece):
            out += part
            if len(out) > cap:
                if cut:
                    return bytes(out[:cap])
                raise BombError(f"it is larger than {size_in_words(cap)}")
            if unpack is not None and len(out) > _GRACE and len(out) > _RATIO * taken:
                raise BombError(f"it unpacks to more than {_RATIO} times its size")
    if unpack is not None and taken and not unpack.done:
        raise BrokenError("its compressed stream ends early")
    return bytes(out)


def size_in_words(cap: int) -> str:
    """`15 MiB`, `512 KiB`, `100 bytes`."""
    if cap >= 1 << 20:
        return f"{cap >> 20} MiB"
    return f"{cap >> 10} KiB" if cap >= 1 << 10 else f"{cap} bytes"


def _unpacking(encoding: str) -> _Unpacks | None:
    if encoding in {"", "identity"}:
        return None
    return _UnpackZstd() if encoding == "zstd" else _Unpack(encoding)


class _UnpackZstd:
    """zstd frames one after another."""

    def __init__(self) -> None:
        self._stream = self._new()
        self._begun = False

    @property
    def done(self) -> bool:
        """Whether the last frame reached its end."""
        return self._stream.eof or not self._begun

    def _new(self) -> zstandard.ZstdDecompressionObj:
        import zstandard

        return zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()

    def parts(self, piece: bytes) -> Iterator[bytes]:
        """The unpacked bytes of one piece, at most 4 MiB at a time."""
        import zstandard

        for at in range(0, len(piece), _ZSTD_PIECE):
            left = piece[at : at + _ZSTD_PIECE]
            while left:
                if self._stream.eof:
                    self._stream = self._new()
                self._begun = True
                try:
                    part = self._stream.decompress(left)
                except zstandard.ZstdError as problem:
                    raise BrokenError("its compressed stream is damaged") from problem
                if part:
                    yield part
                left = self._stream.unused_data if self._stream.eof else b""


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
