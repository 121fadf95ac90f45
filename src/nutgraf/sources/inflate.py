"""Gzip with bounds: a file of a few kilobytes cannot become one of gigabytes (RFC 1952)."""

from __future__ import annotations

import zlib

GZIP = b"\x1f\x8b"
_MOST = 50 * 1024 * 1024
_RATIO = 200
_UNMEASURED = 1024 * 1024
_STEP = 64 * 1024


def gunzipped(data: bytes) -> bytes | str:
    """What gzip data holds (all its members), or in words why it is not unpacked.

    At most 50 MiB, and beyond the first MiB at most 200 times what it takes packed. A file that is
    cut gives what can be read of it.
    """
    out = bytearray()
    most = min(_MOST, max(_UNMEASURED, _RATIO * len(data)))
    member = zlib.decompressobj(16 + zlib.MAX_WBITS)
    for at in range(0, len(data), _STEP):
        rest = data[at : at + _STEP]
        while rest:
            try:
                out += member.decompress(rest, _STEP)
            except zlib.error:
                return bytes(out) if out else "it is damaged"
            if len(out) > most:
                return _too_much(most)
            rest = member.unconsumed_tail
            if member.eof:
                rest = member.unused_data
                member = zlib.decompressobj(16 + zlib.MAX_WBITS)
    out += member.flush(_STEP)
    return bytes(out) if out else "it holds nothing"


def _too_much(most: int) -> str:
    if most == _MOST:
        return f"it would grow beyond {_MOST // 2**20} MiB"
    return f"it would grow to more than {_RATIO} times its size"
