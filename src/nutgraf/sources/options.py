"""The settings of the sources room; `settings` reads them from TOML."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesOptions:
    """How much of one raw object is read.

    `newest_entries` entries of a feed (the rest is counted and reported), `deepest_html` levels of
    nesting in a page or feed, `most_mail_parts` and `deepest_mail` of a mail, `longest_line` bytes
    of a JSON Lines capture, `most_audio_minutes` of a recording. `arxiv_papers` looks at the PDF behind
    an arXiv abstract, for sources whose `full_text` is `auto`; without it the abstract is the item.
    """

    newest_entries: int = 1000
    deepest_html: int = 512
    most_mail_parts: int = 200
    deepest_mail: int = 10
    longest_line: int = 8 * 1024 * 1024
    most_audio_minutes: int = 120
    arxiv_papers: bool = False


DEFAULTS = SourcesOptions()
