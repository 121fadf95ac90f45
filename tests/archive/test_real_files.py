"""The archive on real pages and PDFs, as far as they are beside the repository."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from nutgraf import archive
from nutgraf.archive.canonical_text import text_of
from nutgraf.archive.hidden import Hidden
from nutgraf.archive.html import _parse
from nutgraf.archive.visible import visible
from nutgraf.errors import Refused
from nutgraf.ids import text_sha256
from nutgraf.rundown.work import in_a_child
from tests.archive.samples import item, read

WITHOUT_TEXT = {
    "docling__ocr_test.pdf", "docling__ocr_test_rotated_90.pdf",
    "docling__sample_with_rotation_mismatch.pdf", "sample-files__cmyk-image.pdf",
    "sample-files__grayscale-image.pdf",
}  # fmt: skip
# pdfium marks a hyphen at a line's end; liteparse reads typographic marks as plain ones.
AS_READ = str.maketrans("\x02–‘’“”", "--''\"\"")
LOCKED = {"docling__2206.01062_pg3.pdf", "sample-files__libreoffice-writer-password.pdf"}
BROKEN = {"sample-files__unreadablemetadata.pdf"}


def pages(shared_data: Path) -> list[Path]:
    return sorted((shared_data / "html").rglob("html/*.html.gz")) + sorted(
        (shared_data / "html").rglob("source.html.gz")
    )


def test_every_real_page_is_read_and_every_block_finds_its_words(shared_data: Path) -> None:
    files = pages(shared_data)
    assert len(files) == 323
    refused = []
    for file in files[::5]:
        received = item(gzip.decompress(file.read_bytes()))
        made = archive.canonical(received)
        if isinstance(made, Refused):
            refused.append((file.name, made.rule))
            continue
        root = _parse(text_of(received))
        hidden = Hidden(root)
        page = visible(root, hidden)
        assert made.layout.visible_sha256 == text_sha256(page.text)
        for block in made.layout.blocks:
            words = made.text[block.start : block.end]
            assert words.strip() and block.path
            assert page.text[block.visible : block.visible + len(words)] == words
            [element] = root.xpath(block.path)
            assert words in visible(element, hidden).text
        for link in made.links:
            shown = " ".join(made.text[link.at : link.at + 2 * len(link.words) + 20].split())
            assert shown.startswith(link.words[:40])
    assert refused == []


def test_a_page_of_another_charset_than_it_says_is_read(shared_data: Path) -> None:
    file = shared_data / "html" / "readability-pages" / "lwn-1" / "source.html.gz"
    data = gzip.decompress(file.read_bytes())
    assert read(data).text == read(data, charset="no-such-charset").text


def test_real_pdfs_open_or_are_refused_clearly(shared_data: Path) -> None:
    verdicts: dict[str, set[str]] = {}
    texts = 0
    for file in sorted((shared_data / "pdf" / "files").glob("*.pdf")):
        made = archive.canonical(item(file.read_bytes(), "application/pdf"), decode=in_a_child)
        if isinstance(made, Refused):
            verdicts.setdefault(made.rule, set()).add(file.name)
            continue
        texts += 1
        for place in (*made.layout.blocks, *made.layout.words):
            assert made.text[place.start : place.end].strip()
            assert place.page and place.box
    assert verdicts == {
        "pdf-no-text": WITHOUT_TEXT, "pdf-password": LOCKED, "pdf-broken": BROKEN,
    }  # fmt: skip
    assert texts == 30


def test_boxes_find_their_words_by_another_reader(shared_data: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    found = looked = 0
    for name in ("wcep-mds-dataset__acl20-paper", "docling__amt_handbook_sample"):
        data = (shared_data / "pdf" / "files" / f"{name}.pdf").read_bytes()
        made = read(data, "application/pdf")
        opened = pdfium.PdfDocument(data)
        sheets = [(sheet.get_height(), sheet.get_textpage()) for sheet in opened]
        for word in made.layout.words[::7]:
            height, text = sheets[word.page - 1]
            x0, y0, x1, y1 = word.box
            there = text.get_text_bounded(x0 - 1, height - y1 - 1, x1 + 1, height - y0 + 1)
            looked += 1
            found += made.text[word.start : word.end].strip(".,;:()") in there.translate(AS_READ)
        for _, text in sheets:
            text.close()
        opened.close()
    assert looked > 700
    assert found == looked


def test_columns_of_a_real_paper_are_kept_apart(shared_data: Path) -> None:
    data = (shared_data / "pdf" / "files" / "wcep-mds-dataset__acl20-paper.pdf").read_bytes()
    text = read(data, "application/pdf").text
    for words in (
        "We provide a quantitative analysis of the dataset and empirical results for several",
        "This includes news event detection, news article search, and timeline generation.",
        "each cluster contains only 2.3 source documents on aver- age.",
    ):
        assert words in text
