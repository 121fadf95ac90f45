"""Documents: where the lines of generated PDFs are found, what becomes of the real ones, the boxes of
real words read back by another reader, the cost of a page, and office documents beside their libraries.

Run as `python -m benchmarks.documents`. A line is located when its words stand unbroken in the canonical
text, and `boxes_of` their span gives one box, on its page, whose left and right edges are within 1 pt of
where the line was drawn and which covers its capitals from baseline to top but for 1 pt, without being
taller than 1.6 times its size. Letters of a slanted font lean past the edges a line was told: there the
edges may lie up to 0.16 of the size further out; the count without that allowance stands beside it.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2

from benchmarks import generated_pdfs, results
from benchmarks.data import arguments
from benchmarks.generated_pdfs import DrawnLine, Generated
from nutgraf import archive
from nutgraf.archive import crop, office, pdf
from nutgraf.archive.boxes import Box, boxes_of
from nutgraf.archive.model import Capture
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.rundown.work import in_a_child
from nutgraf.sources.model import Received

NOW = datetime(2026, 11, 1, 18, tzinfo=UTC)
SEED = 20261128
ROUNDS = 3
NEAR = 1.0
# What the makers of the collection found the PDFs to be: 35 open, five of them without text.
EXPECTED = {"read": 30, "pdf-no-text": 5, "pdf-password": 2, "pdf-broken": 1}
# pdfium marks a hyphen at a line's end; typographic marks are read as plain ones by the other.
_AS_READ = str.maketrans("\x02\ufffe–—‘’“”", "----''\"\"")


def main() -> None:
    results.commit()
    data = arguments("Documents.").parse_args().data
    figures: dict[str, Any] = {
        "generated": generated(list(generated_pdfs.documents(SEED, ROUNDS))),
        "office": office_documents(),
    }
    if (data / "pdf" / "files").is_dir():
        figures["real"] = real(sorted((data / "pdf" / "files").glob("*.pdf")))
    sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    results.keep("documents", figures, command="python -m benchmarks.documents")


def captured(data: bytes, media_type: str = "application/pdf") -> Capture | Refused:
    """A document as a run receives it: decoded in a child with limits."""
    received = Received(source="s", key="k", media_type=media_type, body=data, raw=sha256_hex(data))
    made = archive.canonical(received, decode=in_a_child)
    if isinstance(made, Refused):
        return made
    return archive.capture(received, made, owner="o", fetched_at=NOW)


def generated(made: list[Generated]) -> dict[str, Any]:
    """How many lines are located and how exactly, and what a page costs beside pdfium's own text."""
    wrong: Counter[str] = Counter()
    errors: list[float] = []
    strict = 0
    missed: list[str] = []
    lines = 0
    for one in made:
        capture = captured(one.data)
        for line in one.lines:
            lines += 1
            fault, error = (
                located(capture, line) if isinstance(capture, Capture) else ("refused", 0)
            )
            if fault:
                wrong[fault] += 1
                missed.append(f"{one.name}: {line.text[:40]!r} {fault} {error:.2f}")
            else:
                errors.append(error)
                strict += not located(capture, replace(line, lean=0.0))[0]
    pages = sum(one.pages for one in made)
    return {
        "documents": len(made), "pages": pages, "lines": lines, "located": len(errors),
        "percent": round(100 * len(errors) / lines, 2),
        "percent_without_allowance": round(100 * strict / lines, 2),
        "faults": dict(sorted(wrong.items())),
        "examples": missed[:8],
        "error_pt": {"median": round(statistics.median(errors), 3), "most": round(max(errors), 3)},
        "ms_a_page": cost([(one.data, one.pages) for one in made]),
    }  # fmt: skip


def located(capture: Capture, line: DrawnLine) -> tuple[str, float]:
    """What is wrong with the place of a line ("" for nothing), and how far it is off in points."""
    start = capture.text.find(line.text)
    if start < 0:
        return "words", 0.0
    boxes = boxes_of(capture, start, start + len(line.text))
    if len(boxes) != 1:
        return "boxes", float(len(boxes))
    page, (x0, y0, x1, y1) = boxes[0]
    if page != line.page:
        return "page", float(page)
    error = max(
        x0 - line.left, line.left - line.lean - x0,
        line.right - x1, x1 - line.lean - line.right,
        y0 - line.capitals, line.baseline - y1, (y1 - y0) - 1.6 * line.size, 0.0,
    )  # fmt: skip
    return ("" if error <= NEAR else "place", error)


