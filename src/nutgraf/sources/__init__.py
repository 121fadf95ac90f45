"""What we follow, and the items in what arrived: pure readers from bytes to `Received` values.

Nothing here looks at an address or opens a file; the bytes come from `wire` and are kept first.
"""

from __future__ import annotations

from nutgraf.sources.address import canonical_address
from nutgraf.sources.following import kind_of_address, make_source
from nutgraf.sources.json_lines import read_lines
from nutgraf.sources.opml import Outline, opml
from nutgraf.sources.opml_out import followable, opml_of, source_of
from nutgraf.sources.options import SourcesOptions
from nutgraf.sources.reading import read
from nutgraf.sources.refusing import NOTES
from nutgraf.sources.registry import strangers
from nutgraf.sources.same_page import same_page
from nutgraf.sources.sites.candidates import Candidate, candidates, confirmed, sitemaps_in
from nutgraf.sources.sites.discovery import Found, discover
from nutgraf.sources.sites.guessed_rules import guess_rules
from nutgraf.sources.sites.usual_places import Guess, guesses

__all__ = [
    "NOTES",
    "Candidate",
    "Found",
    "Guess",
    "Outline",
    "SourcesOptions",
    "candidates",
    "canonical_address",
    "confirmed",
    "discover",
    "followable",
    "guess_rules",
    "guesses",
    "kind_of_address",
    "make_source",
    "opml",
    "opml_of",
    "read",
    "read_lines",
    "same_page",
    "sitemaps_in",
    "source_of",
    "strangers",
]
