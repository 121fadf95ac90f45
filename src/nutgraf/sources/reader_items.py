"""What a Google Reader API server gives: items of its streams, and its list of subscriptions.

The API was never published by its first maker; FreshRSS, Miniflux and others serve the same shapes:
`reader/api/0/stream/contents/...` and `reader/api/0/subscription/list`, as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from nutgraf.errors import Refused
from nutgraf.sources.address import canonical_address, host_of, join
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.keys import told_apart
from nutgraf.sources.model import Metadata, RawObject, Received, Source
from nutgraf.sources.opml import Outline
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.posts.json_parts import name, parsed, rows, table, text
from nutgraf.sources.prose import line_of, utf8
from nutgraf.sources.refusing import refuse
from nutgraf.sources.times import instant, sane

_TAG = "tag:google.com,2005:reader/item/"
_LABEL = re.compile(r"user/[^/]{1,60}/label/(.{1,200})\Z", re.S)
_OURS = re.compile(r"[0-9a-f]{16}\Z")


def read_reader_items(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The items of a stream, each belonging to the feed it came from."""
    value = parsed(raw, source)
    if isinstance(value, Refused):
        yield value
        return
    if not isinstance(table(value).get("items"), list):
        yield refuse(
            raw, source, "reader-unreadable", "The server gave no list of items.",
            "Check the address of the reader's API: FreshRSS has it at /api/greader.php.",
        )  # fmt: skip
        return
    items = [_item(row, raw, source) for row in rows(value, "items")]
    said = [item for item in items if item is not None]
    yield from told_apart(said[: options.newest_entries])
    if len(said) < len(items):
        yield refuse(
            raw, source, "entry-empty",
            f"{len(items) - len(said)} of {len(items)} items have neither text nor title.",
            "Nothing needs doing; an item that gets words is read then.",
        )  # fmt: skip
    if len(said) > options.newest_entries:
        yield refuse(
            raw, source, "feed-too-long",
            f"The page has {len(said):,} items; {len(said) - options.newest_entries:,} older items "
            "were not taken.",
            "Raise sources.newest_entries if you want them.",
        )  # fmt: skip


def _item(row: Mapping[str, Any], raw: RawObject, source: Source) -> Received | None:
    title = line_of(text(row, "title"))
    html = text(row, "content", "content") or text(row, "summary", "content")
    body = utf8(html or title)
    if not body.strip():
        return None
    home = text(row, "origin", "htmlUrl")
    address = next((found for found in _addresses(row, home) if found), "")
    called = line_of(text(row, "origin", "title"))
    labels = _labels(row)
    return Received(
        source=source.id,
        key=item_key(name(row, "id")) or canonical_address(address) or f"{called} {title}".strip(),
        media_type="text/html" if html else "text/plain",
        body=body,
        raw=raw.sha256,
        address=address,
        charset="utf-8",
        metadata=Metadata(
            title=title,
            author=line_of(text(row, "author")),
            owner=called or host_of(home) or host_of(address),
            published_at=_moment(row),
            marks=(("tags", ", ".join(labels)),) if labels else (),
        ),
    )


def item_key(said: str) -> str:
    """An item's id in its long form, whichever of its three spellings it came in: long, 16 hex
    digits, or a signed decimal number."""
    plain = said.removeprefix(_TAG)
    if _OURS.match(plain):
        return _TAG + plain
    digits = plain.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) < 20:
        return f"{_TAG}{int(plain) & (1 << 64) - 1:016x}"
    return said


def _addresses(row: Mapping[str, Any], home: str) -> Iterator[str]:
    for way in ("canonical", "alternate"):
        for link in rows(row, way):
            yield join(home, text(link, "href"))


def _labels(row: Mapping[str, Any]) -> tuple[str, ...]:
    said = row.get("categories")
    found = (
        _LABEL.match(one)
        for one in (said if isinstance(said, list) else [])
        if isinstance(one, str)
    )
    return tuple(dict.fromkeys(line_of(label[1], tags=False) for label in found if label))


def _moment(row: Mapping[str, Any]) -> datetime | None:
    """When it was published, in seconds since 1970."""
    seconds = name(row, "published") or name(row, "updated")
    if not seconds.isascii() or not seconds.isdigit() or len(seconds) > 12:
        return instant(seconds)
    try:
        return sane(datetime.fromtimestamp(int(seconds), UTC))
    except (OverflowError, OSError, ValueError):
        return None


def subscriptions(data: bytes) -> tuple[tuple[Outline, ...], tuple[Refused, ...]]:
    """The feeds a reader follows, as a list of sources names them, and those that cannot be used."""
    decoded = decode(data)
    try:
        value = {} if isinstance(decoded, Undecodable) else json.loads(decoded.text)
    except (ValueError, RecursionError):
        value = {}
    if not isinstance(table(value).get("subscriptions"), list):
        return (), (
            Refused(
                where="reader", rule="reader-unreadable",
                happened="The server gave no list of subscriptions.",
                next_step="Check the address of the reader's API: FreshRSS has it at /api/greader.php.",
            ),
        )  # fmt: skip
    outlines: list[Outline] = []
    refused: list[Refused] = []
    for row in rows(value, "subscriptions"):
        called = line_of(text(row, "title"))
        address = join("", text(row, "url")) or join("", text(row, "id").removeprefix("feed/"))
        if not address:
            refused.append(
                Refused(
                    where=f"subscription {called!r}", rule="opml-outline",
                    happened=f"The subscription {called!r} has no web address we can follow.",
                    next_step="Add the source by its address instead.",
                )
            )  # fmt: skip
            continue
        folders = tuple(
            line_of(text(label, "label"), tags=False) for label in rows(row, "categories")
        )
        outlines.append(
            Outline(
                name=called or address,
                address=address,
                site=join("", text(row, "htmlUrl")),
                categories=tuple(dict.fromkeys(folder for folder in folders if folder)),
            )
        )
    return tuple(outlines), tuple(refused)
