"""JSON Feed (jsonfeed.org, versions 1 and 1.1), from bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from nutgraf.errors import Refused
from nutgraf.sources.address import canonical_address, host_of, join
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.feeds.blurb import is_blurb
from nutgraf.sources.feeds.following import BLURB, lead_to, may_look, pages
from nutgraf.sources.feeds.paging import older_page
from nutgraf.sources.json_salvage import salvaged_json
from nutgraf.sources.keys import own_bytes, told_apart
from nutgraf.sources.model import ENCLOSURE, Lead, Link, Metadata, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.prose import characters, line_of, utf8
from nutgraf.sources.refusing import refuse
from nutgraf.sources.times import doubted, instant


def read_json_feed(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Lead | Refused]:
    """The items of a JSON Feed in its own order; a damaged one gives the items that can be read."""
    read = _parsed(raw, source)
    if isinstance(read, Refused):
        yield read
        return
    feed, damage = read
    rows = [row for row in feed["items"] if isinstance(row, dict)]
    bad = len(feed["items"]) - len(rows)
    kept = rows[: options.newest_entries]
    yield from _items(kept, feed, raw, source)
    if len(rows) > len(kept):
        yield refuse(
            raw, source, "feed-too-long",
            f"The feed has {len(rows):,} entries; {len(rows) - len(kept):,} older items were not taken.",
            "Raise sources.newest_entries if you want them.",
        )  # fmt: skip
    if bad or damage:
        problem = (
            f"The feed is damaged ({damage}): {len(rows)} items were read, others may be missing."
        )
        yield refuse(
            raw, source, "feed-partial",
            problem if damage else f"{bad} items of the feed are no objects; the others were read.",
            "Tell the publisher; the bytes are kept and can be read again.",
        )  # fmt: skip
    following = join(raw.address, _text(feed.get("next_url")))
    page = older_page((("next", following),), raw, source) if following else None
    if page is not None:
        yield page


def _items(
    rows: list[dict[str, Any]], feed: dict[str, Any], raw: RawObject, source: Source
) -> Iterator[Received | Lead]:
    looks: dict[tuple[str, str, bytes], str] = {}
    items = [_received(row, feed, raw, source) for row in rows]
    if may_look(raw, source):
        home = (_text(feed.get("home_page_url")), raw.address)
        own = pages([item.address for item in items], home)
        for row, item in zip(rows, items, strict=True):
            whole = bool(_text(row.get("content_html")) or _text(row.get("content_text")))
            page = item.address in own and not item.metadata.links
            body = item.body.decode("utf-8")
            if page and is_blurb(item.metadata.title, body, whole=whole):
                looks[item.address, item.metadata.title, item.body] = _text(
                    row.get("date_modified")
                ) or _text(row.get("date_published"))
    for item in told_apart(items):
        changed = looks.get((item.address, item.metadata.title, item.body))
        yield item if changed is None else lead_to(item, item.address, BLURB, instant(changed))


def _parsed(raw: RawObject, source: Source) -> tuple[dict[str, Any], str] | Refused:
    """The feed, and what is wrong with it."""
    decoded = decode(raw.data, media_type=raw.media_type)
    if isinstance(decoded, Undecodable):
        return refuse(raw, source, decoded.rule, decoded.happened, decoded.next_step)
    try:
        feed = json.loads(decoded.text)
    except RecursionError:
        problem = "it nests too deep"
    except ValueError as error:
        problem = str(error)
        saved = salvaged_json(decoded.text)
        if saved is not None:
            return saved, problem
    else:
        if isinstance(feed, dict) and isinstance(feed.get("items"), list):
            return feed, ""
        problem = "it has no list of items"
        saved = (
            salvaged_json(decoded.text) if isinstance(feed, dict) and "items" not in feed else None
        )
        if saved is not None:
            return saved, problem
    return refuse(
        raw, source, "feed-unreadable", f"The JSON Feed cannot be read: {problem}.",
        "Open its address in a browser; when it is a feed there, look again later.",
    )  # fmt: skip


def _received(
    row: dict[str, Any], feed: dict[str, Any], raw: RawObject, source: Source
) -> Received:
    home = _text(feed.get("home_page_url")) or raw.address
    address = join(home, _text(row.get("url"))) or join(home, _text(row.get("external_url")))
    title = line_of(_text(row.get("title")), tags=False)
    html, plain = _text(row.get("content_html")), _text(row.get("content_text"))
    body = utf8(html or plain or _text(row.get("summary")) or title)
    feed_title = line_of(_text(feed.get("title")), tags=False)
    when = instant(_text(row.get("date_published"))) or instant(_text(row.get("date_modified")))
    return Received(
        source=source.id,
        key=_key(row.get("id"), source, home)
        or canonical_address(address)
        or own_bytes(title, body),
        media_type="text/html" if html else "text/plain",
        body=body,
        raw=raw.sha256,
        address=address,
        charset="utf-8",
        metadata=Metadata(
            title=title,
            author=_author(row) or _author(feed),
            owner=feed_title or host_of(home) or host_of(address),
            published_at=when,
            marks=doubted(
                _text(row.get("date_published")) or _text(row.get("date_modified")), when
            ),
            lang=_text(row.get("language")) or _text(feed.get("language")),
            links=_recordings(row, home),
        ),
    )


def _recordings(row: dict[str, Any], home: str) -> tuple[Link, ...]:
    rows = row.get("attachments")
    found = [
        join(home, _text(one.get("url")))
        for one in (rows if isinstance(rows, list) else ())
        if isinstance(one, dict) and _text(one.get("mime_type")).startswith(("audio/", "video/"))
    ]
    return tuple(Link(url=url, words=ENCLOSURE) for url in dict.fromkeys(found) if url)


def _key(value: object, source: Source, home: str) -> str:
    plain = (
        str(value)
        if isinstance(value, int | float) and not isinstance(value, bool)
        else _text(value)
    )
    plain = utf8(plain).decode("utf-8")
    if plain.isdigit() and source.kind == "folder":
        return f"{host_of(home)} {plain}".strip()
    return plain


def _author(row: dict[str, Any]) -> str:
    rows = row.get("authors")
    people = rows if isinstance(rows, list) else [row.get("author")]
    names = [line_of(_text(one.get("name")), tags=False) for one in people if isinstance(one, dict)]
    return ", ".join(name for name in names if name)


def _text(value: object) -> str:
    return characters(value).strip() if isinstance(value, str) else ""
