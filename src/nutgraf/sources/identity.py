"""The same item under a new name: feeds that give every entry a new guid at every look.

Within one source an item is known by its key. Where a key is new, what the item says decides: the same
words from the same source are the same item, so it keeps the key it had and the look finds nothing new.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from nutgraf.errors import Refused
from nutgraf.ids import digest
from nutgraf.sources.address import canonical_address
from nutgraf.sources.model import Lead, Received
from nutgraf.text import one_line

_TAG = re.compile(r"<(?:/?[A-Za-z!][^<>]*)>")
# Fewer words than these can be said twice: a weekly heading, "No change today".
_TELLING = 20
_TEXT = ("text/html", "text/plain", "text/markdown")

# (text key) -> the item key it was kept under in this source, "" when it is new.
KnownText = Callable[[str], str]
# (item key) -> whether the source has an item of this key.
KnownKey = Callable[[str], bool]


def text_key(item: Received) -> str:
    """A digest of what an item says, by which it is known again within its source.

    Title and words without markup and spacing; with fewer than 20 words also its address without
    tracking, or without one its date. For a body that is no text, its bytes.
    """
    if item.media_type not in _TEXT:
        return digest(item.media_type, item.body)
    body = item.body.decode(item.charset or "utf-8", "replace")
    if item.media_type == "text/html":
        body = html.unescape(_TAG.sub(" ", body))
    words = one_line(body).split()
    title = " ".join(one_line(item.metadata.title).split())
    told = [title, " ".join(words)]
    if len(words) < _TELLING:
        when = item.metadata.published_at
        told.append(canonical_address(item.address) or (when.isoformat() if when else ""))
    return digest(*told)


def under_known_keys(
    found: Iterable[Received | Lead | Refused], known_key: KnownKey, known_text: KnownText
) -> Iterator[Received | Lead | Refused]:
    """What a look gave, each item under the key its source already knows it by.

    An item (or the fallback of a lead) whose key is new but whose text is known takes the known key;
    two of one look with the same text are one. The caller keeps `text_key` with every item it keeps.
    """
    given: dict[str, str] = {}
    for one in found:
        item = one if isinstance(one, Received) else one.fallback if isinstance(one, Lead) else None
        if item is None:
            yield one
            continue
        text = text_key(item)
        key = item.key
        if not known_key(key):
            key = known_text(text) or given.get(text, key)
        if key != item.key and text in given:
            continue
        given.setdefault(text, key)
        yield one if key == item.key else _renamed(one, key)


def _renamed(one: Received | Lead | Refused, key: str) -> Received | Lead | Refused:
    if isinstance(one, Received):
        return replace(one, key=key)
    if isinstance(one, Lead) and one.fallback is not None:
        return replace(one, key=key, fallback=replace(one.fallback, key=key))
    return one
