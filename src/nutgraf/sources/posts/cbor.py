"""DAG-CBOR, the part of CBOR (RFC 8949) that content-addressed data keeps to.

ipld.io/specs/codecs/dag-cbor: definite lengths, text keys, 64-bit floats, and tag 42 for a link. Sizes are
checked against the bytes that are there before anything is made, and depth is bounded.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

_DEEPEST = 64
_LINK_TAG = 42
_SIMPLE: dict[int, bool | None] = {20: False, 21: True, 22: None}


class CborError(ValueError):
    """Bytes that are no DAG-CBOR."""


@dataclass(frozen=True, slots=True)
class Cid:
    """A link to another block: the binary CID, without the zero in front."""

    data: bytes


def decoded(data: bytes) -> Any:
    """The one value the bytes hold. Raises CborError."""
    try:
        value, at = _value(data, 0, 0)
    except (IndexError, UnicodeDecodeError, struct.error) as problem:
        raise CborError(f"the bytes do not hold what they say: {problem}") from None
    if at != len(data):
        raise CborError("more follows the value")
    return value


def _value(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    if depth > _DEEPEST:
        raise CborError(f"it nests deeper than {_DEEPEST} levels")
    major, info = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7:
        return _simple(data, at, info)
    size, at = _argument(data, at, info)
    if major == 0:
        return size, at
    if major == 1:
        return -1 - size, at
    if major in {2, 3}:
        if size > len(data) - at:
            raise CborError("a text is longer than the bytes")
        piece = data[at : at + size]
        return (piece if major == 2 else piece.decode("utf-8")), at + size
    if major == 6:
        return _link(data, at, size, depth)
    # Every member takes at least one byte, every pair two.
    if size * (2 if major == 5 else 1) > len(data) - at:
        raise CborError("a list is longer than the bytes")
    return _list(data, at, size, depth) if major == 4 else _map(data, at, size, depth)


def _argument(data: bytes, at: int, info: int) -> tuple[int, int]:
    if info < 24:
        return info, at
    if info > 27:
        raise CborError("a length is not given")
    width = 1 << (info - 24)
    if at + width > len(data):
        raise CborError("a number is cut")
    return int.from_bytes(data[at : at + width], "big"), at + width


def _simple(data: bytes, at: int, info: int) -> tuple[Any, int]:
    if info in _SIMPLE:
        return _SIMPLE[info], at
    if info != 27:
        raise CborError("a value has no meaning here")
    return struct.unpack_from(">d", data, at)[0], at + 8


def _link(data: bytes, at: int, tag: int, depth: int) -> tuple[Cid, int]:
    value, at = _value(data, at, depth + 1)
    if tag != _LINK_TAG or not isinstance(value, bytes) or value[:1] != b"\x00":
        raise CborError("a tag has no meaning here")
    return Cid(value[1:]), at


def _list(data: bytes, at: int, size: int, depth: int) -> tuple[list[Any], int]:
    found = []
    for _ in range(size):
        value, at = _value(data, at, depth + 1)
        found.append(value)
    return found, at


def _map(data: bytes, at: int, size: int, depth: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    for _ in range(size):
        key, at = _value(data, at, depth + 1)
        if not isinstance(key, str):
            raise CborError("a name is no text")
        found[key], at = _value(data, at, depth + 1)
    return found, at
