"""The nouns of a digest: its sentences, their places in the file, and what they cite."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

# How a citation belongs to a sentence: words of it are the link, a mark stands in or behind it, or
# one citation stands for a whole paragraph (at its end, at its opening, in the heading above it).
Pairing = Literal["link", "mark", "paragraph", "opening", "heading"]
WEAK: frozenset[str] = frozenset({"paragraph", "opening", "heading"})
Role = Literal["sentence", "heading", "row", "aside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where words stand in a file: lines and columns from 1, the end excluded; columns in code points."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """One citation of a sentence. `start`-`end` are the words of the sentence that are the link (equal
    for a mark); `url` is "" for a note without an address, whose words are `label`."""

    url: str
    label: str
    start: int
    end: int
    pairing: Pairing


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSentence:
    """A sentence as a reader sees it: a link is its words, footnote marks and emphasis are gone.

    `id` is `s` and its number in the file; `block` counts paragraphs and list items. Role `aside` is
    for what states no fact and needs no citation: a byline, a greeting, a question, a lead-in.
    """

    id: str
    text: str
    block: int
    role: Role
    place: Place
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A digest: what it calls itself, the day it gives itself (None where it gives none), what it says."""

    title: str
    day: date | None
    sentences: tuple[DigestSentence, ...]
    form: Literal["markdown", "html"]
