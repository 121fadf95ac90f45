"""A PDF is one item; the archive reads it in a child process, here only its bytes pass on."""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf.errors import Refused
from nutgraf.sources.address import canonical_address, host_of
from nutgraf.sources.model import Metadata, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions


def read_pdf(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The document as one Received, its body the bytes as they came."""
    yield Received(
        source=source.id,
        key=canonical_address(raw.address) or raw.name,
        media_type="application/pdf",
        body=raw.data,
        raw=raw.sha256,
        address=raw.address,
        metadata=Metadata(owner=host_of(raw.address)),
    )
