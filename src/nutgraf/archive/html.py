"""HTML to canonical text: the main text of a page, all the visible text of a fragment."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from nutgraf.archive.canonical_text import Canonical, empty, name_of, refused, text_of
from nutgraf.archive.model import Block, Layout
from nutgraf.archive.version import HTML
from nutgraf.errors import Refused
from nutgraf.ids import text_sha256
from nutgraf.sources.depth import html_depth
from nutgraf.sources.model import Link, Metadata, Received

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

    from nutgraf.archive.visible import Visible

DEEPEST = 512
_PAGE = re.compile(r"<(?:html|body|frameset)\b|<!doctype\s+html", re.I)
# Eight words before a full stop, sought without going back: linear in the text.
_SENTENCE = re.compile(r"(?<!\w)\w++(?:[^\w.!?。]++\w++){7}[^\w]{0,3}[.!?。]|[\w、，]{12}。")
_WORDS = re.compile(r"[\W_]+")
_STOP = re.compile(r"\w[.!?](?:\W|\Z)|[。！？]")
_FEW = 40
Range = tuple[int, int]


def read(received: Received) -> Canonical | Refused:
    """The canonical text of an HTML body.

    A whole page gives its main text; a page without one gives all it shows, if that holds a
    sentence, else `html-no-text`. A fragment (a feed entry) and the HTML part of a mail give all
    they show: there is nothing around them to leave out. Nesting beyond 512 is `html-depth`.
    """
    text = text_of(received)
    if isinstance(text, Refused):
        return text
    root = _tree(received, text)
    if isinstance(root, Refused):
        return root
    return _read_tree(received, root, whole=bool(_PAGE.search(text)) and not received.part)


def read_fragment(received: Received, line: str) -> Canonical | Refused:
    """All that an HTML fragment shows; `line` names the attribute that carries a source line."""
    text = text_of(received)
    if isinstance(text, Refused):
        return text
    root = _tree(received, text)
    if isinstance(root, Refused):
        return root
    return _read_tree(received, root, whole=False, line=line)


def _tree(received: Received, text: str) -> HtmlElement | Refused:
    if not text.strip():
        return empty(received)
    if html_depth(text.encode("utf-8"), DEEPEST) > DEEPEST:
        return refused(
            received,
            "html-depth",
            f"{name_of(received)} nests its elements more than {DEEPEST} deep, or has a tag of more than "
            "500 attributes.",
            f"Open {name_of(received)} in a browser and save its text as a .txt file.",
        )
    root = _parse(text)
    return empty(received) if root is None else root


def _parse(text: str) -> HtmlElement | None:
    """The tree of a page or a fragment; None when there is nothing in it."""
    from lxml import etree, html

    # The parser's own limit of 256 cuts the rest of a page off; ours was checked before.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _read_tree(
    received: Received, root: HtmlElement, *, whole: bool, line: str = ""
) -> Canonical | Refused:
    from nutgraf.archive.hidden import Hidden
    from nutgraf.archive.main_text import main_ranges
    from nutgraf.archive.page_metadata import page_metadata
    from nutgraf.archive.visible import visible

    hidden = Hidden(root)
    page = visible(root, hidden)
    every = tuple((line.start, line.end) for line in page.lines)
    ranges = main_ranges(page, root, hidden) if whole else every
    if not ranges and _SENTENCE.search(page.text):
        ranges = every
    if not ranges or (whole and _is_shell(page.text)):
        return _without_text(received, page, whole=whole)
    shift = _canonical_starts(ranges)
    text = "\n".join(page.text[start:end] for start, end in ranges)
    outside = len(every) - len({bisect_right(every, (start, 1 << 60)) for start, _ in ranges})
    return Canonical(
        text=text,
        layout=_layout(page, ranges, shift, root, line),
        canonicaliser=HTML,
        found=page_metadata(root) if whole else Metadata(lang=(root.get("lang") or "")[:35]),
        links=_links(received.address, root, page, ranges, shift, whole=whole),
        dropped=page.dropped + ((("outside the main text", outside),) if outside else ()),
    )


def _is_shell(text: str) -> bool:
    """Whether a page shows a button or two and no sentence: its text comes by script."""
    return len(_WORDS.sub("", text)) < _FEW and not _STOP.search(text)


def _without_text(received: Received, page: Visible, *, whole: bool) -> Refused:
    if not whole or not page.text.strip():
        return empty(received)
    return refused(
        received,
        "html-no-text",
        f"{name_of(received)} shows no more than a few words without scripts.",
        f"Look whether the site of {name_of(received)} has a feed, and add that instead.",
    )


def _canonical_starts(ranges: tuple[Range, ...]) -> tuple[int, ...]:
    """Where each range begins in the canonical text, one newline between them."""
    starts, at = [], 0
    for start, end in ranges:
        starts.append(at)
        at += end - start + 1
    return tuple(starts)


def _layout(
    page: Visible, ranges: tuple[Range, ...], starts: tuple[int, ...], root: HtmlElement, line: str
) -> Layout:
    paths, lines = _Paths(), _Lines(line)
    firsts = [shown.start for shown in page.lines]
    blocks = []
    for at, (start, end) in zip(starts, ranges, strict=True):
        element = page.lines[bisect_right(firsts, start) - 1].element
        last = at + end - start
        blocks.append(
            Block(start=at, end=last, line=lines.of(element))
            if line
            else Block(start=at, end=last, path=paths.of(element), visible=start)
        )
    seen = "" if line else text_sha256(page.text)
    return Layout(blocks=tuple(blocks), visible_sha256=seen)


class _Paths:
    """Element paths such as `/html/body/article/p[3]`, in time linear in the page.

    The same as libxml2's, which counts the siblings before an element anew for each one.
    """

    def __init__(self) -> None:
        self._known: dict[_Element, str] = {}

    def of(self, element: _Element) -> str:
        line = [element]
        while line[-1] not in self._known and (parent := line[-1].getparent()) is not None:
            line.append(parent)
        self._known.setdefault(line[-1], f"/{line[-1].tag}")
        for parent in line[:0:-1]:
            self._number(parent)
        return self._known[element]

    def _number(self, parent: _Element) -> None:
        children = [child for child in parent if isinstance(child.tag, str)]
        many = Counter(child.tag for child in children)
        seen: Counter[str] = Counter()
        for child in children:
            seen[child.tag] += 1
            place = f"[{seen[child.tag]}]" if many[child.tag] > 1 else ""
            self._known[child] = f"{self._known[parent]}/{child.tag}{place}"


class _Lines:
    """Source lines of rendered Markdown: a block gets its line, not a place on a page nobody saw.

    What an element's ancestors say is found once, so that depth does not multiply the work.
    """

    def __init__(self, attribute: str) -> None:
        self._attribute = attribute
        self._known: dict[_Element, int | None] = {}

    def of(self, element: _Element) -> int | None:
        """The line of an element, or of the nearest one around it that says its line."""
        if element.tag == "pre" and len(element):
            element = element[0]  # the renderer puts a fence's attributes on its code
        passed: list[_Element] = []
        number: int | None = None
        around: _Element | None = element
        while around is not None:
            if around in self._known:
                number = self._known[around]
                break
            passed.append(around)
            said = around.get(self._attribute, "")
            if said.isdecimal():
                number = int(said[:9])
                break
            around = around.getparent()
        self._known.update(dict.fromkeys(passed, number))
        return number


def _links(
    address: str,
    root: HtmlElement,
    page: Visible,
    ranges: tuple[Range, ...],
    starts: tuple[int, ...],
    *,
    whole: bool,
) -> tuple[Link, ...]:
    """The http links in the text; of a page only those of its main text, menus are no citations."""
    base = next((href for href in (e.get("href") for e in root.iter("base")) if href), "")
    base = _join(address, base) or address
    out: list[Link] = []
    for anchor in page.anchors:
        raw = page.text[anchor.start : anchor.end]
        words = raw.strip()
        start = anchor.start + len(raw) - len(raw.lstrip())
        index = bisect_right(ranges, (start, 1 << 60)) - 1
        inside = bool(words) and index >= 0 and start < ranges[index][1]
        url = "" if anchor.href.strip().startswith("#") else _join(base, anchor.href)
        if url and (inside or not whole):
            at = starts[index] + start - ranges[index][0] if inside else None
            out.append(Link(url=url, at=at, words=" ".join(words.split())))
    return tuple(out)


def _join(base: str, href: str) -> str:
    """An http or https address, or ""."""
    try:
        url = urljoin(base, href.strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""
