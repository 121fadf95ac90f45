"""The visible text of a page: what a reader without scripts sees, line by line.

The lines follow the innerText algorithm of the HTML standard (section 3.2.7), simplified: runs of
ASCII white space are one space, block elements, `br` and the line ends of `pre` end a line, cells of
a row are parted by a tab. What does not show is left out and counted by reason. `visible` offsets of a
layout count in this text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nutgraf.archive.hidden import Hidden

if TYPE_CHECKING:
    from lxml.etree import _Element

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu",
    "nav", "ol", "optgroup", "option", "p", "pre", "search", "section", "summary", "table", "tbody",
    "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_SPACE = re.compile(r"[ \t\n\f\r]+")
_LINE_ENDS = re.compile(r"\r\n?|\n")


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


def visible(root: _Element, hidden: Hidden | None = None) -> Visible:
    """The visible text of a parsed page or fragment; `hidden` is what of it does not show, if known.

    The tree is not changed.
    """
    page = _Page()
    hidden = hidden or Hidden(root)
    for event, element in _walk(root, hidden, page.dropped):
        if event == "open":
            page.open(element)
        elif event == "close":
            page.close(element)
        else:
            page.add(_seen(event, element, hidden, page.dropped))
    page.end_line()
    if hidden.unread:
        page.dropped["styles not read"] = 1
    return Visible(
        text="\n".join(page.texts),
        lines=tuple(page.lines),
        anchors=tuple(page.anchors),
        dropped=tuple(sorted(page.dropped.items())),
    )


def _walk(root: _Element, hidden: Hidden, dropped: Counter[str]) -> Iterator[tuple[str, _Element]]:
    """Opens, closes, texts and tails in document order, hidden elements counted and stepped over."""
    stack: list[tuple[str, _Element]] = [("open", root)]
    while stack:
        event, element = stack.pop()
        if event == "open":
            reason = hidden.reason(element)
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


def _seen(event: str, element: _Element, hidden: Hidden, dropped: Counter[str]) -> str | None:
    """The text of an event, None where it cannot be seen, which is counted."""
    text: str | None = element.text if event == "text" else element.tail
    owner = element if event == "text" else element.getparent()
    if not text or owner is None:
        return text
    reason = hidden.unseen(owner)
    if reason is None:
        return text
    if text.strip():
        dropped[reason] += 1
    return None


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

    def add(self, text: str | None) -> None:
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
        elif self._owner is not None and self._owner is not self._blocks[-1]:
            self._owner = self._around(self._owner)
        self._line.append(text)
        self._width += len(text)

    def _around(self, owner: _Element) -> _Element:
        """The innermost element around what the line holds so far and what comes next: cells of one
        row make one line."""
        while owner not in self._blocks and (parent := owner.getparent()) is not None:
            owner = parent
        return owner

    def _drop_trailing_space(self) -> None:
        last = self._line.pop()
        kept = last.rstrip(" ")
        self._width -= len(last) - len(kept)
        if kept:
            self._line.append(kept)

    def end_line(self) -> None:
        self._tab = False
        start = self._at
        text = "".join(self._line).rstrip(" \t")
        if text.strip() and self._owner is not None:
            self.texts.append(text)
            self.lines.append(Line(start=self._at, end=self._at + len(text), element=self._owner))
            self._at += len(text) + 1
        self._keep_links_within(start, len(text) if self._at > start else 0)
        self._line, self._width, self._owner = [], 0, None

    def _keep_links_within(self, start: int, width: int) -> None:
        """Links of the line that ends here, after it was cut to `width` or, at 0, dropped."""
        if not self._width or width == self._width:
            return
        end = start + width
        self._links = [(one, at if at <= end else self._at) for one, at in self._links]
        for at in range(len(self.anchors) - 1, -1, -1):
            anchor = self.anchors[at]
            if anchor.end <= start:
                break
            if anchor.end > end:
                self.anchors[at] = replace(anchor, start=min(anchor.start, end), end=end)
