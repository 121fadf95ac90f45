"""The visible text of a page: what a reader without scripts sees, line by line.

The lines follow the innerText algorithm of the HTML standard (section 3.2.7), simplified: runs of
ASCII white space are one space outside `pre`, block elements and `br` end a line, cells of a row
are parted by a tab. What does not show is left out and counted by reason. `visible` offsets of a
layout count in this text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

UNSEEN = {
    "head": "",
    "title": "",
    "input": "",
    "script": "script",
    "style": "style",
    "template": "template",
    "noscript": "noscript",
    "iframe": "embedded",
    "object": "embedded",
    "embed": "embedded",
    "audio": "embedded",
    "video": "embedded",
    "map": "embedded",
    "frameset": "embedded",
    "noframes": "embedded",
    "svg": "drawing",
    "canvas": "drawing",
    "select": "form field",
    "textarea": "form field",
    "datalist": "form field",
}
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu",
    "nav", "ol", "optgroup", "option", "p", "pre", "search", "section", "summary", "table", "tbody",
    "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_SPACE = re.compile(r"[ \t\n\f\r]+")
_LINE_ENDS = re.compile(r"\r\n?|\n")
_NOTHING = re.compile(r"0(?:\.0+)?(?:[a-z%]{0,4})\Z")
_FAR = re.compile(r"-\d{4,}")
_NAMES = {"#fff": "white", "#ffffff": "white", "#000": "black", "#000000": "black"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of visible text, `start`-`end` in it, and the innermost block it stands in."""

    start: int
    end: int
    element: _Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The words of a link, `start`-`end` in the visible text, and its href as written."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """The visible text, its lines and links in order, and what was left out, by reason."""

    text: str
    lines: tuple[Line, ...]
    anchors: tuple[Anchor, ...]
    dropped: tuple[tuple[str, int], ...]


def hidden_as(element: _Element) -> str | None:
    """Why an element does not show: "" for what never shows, a reason to count, None if it shows.

    Only the element itself is looked at; what stands in a hidden element is hidden with it. The
    root and the body always count as shown: pages that fade in hide them until a script runs.
    """
    tag = element.tag
    if not isinstance(tag, str):
        return "comment"
    if tag in UNSEEN:
        return UNSEEN[tag]
    if tag in {"html", "body"} or not element.attrib:
        return None
    if element.get("hidden") is not None:
        return "hidden"
    if (element.get("aria-hidden") or "").strip().lower() == "true":
        return "aria-hidden"
    style = element.get("style")
    if style:
        return _hidden_by(style)
    return "zero size" if tag == "font" and element.get("size") == "0" else None


def _hidden_by(style: str) -> str | None:
    said = _declarations(style)
    if said.get("display") == "none":
        return "display:none"
    if said.get("visibility") in {"hidden", "collapse"}:
        return "visibility:hidden"
    if said.get("color") == "transparent" or _NOTHING.match(said.get("opacity", "1")):
        return "transparent"
    boxed = said.get("overflow", said.get("overflow-y", "")) in {"hidden", "clip"}
    sizes = ("font-size", *(("height", "width", "max-height", "max-width") if boxed else ()))
    if any(_NOTHING.match(said.get(size, "")) for size in sizes):
        return "zero size"
    if any(_FAR.match(said.get(side, "")) for side in ("text-indent", "left", "top")):
        return "off the page"
    ink, ground = said.get("color", ""), said.get("background-color", said.get("background", ""))
    if ink and _NAMES.get(ink, ink) == _NAMES.get(ground, ground):
        return "colour of its ground"
    return None


def _declarations(style: str) -> dict[str, str]:
    """Property to value, both in lower case without white space; the last one said counts."""
    plain = re.sub(r"\s+|/\*.*?\*/|!important", "", style.lower(), flags=re.S)
    pairs = (part.partition(":") for part in plain.split(";"))
    return {name: value for name, colon, value in pairs if colon}


def visible(root: _Element) -> Visible:
    """The visible text of a parsed page or fragment. The tree is not changed."""
    page = _Page()
    for event, element in _walk(root, page.dropped):
        if event == "open":
            page.open(element)
        elif event == "close":
            page.close(element)
        else:
            page.add(element, element.text if event == "text" else element.tail)
    page.end_line()
    return Visible(
        text="\n".join(page.texts),
        lines=tuple(page.lines),
        anchors=tuple(page.anchors),
        dropped=tuple(sorted(page.dropped.items())),
    )


def _walk(root: _Element, dropped: Counter[str]) -> Iterator[tuple[str, _Element]]:
    """Opens, closes, texts and tails in document order, hidden elements counted and stepped over."""
    stack: list[tuple[str, _Element]] = [("open", root)]
    while stack:
        event, element = stack.pop()
        if event == "open":
            reason = hidden_as(element)
            if reason is not None:
                if reason:
                    dropped[reason] += 1
                continue
            stack.append(("close", element))
            for child in reversed(element):
                stack.append(("tail", child))
                stack.append(("open", child))
            yield event, element
            yield "text", element
            continue
        yield event, element


class _Page:
    """The lines of a page while it is walked."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.lines: list[Line] = []
        self.anchors: list[Anchor] = []
        self.dropped: Counter[str] = Counter()
        self._at = 0
        self._line: list[str] = []
        self._width = 0
        self._blocks: list[_Element] = []
        self._owner: _Element | None = None
        self._pre = 0
        self._links: list[tuple[_Element, int]] = []
        self._tab = False

    def open(self, element: _Element) -> None:
        tag = element.tag
        if tag in BLOCKS or tag in {"td", "th"}:
            if tag in BLOCKS:
                self.end_line()
            elif element.getprevious() is not None:
                self._tab = True
            self._blocks.append(element)
            self._pre += tag == "pre"
        elif tag == "br":
            self.end_line()
        elif tag == "a" and element.get("href"):
            self._links.append((element, self._at + self._width))

    def close(self, element: _Element) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self.end_line()
        if self._blocks and self._blocks[-1] is element:
            self._blocks.pop()
            self._pre -= tag == "pre"
        if self._links and self._links[-1][0] is element:
            start = self._links.pop()[1]
            self.anchors.append(
                Anchor(start=start, end=self._at + self._width, href=element.get("href") or "")
            )

    def add(self, element: _Element, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            first, *rest = _LINE_ENDS.split(text)
            self._put(first)
            for line in rest:
                self.end_line()
                self._put(line)
        else:
            self._put(text)

    def _put(self, text: str) -> None:
        text = _SPACE.sub(" ", text)
        if not self._line or self._line[-1][-1] in " \t":
            text = text.lstrip(" ")
        if not text:
            return
        if self._tab and text.strip(" "):
            if self._line:
                self._drop_trailing_space()
                self._line.append("\t")
                self._width += 1
                text = text.lstrip(" ")
            self._tab = False
        if not self._line:
            self._owner = self._blocks[-1] if self._blocks else None
        self._line.append(text)
        self._width += len(text)

    def _drop_trailing_space(self) -> None:
        last = self._line.pop()
        kept = last.rstrip(" ")
        self._width -= len(last) - len(kept)
        if kept:
            self._line.append(kept)

    def end_line(self) -> None:
        self._tab = False
        text = "".join(self._line).rstrip(" \t")
        if text.strip() and self._owner is not None:
            self.texts.append(text)
            self.lines.append(Line(start=self._at, end=self._at + len(text), element=self._owner))
            self._at += len(text) + 1
        self._line, self._width, self._owner = [], 0, None
