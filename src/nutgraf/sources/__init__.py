"""What we follow, and the items in what arrived: pure readers from bytes to `Received` values.

Nothing here looks at an address or opens a file; the bytes come from `wire` and are kept first.
"""

from __future__ import annotations

from nutgraf.sources.address import canonical_address
from nutgraf.sources.discovery import Found, discover
from nutgraf.sources.following import kind_of_address, make_source
from nutgraf.sources.json_lines import read_lines
from nutgraf.sources.opml import Outline, opml
from nutgraf.sources.opml_out import followable, opml_of, source_of
from nutgraf.sources.options import SourcesOptions
from nutgraf.sources.reading import read
from nutgraf.sources.refusing import NOTES
from nutgraf.sources.registry import strangers

__all__ = [
    "NOTES",
    "Found",
    "Outline",
    "SourcesOptions",
    "canonical_address",
    "discover",
    "followable",
    "kind_of_address",
    "make_source",
    "opml",
    "opml_of",
    "read",
    "read_lines",
    "source_of",
    "strangers",
]
