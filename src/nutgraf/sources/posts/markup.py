"""The little HTML of a post as plain words, with its links in place.

Posts come with paragraphs, breaks, links, lists and quotations, already cleaned by their server. What is
hidden by its own element is left out; whatever else it is, the words stay.
"""

from __future__ import annotations

import html
import re

from nutgraf.sources.address import join
from nutgraf.sources.model import Link
from nutgraf.sources.posts.post import Words

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>|<[!?][^>]{0,500}>", re.S)
_TAG = re.compile(
    r"""<(/?)([A-Za-z][A-Za-z0-9]{0,20})((?:"[^"<]{0,4000}"|'[^'<]{0,4000}'|[^'"<>]){0,1000})>"""
)
_ATTRIBUTE = re.compile(
    r"""([A-Za-z-]{1,40})(?:\s{0,5}=\s{0,5}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?"""
)
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_BLOCKS = frozenset(
    {"p", "div", "blockquote", "pre", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
)
_LINES = frozenset({"br", "tr", "li"})
_VOID = frozenset({"br", "hr", "img", "wbr", "input", "meta", "link", "source"})
_UNSAID = frozenset({"script", "style", "template", "noscript", "iframe", "svg", "title"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.I)
_NO_SOURCE = frozenset({"mention", "hashtag"})


class _Writer:
    """Text as it grows: breaks are made when words follow them."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.size = 0
        self.breaks = 0
        self.space = False

    def say(self, words: str, exact: bool) -> None:
        plain = words if exact else _SPACE.sub(" ", words)
        if not exact and (self.breaks or self.space or not self.size):
            self.space = self.space or (plain[:1] == " " and not self.breaks and self.size > 0)
            plain = plain.lstrip(" ")
        if not plain:
            return
        if self.size:
            self._write("\n" * min(self.breaks, 2) or (" " if self.space else ""))
        self.breaks, self.space = 0, False
        if not exact and plain.endswith(" "):
            plain, self.space = plain[:-1], True
        self._write(plain)

    def _write(self, piece: str) -> None:
        self.pieces.append(piece)
        self.size += len(piece)


def words_of(markup: str, base: str = "") -> Words:
    """The words of a post's HTML; `base` is the address its relative links are seen from."""
    writer, links = _Writer(), _Links(base)
    plain = _COMMENT.sub("", markup)
    hiding: list[str] = []
    exact = 0
    at = 0
    for tag in _TAG.finditer(plain):
        if not hiding:
            writer.say(html.unescape(plain[at : tag.start()]), exact > 0)
        at = tag.end()
        name, closes = tag[2].lower(), bool(tag[1])
        if hiding:
            _still_hidden(hiding, name, closes, tag[3])
            continue
        said = {} if closes else _attributes(tag[3])
        if not closes and name not in _VOID and _hides(name, said):
            hiding.append(name)
            continue
        _break(writer, name, closes)
        exact = max(exact + (-1 if closes else 1), 0) if name == "pre" else exact
        if name == "a":
            links.end(writer) if closes else links.begin(writer, said)
    if not hiding:
        writer.say(html.unescape(plain[at:]), exact > 0)
    links.end(writer)
    return Words(text="".join(writer.pieces), links=tuple(links.found)).trimmed


def _still_hidden(hiding: list[str], name: str, closes: bool, rest: str) -> None:
    if name != hiding[0] or rest.endswith("/"):
        return
    if closes:
        hiding.pop()
    else:
        hiding.append(name)


def _hides(name: str, said: dict[str, str]) -> bool:
    return name in _UNSAID or "hidden" in said or bool(_HIDDEN.search(said.get("style", "")))


def _break(writer: _Writer, name: str, closes: bool) -> None:
    if name in _BLOCKS:
        writer.breaks = 2
    elif name == "br":
        writer.breaks += 1
    elif name in _LINES:
        writer.breaks = max(writer.breaks, 1)
        if name == "li" and not closes:
            writer.say("- ", True)
    elif name in {"td", "th"} and not closes:
        writer.space = True


def _attributes(text: str) -> dict[str, str]:
    return {
        found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(text)
    }


class _Links:
    """Links as they open and close; those to people and tags are no sources and left out."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.found: list[Link] = []
        self._open: tuple[str, int, int] | None = None

    def begin(self, writer: _Writer, said: dict[str, str]) -> None:
        self.end(writer)
        address = join(self.base, said.get("href", ""))
        if address and not _NO_SOURCE & set(said.get("class", "").split()):
            self._open = (address, writer.size, len(writer.pieces))

    def end(self, writer: _Writer) -> None:
        if self._open is not None:
            address, size, pieces = self._open
            whole = "".join(writer.pieces[pieces:])
            words = Words(text=whole).trimmed.text
            at = size + whole.index(words) if words else None
            self.found.append(Link(url=address, at=at, words=words))
        self._open = None
