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
from nutgraf.archive.decoding import Decode
from nutgraf.errors import Refused
from nutgraf.sources.model import Received

GROUP = "nutgraf.readers"


class Reader(Protocol):
    """Bytes in, canonical text out: a pure function; its `Canonical` names its version."""

    def __call__(self, received: Received, /) -> Canonical | Refused: ...


class DecodingReader(Protocol):
    """A reader whose bytes are taken apart elsewhere, by what `run` does with its `Decoder`."""

    def __call__(self, received: Received, run: Decode, /) -> Canonical | Refused: ...


_OFFICE = "application/vnd.openxmlformats-officedocument."
_DECODING = {
    "application/pdf": "nutgraf.archive.pdf",
    f"{_OFFICE}wordprocessingml.document": "nutgraf.archive.office",
    f"{_OFFICE}presentationml.presentation": "nutgraf.archive.office",
    f"{_OFFICE}spreadsheetml.sheet": "nutgraf.archive.office",
    "audio/mpeg": "nutgraf.archive.audio",
    "audio/wav": "nutgraf.archive.audio",
    "audio/flac": "nutgraf.archive.audio",
    "audio/ogg": "nutgraf.archive.audio",
    "audio/mp4": "nutgraf.archive.audio",
}
_OURS = {
    "text/html": "nutgraf.archive.html",
    "application/xhtml+xml": "nutgraf.archive.html",
    "text/plain": "nutgraf.archive.plain",
    "text/markdown": "nutgraf.archive.markdown",
    "text/vtt": "nutgraf.archive.captions",
    "application/x-subrip": "nutgraf.archive.captions",
    "application/x-transcript+json": "nutgraf.archive.transcript",
    "application/ttml+xml": "nutgraf.archive.transcript",
    "application/x-timedtext+xml": "nutgraf.archive.transcript",
    "text/x-transcript": "nutgraf.archive.transcript",
}


def reader(media_type: str) -> Reader | None:
    """The reader of a media type (parameters and case do not count), None when nobody reads it."""
    plain = media_type.partition(";")[0].strip().lower()
    ours = _OURS.get(plain) or _DECODING.get(plain)
    if ours is not None:
        return cast(Reader, import_module(ours).read)
    return _strangers().get(plain)


def decoding_reader(media_type: str) -> DecodingReader | None:
    """Our reader of a media type that is decoded in a child, None for every other type."""
    module = _DECODING.get(media_type)
    return cast(DecodingReader, import_module(module).read) if module else None


def media_types() -> tuple[str, ...]:
    """Every media type that can be read, sorted."""
    return tuple(sorted({*_OURS, *_DECODING, *_strangers()}))


@cache
def _strangers() -> dict[str, Reader]:
    found = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    return {point.name.lower(): cast(Reader, point.load()) for point in found}
