"""A raw object to the items in it: sniff, then the reader of that kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from nutgraf.errors import Refused
from nutgraf.sources.model import RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.refusing import refuse
from nutgraf.sources.registry import Reader, chosen, reader
from nutgraf.sources.sniff import sniff


def read(
    raw: RawObject,
    source: Source,
    *,
    options: SourcesOptions = DEFAULTS,
    readers: Mapping[str, Reader] | None = None,
) -> Iterator[Received | Refused]:
    """The items of a raw object, and a Refused for what could not be read; nothing raises.

    `readers` are a stranger's, by media type or file ending (see `registry.strangers`). The owner
    of an item is what it says itself (feed title, site name, sender) in a folder or file, else the
    source's; a followed feed or page belongs to the owner the desk gave it.
    """
    read_items = chosen(raw, readers or {})
    if read_items is None:
        kind = sniff(raw, source)
        if isinstance(kind, Refused):
            yield kind
            return
        read_items = reader(kind)
    if read_items is None:
        yield refuse(
            raw, source, "captures", "The file holds captures as JSON Lines, which are imported line by line.",
            "Name it .jsonl, or use `nutgraf import FILE`.",
        )  # fmt: skip
        return
    for item in read_items(raw, source, options):
        yield _owned(item, source) if isinstance(item, Received) else item


def _owned(item: Received, source: Source) -> Received:
    said = item.metadata.owner
    decided = source.owner if source.kind in {"feed", "page"} else ""
    owner = decided or said or source.owner or source.name
    return item if owner == said else replace(item, metadata=replace(item.metadata, owner=owner))
