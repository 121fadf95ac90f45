"""Markdown as blocks: CommonMark with tables, by markdown-it-py, and footnotes by a rule of ours.

markdown-it gives lines of blocks and no columns; the words of a block are found again in its own
lines, in order, so that each character has its place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nutgraf.audit.digest.blocks import Block, BlockKind, BlockMaker, Flow, Note
from nutgraf.audit.digest.html import html_blocks
from nutgraf.reading.addresses import addresses
from nutgraf.sources.markdown import is_front_matter

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_FIELD = re.compile(r"^(title|date)[ \t]*:[ \t]*(.+?)[ \t]*$", re.M | re.I)
_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]{1,80})\]:[ \t]*(.*)$")
_MARK = re.compile(r"\[\^([^\]\s]{1,80})\]")
_ANCHOR = re.compile(r"""<a\b[^>]{0,2000}?\bhref\s*=\s*["']?([^"'\s>]{1,2000})""", re.I)
_CODE = frozenset({"fence", "code_block"})
_NESTING = 100


def markdown_flow(text: str) -> Flow:
    """A Markdown text as blocks, its notes, and the title and date of its front matter."""
    front = _FRONT.match(text)
    if front and not is_front_matter(front[1]):
        front = None
    said = {
        name.lower(): value.strip("\"'")
        for name, value in _FIELD.findall(front[1] if front else "")
    }
    body = _blanked(text, 0, front.end()) if front else text
    parser = _parser()
    body, defined = _without_notes(body, parser)
    lines = _line_starts(body)
    tokens = parser.parse(body)
    blocks = tuple(_blocks(body, lines, tokens))
    notes = {label: _note(words, parser) for label, words in defined.items()}
    return Flow(
        blocks=blocks,
        notes=notes,
        title=said.get("title", ""),
        dated=said.get("date", ""),
        too_deep=any(token.level >= _NESTING - 2 for token in tokens),
    )


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable(["table", "strikethrough"])
    parser.inline.ruler.before("link", "footnote_mark", _mark_rule)
    return parser


def _mark_rule(state: StateInline, silent: bool) -> bool:
    found = _MARK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("footnote_mark", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _without_notes(text: str, parser: MarkdownIt) -> tuple[str, dict[str, str]]:
    """The text with its notes blanked out, and the words of each by its label; the first one counts."""
    if "[^" not in text:
        return text, {}
    rows = text.split("\n")
    code = {
        number
        for token in parser.parse(text)
        if token.type in _CODE and token.map
        for number in range(*token.map)
    }
    found: dict[str, str] = {}
    at = 0
    while at < len(rows):
        definition = _DEFINITION.match(rows[at]) if at not in code else None
        if definition is None:
            at += 1
            continue
        words, begun = [definition[2]], at
        at += 1
        while at < len(rows) and rows[at].startswith(("    ", "\t")):
            words.append(rows[at].strip())
            at += 1
        found.setdefault(definition[1], "\n".join(words))
        for number in range(begun, at):
            rows[number] = " " * len(rows[number])
    return "\n".join(rows), found


def _note(words: str, parser: MarkdownIt) -> Note:
    made = tuple(_blocks(words, _line_starts(words), parser.parse(words)))
    urls = [url for block in made for _, _, url in block.links]
    urls += [url for block in made for _, _, url in block.marks if url]
    return Note(words=" ".join(block.text for block in made), urls=tuple(dict.fromkeys(urls)))


def _blocks(text: str, lines: Sequence[int], tokens: Sequence[Token]) -> Iterator[Block]:
    kind: BlockKind = "paragraph"
    cells: BlockMaker | None = None
    row = (0, 0)
    for token in tokens:
        start, end = _extent(token, lines, len(text))
        if token.type == "heading_open":
            kind = "heading"
        elif token.type in {"heading_close", "paragraph_close"}:
            kind = "paragraph"
        elif token.type == "tr_open":
            cells, row = BlockMaker("row"), (start, end)
        elif token.type == "tr_close" and cells is not None:
            made, cells = cells.made(), None
            yield from [made] if made else []
        elif token.type == "html_block":
            yield from html_blocks(text, start, end)
        elif token.type == "inline" and cells is not None:
            row = (_Inline(text, row[0], row[1], cells).read(token.children or ()), row[1])
            cells.words(" ", [row[0]])
        elif token.type == "inline":
            maker = BlockMaker(kind)
            _Inline(text, start, end, maker).read(token.children or ())
            made = maker.made()
            yield from [_with_bare_links(made)] if made else []


def _extent(token: Token, lines: Sequence[int], size: int) -> tuple[int, int]:
    if not token.map:
        return 0, size
    first, last = token.map
    return lines[min(first, len(lines) - 1)], lines[last] if last < len(lines) else size


class _Inline:
    """The inline tokens of one block, each found again in the block's own lines."""

    def __init__(self, text: str, start: int, end: int, maker: BlockMaker) -> None:
        self._text, self._at, self._end, self._maker = text, start, end, maker
        self._hrefs: list[str] = []

    def read(self, tokens: Sequence[Token]) -> int:
        """Hand the tokens on; returns where the last of them ended."""
        for token in tokens:
            self._read(token)
        return self._at

    def _read(self, token: Token) -> None:
        if token.type == "text" or token.type == "code_inline":
            self._words(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            at = self._text.find("\n", self._at, self._end)
            self._at = at + 1 if at >= 0 else self._at
            self._maker.words(" ", [max(0, self._at - 1)])
        elif token.type == "footnote_mark":
            self._past(f"[^{token.content}]")
            self._maker.mark(token.content)
        elif token.type == "link_open":
            self._hrefs.append(str(token.attrGet("href") or ""))
            self._maker.open_link(self._hrefs[-1])
        elif token.type == "link_close":
            self._maker.close_link()
            self._past_address()
        elif token.type == "html_inline":
            self._tag(token.content)
        elif token.type == "image":
            self._past(token.content)
            self._hrefs.append("")
            self._past_address()

    def _words(self, content: str) -> None:
        found = self._text.find(content, self._at, self._end)
        if found >= 0:
            self._maker.words(content, range(found, found + len(content)))
            self._at = found + len(content)
        else:  # an entity or an escape stands between: as near as it can be told
            self._maker.words(content, [self._at] * len(content))

    def _past(self, words: str) -> None:
        found = self._text.find(words, self._at, self._end)
        self._at = found + len(words) if found >= 0 else self._at

    def _past_address(self) -> None:
        """Over `](address "title")`, so that no word is found again inside an address."""
        if self._hrefs:
            self._hrefs.pop()
        if self._text.startswith("](", self._at):
            depth, at = 0, self._at + 1
            while at < min(self._end, self._at + 5000):
                depth += {"(": 1, ")": -1}.get(self._text[at], 0)
                at += 1
                if depth == 0:
                    self._at = at
                    return

    def _tag(self, content: str) -> None:
        self._past(content)
        anchor = _ANCHOR.match(content)
        if anchor:
            self._maker.open_link(anchor[1])
        elif content.lower().startswith("</a"):
            self._maker.close_link()
        elif content.lower().startswith("<br"):
            self._maker.words(" ", [self._at])


def _with_bare_links(block: Block) -> Block:
    """Addresses written out in the text are links too."""
    taken = [(start, end) for start, end, _ in block.links]
    for start, end in addresses(block.text):
        words = block.text[start:end]
        if "://" in words and not any(first < end and start < last for first, last in taken):
            block.links.append((start, end, words))
    block.links.sort()
    return block


def _line_starts(text: str) -> list[int]:
    starts, at = [0], text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
