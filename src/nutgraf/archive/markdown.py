"""Markdown to canonical text: rendered by CommonMark's rules, then read as what the page shows."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from nutgraf.archive import html
from nutgraf.archive.canonical_text import Canonical, empty, text_of
from nutgraf.archive.plain import bare_links
from nutgraf.archive.version import MARKDOWN
from nutgraf.errors import Refused
from nutgraf.sources.markdown import is_front_matter
from nutgraf.sources.model import Metadata, Received
from nutgraf.sources.times import instant
from nutgraf.text import one_line

if TYPE_CHECKING:
    from markdown_it.token import Token

LINE = "data-source-line"
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_FIELD = re.compile(r"^(title|author|date|lang|language)[ \t]*:[ \t]*(.+?)[ \t]*$", re.M | re.I)


def read(received: Received) -> Canonical | Refused:
    """The canonical text of a Markdown body: headings, paragraphs, list items, cells as lines.

    Front matter is no text; its title, author, date and lang are `found`, as is a first heading for
    a title. Layout blocks carry the source line. HTML inside is read by the rules of HTML.
    """
    text = text_of(received)
    if isinstance(text, Refused):
        return text
    front = _FRONT.match(text)
    if front and not is_front_matter(front[1]):
        front = None
    offset = front.end() if front else 0
    body = text[offset:]
    if not body.strip():
        return empty(received)
    rendered, heading = _render(body, text.count("\n", 0, offset))
    page = html.read_fragment(
        replace(received, charset="utf-8", body=rendered.encode("utf-8")), LINE
    )
    if isinstance(page, Refused):
        return page
    found = _found(front[1] if front else "", heading)
    links = tuple(sorted(
        (*page.links, *bare_links(page.text, page.links)), key=lambda link: (link.at is None, link.at)
    ))  # fmt: skip
    return replace(page, canonicaliser=MARKDOWN, found=found, links=links)


def _render(text: str, before: int) -> tuple[str, str]:
    """The HTML of a Markdown text with source lines on its elements, and its first heading."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(text)
    for token in tokens:
        if token.map:
            token.attrSet(LINE, str(before + token.map[0] + 1))
    return parser.renderer.render(tokens, parser.options, {}), _heading(tokens)


def _heading(tokens: list[Token]) -> str:
    for token, following in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return "".join(
                " " if child.type == "softbreak" else child.content
                for child in following.children or ()
                if child.type in {"text", "code_inline", "softbreak"}
            )
    return ""


def _found(front: str, heading: str) -> Metadata:
    said = {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(front)}
    return Metadata(
        title=one_line(said.get("title", heading))[:300],
        author=one_line(said.get("author", ""))[:120],
        published_at=instant(said["date"]) if "date" in said else None,
        lang=said.get("lang", said.get("language", ""))[:35],
    )
