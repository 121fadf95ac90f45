"""A recording is one item; the archive hears it in a child process, here only its bytes pass on."""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf.errors import Refused
from nutgraf.sources.address import canonical_address, host_of
from nutgraf.sources.model import Metadata, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.sound import sound_type


def read_audio(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The recording as one Received; the most minutes that are heard stand in its media type."""
    yield Received(
        source=source.id,
        key=canonical_address(raw.address) or raw.name,
        media_type=f"{sound_type(raw)}; minutes={options.most_audio_minutes}",
        body=raw.data,
        raw=raw.sha256,
        address=raw.address,
        metadata=Metadata(owner=host_of(raw.address)),
    )
