"""The settings of the sources room; `settings` reads them from TOML."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesOptions:
    """How much of one raw object is read.

    `newest_entries` entries of a feed (the rest is counted and reported), `most_pages` older pages of
    a feed that is given in pages, `deepest_html` levels of nesting in a page or feed,
    `most_sitemaps` maps of a site map's index, `most_mail_parts` and `deepest_mail` of a mail,
    `longest_line` bytes of a JSON Lines capture. `most_leads` addresses that a source points to are
    looked at in one run; the rest wait for the next. `most_a_day` new items are taken from one source
    of the web in a day (UTC). `newest_mails` mails of an mbox file;
    `mail_server` the name your own mail server signs its Authentication-Results with (RFC 8601),
    whose word then counts where we could not check a signature; empty: nobody's does.
    `most_audio_minutes` of a recording are heard. `arxiv_papers` looks at the PDF behind an arXiv
    abstract, for sources whose `full_text` is `auto`; without it the abstract is the item.
    """

    newest_entries: int = 1000
    most_pages: int = 10
    deepest_html: int = 512
    most_sitemaps: int = 20
    most_mail_parts: int = 200
    deepest_mail: int = 10
    longest_line: int = 8 * 1024 * 1024
    most_leads: int = 50
    most_a_day: int = 2000
    newest_mails: int = 5000
    mail_server: str = ""
    most_audio_minutes: int = 120
    arxiv_papers: bool = False


DEFAULTS = SourcesOptions()
