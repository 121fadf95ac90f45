"""What pdfium itself says of a PDF: whether it opens, its metadata, and its words where the first
reader fails on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nutgraf.archive.pdf_layout import Piece, Word

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_PASSWORD = "password"  # noqa: S105 - a word of pdfium's message, no secret


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A document's own metadata and number of pages, or the rule by which it does not open."""

    refused: str = ""
    pages: int = 0
    title: str = ""
    author: str = ""
    created: str = ""


def about(data: bytes) -> About:
    """Metadata of the PDF, or `pdf-password` or `pdf-broken`."""
    from pypdfium2 import PdfiumError

    try:
        document = _open(data)
    except PdfiumError as problem:
        locked = _PASSWORD in str(problem).lower()
        return About(refused="pdf-password" if locked else "pdf-broken")
    pages = len(document)
    try:
        said = document.get_metadata_dict()
    except (PdfiumError, UnicodeError):
        said = {}
    finally:
        document.close()
    return About(
        pages=pages,
        title=said.get("Title", ""),
        author=said.get("Author", ""),
        created=said.get("CreationDate", ""),
    )


def pages(data: bytes) -> list[tuple[int, list[Piece]]]:
    """The runs of text of every page that loads, one word a run."""
    from pypdfium2 import PdfiumError

    document = _open(data)
    out: list[tuple[int, list[Piece]]] = []
    for index in range(len(document)):
        try:
            page = document[index]
            out.append((index + 1, _pieces(page)))
            page.close()
        except PdfiumError:
            continue
    document.close()
    return out


def _open(data: bytes) -> PdfDocument:
    from pypdfium2 import PdfDocument

    return PdfDocument(data)


def _pieces(page: PdfPage) -> list[Piece]:
    height = page.get_height()
    text = page.get_textpage()
    out = []
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        words = text.get_text_bounded(left, bottom, right, top).strip()
        box = (round(left, 2), round(height - top, 2), round(right, 2), round(height - bottom, 2))
        if words:
            line = " ".join(words.split())
            out.append(Piece(text=line, box=box, words=(Word(text=line, box=box),)))
    text.close()
    return out
