"""PDFs: reading order, places, refusals, and the child they are decoded in."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from nutgraf import archive
from nutgraf.archive import pdf, pdf_fallback
from nutgraf.archive.decoding import Decoder
from nutgraf.archive.pdf import decode, pdf_date
from nutgraf.archive.pdf_layout import Piece, Word, document
from nutgraf.errors import Refused
from nutgraf.runners.child import Child, ChildFailure
from tests.archive.samples import item, read, refused

LEFT = ["The left column begins here and", "goes on for some lines so that", "nobody can take it for a cell of",
        "a table, and then it ends with a", "last line of quite common words."]  # fmt: skip
RIGHT = ["The right column is another text", "that must not be mixed with the", "one beside it, whatever order the",
         "file draws its lines in, and so it", "ends with its own last line here."]  # fmt: skip


def two_columns(**settings: object) -> bytes:
    """A page with a title over two columns, lines drawn alternately."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1, **settings)
    canvas.setTitle("Two columns")
    canvas.setAuthor("Ada Byron")
    canvas.setFont("Helvetica", 18)
    canvas.drawString(72, 770, "A title that crosses the gutter of the page from end to end")
    canvas.setFont("Helvetica", 10)
    for index, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        canvas.drawString(72, 720 - 12 * index, left)
        canvas.drawString(320, 720 - 12 * index, right)
    canvas.showPage()
    canvas.drawString(72, 770, "The second page.")
    canvas.save()
    return out.getvalue()


def blank() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.rect(72, 72, 200, 200)
    canvas.save()
    return out.getvalue()


def test_columns_are_read_one_after_the_other() -> None:
    made = read(two_columns(), "application/pdf")
    assert made.text.split("\n") == [
        "A title that crosses the gutter of the page from end to end",
        " ".join(LEFT), " ".join(RIGHT), "The second page.",
    ]  # fmt: skip
    assert (made.found.title, made.found.author) == ("Two columns", "Ada Byron")
    assert made.canonicaliser == "pdf/2"


def test_lines_and_words_have_page_and_box() -> None:
    made = read(two_columns(), "application/pdf")
    lines = {made.text[block.start : block.end]: block for block in made.layout.blocks}
    assert [lines[line].page for line in (*LEFT, *RIGHT)] == [1] * 10
    assert lines["The second page."].page == 2
    x0, y0, x1, y1 = lines[RIGHT[1]].box or (0, 0, 0, 0)
    assert 319 < x0 < 322 and 842 - 720 < y1 < 842 - 700 and x1 > x0 and y1 > y0
    words = [made.text[word.start : word.end] for word in made.layout.words]
    assert words == made.text.split()
    assert all(word.page and word.box for word in made.layout.words)


def test_a_locked_pdf_is_refused_with_what_to_do() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    refusal = refused(two_columns(encrypt=StandardEncryption("secret")), "application/pdf")
    assert refusal.rule == "pdf-password"
    assert "password" in refusal.happened and "without the password" in refusal.next_step


@pytest.mark.parametrize(
    "data", [b"", b"no PDF at all", b"%PDF-1.7\n", two_columns()[:400], b"%PDF-1.4" + b"\xff" * 900]
)
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    assert refused(data, "application/pdf").rule == "pdf-broken"


def test_pages_without_text_say_that_ocr_is_off() -> None:
    refusal = refused(blank(), "application/pdf")
    assert refusal.rule == "pdf-no-text"
    assert "OCR" in refusal.happened


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_damaged_pdf_gives_text_or_a_refusal(data: st.DataObject) -> None:
    whole = bytearray(two_columns())
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    made = archive.canonical(item(bytes(whole), "application/pdf"), decode=there)
    if isinstance(made, Refused):
        assert made.rule.startswith("pdf-")
    else:
        assert made.text.strip()


CHILD = Child(
    pdf.DECODER.target, memory=pdf.DECODER.memory, cpu_seconds=pdf.DECODER.cpu_seconds,
    wall_seconds=pdf.DECODER.wall_seconds,
)  # fmt: skip


def there(_: Decoder, data: bytes) -> bytes | ChildFailure:
    return CHILD.run(data)


@pytest.fixture(scope="module", autouse=True)
def _close() -> object:
    yield
    CHILD.close()


def test_the_child_gives_the_same_bytes() -> None:
    assert CHILD.run(two_columns()) == decode(two_columns())
    here = archive.canonical(item(two_columns(), "application/pdf"))
    away = archive.canonical(item(two_columns(), "application/pdf"), decode=there)
    assert here == away


