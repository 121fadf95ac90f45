"""A repository in a CAR file: blocks by their CIDs, and the records its tree names.

ipld.io/specs/transport/car/carv1 (a length in front of each block, as an unsigned varint) and
atproto.com/specs/repository (a signed commit; a Merkle search tree from record paths to records). Every
block is held against the sha256 in its CID, so what is read is what the commit names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nutgraf.sources.posts.cbor import CborError, Cid, decoded

# CID version 1, DAG-CBOR, sha2-256 of 32 bytes: the only kind a repository's own blocks have.
_CID = b"\x01\x71\x12\x20"
_CID_SIZE = 36
_LARGEST_HEAD = 1 << 16
_DEEPEST = 64
_LEAST_SPARE = 1 << 20


class CarError(ValueError):
    """Bytes that are no CAR file of a repository."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """Whose it is (a DID), its blocks by CID, and the CID of its tree's root.

    `damaged` counts blocks that are not what their CID says, or are cut.
    """

    did: str
    tree: bytes
    blocks: Mapping[bytes, bytes]
    damaged: int


def is_car(data: bytes) -> bool:
    """Whether the bytes begin as a CAR file does."""
    return data[1:].startswith((b"\xa2eroots", b"\xa2gversion", b"\xa1gversion")) or (
        data[2:].startswith((b"\xa2eroots", b"\xa2gversion"))
    )


def repository(data: bytes) -> Repository:
    """The repository of a CAR file. Raises CarError."""
    size, at = _varint(data, 0)
    if size > min(_LARGEST_HEAD, len(data) - at):
        raise CarError("its head is cut")
    try:
        head = decoded(data[at : at + size])
        root = head["roots"][0].data
    except (CborError, KeyError, IndexError, TypeError, AttributeError):
        raise CarError("its head names no root") from None
    blocks, damaged = _blocks(data, at + size)
    if root not in blocks:
        raise CarError("the signed commit it begins with is not in it")
    try:
        commit = decoded(blocks[root])
        did, tree = commit["did"], commit["data"].data
    except (CborError, KeyError, TypeError, AttributeError):
        raise CarError("its first block is no commit of a repository") from None
    return Repository(did=str(did), tree=tree, blocks=blocks, damaged=damaged)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while at < len(data) and shift < 63:
        byte = data[at]
        number |= (byte & 127) << shift
        at += 1
        if byte < 128:
            return number, at
        shift += 7
    raise CarError("a length is cut")


def _blocks(data: bytes, at: int) -> tuple[dict[bytes, bytes], int]:
    """The blocks that are what their CIDs say, and how many are not."""
    blocks: dict[bytes, bytes] = {}
    damaged = 0
    while at < len(data):
        try:
            size, at = _varint(data, at)
        except CarError:
            return blocks, damaged + 1
        piece = data[at : at + size]
        at += size
        cid, block = piece[:_CID_SIZE], piece[_CID_SIZE:]
        whole = len(piece) == size and cid.startswith(_CID)
        if whole and hashlib.sha256(block).digest() == cid[len(_CID) :]:
            blocks[cid] = block
        elif not whole or size > _CID_SIZE:
            damaged += 1
    return blocks, damaged


def records(held: Repository, collection: str) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
    """Record keys of a collection with their records, by key; None for one that is not there.

    A record that several keys name is given again to each, until what was given again is as large as
    the whole repository (or a MiB).
    """
    taken: set[bytes] = set()
    spare = max(_LEAST_SPARE, sum(map(len, held.blocks.values())))
    start = f"{collection}/".encode()
    for path, cid in _leaves(held, held.tree, 0, set()):
        if path.startswith(start):
            if cid in taken:
                spare -= len(held.blocks.get(cid, b""))
                if spare < 0:
                    continue
            taken.add(cid)
            yield path[len(start) :].decode("utf-8", "replace"), _record(held, cid)


def _record(held: Repository, cid: bytes) -> Mapping[str, Any] | None:
    try:
        found = decoded(held.blocks.get(cid, b""))
    except CborError:
        return None
    return found if isinstance(found, dict) else None


def _leaves(
    held: Repository, node: bytes, depth: int, seen: set[bytes]
) -> Iterator[tuple[bytes, bytes]]:
    """The paths below a node of the tree and the CIDs they name, in order; each node once."""
    if depth > _DEEPEST or node in seen:
        return
    seen.add(node)
    found = _record(held, node) or {}
    yield from _below(held, found.get("l"), depth, seen)
    path = b""
    entries = found.get("e")
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, dict):
            continue
        shared, rest, value = entry.get("p"), entry.get("k"), entry.get("v")
        if not isinstance(shared, int) or not isinstance(rest, bytes) or shared > len(path):
            continue
        path = path[:shared] + rest
        if isinstance(value, Cid):
            yield path, value.data
        yield from _below(held, entry.get("t"), depth, seen)


def _below(
    held: Repository, link: object, depth: int, seen: set[bytes]
) -> Iterator[tuple[bytes, bytes]]:
    if isinstance(link, Cid):
        yield from _leaves(held, link.data, depth + 1, seen)
