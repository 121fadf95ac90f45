"""The hub a feed offers to be pushed by (WebSub, section 4), from its bytes and the header they came with."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

from nutgraf.sources.address import join
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.model import RawObject
from nutgraf.sources.websub import Offer, offer

_HEAD = 50_000
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.I)
_LINK = re.compile(r"<(?:[\w.-]+:)?link\s+([^<>]*)>", re.I)
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def offered(raw: RawObject) -> Offer | None:
    """The hubs a feed names before its first entry, or in the Link header the edge kept in `seen`
    (`link`, words); None when it names none."""
    header = ", ".join(words for name, words in raw.seen if name == "link")
    decoded = decode(raw.data, media_type=raw.media_type)
    if isinstance(decoded, Undecodable):
        return offer((), header, raw.address)
    text = decoded.text.lstrip()
    links = _in_json(text) if text.startswith("{") else _in_markup(text[:_HEAD])
    return offer([(rel, join(raw.address, place)) for rel, place in links], header, raw.address)


def _in_markup(text: str) -> Iterator[tuple[str, str]]:
    entry = _ENTRY.search(text)
    for found in _LINK.finditer(text, 0, entry.start() if entry else len(text)):
        said = {
            name.lower(): html.unescape(double or single).strip()
            for name, double, single in _ATTRIBUTE.findall(found[1])
        }
        for relation in said.get("rel", "").lower().split():
            yield relation, said.get("href", "")


def _in_json(text: str) -> Iterator[tuple[str, str]]:
    """`hubs` and `feed_url` of a JSON Feed (version 1.1); a hub of another type is passed over."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return
    if not isinstance(feed, dict):
        return
    if isinstance(feed.get("feed_url"), str):
        yield "self", feed["feed_url"]
    hubs = feed.get("hubs")
    for row in hubs if isinstance(hubs, list) else ():
        said = row if isinstance(row, dict) else {}
        kind = str(said.get("type", "")).lower()
        if isinstance(said.get("url"), str) and kind in {"websub", "pubsubhubbub", ""}:
            yield "hub", said["url"]
