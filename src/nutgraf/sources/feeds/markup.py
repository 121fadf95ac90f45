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
_TAG_REST = re.compile(r"[^<>]*>?")
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
    ends = {mark: _Ahead(text, mark) for mark in ("-->", "]]>")}
    betweens = _Ahead(text, _BETWEEN)
    while found := _LITERAL.search(text, at):
        comment = found[0] == "<!--"
        mark = "-->" if comment else "]]>"
        closes = ends[mark].after(found.end())
        between = betweens.after(found.end())
        if closes >= 0 and not 0 <= between < closes:
            pieces.append(text[at : closes + 3])
            at = closes + 3
        elif comment:  # what it hid may be entries: only its opening was wrong
            pieces.append(text[at : found.start()])
            at = found.end()
        else:
            last = between if between >= 0 else len(text)
            owner = _OWNER.search(text, max(found.start() - 200, 0), found.start())
            end = text.find(f"</{owner[1]}", found.end(), last) if owner else -1
            stop = end if end >= 0 else last
            pieces.append(text[at:stop] + mark)
            at = stop
    pieces.append(text[at:])
    return "".join(pieces)


class _Ahead:
    """Where something comes next, asked for ever later places; what was found is not looked for twice."""

    def __init__(self, text: str, what: str | re.Pattern[str]) -> None:
        self._text = text
        self._what = what
        self._next = 0
        self._asked = -1

    def after(self, place: int) -> int:
        """The first one at or after a place, -1 for none."""
        if self._asked < 0 or 0 <= self._next < place:
            self._next = self._find(place)
            self._asked = place
        return self._next

    def _find(self, place: int) -> int:
        if isinstance(self._what, str):
            return self._text.find(self._what, place)
        found = self._what.search(self._text, place)
        return found.start() if found else -1


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


def _rest_of(text: str, at: int) -> int:
    """Where a tag ends: behind its angle bracket, or before the next one where it has none."""
    found = _TAG_REST.match(text, at)
    return found.end() if found else at


def cut_apart(text: str) -> Pieces:
    """The text cut at its entries, those included whose start or end tag is missing."""
    places: list[tuple[int, int]] = []
    begun: int | None = None
    after = head = -1
    for edge in _edges(text):
        if edge["close"]:
            ends = _rest_of(text, edge.end())
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
