"""Boxes of spans, words of lines that run from right to left, and formulas as their signs."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from nutgraf import archive
from nutgraf.archive.boxes import boxes_of
from nutgraf.archive.model import Block, Capture, Layout
from nutgraf.archive.pdf import _is_formula
from nutgraf.archive.pdf_layout import Piece, Word, document
from nutgraf.archive.pdf_signs import Signs
from nutgraf.archive.version import VERSION
from tests.archive.samples import NOW, item, read
from tests.archive.test_pdf import LEFT, RIGHT, two_columns


def captured(data: bytes) -> Capture:
    received = item(data, "application/pdf")
    made = archive.canonical(received)
    assert isinstance(made, archive.Canonical)
    return archive.capture(received, made, owner="o", fetched_at=NOW)


def laid_out(text: str, blocks: list[Block], words: list[Block]) -> Capture:
    capture = captured(two_columns())
    return replace(capture, text=text, layout=Layout(blocks=tuple(blocks), words=tuple(words)))


def test_a_span_over_two_lines_and_two_columns_has_a_box_each() -> None:
    capture = captured(two_columns())
    start = capture.text.index(LEFT[3]) + 9
    end = capture.text.index(RIGHT[0]) + 9
    boxes = boxes_of(capture, start, end)
    assert [page for page, _ in boxes] == [1, 1, 1]
    (_, first), (_, second), (_, third) = boxes
    assert first[0] > second[0] >= 71 and first[3] <= second[1] + 2
    assert third[0] > 319 and third[1] < first[1]


def test_words_of_a_line_share_a_box_unless_others_stand_between() -> None:
    line = Block(start=0, end=11, page=1, box=(0, 0, 110, 10))
    words = [
        Block(start=n, end=n + 3, page=1, box=(10.0 * n, 0, 10.0 * n + 30, 10)) for n in (0, 4, 8)
    ]
    capture = laid_out("one two six", [line], words)
    assert boxes_of(capture, 0, 11) == ((1, (0.0, 0, 110.0, 10)),)
    assert boxes_of(capture, 5, 6) == ((1, (40.0, 0, 70.0, 10)),)
    drawn = [
        replace(words[0], box=(80.0, 0, 110.0, 10)),
        words[1],
        replace(words[2], box=(0.0, 0, 30.0, 10)),
    ]
    mixed = laid_out(
        "one two six",
        [line],
        [
            drawn[0],
            replace(drawn[1], box=(0.0, 0, 30.0, 10)),
            replace(drawn[2], box=(40.0, 0, 70.0, 10)),
        ],
    )
    assert boxes_of(mixed, 0, 7) == ((1, (80.0, 0, 110.0, 10)), (1, (0.0, 0, 30.0, 10)))


def test_words_without_a_place_have_that_of_their_line_and_no_page_has_none() -> None:
    line = Block(start=0, end=5, page=2, box=(1, 2, 3, 4))
    assert boxes_of(laid_out("words", [line], []), 1, 2) == ((2, (1, 2, 3, 4)),)
    assert boxes_of(laid_out("words", [Block(start=0, end=5, line=1)], []), 0, 5) == ()
    assert boxes_of(laid_out("words", [line], []), 5, 5) == ()


@settings(deadline=None)
@given(st.data())
def test_every_box_of_a_span_lies_in_the_lines_it_touches(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(WHOLE.text) - 1))
    end = data.draw(st.integers(start + 1, len(WHOLE.text)))
    lines = [b for b in WHOLE.layout.blocks if b.start < end and start < b.end]
    boxes = boxes_of(WHOLE, start, end)
    assert len(boxes) == len(lines) or any(
        not any(
            w.start < end and start < w.end
            for w in WHOLE.layout.words
            if line.start <= w.start < line.end
        )
        for line in lines
    )
    for page, box in boxes:
        assert any(
            line.page == page and line.box and line.box[0] - 0.1 <= box[0] and box[2] <= line.box[2] + 0.1
            and line.box[1] - 0.1 <= box[1] and box[3] <= line.box[3] + 0.1
            for line in lines
        )  # fmt: skip


WHOLE = captured(two_columns())


def drawn(text: str, *words: tuple[str, float]) -> Piece:
    """A piece with its words in the order they are drawn."""
    made = tuple(Word(text=word, box=(x, 0.0, x + 8.0, 10.0)) for word, x in words)
    return Piece(text=text, box=(0.0, 0.0, 100.0, 10.0), words=made)


def places(piece: Piece) -> dict[float, str]:
    text, layout = document([(1, [piece])])
    return {word.box[0]: text[word.start : word.end] for word in layout.words if word.box}


def test_words_drawn_from_the_left_of_a_line_read_from_the_right() -> None:
    text = "منها من البيانات من"
    piece = drawn(text, ("من", 0.0), ("البيانات", 20.0), ("من", 40.0), ("منها", 60.0))
    _, layout = document([(1, [piece])])
    assert [(word.box[0], word.start) for word in layout.words if word.box] == [
        (60.0, 0), (40.0, 5), (20.0, 8), (0.0, 17),
    ]  # fmt: skip


def test_a_line_of_two_scripts_gives_whole_words_before_parts() -> None:
    found = places(drawn("R وPython R", ("R", 0.0), ("Python", 40.0), ("و", 30.0), ("R", 90.0)))
    assert found == {0.0: "R", 40.0: "Python", 30.0: "و", 90.0: "R"}


def test_a_formula_is_known_by_what_no_word_has() -> None:
    words = (Word(text="Cost", box=(0, 0, 1, 1)), Word(text="$5", box=(0, 0, 1, 1)), Word(text="$6", box=(0, 0, 1, 1)))  # fmt: skip
    assert not _is_formula("Cost $5 $6", words)
    assert not _is_formula("Cost $5", words[:2])
    assert _is_formula("Cost $\\frac{5}{6}$", words[:1])


def test_the_signs_of_a_fraction_stand_above_and_below_its_line() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 300), invariant=1)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(50, 200, "Rate =")
    canvas.drawString(90, 206, "1")
    canvas.drawString(90, 194, "|S|")
    canvas.drawString(50, 150, "another line")
    canvas.setPageRotation(0)
    canvas.save()
    with Signs(out.getvalue()) as signs:
        found = signs.within(1, (50.0, 92.0, 110.0, 102.0), [])
        assert [word.text for word in found] == ["Rate", "=", "1", "|S|"]
        assert found[0].box[0] == pytest.approx(50.8, abs=0.5)
        assert (
            signs.within(1, (50.0, 92.0, 110.0, 102.0), [(88.0, 85.0, 110.0, 95.0)])[-1].text
            == "|S|"
        )
        assert signs.within(7, (0, 0, 9, 9), []) == ()


def test_no_page_of_a_real_paper_holds_tex(shared_data: Path) -> None:
    data = (shared_data / "pdf" / "files" / "wcep-mds-dataset__acl20-paper.pdf").read_bytes()
    text = read(data, "application/pdf").text
    assert "Coverage(A, S) = 1 |S|" in text
    assert "\\frac" not in text and "$" not in text


def test_pages_beyond_the_most_are_counted() -> None:
    from tests.archive.crafted_pdfs import crafted

    made = read(crafted()["20,000 times the same page"], "application/pdf")
    assert made.dropped == (("pages that were not read", 18_000),)
    assert made.layout.blocks[-1].page == 2_000


def test_what_a_model_heard_is_not_read_again_to_prove_it() -> None:
    assert "audio/1" in VERSION.split()
    assert "audio/1-tiny.en" not in VERSION.split()
