"""How many stories find the section we would print them in: python -m benchmarks.sections

Two labelled sets: short stories of ours (tests/editions/labelled_sections.txt) and captures of the
ainews stream (section_labels.json, skipped where the data is absent). Odd rows were looked at when
lists were mended; even rows are only counted. Beside ours: the word lists we began with, scored as
they were then, and each kind of evidence alone.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.data import arguments
from nutgraf.editions.options import EditionOptions
from nutgraf.editions.sections import assign
from nutgraf.text import fold
from nutgraf.writing.terms import stems

ROOT = Path(__file__).resolve().parents[1]
OURS = ROOT / "tests" / "editions" / "labelled_sections.txt"
LABELS = Path(__file__).with_name("section_labels.json")
_OPENING = 40
Row = tuple[str, str]
Placing = Callable[[str], str]


def our_rows() -> list[Row]:
    """(section, text) of the stories of ours, in file order."""
    found: list[Row] = []
    section = ""
    for line in OURS.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            section = line.removeprefix("== ")
        elif line and not line.startswith("#"):
            found.append((section, line))
    return found


def stream_rows(data: Path) -> list[Row]:
    """(section, text) of the labelled captures, in the order of their labels; [] without data."""
    path = data / "ainews" / "captures-2026h1.jsonl.gz"
    if not path.exists():
        return []
    labels = json.loads(LABELS.read_text(encoding="utf-8"))["rows"]
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = {record["id"]: record["text"] for record in map(json.loads, lines)}
    return [(section, texts[name]) for name, section in labels]


def placings() -> dict[str, Placing]:
    """What is compared; each gives a section's name, "" where nothing fits."""
    options = EditionOptions()
    only_words = tuple(replace(one, examples=()) for one in options.sections)
    only_examples = tuple(replace(one, words=()) for one in options.sections)
    lists = json.loads(LABELS.read_text(encoding="utf-8"))["first_lists"]
    return {
        "first word lists": lambda text: _first(text, lists),
        "words alone": _placing(replace(options, sections=only_words)),
        "examples alone": _placing(replace(options, sections=only_examples)),
        "words and examples": _placing(options),
    }


def right(rows: Sequence[Row], place: Placing) -> int:
    """How many rows are placed as they are labelled; one that nothing fits is wrong."""
    return sum(place(text) == section for section, text in rows)


def _placing(options: EditionOptions) -> Placing:
    def place(text: str) -> str:
        placed = assign(text, options)
        return placed.section if placed.fits else ""

    return place


def _first(text: str, lists: Mapping[str, str]) -> str:
    """The scoring we began with: square roots of counts, a word shared by its sections."""
    found = stems(fold(text).text)
    counts = Counter(found) + Counter(found[:_OPENING])
    words = {name: tuple(dict.fromkeys(stems(said))) for name, said in lists.items()}
    shared = Counter(stem for mine in words.values() for stem in mine)
    scores = {
        name: round(sum(math.sqrt(min(counts[one], 9)) / shared[one] for one in mine), 9)
        for name, mine in words.items()
    }
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] else ""


def main() -> None:
    """Print the table."""
    data = arguments(__doc__ or "").parse_args().data
    say = sys.stdout.write
    sets = {"ours": our_rows(), "stream": stream_rows(data)}
    for name, rows in sets.items():
        if not rows:
            say(f"{name}: skipped, the data is not there\n")
            continue
        say(f"{name}: {len(rows[::2])} odd rows (looked at), {len(rows[1::2])} even rows (held)\n")
        for method, place in placings().items():
            odd, even = right(rows[::2], place), right(rows[1::2], place)
            say(
                f"  {method:<20} odd {odd:3} ({odd / len(rows[::2]):.3f})  "
                f"even {even:3} ({even / len(rows[1::2]):.3f})\n"
            )
        place = placings()["words and examples"]
        mixed = Counter(
            (section, place(text) or "none")
            for section, text in rows[1::2]
            if place(text) != section
        )
        for (section, other), count in sorted(mixed.items()):
            say(f"    even rows of {section} placed in {other}: {count}\n")
        begun = time.perf_counter()
        for _, text in rows:
            place(text)
        say(f"  {len(rows) / (time.perf_counter() - begun):,.0f} stories/s on one core\n")


if __name__ == "__main__":
    main()
