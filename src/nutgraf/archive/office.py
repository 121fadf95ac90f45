"""DOCX, PPTX and XLSX to canonical text: a paragraph or row a line, with slide, sheet and number.

`decode` takes the package apart, bytes to bytes, so that a child process with limits can do it;
`read` makes the canonical text of its answer. Nothing is converted by another program, no macro is
run, and nothing outside the file is opened.
"""

from __future__ import annotations

from collections import Counter
from importlib import import_module

import msgspec

from nutgraf.archive.canonical_text import Canonical, empty, name_of, refused, scalar
from nutgraf.archive.decoding import Decode, Decoder, decode_here
from nutgraf.archive.model import Block, Layout
from nutgraf.archive.office_package import Package, PackageError
from nutgraf.archive.office_sheets import sheet_lines
from nutgraf.archive.office_words import document_lines, slide_lines
from nutgraf.archive.version import OFFICE
from nutgraf.errors import Refused
from nutgraf.sources.model import Metadata, Received
from nutgraf.sources.times import instant
from nutgraf.text import one_line

DECODER = Decoder(
    target="nutgraf.archive.office:decode", memory=1 << 30, cpu_seconds=30, wall_seconds=60.0
)
_READS = (
    ("word/document.xml", document_lines),
    ("ppt/presentation.xml", slide_lines),
    ("xl/workbook.xml", sheet_lines),
)
_REFUSALS = {
    "office-broken": (
        "is no office document that can be opened.",
        "Open it in the program it was made with and save it again, or as PDF.",
    ),
    "office-bomb": (
        "unpacks to more than a document may.",
        "Save its text as .txt or .pdf and add that; the bytes are kept.",
    ),
    "office-dtd": (
        "declares entities of its own, which no office document does.",
        "Open it in the program it was made with and save it again.",
    ),
    "office-password": (
        "is locked with a password.",
        "Save a copy without the password and put it in the same place.",
    ),
    "office-memory": ("took more memory than a document may.", "Save it as PDF and add that."),
    "office-cpu": ("took more time than a document may.", "Save it as PDF and add that."),
    "office-time": ("took more time than a document may.", "Save it as PDF and add that."),
    "office-crash": ("made its reader stop.", "Save it as PDF and add that."),
}


class _Line(msgspec.Struct, array_like=True, frozen=True):
    text: str
    page: int | None
    part: str
    line: int | None


class Unpacked(msgspec.Struct, frozen=True):
    """What `decode` writes, as JSON: the lines and their places, or the rule it was refused by."""

    refused: str = ""
    lines: tuple[_Line, ...] = ()
    dropped: tuple[tuple[str, int], ...] = ()
    title: str = ""
    author: str = ""
    created: str = ""
    lang: str = ""


def read(received: Received, run: Decode = decode_here) -> Canonical | Refused:
    """The canonical text of an office document, decoded by `run`.

    Refused by `empty`, `office-broken`, `-bomb`, `-dtd`, `-password`, or `office-memory`, `-cpu`,
    `-time`, `-crash` where the child was stopped.
    """
    answer = run(DECODER, received.body)
    if not isinstance(answer, bytes):
        return _refused(received, f"office-{answer.kind}")
    try:
        unpacked = msgspec.json.decode(answer, type=Unpacked)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _refused(received, "office-crash")
    if unpacked.refused:
        return _refused(received, unpacked.refused)
    if not unpacked.lines:
        return empty(received)
    text, blocks = _joined(unpacked.lines)
    return Canonical(
        text=text,
        layout=Layout(blocks=blocks),
        canonicaliser=OFFICE,
        found=Metadata(
            title=one_line(unpacked.title)[:300],
            author=one_line(unpacked.author)[:120],
            published_at=instant(unpacked.created),
            lang=unpacked.lang[:20],
        ),
        dropped=unpacked.dropped,
    )


def decode(data: bytes) -> bytes:
    """A document's lines and metadata as JSON of `Unpacked`. Nothing raises for a bad file."""
    try:
        unpacked = _unpacked(data)
    except PackageError as problem:
        unpacked = Unpacked(refused=problem.rule)
    return msgspec.json.encode(unpacked)


def warm() -> None:
    """Import what `decode` needs, before a child forks."""
    import_module("xml.parsers.expat")


def _unpacked(data: bytes) -> Unpacked:
    package = Package(data)
    read_lines = next((lines for part, lines in _READS if package.has(part)), None)
    if read_lines is None:
        raise PackageError("office-broken")
    dropped: Counter[str] = Counter()
    lines = tuple(
        _Line(scalar(one.text), one.page, scalar(one.part), one.line)
        for one in read_lines(package, dropped)
        if one.text.strip()
    )
    try:
        said = package.properties()
    except PackageError:  # the words do not hang on what is said of them
        said = {}
    return Unpacked(
        lines=lines,
        dropped=tuple(sorted(dropped.items())),
        title=scalar(said.get("title", "")),
        author=scalar(said.get("creator", "")),
        created=said.get("modified") or said.get("created") or "",
        lang=scalar(said.get("language", "")),
    )


def _joined(lines: tuple[_Line, ...]) -> tuple[str, tuple[Block, ...]]:
    blocks: list[Block] = []
    at = 0
    for one in lines:
        end = at + len(one.text)
        blocks.append(Block(start=at, end=end, page=one.page, part=one.part, line=one.line))
        at = end + 1
    return "\n".join(one.text for one in lines), tuple(blocks)


def _refused(received: Received, rule: str) -> Refused:
    happened, next_step = _REFUSALS.get(rule, _REFUSALS["office-crash"])
    return refused(received, rule, f"{name_of(received)} {happened}", next_step)
