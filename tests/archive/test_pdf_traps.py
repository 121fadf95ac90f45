"""PDFs made to trap a reader: the process that asks survives, each ends in time, each gets a verdict."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from nutgraf import archive
from nutgraf.archive import crop, pdf
from nutgraf.archive.boxes import boxes_of
from nutgraf.errors import Refused
from nutgraf.rundown.work import in_a_child
from tests.archive.crafted_pdfs import crafted, mutated
from tests.archive.samples import NOW, item
from tests.archive.test_pdf import two_columns

pytestmark = pytest.mark.threat("P4")


CRAFTED = crafted()
# The child is ended after 30 seconds; a little for starting it.
LONGEST = 30 + 5
# What each trap must come to where a reader might be led to tell more than is there.
MUST = {
    "a header and nothing": {"pdf-broken"}, "no end": {"pdf-broken"},
    "20,000 times the same page": {"pdf-broken", "pdf-memory", "pdf-cpu", "pdf-time", "read"},
    "locked by a version that is none": {"pdf-password", "pdf-broken"},
    "a file within": {"read"}, "a script when opened": {"read"}, "a program when opened": {"read"},
    "an address when opened": {"read"}, "a form in XML with an entity": {"read"},
}  # fmt: skip


def verdict(data: bytes) -> tuple[str, str, float]:
    """`read` or the rule it was refused by, the text, and the seconds it took."""
    began = time.monotonic()
    made = archive.canonical(item(data, "application/pdf"), decode=in_a_child)
    seconds = time.monotonic() - began
    if isinstance(made, Refused):
        assert made.happened.endswith(".") and made.next_step.endswith(".")
        return made.rule, "", seconds
    for place in (*made.layout.blocks, *made.layout.words):
        assert made.text[place.start : place.end].strip() and place.page and place.box
    return "read", made.text, seconds


def test_there_are_sixty() -> None:
    assert len(CRAFTED) == 60
    assert crafted() == CRAFTED


@pytest.mark.parametrize("name", CRAFTED)
def test_a_trap_ends_with_a_verdict(name: str) -> None:
    rule, text, seconds = verdict(CRAFTED[name])
    assert rule == "read" or rule.startswith("pdf-")
    assert rule in MUST.get(name, {rule})
    assert seconds < LONGEST
    assert "root:" not in text and "MZ" not in text


@pytest.mark.parametrize("seed", range(60))
def test_a_mutated_file_ends_with_a_verdict(seed: int) -> None:
    rule, _, seconds = verdict(mutated(two_columns(), seed))
    assert rule == "read" or rule.startswith("pdf-")
    assert seconds < LONGEST


@pytest.mark.slow
def test_500_mutations_of_real_files_end_with_a_verdict(shared_data: Path) -> None:
    files = sorted((shared_data / "pdf" / "files").glob("*.pdf"))
    for seed in range(500):
        rule, _, seconds = verdict(mutated(files[seed % len(files)].read_bytes(), seed))
        assert rule == "read" or rule.startswith("pdf-"), (files[seed % len(files)].name, seed)
        assert seconds < LONGEST, (files[seed % len(files)].name, seed)


@pytest.mark.parametrize("name", sorted(CRAFTED)[::4])
def test_a_picture_of_a_trap_is_small_or_none(name: str) -> None:
    place = crop.Place(page=1, boxes=((20.0, 80.0, 250.0, 110.0),), scale=1e9)
    drawn = in_a_child(crop.DECODER, crop.request(CRAFTED[name], place))
    assert not isinstance(drawn, bytes) or len(drawn) < 13_000_000


def test_what_was_read_has_a_place_on_its_page() -> None:
    made = archive.canonical(item(CRAFTED["two files in one"], "application/pdf"))
    assert isinstance(made, archive.Canonical)
    capture = archive.capture(item(b"", "application/pdf"), made, owner="o", fetched_at=NOW)
    assert made.text == "A line of words that says a thing."
    ((page, box),) = boxes_of(capture, 2, 6)
    assert page == 1 and 30 < box[0] < 60 and 85 < box[1] < box[3] < 105


assert pdf.DECODER.cpu_seconds <= 30
