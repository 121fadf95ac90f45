"""What a printed file shows and carries, as far as an edition of another version is judged by it.

A file is taken apart into runs: words that stand together, without the marks between them. What
could show other words, or do something, in a browser or a Markdown reader is listed as `carried`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser

from nutgraf.editions.escaping import unescape

_WITHIN_WORDS = frozenset({"b", "strong", "em", "i"})
_ARRANGING = (
    "a article aside blockquote br cite code dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6"
    " header hr li main mark ol p q section small span sub sup table tbody td th thead tr ul"
)
_PLAIN_TAGS = _WITHIN_WORDS | frozenset(_ARRANGING.split())
_PLAIN_ATTRIBUTES = frozenset({"class", "id", "role", "aria-labelledby", "data-n", "data-span"})
_STYLE_DIGEST = re.compile(r"'sha256-[^']*'")
# What brings words, numbers or files into a page from its style sheet (CSS Generated Content).
_SHEET = re.compile(
    r"\"[^\"]*\"|'[^']*'|@[\w-]+|\\|(?:url|src|attr|image-set|image|element|expression)\([^)]*\)"
    r"|\bcounter[\w-]*",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"(\\.)|(\*\*)|\[\^\d+\]:?|\]\(([^)\s]*)\)|[\[\]*`\n]| · ", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The runs of words a file shows, in order, and what else it carries: tags, attributes,
    addresses, parts of its style sheet.
    """

    runs: tuple[str, ...]
    carried: frozenset[str]


def markdown_shown(text: str) -> Shown:
    """What Markdown shows; HTML in it is carried, as are the addresses of its links."""
    carried = {"HTML"} if "<" in text else set()
    carried |= {f"the address {found[3][:90]}" for found in _MARKUP.finditer(text) if found[3]}
    parts = _MARKUP.sub(lambda found: found[1] or ("" if found[2] else "\0"), text)
    return Shown(runs=tuple(unescape(run) for run in parts.split("\0")), carried=frozenset(carried))


def page_shown(text: str) -> Shown:
    """What a page shows: its texts, those within one word's emphasis joined."""
    page = _Page()
    with suppress(AssertionError):  # the parser's way to say that a declaration is none
        page.feed(text)
        page.close()
    return Shown(runs=tuple("".join(page.parts).split("\0")), carried=frozenset(page.carried))


class _Page(HTMLParser):
    """The texts of a page, \\0 between them, and what it carries beside plain arrangement."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.carried: set[str] = set()
        self._in_sheet = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_sheet = tag == "style"
        if tag not in _PLAIN_TAGS:
            self.carried.add(f"<{tag}>")
        self.carried.update(_attributes(attrs))
        self._between(tag)

    def handle_endtag(self, tag: str) -> None:
        self._in_sheet = False
        self._between(tag)

    def handle_data(self, data: str) -> None:
        if self._in_sheet:
            self.carried.update(f"{found[0][:90]} in its style" for found in _SHEET.finditer(data))
        else:
            self.parts.append(data.replace("\0", ""))

    def handle_comment(self, data: str) -> None:
        self.carried.add("a comment")

    def handle_decl(self, decl: str) -> None:
        if decl.casefold() != "doctype html":
            self.carried.add("a declaration")

    def unknown_decl(self, data: str) -> None:
        self.carried.add("a declaration")

    def handle_pi(self, data: str) -> None:
        self.carried.add("an instruction")

    def _between(self, tag: str) -> None:
        if tag not in _WITHIN_WORDS:
            self.parts.append("\0")


def _attributes(attrs: list[tuple[str, str | None]]) -> Iterator[str]:
    """Attributes that are more than a name for something of the page, with their values."""
    for name, value in attrs:
        inside = name == "href" and (value or "").startswith("#")
        if name not in _PLAIN_ATTRIBUTES and not inside:
            plain = _STYLE_DIGEST.sub("'sha256'", value or "")
            yield f'{name}="{plain[:300]}"'
