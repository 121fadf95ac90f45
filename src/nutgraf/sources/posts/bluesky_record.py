"""A Bluesky post record (lexicon app.bsky.feed.post): words, links, what it answers and quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nutgraf.sources.address import join
from nutgraf.sources.model import Link
from nutgraf.sources.posts.json_parts import rows, table, text
from nutgraf.sources.posts.post import Parent, Words
from nutgraf.sources.posts.times import bluesky_time
from nutgraf.sources.prose import line_of, utf8

_POST = "app.bsky.feed.post"
_LINK = "app.bsky.richtext.facet#link"


def place(uri: str) -> tuple[str, str]:
    """The account (a DID) and the record key of a post's at:// URI; ("", "") for any other."""
    parts = uri.removeprefix("at://").split("/")
    if not uri.startswith("at://") or len(parts) != 3 or parts[1] != _POST:
        return "", ""
    return parts[0], parts[2]


def public_address(uri: str, handle: str = "") -> str:
    """Where people read the post, "" when the URI names none."""
    did, key = place(uri)
    return join("", f"https://bsky.app/profile/{handle or did}/post/{key}") if did else ""


def words(record: Mapping[str, Any]) -> Words:
    """The words, with the links of its facets; a facet counts in bytes of UTF-8, we in code points.

    What the post embeds (a linked page, a quoted post) is a link without a place.
    """
    value = record.get("text")
    # A lone surrogate has no UTF-8; as U+FFFD it is one code point as before.
    said = utf8(value if isinstance(value, str) else "").decode("utf-8")
    found = sorted(_facets(record, said), key=lambda link: (link.at or 0, link.url))
    known = {link.url for link in found}
    more = (join("", text(record, "embed", "external", "uri")), public_address(quoted_uri(record)))
    return Words(
        text=said,
        links=(*found, *(Link(url=url) for url in dict.fromkeys(more) if url and url not in known)),
    ).trimmed


def _facets(record: Mapping[str, Any], said: str) -> Iterator[Link]:
    data = said.encode("utf-8")
    for facet in rows(record, "facets"):
        start, end = (table(facet, "index").get(name) for name in ("byteStart", "byteEnd"))
        for feature in rows(facet, "features"):
            url = join("", text(feature, "uri"))
            if text(feature, "$type") != _LINK or not url:
                continue
            if (
                not isinstance(start, int)
                or not isinstance(end, int)
                or not 0 <= start < end <= len(data)
            ):
                yield Link(url=url)
                continue
            at, until = (len(data[:byte].decode("utf-8", "ignore")) for byte in (start, end))
            yield Link(url=url, at=at, words=said[at:until])


def quoted_uri(record: Mapping[str, Any]) -> str:
    """The at:// URI of the post it quotes, "" for none."""
    return text(record, "embed", "record", "uri") or text(
        record, "embed", "record", "record", "uri"
    )


def parent(record: Mapping[str, Any], handles: Mapping[str, str]) -> Parent | None:
    """The post it answers; `handles` are the handles known by DID."""
    uri = text(record, "reply", "parent", "uri")
    did, key = place(uri)
    if not did:
        return None
    return Parent(
        id=uri,
        author=did,
        made=bluesky_time(key),
        address=public_address(uri, handles.get(did, "")),
    )


def lang(record: Mapping[str, Any]) -> str:
    """Its language where it names one alone."""
    said = record.get("langs")
    named = [one for one in said if isinstance(one, str)] if isinstance(said, list) else []
    return named[0] if len(named) == 1 else ""


def marks(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is to be known before it is believed."""
    labels = [line_of(text(row, "val"), tags=False) for row in rows(record, "labels", "values")]
    if any(labels):
        yield "content-warning", ", ".join(sorted({label for label in labels if label}))
    quoted = public_address(quoted_uri(record))
    if quoted:
        yield "quotes", quoted
    embed = table(record, "embed")
    pictures = len(rows(embed, "images")) + len(rows(embed, "media", "images"))
    pictures += "video" in embed or "video" in table(embed, "media")
    if pictures:
        yield "media", str(pictures)
