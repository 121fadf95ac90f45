"""Captions of a talk (WebVTT, SubRip) are one item; the archive reads their times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nutgraf.errors import Refused
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.markdown import fields, noted
from nutgraf.sources.model import RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.refusing import refuse

_NOTE = re.compile(r"^NOTE\b[ \t]*(.*?)(?:\r?\n[ \t]*\r?\n|\Z)", re.S | re.M)
_TIMING = re.compile(r"^[^\n]*-->", re.M)


def read_vtt(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The captions as they are; NOTE lines `title: ...` before the first cue say who they are."""
    yield from _read(raw, source, "text/vtt")


def read_srt(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The captions as they are; SubRip has no place for a title."""
    yield from _read(raw, source, "application/x-subrip")


def _read(raw: RawObject, source: Source, media_type: str) -> Iterator[Received | Refused]:
    decoded = decode(raw.data, media_type=raw.media_type)
    if isinstance(decoded, Undecodable):
        yield refuse(raw, source, decoded.rule, decoded.happened, decoded.next_step)
        return
    first = _TIMING.search(decoded.text)
    if first is None:
        yield refuse(
            raw, source, "captions-empty", "The captions hold no cue with a time.",
            "Save the talk's words as .txt and add that.",
        )  # fmt: skip
        return
    head = decoded.text[: first.start()]
    notes = "\n".join(found[1] for found in _NOTE.finditer(head + "\n\n"))
    said = fields(notes) or fields(head)
    yield noted(raw, source, media_type, decoded.text, said)
