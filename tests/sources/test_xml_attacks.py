"""Feeds made to read files, open sockets or eat memory: nothing comes of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.xml_attacks import CANARY, Bait

pytestmark = pytest.mark.threat("P2")


pytestmark = pytest.mark.threat("P2")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    """Each attack, read in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.xml_attacks"],
        capture_output=True, text=True, check=True, timeout=120, cwd=ROOT,
        env={"PYTHONPATH": "src", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_forty_attacks_read_no_file_and_ask_nobody(
    rows: list[dict[str, Any]], record_property: Callable[[str, object], None]
) -> None:
    most = max(row["mib"] for row in rows)
    record_property("number", f"{len(rows)} documents, at most {most} MiB above idle")
    assert len(rows) == 40 and len({row["name"] for row in rows}) == 40
    for row in rows:
        assert "died" not in row, row
        assert row["opened"] == [] and row["taken"] == [] and row["leaked"] is False, row


def test_they_cost_little_and_the_rest_of_the_feed_is_read(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        # The bound is half a second; a loaded machine gets four times as long.
        assert row["seconds"] <= 2.0 and row["mib"] <= 100, row
        expected = (0, ["charset-utf-7"]) if row["name"] == "UTF-7" else (1, row["rules"])
        assert (row["items"], row["rules"]) == expected, row


@pytest.mark.usefixtures("socket_enabled")
def test_the_bait_notices_a_parser_that_bites(tmp_path: Path) -> None:
    from lxml import etree

    bait = Bait(tmp_path)
    assert bait.taken() == []
    careless = etree.XMLParser(resolve_entities=True, load_dtd=True)
    read = etree.fromstring(
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "{bait.canary.as_uri()}">]><r>&x;</r>'.encode(), careless
    )
    assert read.text == CANARY and bait.taken() == ["the canary"] and bait.taken() == []
    bait.close()
