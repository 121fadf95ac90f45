"""Main text of news pages against what people marked: 4-gram shingle F1, ours and trafilatura's.

`python benchmarks/main_text.py [DATA]`, DATA being the folder of real data (../shared/data). The
measure is that of the article extraction benchmark whose pages these are: precision and recall of
4-grams, every page counting alike.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

import trafilatura

from nutgraf import archive
from nutgraf.ids import sha256_hex
from nutgraf.sources.model import Received

Shingles = Counter[tuple[str, ...]]


def shingles(text: str) -> Shingles:
    """The 4-grams of a text's words."""
    words = [word for word in re.split(r"[\W_]+", text) if word]
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def scores(pairs: list[tuple[Shingles, Shingles]]) -> str:
    """Precision, recall and F1 of (marked, taken) pairs."""
    both = marked = taken = 0.0
    for true, got in pairs:
        size = (true | got).total()
        both += (true & got).total() / size
        marked += true.total() / size
        taken += got.total() / size
    return f"P {both / taken:.3f} R {both / marked:.3f} F1 {2 * both / (taken + marked):.3f}"


def main() -> None:
    default = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = (Path(sys.argv[1]) if sys.argv[1:] else default) / "html/article-extraction-benchmark"
    ours: list[tuple[Shingles, Shingles]] = []
    theirs: list[tuple[Shingles, Shingles]] = []
    for name, said in sorted(json.loads((folder / "ground-truth.json").read_text()).items()):
        data = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        made = archive.canonical(
            Received(source="s", key=name, media_type="text/html", body=data, raw=sha256_hex(data))
        )
        text = made.text if isinstance(made, archive.Canonical) else ""
        plain = trafilatura.extract(data, fast=True, include_comments=False) or ""
        ours.append((shingles(said["articleBody"]), shingles(text)))
        theirs.append((shingles(said["articleBody"]), shingles(plain)))
    print(f"{len(ours)} pages")
    print(f"canonical text      {scores(ours)}")
    print(f"trafilatura alone   {scores(theirs)}")


if __name__ == "__main__":
    main()
