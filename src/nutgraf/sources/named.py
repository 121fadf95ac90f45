"""The sources that a file of captures as JSON Lines names, before any line of it is read in full."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

_BOM = b"\xef\xbb\xbf"


class _Line(msgspec.Struct):
    source: str


def sources_named(lines: Iterable[tuple[int, bytes]]) -> frozenset[str]:
    """The names under `source` in lines (byte offset, bytes) that have one; bad lines name none."""
    decoder = msgspec.json.Decoder(_Line)
    found = set()
    for _, line in lines:
        try:
            found.add(decoder.decode(line.removeprefix(_BOM)).source)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
    return frozenset(name for name in found if name.strip())
