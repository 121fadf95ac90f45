"""What the page says of a long stream and of other ways to cluster, from figures made by hand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

sys.path.append(str(Path(__file__).resolve().parents[2]))

from benchmarks import million, page_pictures, peers


def mark(cost: float) -> dict[str, Any]:
    return {
        "features_ms": 0.2, "gather_ms": cost, "running_ms": cost, "terms": 30.0, "live_captures": 7000,
        "live_stories": 2500, "resident_mib": 250.0, "b_cubed": [0.9, 0.8, 0.847],
    }  # fmt: skip


STREAM = {
    "captures": 20_000, "a_day": 1000, "last": 3000, "passes": 5, "window_days": 7, "hours": 0.1,
    "peak_mib": 300.0, "marks": {"10000": mark(0.4), "20000": mark(0.46)}, "rate": None,
}  # fmt: skip
OTHERS = {
    "scikit_learn": "1.9",
    "sets": {
        "ECB+ (dev)": {
            key: {"threshold": 0.3, "scores": [0.9, 0.8, 0.847], "captures": 197,
                  "captures_per_second": 1000 * at}
            for at, key in enumerate(peers.METHODS, 1)
        }
    },
    "growth": {key: {"1000": 0.5, "10000": 1.5} for key in peers.METHODS},
}  # fmt: skip


def test_a_stream_says_what_a_capture_costs_against_the_first_mark() -> None:
    written = million.section(STREAM)
    assert "costs 1.10 times one at 10,000" in written
    rate = {
        "captures": 8000, "passes": 3, "processes": 2,
        "rooms": {"captures_per_second": 2100, "gathering_process_ms": 0.4},
        "desk": {"captures_per_second": 300, "import_ms": 1.0, "read_ms": 1.2, "gather_ms": 1.1},
    }  # fmt: skip
    assert "2,100 captures a second" in million.section({**STREAM, "rate": rate})


def test_every_method_stands_in_both_tables() -> None:
    written = peers.section(OTHERS)
    assert all(written.count(name) == 2 for name in peers.NAMES.values())


def test_their_pictures_are_well_formed_and_name_every_line() -> None:
    drawn = page_pictures.million(STREAM), page_pictures.peers(OTHERS)
    texts = [{one.text for one in ElementTree.fromstring(svg).iter()} for svg in drawn]
    assert {"both", "features", "resident"} <= texts[0]
    assert {"nutgraf", "HDBSCAN", "agglomerative"} <= texts[1]
