"""Which reader makes the canonical text of a media type.

Ours are named here; a stranger's come by entry points of the group `nutgraf.readers`, whose name is
the media type and whose value a `Reader`. Ours win where both know a type.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol, cast

from nutgraf.archive.canonical_text import Canonical
from nutgraf.errors import Refused
from nutgraf.sources.model import Received

GROUP = "nutgraf.readers"


class Reader(Protocol):
    """Bytes in, canonical text out: a pure function; its `Canonical` names its version."""

    def __call__(self, received: Received, /) -> Canonical | Refused: ...


_OURS = {
    "text/html": "nutgraf.archive.html",
    "application/xhtml+xml": "nutgraf.archive.html",
    "text/plain": "nutgraf.archive.plain",
    "text/markdown": "nutgraf.archive.markdown",
    "application/pdf": "nutgraf.archive.pdf",
    "text/vtt": "nutgraf.archive.captions",
    "application/x-subrip": "nutgraf.archive.captions",
}


def reader(media_type: str) -> Reader | None:
    """The reader of a media type (parameters and case do not count), None when nobody reads it."""
    plain = media_type.partition(";")[0].strip().lower()
    if plain in _OURS:
        return cast(Reader, import_module(_OURS[plain]).read)
    return _strangers().get(plain)


def media_types() -> tuple[str, ...]:
    """Every media type that can be read, sorted."""
    return tuple(sorted({*_OURS, *_strangers()}))


@cache
def _strangers() -> dict[str, Reader]:
    found = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    return {point.name.lower(): cast(Reader, point.load()) for point in found}
