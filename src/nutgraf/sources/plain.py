"""A plain text file is one item, kept character for character."""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf.errors import Refused
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.markdown import noted
from nutgraf.sources.model import RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.refusing import refuse

_LONGEST_TITLE = 120


def read_plain(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The text in UTF-8; a short first line with an empty one below it is the title too."""
    decoded = decode(raw.data, media_type=raw.media_type)
    if isinstance(decoded, Undecodable):
        yield refuse(raw, source, decoded.rule, decoded.happened, decoded.next_step)
        return
    lines = decoded.text.lstrip().split("\n", 2)
    alone = len(lines) > 2 and not lines[1].strip()
    title = lines[0].strip() if alone and len(lines[0].strip()) <= _LONGEST_TITLE else ""
    yield noted(raw, source, "text/plain", decoded.text, {"title": title})
