"""Repositories of accounts as CAR files, made as small or as large as a test or measurement wants."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Mapping
from typing import Any

from nutgraf.sources.posts.cbor import Cid

_CID = b"\x01\x71\x12\x20"


def cbor_of(value: Any) -> bytes:
    """DAG-CBOR: names by length, then by bytes (RFC 7049 section 3.9); 64-bit floats; `Cid` links."""
    if value is None or isinstance(value, bool):
        return {None: b"\xf6", True: b"\xf5", False: b"\xf4"}[value]
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        data = value.encode("utf-8")
        return _head(3, len(data)) + data
    if isinstance(value, Cid):
        return _head(6, 42) + cbor_of(b"\x00" + value.data)
    if isinstance(value, Mapping):
        names = sorted(value, key=lambda name: (len(name.encode()), name.encode()))
        return _head(5, len(names)) + b"".join(cbor_of(n) + cbor_of(value[n]) for n in names)
    return _head(4, len(value)) + b"".join(cbor_of(one) for one in value)


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    for info, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << 8 * width:
            return bytes([major << 5 | info]) + number.to_bytes(width, "big")
    raise ValueError("a number of more than 64 bits")


def cid_of(block: bytes) -> bytes:
    """The CID of a block: version 1, DAG-CBOR, sha2-256."""
    return _CID + hashlib.sha256(block).digest()


def commit_and_blocks(
    did: str, held: Mapping[str, Any], tree: Callable[[bytes], Any] | None = None
) -> tuple[bytes, dict[bytes, bytes]]:
    """The CID of the commit, and all blocks; the signature is bytes of zeros."""
    blocks: dict[bytes, bytes] = {}

    def keep(value: Any) -> bytes:
        block = cbor_of(value)
        blocks[cid_of(block)] = block
        return cid_of(block)

    leaves = [(path.encode(), keep(value)) for path, value in sorted(held.items())]
    top = max((_level(path) for path, _ in leaves), default=0)
    root = keep(_node(leaves, top, keep))
    if tree is not None:
        root = keep(tree(root))
    commit = {
        "did": did, "version": 3, "data": Cid(root), "rev": "3jzfcijpj2z2a", "prev": None, "sig": bytes(64),
    }  # fmt: skip
    return keep(commit), blocks


def _level(path: bytes) -> int:
    """How high in the tree a path stands: zero bits before the first one of its digest, by twos."""
    number = int.from_bytes(hashlib.sha256(path).digest(), "big")
    return (256 - number.bit_length()) // 2


def _node(leaves: list[tuple[bytes, bytes]], level: int, keep: Callable[[Any], bytes]) -> Any:
    """A node of the Merkle search tree: the paths of its level, and subtrees between them."""
    entries: list[dict[str, Any]] = []
    before: list[tuple[bytes, bytes]] = []
    left: Cid | None = None
    last = b""

    def below() -> Cid | None:
        return Cid(keep(_node(before, level - 1, keep))) if before else None

    for path, cid in leaves:
        if _level(path) < level:
            before.append((path, cid))
            continue
        if entries:
            entries[-1]["t"] = below()
        else:
            left = below()
        before = []
        shared = next(
            (at for at, (a, b) in enumerate(zip(last, path, strict=False)) if a != b),
            min(len(last), len(path)),
        )
        entries.append({"p": shared, "k": path[shared:], "v": Cid(cid), "t": None})
        last = path
    if entries:
        entries[-1]["t"] = below()
    else:
        left = below()
    return {"l": left, "e": entries}


def car_of(did: str, held: Mapping[str, Any], tree: Callable[[bytes], Any] | None = None) -> bytes:
    """A repository of records by path (`collection/key`) as a CAR file, the commit first."""
    root, blocks = commit_and_blocks(did, held, tree)
    head = cbor_of({"roots": [Cid(root)], "version": 1})
    pieces = [_varint(len(head)), head]
    for cid in (root, *(cid for cid in blocks if cid != root)):
        pieces += [_varint(len(cid) + len(blocks[cid])), cid, blocks[cid]]
    return b"".join(pieces)


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)