@pytest.mark.parametrize("kind", ["memory", "cpu", "time", "crash"])
def test_a_child_that_failed_is_a_refusal(kind: str) -> None:
    failure = ChildFailure(kind=kind, message="It did.")
    made = archive.canonical(item(b"x", "application/pdf"), decode=lambda *_: failure)
    assert isinstance(made, Refused)
    assert made.rule == f"pdf-{kind}"


def test_an_answer_that_is_no_answer_is_a_refusal() -> None:
    made = archive.canonical(item(b"x", "application/pdf"), decode=lambda *_: b"{oops")
    assert isinstance(made, Refused) and made.rule == "pdf-crash"
    assert msgspec.json.decode(decode(b"x"))["refused"] == "pdf-broken"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("D:20260401093000+02'00'", datetime(2026, 4, 1, 7, 30, tzinfo=UTC)),
        ("D:20260401093000Z", datetime(2026, 4, 1, 9, 30, tzinfo=UTC)),
        ("D:20260401093000-05'30'", datetime(2026, 4, 1, 15, 0, tzinfo=UTC)),
        ("20260401", datetime(2026, 4, 1, 12, tzinfo=UTC)),
        ("D:20261301", None),
        ("D:00010101000000", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_pdf_dates(text: str, expected: datetime | None) -> None:
    assert pdf_date(text) == expected


def piece(text: str, x: float, y: float, size: float = 10.0) -> Piece:
    """A run of words at a place, half as wide as high for each letter."""
    words = []
    at = x
    for word in text.split():
        width = len(word) * size / 2
        words.append(Word(text=word, box=(at, y, at + width, y + size)))
        at += width + size / 2
    return Piece(text=text, box=(x, y, at - size / 2, y + size), words=tuple(words))


def test_a_bullet_a_gap_and_a_bigger_line_begin_paragraphs() -> None:
    pieces = [
        piece("A heading", 72, 50, 16), piece("Words of a paragraph that go on", 72, 80),
        piece("over the end of the line.", 72, 92), piece("After a gap.", 72, 130),
        piece("• one thing", 72, 142), piece("• another thing", 72, 154),
    ]  # fmt: skip
    text, _ = document([(1, pieces)])
    assert text.split("\n") == [
        "A heading", "Words of a paragraph that go on over the end of the line.", "After a gap.",
        "• one thing", "• another thing",
    ]  # fmt: skip


def test_cells_of_a_table_are_read_by_row() -> None:
    rows = [("Model", "Score"), ("Alpha", "91.5"), ("Beta", "88.0"), ("Gamma", "70.2")]
    pieces = [
        piece(cell, 72 + 200 * column, 50 + 14 * row)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]
    text, _ = document([(1, pieces)])
    assert text.replace("\n", " ") == "Model Score Alpha 91.5 Beta 88.0 Gamma 70.2"


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text("abc ", min_size=1).filter(str.strip), st.floats(0, 500), st.floats(0, 700)
        ),
        max_size=30,
    )
)
def test_no_word_is_lost_or_made_whatever_the_page(places: list[tuple[str, float, float]]) -> None:
    pieces = [piece(" ".join(text.split()), x, y) for text, x, y in places]
    text, layout = document([(1, pieces)])
    assert sorted("".join(text.split())) == sorted("".join(p.text for p in pieces).replace(" ", ""))
    for block in (*layout.blocks, *layout.words):
        assert text[block.start : block.end].strip()
    assert len(layout.words) == sum(len(p.words) for p in pieces)


def test_the_second_reader_reads_the_same_lines() -> None:
    text, layout = document(pdf_fallback.pages(two_columns()))
    assert text == read(two_columns(), "application/pdf").text
    assert layout.blocks[-1].page == 2


def test_a_heading_in_another_font_and_a_wider_step_begin_paragraphs() -> None:
    body = ["The first line of a paragraph that is", "followed by others at the same step,",
            "which is how the step becomes known,", "and by a last one that is quite full."]  # fmt: skip
    pieces = [replace(piece(line, 72, 50 + 12 * at), font="R") for at, line in enumerate(body)]
    pieces += [
        replace(piece("A heading", 72, 98), font="B"),
        replace(piece("Then words.", 72, 110), font="R"),
    ]
    pieces += [replace(piece("after a wider step.", 72, 126), font="R")]
    text, _ = document([(1, pieces)])
    assert text.split("\n") == [" ".join(body), "A heading", "Then words.", "after a wider step."]
