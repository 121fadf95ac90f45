"""Plain text to canonical text: kept character for character, so that given offsets hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from nutgraf.archive.canonical_text import Canonical, empty, scalar, text_of
from nutgraf.archive.model import Block, Layout
from nutgraf.archive.version import PLAIN
from nutgraf.errors import Refused
from nutgraf.sources.model import Link, Received

_URL = re.compile(r"https?://[^\s<>\"'`{}|\\^]{1,2000}", re.I)
_TRAILING = ".,;:!?*_~…"


def read(received: Received) -> Canonical | Refused:
    """The canonical text of a plain-text body.

    Nothing is changed but a NUL or lone surrogate, which becomes U+FFFD in place; layout blocks are
    its lines, by number. `empty` when no line has a word.
    """
    exact = _exact(received)
    text = text_of(received) if exact is None else exact
    if isinstance(text, Refused):
        return text
    blocks = tuple(_blocks(text))
    if not blocks:
        return empty(received)
    return Canonical(
        text=text, layout=Layout(blocks=blocks), canonicaliser=PLAIN, links=bare_links(text)
    )


def bare_links(text: str, known: tuple[Link, ...] = ()) -> tuple[Link, ...]:
    """The addresses written out in a text, without the marks that end a sentence or a bracket.

    Those that stand where a link of `known` stands are left out.
    """
    places = frozenset(
        chain.from_iterable(range(k.at, k.at + len(k.words)) for k in known if k.at is not None)
    )
    return tuple(
        Link(url=url, at=found.start(), words=url)
        for found in _URL.finditer(text)
        if found.start() not in places and len(url := _trimmed(found[0])) > len("https://x")
    )


def _exact(received: Received) -> str | None:
    """A text that came as JSON, whose first character may be a byte order mark and stays."""
    if received.raw_range is None or received.charset.lower() not in {"utf-8", "utf8"}:
        return None
    return scalar(received.body.decode("utf-8", "replace"))


def _trimmed(url: str) -> str:
    while url:
        if url[-1] in _TRAILING or (
            url[-1] in ")]" and url.count(url[-1]) > url.count("(["[url[-1] == "]"])
        ):
            url = url[:-1]
        else:
            break
    return url


def _blocks(text: str) -> Iterator[Block]:
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        words = line.strip()
        if words:
            start = at + len(line) - len(line.lstrip())
            yield Block(start=start, end=start + len(words), line=number)
        at += len(line)
