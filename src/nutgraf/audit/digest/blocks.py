"""Blocks of a digest as they are read: text as shown, where each character stood, links and marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["heading", "paragraph", "row"]
# The words of a link that is a footnote mark: [1], (2), *, a letter.
_MARK = re.compile(r"\s*[\[(]?\s*(?:\d{1,3}|[*†‡§¹²³⁴-⁹]+|[a-z])\s*[\])]?\s*")
_BACK = re.compile(r"\s*[↩↑^⤴⏎\ufe0e\ufe0f]+\s*")
_MOST_LINKS = 1_000


@dataclass(slots=True)
class Block:
    """A paragraph, list item, heading or table row: `at[i]` is where character i of `text` stood in
    the file, `links` are (start, end, address), `marks` (position, label of a note, address).
    """

    kind: BlockKind
    text: str = ""
    at: list[int] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)
    marks: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a footnote says: its words and its addresses, in order."""

    words: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A file as blocks in reading order, the notes its marks name, and what it says of itself.

    `too_deep` says that the parser passed over blocks nested deeper than it goes.
    """

    blocks: tuple[Block, ...]
    notes: dict[str, Note]
    title: str = ""
    dated: str = ""
    too_deep: bool = False


class BlockMaker:
    """Makes one block from what a parser hands on in order; runs of white space become one space."""

    def __init__(self, kind: BlockKind) -> None:
        self._kind: BlockKind = kind
        self._chars: list[str] = []
        self._at: list[int] = []
        self._links: list[tuple[int, int, str]] = []
        self._marks: list[tuple[int, str, str]] = []
        self._open: tuple[int, str] | None = None

    def words(self, text: str, at: Iterable[int]) -> None:
        """Characters with the place of each in the file."""
        for char, place in zip(text, at, strict=True):
            if char.isspace():
                if not self._chars or self._chars[-1] == " ":
                    continue
                char = " "
            self._chars.append(char)
            self._at.append(place)

    def mark(self, label: str, url: str = "") -> None:
        """A footnote mark here."""
        self._marks.append((len(self._chars), label, url))

    def open_link(self, url: str) -> None:
        """A link begins here; one left open ends here first."""
        self.close_link()
        self._open = (len(self._chars), url)

    def close_link(self) -> None:
        """The open link ends here; one whose words are a footnote mark is taken out of the text."""
        if self._open is None:
            return
        (start, url), self._open = self._open, None
        shown = "".join(self._chars[start:])
        if shown and (_MARK.fullmatch(shown) or (url.startswith("#") and _BACK.fullmatch(shown))):
            del self._chars[start:], self._at[start:]
            if not _BACK.fullmatch(shown):
                self.mark(url[1:] if url.startswith("#") else "", "" if url[:1] == "#" else url)
        elif not url.startswith("#") and len(self._links) < _MOST_LINKS:
            self._links.append((start, len(self._chars), url))

    def made(self) -> Block | None:
        """The block, None where nothing was shown in it."""
        self.close_link()
        text = "".join(self._chars)
        if not text.strip() and not self._marks:
            return None
        return Block(self._kind, text, self._at, self._links, self._marks)
