"""RSS, Atom and RDF feeds, from bytes: one item per entry, or a lead to its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from nutgraf.errors import Refused
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.depth import xml_depth
from nutgraf.sources.entities import disarm, without_doctype
from nutgraf.sources.feeds.blurb import is_blurb
from nutgraf.sources.feeds.cascade import Salvaged, salvaged
from nutgraf.sources.feeds.entries import changed, received, when
from nutgraf.sources.feeds.following import BLURB, TRANSCRIPT, lead_to, may_look, pages
from nutgraf.sources.feeds.markup import without_declaration
from nutgraf.sources.feeds.paging import older_page
from nutgraf.sources.feeds.parsing import Parsed
from nutgraf.sources.feeds.thinning import thinned
from nutgraf.sources.feeds.transcripts import transcripts
from nutgraf.sources.keys import told_apart
from nutgraf.sources.model import Lead, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.refusing import refuse

_MOST_SIGNS = 2_000_000
# What is looked up for an item: an address, why, and when the item last changed.
_Look = tuple[str, str, datetime | None]


def read_feed(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Lead | Refused]:
    """The entries of a feed in its own order; a damaged feed gives what could be saved of it.

    Its verdict is a row of the report: none for a clean feed, the note `feed-repaired`, or
    `feed-partial`, or `feed-unreadable` where nothing could be read.
    """
    text = _text(raw, source, options)
    if isinstance(text, Refused):
        yield text
        return
    disarmed = disarm(text) or disarm(without_doctype(text))
    short = thinned(disarmed.text if disarmed else "", options.newest_entries)
    saved = salvaged(short.text, raw.address) if disarmed else None
    if saved is None:
        yield refuse(
            raw, source, "feed-unreadable", "The feed is damaged beyond reading.",
            "Open its address in a browser; when it is a feed there, look again later.",
        )  # fmt: skip
        return
    if disarmed and disarmed.dropped:
        yield refuse(
            raw, source, "feed-entities",
            f"The feed declares {len(disarmed.dropped)} entities that could hide text or grow without end; "
            "they were left out.",
            "Tell the publisher; the rest of the feed was read.",
        )  # fmt: skip
    entries, more = _newest(saved.parsed.entries, options.newest_entries)
    yield from _items(entries, saved.parsed, short.text, raw, source)
    yield from _too_long(len(entries), short.older + more, raw, source)
    yield from _verdict(saved, raw, source)
    page = older_page(saved.parsed.links, raw, source, complete=saved.parsed.complete)
    if page is not None:
        yield page


def _text(raw: RawObject, source: Source, options: SourcesOptions) -> str | Refused:
    decoded = decode(raw.data, media_type=raw.media_type)
    if isinstance(decoded, Undecodable):
        return refuse(raw, source, decoded.rule, decoded.happened, decoded.next_step)
    text = without_declaration(decoded.text)
    if text.count("<") + text.count("&") > _MOST_SIGNS:
        return refuse(
            raw, source, "feed-markup", f"The feed holds more than {_MOST_SIGNS:,} tags and entities.",
            "Ask the publisher for a shorter feed, or remove the source.",
        )  # fmt: skip
    if xml_depth(text.encode("utf-8", "replace"), options.deepest_html) > options.deepest_html:
        return refuse(
            raw, source, "feed-depth",
            f"The feed nests deeper than {options.deepest_html} levels, as none made for readers does.",
            "Tell the publisher, or remove the source.",
        )  # fmt: skip
    return text


def _items(
    entries: Sequence[Mapping[str, Any]], feed: Parsed, text: str, raw: RawObject, source: Source
) -> Iterator[Received | Lead | Refused]:
    looks: dict[tuple[str, str, bytes], _Look] = {}
    spoken = transcripts(text, len(entries), feed.link or raw.address)
    every = [received(entry, feed, raw, source) for entry in entries]
    own = pages([item.address for item in every], (feed.link, raw.address))
    items: list[Received] = []
    for entry, item, transcript in zip(entries, every, spoken, strict=True):
        look = _look(entry, item, transcript, own) if may_look(raw, source) else None
        if look is not None:
            looks[_same(item)] = look
        if look is not None or item.body.strip():
            items.append(item)
    apart = told_apart(items)
    for item in apart:
        found = looks.get(_same(item))
        yield item if found is None else lead_to(item, *found)
    if len(items) < len(entries):
        yield refuse(
            raw, source, "entry-empty",
            f"{len(entries) - len(items)} of {len(entries)} entries have neither text nor title.",
            "Nothing needs doing; an entry that gets words is read then.",
        )  # fmt: skip
    if len(apart) < len(items):
        yield refuse(
            raw, source, "entry-copies",
            f"{len(items) - len(apart)} of {len(items)} entries are exact copies of others and were "
            "taken once.",
            "Nothing needs doing.",
        )  # fmt: skip


def _same(item: Received) -> tuple[str, str, bytes]:
    """What an item is found again by when its key was told apart from others."""
    return item.address, item.metadata.title, item.body


def _look(
    entry: Mapping[str, Any], item: Received, transcript: str, own: frozenset[str]
) -> _Look | None:
    if transcript:
        return transcript, TRANSCRIPT, changed(entry)
    # A recording without transcript says what it says.
    if item.metadata.links or item.address not in own:
        return None
    body = item.body.decode("utf-8")
    if is_blurb(item.metadata.title, body, whole=bool(entry.get("content"))):
        return item.address, BLURB, changed(entry)
    return None


def _newest(
    entries: tuple[Mapping[str, Any], ...], most: int
) -> tuple[tuple[Mapping[str, Any], ...], int]:
    """The newest entries in the feed's order, and how many were left."""
    if len(entries) <= most:
        return entries, 0
    never = datetime.min.replace(tzinfo=UTC)
    places = sorted(
        range(len(entries)), key=lambda at: (when(entries[at]) or never, -at), reverse=True
    )
    return tuple(entries[at] for at in sorted(places[:most])), len(entries) - most


def _too_long(taken: int, older: int, raw: RawObject, source: Source) -> Iterator[Refused]:
    if older:
        yield refuse(
            raw, source, "feed-too-long",
            f"The feed has {older + taken:,} entries; {older:,} older items were not taken.",
            "Raise sources.newest_entries if you want them.",
        )  # fmt: skip


def _verdict(saved: Salvaged, raw: RawObject, source: Source) -> Iterator[Refused]:
    count = len(saved.parsed.entries)
    if saved.verdict == "repaired":
        yield refuse(
            raw, source, "feed-repaired",
            f"The feed is damaged ({saved.damage}) and was repaired ({saved.way}): all {count} entries "
            "were read.",
            "Tell the publisher; the bytes are kept as they came.",
        )  # fmt: skip
    elif saved.verdict == "partial":
        yield refuse(
            raw, source, "feed-partial",
            f"The feed is damaged ({saved.damage}): {count} of {saved.there} entries were read, "
            "others may be missing.",
            "Tell the publisher; the bytes are kept and can be read again.",
        )  # fmt: skip
