"""The text of a feed as markup: where it begins, where its entries stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DECLARATION = re.compile(r"<\?xml\b[^>]*\?>")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LITERAL = re.compile(r"<!\[CDATA\[|<!--")
_EDGE = re.compile(r"<(?P<close>/?)(?:[\w.-]+:)?(?:item|entry)(?=[\s>/])", re.I)
_FEED_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel|items)\s*>", re.I)
_OWNER = re.compile(r"<([\w.-]+:?[\w.-]*)[^<>]*>\s*\Z")
_BETWEEN = re.compile(r"</(?:[\w.-]+:)?(item|entry)\s*>\s*(?:<(?:[\w.-]+:)?\1[\s>]|</)", re.I)
_END = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_PART = re.compile(r"<(?:[\w.-]+:)?(?:title|link|guid|id)[\s>/]", re.I)
_TAIL = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """A feed cut at its entries: what stands before the first, each entry's own text, and where in
    the text it stands."""

    head: str
    entries: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


def without_declaration(text: str) -> str:
    """XML text from its first tag on, without its XML declaration and without what XML forbids."""
    plain = _NO_XML.sub("", text)
    plain = plain[max(plain.find("<"), 0) :]
    found = _DECLARATION.search(plain[:1024])
    return (plain[: found.start()] + plain[found.end() :]).lstrip() if found else plain


def cut_short(text: str) -> str:
    """Says so when a feed stops before its end; the parser passes over that after other damage."""
    return "" if _END.search(text[-_TAIL:]) else "it stops in the middle"


def closed_literals(text: str) -> str:
    """The text with a CDATA section or comment that is never closed closed where its element ends.

    A section that runs over the end of an entry into the next one was not meant to.
    """
    if "<!" not in text:
        return text
    pieces: list[str] = []
    at = 0
    while found := _LITERAL.search(text, at):
        comment = found[0] == "<!--"
        mark = "-->" if comment else "]]>"
        closes = text.find(mark, found.end())
        between = _BETWEEN.search(text, found.end(), closes if closes >= 0 else len(text))
        if closes >= 0 and between is None:
            pieces.append(text[at : closes + 3])
            at = closes + 3
            continue
        last = between.start() if between else len(text)
        owner = _OWNER.search(text, max(found.start() - 200, 0), found.start())
        ends = text.find(f"</{owner[1]}", found.end(), last) if owner else -1
        stop = ends if ends >= 0 else last
        if comment:  # what it hid may be entries: only its opening was wrong
            pieces.append(text[at : found.start()])
            at = found.end()
        else:
            pieces.append(text[at:stop] + mark)
            at = stop
    pieces.append(text[at:])
    return "".join(pieces)


def literals(text: str) -> Iterator[tuple[int, int]]:
    """Where CDATA sections and comments stand; one that never ends goes to the end."""
    at = 0
    while found := _LITERAL.search(text, at):
        closes = text.find("-->" if found[0] == "<!--" else "]]>", found.end())
        at = len(text) if closes < 0 else closes + 3
        yield found.start(), at


def _edges(text: str) -> Iterator[re.Match[str]]:
    """Start and end tags of entries outside CDATA and comments."""
    skip = literals(text)
    low, high = next(skip, (len(text), len(text)))
    for edge in _EDGE.finditer(text):
        while edge.start() >= high and low < len(text):
            low, high = next(skip, (len(text), len(text)))
        if not low <= edge.start() < high:
            yield edge


def entry_starts(text: str) -> int:
    """How many entries begin in the text."""
    return sum(1 for edge in _edges(text) if not edge["close"])


def cut_apart(text: str) -> Pieces:
    """The text cut at its entries, those included whose start or end tag is missing."""
    places: list[tuple[int, int]] = []
    begun: int | None = None
    after = head = -1
    for edge in _edges(text):
        if edge["close"]:
            ends = text.find(">", edge.end()) + 1 or len(text)
            if begun is not None:
                places.append((begun, ends))
            elif after >= 0 and _PART.search(text, after, edge.start()):
                places.append((after, ends))  # its start tag is broken
            begun, after = None, ends
            continue
        if begun is not None:
            places.append((begun, edge.start()))
        elif after >= 0 and _PART.search(text, after, edge.start()):
            places.append((after, edge.start()))  # both its tags are broken
        head = edge.start() if head < 0 else head
        begun, after = edge.start(), edge.start()
    if begun is not None:
        found = _FEED_END.search(text, begun)
        places.append((begun, found.start() if found else len(text)))
    return Pieces(
        head=text[: head if head >= 0 else len(text)],
        entries=tuple(text[start:end] for start, end in places),
        places=tuple(places),
    )