def cost(documents: list[tuple[bytes, int]]) -> dict[str, float]:
    """Milliseconds a page, the least of three passes: of computing for ours and for pdfium's bare text
    of the same pages; by the clock for the way through the child to a capture."""
    pages = sum(count for _, count in documents)
    captured(documents[0][0])  # the child is there

    def ms(work: Callable[[bytes], object], clock: Callable[[], float]) -> float:
        passes = []
        for _ in range(3):
            began = clock()
            for data, _ in documents:
                work(data)
            passes.append(clock() - began)
        return round(1000 * min(passes) / pages, 2)

    ours, peer = ms(pdf.decode, time.process_time), ms(pdfium_text, time.process_time)
    child = ms(captured, time.perf_counter)
    return {
        "decode": ours, "in_child_to_capture": child, "pypdfium2_text": peer,
        "ratio_to_pypdfium2": round(ours / peer, 2),
    }  # fmt: skip


def pdfium_text(data: bytes) -> int:
    """The text of every page by pdfium alone, without order, words or boxes."""
    document = pypdfium2.PdfDocument(data)
    size = sum(len(page.get_textpage().get_text_range()) for page in document)
    document.close()
    return size


def real(files: list[Path]) -> dict[str, Any]:
    """Verdicts on the real files, and their words read back through their boxes."""
    verdicts: Counter[str] = Counter()
    looked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    least: dict[str, float] = {}
    costs: list[tuple[bytes, int]] = []
    drawn = 0
    for file in files:
        data = file.read_bytes()
        capture = captured(data)
        if isinstance(capture, Refused):
            verdicts[capture.rule] += 1
            continue
        verdicts["read"] += 1
        costs.append((data, len(pypdfium2.PdfDocument(data))))
        for kind, good, all_ in reread(data, capture):
            found[kind] += good
            looked[kind] += all_
            if kind == "words" and good < all_:
                least[file.name] = round(100 * good / all_, 2)
        drawn += picture(data, capture)
    return {
        "files": len(files),
        "verdicts": {name: verdicts.pop(name, 0) for name in EXPECTED} | dict(verdicts),
        "expected": EXPECTED,
        "pages": sum(pages for _, pages in costs),
        "words": looked["words"], "words_found": found["words"],
        "lines": looked["lines"], "lines_found": found["lines"],
        "percent_of_words": round(100 * found["words"] / looked["words"], 3),
        "percent_of_lines": round(100 * found["lines"] / looked["lines"], 3),
        "files_with_words_not_found": dict(sorted(least.items())),
        "pictures_drawn": drawn,
        "ms_a_page": cost(costs),
    }  # fmt: skip


def reread(data: bytes, capture: Capture) -> list[tuple[str, int, int]]:
    """How many words and lines pdfium finds in the boxes that our spans of them have."""
    document = pypdfium2.PdfDocument(data)
    sheets = []
    for page in document:
        # Boxes count in the part of the page that is shown; pdfium's text in the whole of it.
        left, bottom, right, top = page.get_bbox()
        sheets.append((page, page.get_textpage(), page.get_rotation(), (left, bottom, right, top)))

    def there(page: int, box: Box) -> str:
        _, text, turn, shown = sheets[page - 1]
        return plain(text.get_text_bounded(*_in_user_space(box, turn, shown)))

    out = []
    for kind, blocks in (("words", capture.layout.words), ("lines", capture.layout.blocks)):
        good = 0
        for block in blocks:
            boxes = boxes_of(capture, block.start, block.end)
            read = "".join(there(page, box) for page, box in boxes)
            words = [plain(word) for word in capture.text[block.start : block.end].split()]
            # Letters of a right-to-left word may come in either order.
            good += bool(boxes) and all(
                word in read or word[::-1] in read or not Counter(word) - Counter(read)
                for word in words
            )
        out.append((kind, good, len(blocks)))
    document.close()
    return out


def _in_user_space(box: Box, turn: int, shown: Box) -> Box:
    """A box from the top left of the page as shown as left, bottom, right, top of its own space."""
    left, bottom, right, top = shown
    x0, y0, x1, y1 = box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1
    if turn == 90:
        return left + y0, bottom + x0, left + y1, bottom + x1
    if turn == 180:
        return right - x1, bottom + y0, right - x0, bottom + y1
    if turn == 270:
        return right - y1, top - x1, right - y0, top - x0
    return left + x0, top - y1, left + x1, top - y0


