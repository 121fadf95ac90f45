"""An office document is one item; the archive reads it in a child process, here its bytes pass on."""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf.errors import Refused
from nutgraf.sources.address import canonical_address, host_of
from nutgraf.sources.model import Metadata, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions

_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = f"{_OFFICE}wordprocessingml.document"
PPTX = f"{_OFFICE}presentationml.presentation"
XLSX = f"{_OFFICE}spreadsheetml.sheet"


def read_docx(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The document as one Received, its body the bytes as they came."""
    yield _whole(raw, source, DOCX)


def read_pptx(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The slides as one Received, its body the bytes as they came."""
    yield _whole(raw, source, PPTX)


def read_xlsx(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The workbook as one Received, its body the bytes as they came."""
    yield _whole(raw, source, XLSX)


def _whole(raw: RawObject, source: Source, media_type: str) -> Received:
    return Received(
        source=source.id,
        key=canonical_address(raw.address) or raw.name,
        media_type=media_type,
        body=raw.data,
        raw=raw.sha256,
        address=raw.address,
        metadata=Metadata(owner=host_of(raw.address)),
    )
