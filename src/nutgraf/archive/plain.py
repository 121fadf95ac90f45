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
_NARROW, _WIDE = 50, 100
_ITEM = re.compile(r"\s*(?:[-*+\u2022>|]|\d{1,3}[.)])(?:\s|$)")
_TRAILING = ".,;:!?*_~…"


def read(received: Received) -> Canonical | Refused:
    """The canonical text of a plain-text body.

    A text that came as JSON is kept character for character. In a file or mail, a line end that
    only wraps a paragraph becomes a space in place (see `unwrapped`), and a NUL or lone surrogate
    U+FFFD. Layout blocks are the lines, by number. `empty` when no line has a word.
    """
    exact = _exact(received)
    if exact is None:
        said = text_of(received)
        if isinstance(said, Refused):
            return said
        return _canonical(received, said, unwrapped(said))
    return _canonical(received, exact, exact)


def unwrapped(text: str) -> str:
    """The text with wrapping line ends as spaces; as long as before.

    A line end wraps when the first word of the next line had no room on this one, in a text whose
    widest line without an address has 50 to 100 characters (RFC 3676 names 78); a line that begins a list item or a
    quotation is never drawn up.
    """
    lines = text.splitlines(keepends=True)
    widest = max((len(line.rstrip()) for line in lines if "://" not in line), default=0)
    if not _NARROW <= widest <= _WIDE:
        return text
    out = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        bare, words = line.rstrip("\r\n"), following.split(maxsplit=1)
        full = bool(words) and len(bare.rstrip()) + 1 + len(words[0]) > widest
        wraps = full and bool(bare.strip()) and not _ITEM.match(following)
        out.append(bare + " " * (len(line) - len(bare)) if wraps else line)
    return "".join(out)


def _canonical(received: Received, lines: str, text: str) -> Canonical | Refused:
    blocks = tuple(_blocks(lines))
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