def plain(text: str) -> str:
    """Letters and digits alone, compatibility forms opened, so that two readers can be compared."""
    opened = unicodedata.normalize("NFKC", text.translate(_AS_READ))
    return "".join(char for char in opened if char.isalnum())


def picture(data: bytes, capture: Capture) -> bool:
    """Whether the words in the middle of the text get a picture."""
    middle = capture.layout.blocks[len(capture.layout.blocks) // 2]
    boxes = boxes_of(capture, middle.start, middle.end)
    if not boxes:
        return False
    place = crop.Place(page=boxes[0][0], boxes=tuple(box for _, box in boxes[:1]))
    drawn = in_a_child(crop.DECODER, crop.request(data, place))
    return isinstance(drawn, bytes) and drawn.startswith(b"\x89PNG")


def office_documents() -> dict[str, Any]:
    """Office documents written by their usual libraries, read by us and by those same libraries."""
    try:
        from benchmarks import generated_office
    except ImportError:
        return {}
    out: dict[str, Any] = {}
    for name, (media_type, make, read) in generated_office.KINDS.items():
        data, said = make(SEED)
        capture = captured(data, media_type)
        assert isinstance(capture, Capture), capture
        text = capture.text.split("\n")
        ours = _least(lambda data=data: office.decode(data))
        theirs = _least(lambda data=data, read=read: read(data))
        out[name] = {
            "lines": len(said), "same": sum(a == b for a, b in zip(said, text, strict=False)),
            "bytes": len(data), "ours_ms": ours, "library_ms": theirs,
            "library": generated_office.LIBRARIES[name], "ratio": round(ours / theirs, 2),
        }  # fmt: skip
    return out


def _least(work: Callable[[], object]) -> float:
    passes = []
    for _ in range(3):
        began = time.process_time()
        work()
        passes.append(time.process_time() - began)
    return round(1000 * min(passes), 1)


def section(figures: dict[str, Any]) -> str:
    """The section of the measurements page."""
    from benchmarks.page import table

    made, costs = figures["generated"], figures["generated"]["ms_a_page"]
    faults = ", ".join(f"{count} by {kind}" for kind, count in made["faults"].items()) or "none"
    parts = [
        "## Documents\n\n"
        f"{made['documents']} PDFs made for this ({made['pages']} pages in one to three columns, "
        "tables, turned and cut pages): "
        f"{made['located']:,} of {made['lines']:,} lines located ({made['percent']}%) with an error of "
        f"1 pt at most (median {made['error_pt']['median']}, most {made['error_pt']['most']}; slanted letters "
        f"may lean 0.16 of their size past the line's edges, without that "
        f"{made['percent_without_allowance']}%); missed: {faults}.\n"
    ]
    rows = [("generated", *costs.values())]
    if "real" in figures:
        seen = figures["real"]
        verdicts = [
            (f"`{name}`", seen["expected"].get(name, 0), count)
            for name, count in seen["verdicts"].items()
        ]
        parts.append(
            f"\nThe {seen['files']} real PDFs:\n\n"
            + table(("verdict", "expected", "found"), verdicts)
            + f"\nIn the boxes of our spans another reader (pdfium) finds {seen['words_found']:,} of "
            f"{seen['words']:,} words ({seen['percent_of_words']}%) and {seen['lines_found']:,} of "
            f"{seen['lines']:,} whole lines ({seen['percent_of_lines']}%); {seen['pictures_drawn']} of "
            f"{seen['verdicts']['read']} got a picture of words in their middle.\n"
        )
        rows.append(("real", *seen["ms_a_page"].values()))
    parts.append(
        "\nMilliseconds a page, without OCR, beside the bare text of pdfium in the same run:\n\n"
        + table(("PDFs", "decoded", "in the child, to a capture", "pdfium's text", "ratio"), rows)
    )
    if figures.get("office"):
        parts.append(
            "\nOffice documents written by their usual libraries:\n\n"
            + table(
                ("kind", "lines", "the same", "ours, ms", "library", "library, ms", "ratio"),
                [
                    (
                        name,
                        one["lines"],
                        one["same"],
                        one["ours_ms"],
                        one["library"],
                        one["library_ms"],
                        one["ratio"],
                    )
                    for name, one in figures["office"].items()
                ],
            )
        )
    return "".join(parts)


if __name__ == "__main__":
    main()
