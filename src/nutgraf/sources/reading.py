"""A raw object to the items in it: sniff, then the reader of that kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from nutgraf.errors import Refused
from nutgraf.sources.arxiv import is_abstract, lead_named, named
from nutgraf.sources.leads import as_the_item
from nutgraf.sources.model import Lead, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.posts.asking import of_many_authors
from nutgraf.sources.refusing import refuse
from nutgraf.sources.registry import Reader, chosen, reader
from nutgraf.sources.sniff import sniff

# What a site's map may be written as.
_MAPS = frozenset({"sitemap", "feed", "page", "plain", "markdown"})
# Kinds whose items all belong to the owner of the source.
_OWNERS = frozenset({"feed", "page", "site", "listing", "posts"})


def read(
    raw: RawObject,
    source: Source,
    *,
    options: SourcesOptions = DEFAULTS,
    readers: Mapping[str, Reader] | None = None,
    lead: Lead | None = None,
) -> Iterator[Received | Lead | Refused]:
    """The items of a raw object, the leads in it, and a Refused for what could not be read.

    `readers` are a stranger's, by media type or file ending (see `registry.strangers`); `lead` is the
    one that led to this object, if any. The owner of an item is what it says itself (feed title, site
    name, sender) in a folder or file, else the source's; what is followed by its address belongs to
    the owner the desk gave it. Nothing raises.
    """
    found = _read(raw, source, options, readers or {}, lead)
    if lead is not None:
        found = as_the_item(found, raw, source, lead, most_pages=options.most_pages)
    for item in found:
        if isinstance(item, Received):
            yield _owned(named(item, raw), source)
        elif isinstance(item, Lead):
            yield _lead_owned(lead_named(item, raw), source)
        else:
            yield item


def _read(
    raw: RawObject,
    source: Source,
    options: SourcesOptions,
    readers: Mapping[str, Reader],
    lead: Lead | None,
) -> Iterator[Received | Lead | Refused]:
    read_items = chosen(raw, readers)
    if read_items is None:
        kind = sniff(raw, source)
        if isinstance(kind, Refused):
            yield kind
            return
        meant = _meant(kind, raw, source, lead)
        if meant == "sitemap" and lead is not None and lead.kind == "item":
            yield refuse(
                raw, source, "sitemap", "Where an item's page should be there is a site map.",
                "Nothing needs doing, unless the site has moved; then add its address again.",
            )  # fmt: skip
            return
        read_items = reader(meant)
    if read_items is None:
        yield refuse(
            raw, source, "captures", "The file holds captures as JSON Lines, which are imported line by line.",
            "Name it .jsonl, or use `nutgraf import FILE`.",
        )  # fmt: skip
        return
    yield from read_items(raw, source, options)


def _meant(kind: str, raw: RawObject, source: Source, lead: Lead | None) -> str:
    """What is meant by an object of a kind: a page may be a listing of its items, or an abstract, and
    all that a site's map may be written as is read as one."""
    own = lead is None or lead.kind != "item"
    if own and source.kind == "site" and kind in _MAPS:
        return "sitemap"
    if kind == "page" and is_abstract(raw):
        return "arxiv"
    return source.kind if own and kind == "page" and source.kind == "listing" else kind


def _lead_owned(lead: Lead, source: Source) -> Lead:
    if lead.fallback is None:
        return lead
    return replace(lead, fallback=_owned(lead.fallback, source))


def _owned(item: Received, source: Source) -> Received:
    said = item.metadata.owner
    decided = source.owner if source.kind in _OWNERS and not of_many_authors(source) else ""
    owner = decided or said or source.owner or source.name
    return item if owner == said else replace(item, metadata=replace(item.metadata, owner=owner))
