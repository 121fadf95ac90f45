"""From a span to its place in a document or talk, and to the picture of it on its page."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from nutgraf.archive.crop import png
from nutgraf.archive.model import Capture
from nutgraf.errors import Refused, UsageError
from nutgraf.newsroom.crop import crop_of, save_crop
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.newsroom.trace import where_span
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import at
from tests.archive.ooxml import docx, paragraph, pptx, slide, xlsx
from tests.archive.test_pdf import LEFT, RIGHT, two_columns
from tests.archive.test_transcripts import LINES
from tests.cli.conftest import nutgraf  # noqa: F401 - a fixture

FILES = {
    "paper.pdf": two_columns(),
    "minutes.docx": docx(
        paragraph("The council met.") + paragraph("It voted 9 to 4 for the pump.")
    ),
    "talk.pptx": pptx([slide("The plan"), slide("The pump costs 90,000 euros.")]),
    "prices.xlsx": xlsx(
        {"Prices": '<row r="7"><c t="str"><v>Pump</v></c><c><v>90000</v></c></row>'}
    ),
    "talk.txt": LINES.encode(),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    make_desk(folder)
    (folder / "papers").mkdir()
    for name, data in FILES.items():
        (folder / "papers" / name).write_bytes(data)
    (folder / "sources.toml").write_text(
        '[[source]]\nid = "p"\nname = "Papers"\nkind = "folder"\naddress = "papers"\nowner = "Papers"\n'
    )
    with open_desk(folder) as opened:
        run_desk(opened, runner=Inline(), progress=Silent(), now=at("2026-04-03T18:00:00Z"))
        yield opened


def span_of(desk: Desk, words: str) -> tuple[Capture, str]:
    """The capture that has these words, and their span."""
    names = [
        name for digit in "0123456789abcdef" for name in desk.store.captures.starting_with(digit)
    ]
    for capture in desk.store.captures.get(names):
        start = capture.text.find(words)
        if start >= 0:
            return capture, f"{capture.id}:{start}-{start + len(words)}"
    raise AssertionError(words)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("9 to 4", ("paragraph 2",)), ("90,000 euros", ("slide 2",)), ("Pump\t90000", ("sheet Prices, row 7",)),
        ("scored 91.5", ("00:12:34-01:00:02 Bo",)),
    ],
)  # fmt: skip
def test_where_says_the_place(desk: Desk, words: str, place: tuple[str, ...]) -> None:
    found = where_span(desk, span_of(desk, words)[1])
    assert found.quote == words
    assert found.place == place


def test_where_gives_a_box_a_line_of_a_pdf(desk: Desk) -> None:
    words = f"{LEFT[-1].split()[-1]}\n{' '.join(RIGHT[0].split()[:3])}"
    capture, span = span_of(desk, words)
    first, second = where_span(desk, span).place
    assert first.startswith("page 1 box ") and second.startswith("page 1 box ")
    lower, upper = (
        list(map(float, place.split("box ")[1].split(","))) for place in (first, second)
    )
    assert lower[0] < 300 < 319 < upper[0] and lower[1] > upper[3]
    assert capture.media_type == "application/pdf"


def pixels(picture: bytes) -> tuple[int, int, bytes]:
    """Width, height and pixels of a PNG of ours."""
    width, height = struct.unpack(">II", picture[16:24])
    size = struct.unpack(">I", picture[33:37])[0]
    flat = zlib.decompress(picture[41 : 41 + size])
    rows = [flat[n * (width * 3 + 1) + 1 : (n + 1) * (width * 3 + 1)] for n in range(height)]
    return width, height, b"".join(rows)


def test_the_picture_marks_the_words_and_nothing_else(desk: Desk) -> None:
    words = "must not be mixed"
    picture = crop_of(desk, span_of(desk, words)[1])
    assert isinstance(picture, bytes)
    width, height, flat = pixels(picture)
    colours = [flat[n : n + 3] for n in range(0, len(flat), 3)]
    marked = [n for n, (red, green, blue) in enumerate(colours) if blue < red * 0.6 and green > 150]
    left, right = min(n % width for n in marked), max(n % width for n in marked)
    top, bottom = min(n // width for n in marked), max(n // width for n in marked)
    # Ten points high at two pixels a point, about 76 points wide: one line of one column.
    assert 140 < right - left < 180 and 18 < bottom - top < 36
    dark = [n for n, colour in enumerate(colours) if sum(colour) < 200]
    inside = [n for n in dark if left < n % width < right and top < n // width < bottom]
    assert len(inside) > 200  # letters stand under the mark
    assert len(dark) > 2 * len(inside)  # and around it is more of the page
    assert height < 250


def test_the_picture_is_a_file(desk: Desk, tmp_path: Path) -> None:
    span = span_of(desk, "must not be mixed")[1]
    assert save_crop(desk, span, tmp_path / "a.png") == ()
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG\r\n")
    with pytest.raises(UsageError):
        save_crop(desk, span, tmp_path / "no" / "a.png")


def test_words_without_a_page_have_no_picture(desk: Desk, tmp_path: Path) -> None:
    refused = crop_of(desk, span_of(desk, "9 to 4")[1])
    assert isinstance(refused, Refused) and refused.rule == "picture-no-page"
    assert refused.happened.endswith(".") and refused.next_step.endswith(".")
    assert not (tmp_path / "a.png").exists()


def test_the_command_writes_it(desk: Desk, tmp_path: Path, nutgraf) -> None:  # noqa: F811
    span = span_of(desk, "must not be mixed")[1]
    answer = nutgraf("where", span, "--picture", tmp_path / "b.png", "--desk", desk.folder)
    assert answer.code == 0 and "page 1 box" in answer.out
    assert (tmp_path / "b.png").read_bytes() == crop_of(desk, span)
    answer = nutgraf("where", span_of(desk, "9 to 4")[1], "--picture", tmp_path / "c.png",
                     "--desk", desk.folder, "--json")  # fmt: skip
    assert answer.code == 3 and json.loads(answer.out)["place"] == ["paragraph 2"]
    assert "no page of a PDF" in answer.err and not (tmp_path / "c.png").exists()


def test_the_same_picture_every_time(desk: Desk) -> None:
    span = span_of(desk, "must not be mixed")[1]
    assert crop_of(desk, span) == crop_of(desk, span)
    assert png([b"\x00" * 6], 2).endswith(b"IEND\xaeB`\x82")
