"""The readers by kind: ours, and a stranger's by the entry points `nutgraf.sources`.

A reader is a function (raw object, source, options) -> Received, Lead and Refused values. A stranger's
entry point is named by what it reads: a media type (`application/epub+zip`) or a file ending
(`.epub`); it is asked before ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import cast

from nutgraf.errors import Refused
from nutgraf.sources.model import Lead, RawObject, Received, Source
from nutgraf.sources.options import SourcesOptions

Reader = Callable[[RawObject, Source, SourcesOptions], Iterator[Received | Lead | Refused]]

_OURS = {
    "feed": "feeds.reading:read_feed",
    "json-feed": "json_feed:read_json_feed",
    "page": "page:read_page",
    "listing": "sites.listing:read_listing",
    "sitemap": "sites.sitemap:read_sitemap",
    "arxiv": "arxiv:read_abstract",
    "pdf": "pdf:read_pdf",
    "docx": "office:read_docx",
    "pptx": "office:read_pptx",
    "xlsx": "office:read_xlsx",
    "audio": "audio:read_audio",
    "transcript": "transcript:read_transcript",
    "mail": "mail.reading:read_mail",
    "markdown": "markdown:read_markdown",
    "plain": "plain:read_plain",
    "vtt": "captions:read_vtt",
    "srt": "captions:read_srt",
    "mastodon": "posts.mastodon:read_mastodon",
    "bluesky": "posts.bluesky:read_bluesky",
    "hacker-news": "posts.hacker_news:read_hacker_news",
    "reddit": "posts.reddit:read_reddit",
    "x-archive": "posts.x_archive:read_x_archive",
    "bluesky-archive": "posts.bluesky_archive:read_bluesky_archive",
    "reader-items": "reader_items:read_reader_items",
}


def reader(kind: str) -> Reader | None:
    """Our reader for a kind that `sniff` names, imported now; None for a kind we do not read."""
    place = _OURS.get(kind)
    if place is None:
        return None
    module, _, name = place.partition(":")
    return cast(Reader, getattr(import_module(f"nutgraf.sources.{module}"), name))


def strangers() -> Mapping[str, Reader]:
    """The readers other packages bring, by media type or file ending, sorted; loads each."""
    from importlib.metadata import entry_points

    found = sorted(entry_points(group="nutgraf.sources"), key=lambda point: point.name)
    return {point.name.lower(): cast(Reader, point.load()) for point in found}


def chosen(raw: RawObject, readers: Mapping[str, Reader]) -> Reader | None:
    """The stranger's reader for an object, by what its sender says it is, then by its name."""
    said = raw.media_type.split(";")[0].strip().lower()
    if said in readers:
        return readers[said]
    endings = (ending for ending in readers if ending.startswith("."))
    return next((readers[ending] for ending in endings if raw.name.lower().endswith(ending)), None)
