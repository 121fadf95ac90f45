"""The words of a document (WordprocessingML) and of slides (DrawingML), paragraph by paragraph.

ECMA-376, part 1, sections 17 and 21. What is deleted under tracked changes, a field's code, and the
fallback of alternate content are no words of the document; what is marked hidden is dropped and
counted. A row of a table is one line, its cells a tab apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from nutgraf.archive.office_package import Attributes, Package, PackageError, read_xml

_DOCUMENT = "word/document.xml"
_DECK = "ppt/presentation.xml"
_SKIPPED = frozenset(
    {
        "Fallback",
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "pPr",
        "sectPr",
        "rPrChange",
        "txStyles",
    }
)
# What stands on a slide or in a drawing; a group holds others, and hides them with itself.
_SHAPES = frozenset({"sp", "pic", "grpSp", "graphicFrame", "cxnSp", "wsp", "wgp"})
_FURNITURE = frozenset({"sldNum", "dt", "ftr", "hdr"})
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_BREAKS = {"tab": "\t", "br": " ", "cr": " ", "noBreakHyphen": "\u2011"}
_ENDS = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")
_NO = frozenset({"0", "false", "off"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeLine:
    """A paragraph or table row and where it stood: slide, part, number of the paragraph or row."""

    text: str
    page: int | None = None
    part: str = ""
    line: int | None = None


@dataclass(slots=True, kw_only=True)
class _Paragraph:
    number: int
    pieces: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class _Row:
    number: int
    cells: list[list[str]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class _Shape:
    hidden: bool = False
    placeholder: str = ""


class _Words:
    """Collects the paragraphs and rows of one part, in the order of the file."""

    def __init__(self, dropped: Counter[str], *, only: str = "") -> None:
        self.lines: list[tuple[int, str]] = []
        self.shown = True
        self._dropped = dropped
        self._only = only
        self._open: list[_Paragraph] = []
        self._rows: list[_Row] = []
        self._count = 0
        self._skipping = 0
        self._in_text = False
        self._hidden_run = False
        self._shapes: list[_Shape] = []

    def start(self, name: str, said: Attributes) -> None:
        if self._skipping or self._is_skipped(name, said):
            self._skipping += 1
        elif name == "p":
            self._count += 1
            self._open.append(_Paragraph(number=self._count))
        elif name == "tr":
            self._rows.append(_Row(number=self._count + 1))
        elif name == "tc" and self._rows:
            self._rows[-1].cells.append([])
        elif name in _BREAKS and self._open:
            self._say(_BREAKS[name])
        elif name == "t":
            self._in_text = True
        elif name in _SHAPES:
            self._shapes.append(_Shape())
        else:
            self._look(name, said)

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p" and self._open:
            paragraph = self._open.pop()
            self._put(paragraph.number, _ENDS.sub(" ", "".join(paragraph.pieces)).strip())
        elif name == "tr" and self._rows:
            row = self._rows.pop()
            self._put(row.number, "\t".join(" ".join(cell) for cell in row.cells).rstrip("\t"))
        elif name in _SHAPES and self._shapes:
            self._shapes.pop()

    def text(self, words: str) -> None:
        if self._in_text and not self._skipping and self._open:
            self._say(words)

    def _is_skipped(self, name: str, said: Attributes) -> bool:
        note = name in {"footnote", "endnote"} and said.get("type") in _SEPARATORS
        number = name == "fld" and said.get("type", "").lower() == "slidenum"
        return name in _SKIPPED or note or number

    def _look(self, name: str, said: Attributes) -> None:
        """What says that words do not show."""
        if name == "r":
            self._hidden_run = False
        elif name in {"vanish", "webHidden"}:
            self._hidden_run = said.get("val", "").lower() not in _NO
        elif name == "sld" and said.get("show", "").lower() in _NO:
            self.shown = False
        elif name == "cNvPr" and self._shapes:
            self._shapes[-1].hidden |= said.get("hidden", "0").lower() not in _NO
        elif name == "ph" and self._shapes:
            self._shapes[-1].placeholder = said.get("type", "")

    def _say(self, words: str) -> None:
        place = self._shapes[-1].placeholder if self._shapes else ""
        if self._hidden_run or any(shape.hidden for shape in self._shapes):
            self._dropped["hidden characters"] += len(words)
        elif place in _FURNITURE or (self._only and place != self._only):
            self._dropped["characters of headers and footers"] += len(words)
        else:
            self._open[-1].pieces.append(words)

    def _put(self, number: int, text: str) -> None:
        """A finished line: into the cell it stands in, else out."""
        if not text.strip():
            return
        if self._rows and self._rows[-1].cells:
            self._rows[-1].cells[-1].append(text)
        else:
            self.lines.append((number, text))


def document_lines(package: Package, dropped: Counter[str]) -> Iterator[OfficeLine]:
    """The paragraphs of a document by number, then its footnotes and endnotes."""
    main = package.main(_DOCUMENT)
    words = _read(package, main, dropped)
    yield from (OfficeLine(text=text, line=number) for number, text in words.lines)
    for relation in sorted(package.relations(main).values(), key=lambda one: one.kind):
        if relation.kind in {"footnotes", "endnotes"} and package.has(relation.part):
            notes = _read(package, relation.part, dropped)
            part = relation.kind.removesuffix("s")
            yield from (OfficeLine(text=text, part=part, line=n) for n, text in notes.lines)


def slide_lines(package: Package, dropped: Counter[str]) -> Iterator[OfficeLine]:
    """The paragraphs of slides in the order they are shown, each with its notes behind it."""
    deck = package.main(_DECK)
    relations = package.relations(deck)
    for number, slide in enumerate(_slides(package, deck), 1):
        relation = relations.get(slide)
        if relation is None or not package.has(relation.part):
            continue
        words = _read(package, relation.part, dropped)
        if not words.shown:
            dropped["hidden slides"] += 1
            continue
        yield from (OfficeLine(text=text, page=number) for _, text in words.lines)
        for other in package.relations(relation.part).values():
            if other.kind == "notesSlide" and package.has(other.part):
                notes = _read(package, other.part, dropped, only="body")
                yield from (OfficeLine(text=t, page=number, part="notes") for _, t in notes.lines)


def _slides(package: Package, deck: str) -> list[str]:
    found: list[str] = []

    def start(name: str, said: Attributes) -> None:
        if name == "sldId":
            found.append(said.get("r:id", ""))

    if not package.has(deck):
        raise PackageError("office-broken")
    read_xml(package.chunks(deck), start=start)
    return found


def _read(package: Package, part: str, dropped: Counter[str], *, only: str = "") -> _Words:
    words = _Words(dropped, only=only)
    read_xml(package.chunks(part), start=words.start, end=words.end, text=words.text)
    return words
