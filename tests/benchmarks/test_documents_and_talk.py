"""The measure of documents and talk is what it says it is, and their sections print what was measured."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT))

from benchmarks import documents, generated_pdfs, talk  # noqa: E402
from benchmarks.generated_pdfs import DrawnLine, Generated  # noqa: E402
from nutgraf.archive.model import Capture  # noqa: E402

NAMES = ("two columns, A4 (0)", "table, turned 90 (0)", "one column, cut and turned (0)", "three columns, landscape (0)")  # fmt: skip


@pytest.fixture(scope="module")
def made() -> list[Generated]:
    return [one for one in generated_pdfs.documents(documents.SEED) if one.name in NAMES]


def test_the_same_seed_draws_the_same_files(made: list[Generated]) -> None:
    again = [one for one in generated_pdfs.documents(documents.SEED) if one.name in NAMES]
    assert again == made and len(made) == 4


def test_nearly_every_line_is_located(made: list[Generated]) -> None:
    lines = located = 0
    for one in made:
        capture = documents.captured(one.data)
        assert isinstance(capture, Capture)
        for line in one.lines:
            lines += 1
            located += not documents.located(capture, line)[0]
    assert lines > 600 and located >= 0.995 * lines


def test_a_line_that_stands_elsewhere_is_not_located(made: list[Generated]) -> None:
    capture = documents.captured(made[0].data)
    assert isinstance(capture, Capture)
    line = made[0].lines[5]
    assert documents.located(capture, line) == ("", pytest.approx(0, abs=1))

    def fault(**moved: object) -> str:
        wrong: DrawnLine = replace(line, **moved)
        return documents.located(capture, wrong)[0]

    assert fault(left=line.left + 1.2) == fault(right=line.right - 3) == "place"
    assert fault(baseline=line.baseline + 6, capitals=line.capitals + 6) == "place"
    assert fault(page=2) == "page" and fault(text="Line of no such words") == "words"


@pytest.mark.parametrize(
    ("true", "heard", "errors"),
    [("a b c", "a b c", 0), ("a b c", "a x c", 1), ("a b c", "", 3), ("", "a", 1), ("a b c d", "b c d e", 2)],
)  # fmt: skip
def test_word_errors(true: str, heard: str, errors: int) -> None:
    assert talk.distance(true.split(), heard.split()) == errors


def test_words_are_compared_without_marks() -> None:
    assert talk.plain("Mr. Dashwood's, well-known!") == ["mister", "dashwoods", "well", "known"]


def test_the_sections_print_what_was_measured() -> None:
    costs = {
        "decode": 7.1,
        "in_child_to_capture": 9.2,
        "pypdfium2_text": 1.1,
        "ratio_to_pypdfium2": 6.5,
    }
    page = documents.section(
        {
            "generated": {
                "documents": 3, "pages": 4, "lines": 1000, "located": 999, "percent": 99.9,
                "percent_without_allowance": 97.0, "faults": {"place": 1}, "examples": [],
                "error_pt": {"median": 0.01, "most": 0.9}, "ms_a_page": costs,
            },
            "office": {"DOCX": {"lines": 5, "same": 4, "bytes": 9, "ours_ms": 1.0, "library_ms": 2.0,
                                "library": "python-docx", "ratio": 0.5}},
        }
    )  # fmt: skip
    assert "999 of 1,000 lines located (99.9%)" in page and "1 by place" in page
    assert "| DOCX | 5 | 4 |" in page and "| generated | 7.1 |" in page and "real PDFs:" not in page
    page = talk.section(
        {
            "clips": 2, "verdicts": {"a": "heard", "b": "audio-no-words"}, "with_transcript": 1, "words": 10,
            "errors": 1, "word_error_percent": 10.0, "seconds_of_sound": 3.0, "times_real_time": 9.0,
            "peer_errors": 2, "peer_word_error_percent": 20.0, "peer_times_real_time": 8.0,
            "times": {"seconds": 400, "clips_in_it": 75, "clips_found_in_time": 74, "word_error_percent": 2.0,
                      "times_in_order": 9, "times": 10, "times_real_time": 9.5},
        }
    )  # fmt: skip
    assert "refused: b (`audio-no-words`)" in page and "74 of 75 clips" in page
