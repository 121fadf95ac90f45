"""Office documents written by their usual libraries, with the lines that stand in them.

Needs python-docx, python-pptx and openpyxl, which nutgraf itself does not.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import datetime

import docx
import openpyxl
import pptx

from benchmarks.generated_pdfs import WORDS
from nutgraf.sources.office import DOCX, PPTX, XLSX

Made = tuple[bytes, list[str]]


def document(seed: int, paragraphs: int = 400) -> Made:
    """Headings, paragraphs of several runs, and a table after every fiftieth."""
    rng = random.Random(seed)
    made = docx.Document()
    lines: list[str] = []
    for number in range(paragraphs):
        if number % 20 == 0:
            lines.append(_sentence(rng, 4))
            made.add_heading(lines[-1], 2)
        pieces = [_sentence(rng, rng.randint(3, 9)) + " " for _ in range(3)]
        paragraph = made.add_paragraph()
        for at, piece in enumerate(pieces):
            paragraph.add_run(piece).bold = at == 1
        lines.append("".join(pieces).strip())
        if number % 50 == 49:
            table = made.add_table(rows=4, cols=3)
            for row in table.rows:
                cells = [_sentence(rng, 2) for _ in row.cells]
                for cell, words in zip(row.cells, cells, strict=True):
                    cell.text = words
                lines.append("\t".join(cells))
    return _saved(made.save), lines


def slides(seed: int, number: int = 60) -> Made:
    """Slides with a title, bullets and notes."""
    rng = random.Random(seed)
    made = pptx.Presentation()
    lines: list[str] = []
    for _ in range(number):
        slide = made.slides.add_slide(made.slide_layouts[1])
        mine = [_sentence(rng, 4), *(_sentence(rng, 7) for _ in range(4))]
        slide.shapes.title.text = mine[0]
        slide.placeholders[1].text = "\n".join(mine[1:])
        notes = _sentence(rng, 12)
        slide.notes_slide.notes_text_frame.text = notes
        lines += [*mine, notes]
    return _saved(made.save), lines


def workbook(seed: int, rows: int = 2_000) -> Made:
    """Two sheets of words, numbers, percentages and dates."""
    rng = random.Random(seed)
    made = openpyxl.Workbook()
    lines: list[str] = []
    for name in ("Prices", "Votes"):
        sheet = made.active if name == "Prices" else made.create_sheet(name)
        sheet.title = name
        for row in range(1, rows // 2 + 1):
            words, number = _sentence(rng, 2), rng.randint(1, 10**6) / 100
            share, day = rng.randint(1, 99) / 100, datetime(2026, 1 + row % 12, 1 + row % 28)  # noqa: DTZ001 - a cell has no zone
            sheet.append([words, number, share, day])
            sheet.cell(row=row, column=3).number_format = "0%"
            lines.append(f"{words}\t{number:.15g}\t{share * 100:.13g}%\t{day:%Y-%m-%d}")
    return _saved(made.save), lines


def _sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(words)).capitalize()


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def _docx_text(data: bytes) -> int:
    made = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return sum(map(len, cells)) + sum(len(one.text) for one in made.paragraphs)


def _pptx_text(data: bytes) -> int:
    made = pptx.Presentation(io.BytesIO(data))
    notes = [s.notes_slide.notes_text_frame.text for s in made.slides if s.has_notes_slide]
    shapes = [shape for slide in made.slides for shape in slide.shapes if shape.has_text_frame]
    return sum(map(len, notes)) + sum(len(shape.text_frame.text) for shape in shapes)


def _xlsx_text(data: bytes) -> int:
    made = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return sum(
        len(str(value)) for sheet in made for row in sheet.iter_rows(values_only=True) for value in row
    )  # fmt: skip


KINDS: dict[str, tuple[str, Callable[[int], Made], Callable[[bytes], int]]] = {
    "DOCX": (DOCX, document, _docx_text),
    "PPTX": (PPTX, slides, _pptx_text),
    "XLSX": (XLSX, workbook, _xlsx_text),
}
LIBRARIES = {"DOCX": "python-docx", "PPTX": "python-pptx", "XLSX": "openpyxl"}
