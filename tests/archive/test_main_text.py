"""How much of what people marked as the article is taken, on real news pages."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.shingles import matching, precision_recall_f1
from nutgraf import archive
from nutgraf.ids import sha256_hex
from nutgraf.sources.model import Received


@pytest.mark.parametrize(("true", "taken", "expected"), [
    ("a b c d e", "a b c d e", (1.0, 0.0, 0.0)),
    ("a b c d e", "a b c d", (0.5, 0.0, 0.5)),
    ("a b c d", "a b c d e", (0.5, 0.5, 0.0)),
    ("a b c d", "", (0.0, 0.0, 1.0)),
    ("A, b; c d", "a b c d", (0.0, 0.5, 0.5)),
])  # fmt: skip
def test_the_measure(true: str, taken: str, expected: tuple[float, float, float]) -> None:
    assert matching(true, taken) == expected


def test_every_page_counts_alike() -> None:
    found = precision_recall_f1([(1.0, 0.0, 0.0), (0.5, 0.5, 0.0), (0.5, 0.0, 0.5)])
    assert found == pytest.approx((5 / 6, 5 / 6, 5 / 6))


def test_the_main_text_of_120_news_pages(shared_data: Path) -> None:
    folder = shared_data / "html" / "article-extraction-benchmark"
    pairs = []
    for name, said in sorted(json.loads((folder / "ground-truth.json").read_text("utf-8")).items()):
        data = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        made = archive.canonical(
            Received(source="s", key=name, media_type="text/html", body=data, raw=sha256_hex(data))
        )
        text = made.text if isinstance(made, archive.Canonical) else ""
        pairs.append(matching(said["articleBody"], text))
    assert len(pairs) == 120
    assert precision_recall_f1(pairs)[2] >= 0.962
