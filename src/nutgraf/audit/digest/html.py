"""HTML as blocks, by the standard library's parser: it alone says line and column of every word.

What a browser does not draw is not read (scripts, templates, `hidden`, `display: none`), nor is what
stands around the text (menus, headers and footers of the page); where a page has a `main` or an
`article`, only those are read. Footnotes are links to an element of the page whose words are a mark.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser

from nutgraf.audit.digest.blocks import Block, BlockKind, BlockMaker, Flow, Note

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_UNSEEN = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "svg",
        "math",
        "iframe",
        "object",
        "select",
        "textarea",
        "button",
        "nav",
        "form",
        "pre",
        "canvas",
        "audio",
        "video",
        "map",
        "dialog",
    ]
)
_AROUND = frozenset({"header", "footer", "aside"})
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "frame",
        "basefont",
        "bgsound",
        "keygen",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ENDS_P = _BLOCKS - {"br"}
_LISTED = {"li": {"ul", "ol", "menu"}, "dt": {"dl"}, "dd": {"dl"}, "tr": {"table"}}
_MOST_OPEN = 600


def html_flow(text: str) -> Flow:
    """A page as blocks, the notes its marks lead to, its title and the date its head names."""
    page = _read(text, 0, len(text))
    notes, held = _notes(page)
    shown = [(block, inside) for block, inside in page.blocks if id(block) not in held]
    main = [block for block, inside in shown if inside]
    return Flow(
        blocks=tuple(main if _tells(main) else [block for block, _ in shown]),
        notes=notes,
        title=page.title.strip(),
        dated=page.dated,
    )


def html_blocks(text: str, start: int, end: int) -> Iterator[Block]:
    """The blocks of a stretch of HTML inside another file; offsets count in the whole file."""
    for block, _ in _read(text, start, end).blocks:
        yield block


def _tells(blocks: list[Block]) -> bool:
    return any(block.kind != "heading" for block in blocks)


def _read(text: str, start: int, end: int) -> _Page:
    page = _Page(text, start)
    with suppress(AssertionError):  # the parser's way to say that a declaration is none
        page.feed(_safe(text[start:end]))
        page.close()
    page.ended()
    return page


def _safe(text: str) -> str:
    """The text with comments and tags that never close blanked out, every offset unchanged: the
    parser looks for the end of each again and again."""
    pieces, at = [], 0
    while (begun := text.find("<!--", at)) >= 0:
        closed = text.find("-->", begun + 4)
        stop = closed + 3 if closed >= 0 else len(text)
        pieces += [text[at:begun], re.sub(r"[^\n]", " ", text[begun:stop])]
        at = stop
    plain = "".join((*pieces, text[at:]))
    last = plain.rfind(">") + 1
    return plain[:last] + plain[last:].replace("<", " ")


def _notes(page: _Page) -> tuple[dict[str, Note], set[int]]:
    """The notes by the id that marks name, wherever in the page they stand, and which blocks they are."""
    blocks = [block for block, _ in page.blocks]
    number = {id(block): at for at, block in enumerate(blocks)}
    notes: dict[str, Note] = {}
    gone: set[int] = set()
    for at, block in enumerate(blocks):
        for _, label, url in block.marks:
            if url or label in notes or label not in page.homes:
                continue
            held = page.held(label)
            if held and number[id(held[0])] > at:  # a link back to a mark leads to no note
                notes[label] = _note(held)
                gone.update(id(one) for one in held)
    return notes, gone


def _note(blocks: list[Block]) -> Note:
    urls = [url for block in blocks for _, _, url in block.links]
    urls += [url for block in blocks for _, _, url in block.marks if url]
    return Note(
        words=" ".join(block.text for block in blocks)[:2000], urls=tuple(dict.fromkeys(urls))
    )


class _Page(HTMLParser):
    """The blocks of a page in order, each with whether it stands in a `main` or `article`."""

    def __init__(self, text: str, base: int) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[tuple[Block, bool]] = []
        self.homes: dict[str, tuple[int, int]] = {}
        self.title = self.dated = ""
        self._lines = _starts(text, base)
        self._open: list[tuple[str, str, bool]] = []
        self._unseen = self._main = self._anchors = 0
        self._maker = BlockMaker("paragraph")

    def held(self, label: str) -> list[Block]:
        """The blocks of the element with an id."""
        first, last = self.homes[label]
        return [block for block, _ in self.blocks[first:last]]

    def ended(self) -> None:
        """Close what is still open."""
        self._flush()
        while self._open:
            self._pop()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self._meta(said)
        if tag == "time" and not self.dated:
            self.dated = said.get("datetime", "")
        if tag in _BLOCKS:
            self._flush("heading" if tag in _HEADINGS else "paragraph")
        self._imply_ends(tag)
        if tag == "a" and "href" in said and not self._unseen:
            self._maker.open_link(said["href"].strip())
        name = (said.get("id") or (said.get("name", "") if tag == "a" else ""))[:200]
        if tag in _VOID:
            return
        unseen = tag in _UNSEEN or "hidden" in said or bool(_HIDDEN.search(said.get("style", "")))
        unseen = unseen or (tag in _AROUND and not self._main)
        if name:
            self.homes.setdefault(name, (len(self.blocks), len(self.blocks) + 1))
        if len(self._open) >= _MOST_OPEN:
            self._pop()
        self._open.append((tag, name, unseen))
        self._unseen += unseen
        self._main += tag in {"main", "article"}

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
        elif tag == "a" and not self._unseen:
            self._maker.close_link()
        if any(tag == one[0] for one in self._open[-100:]):
            while self._pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "title":
            self.title += data
        elif not self._unseen:
            start = self._here()
            self._maker.words(data, range(start, start + len(data)))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, written: str) -> None:
        shown = html.unescape(written)
        if self._open and self._open[-1][0] == "title":
            self.title += shown
        elif not self._unseen:
            self._maker.words(shown, [self._here()] * len(shown))

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _flush(self, kind: BlockKind = "paragraph") -> None:
        made = self._maker.made()
        if made is not None:
            self.blocks.append((made, self._main > 0))
        self._maker = BlockMaker(kind)

    def _imply_ends(self, tag: str) -> None:
        """What a start tag ends though nobody wrote its end: a paragraph, a list item, a row."""
        if tag in _ENDS_P and self._open and self._open[-1][0] == "p":
            self._pop()
        walls = _LISTED.get(tag, set())
        for at in range(len(self._open) - 1, max(-1, len(self._open) - 30), -1):
            seen = self._open[at][0]
            if seen in walls:
                return
            if walls and (seen == tag or {seen, tag} == {"dt", "dd"}):
                while len(self._open) > at:
                    self._pop()
                return

    def _pop(self) -> str:
        tag, name, unseen = self._open.pop()
        self._unseen -= unseen
        self._main -= tag in {"main", "article"}
        if name and name in self.homes:
            first, last = self.homes[name]
            self.homes[name] = (first, max(last, len(self.blocks)))
        return tag

    def _meta(self, said: dict[str, str]) -> None:
        named = (said.get("property") or said.get("name") or said.get("itemprop") or "").lower()
        if named in {"article:published_time", "date", "dc.date", "datepublished", "pubdate"}:
            self.dated = self.dated or said.get("content", "")


def _starts(text: str, base: int) -> list[int]:
    starts, at = [base], text.find("\n", base)
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def line_and_column(starts: list[int], offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset, by where the lines of its text start."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1
