"""A day whose sources all say hostile words, from the lines that come in to the files that go out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from nutgraf.newsroom.check import check_path
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import at, small_desk
from tests.editions.harmless import faults_of_markdown, faults_of_page

FIRMS = ("Vireo Labs", "Quillon Robotics", "Marrow Systems", "Ostrava Institute", "Kestrel Compute")
THINGS = ("Heron", "Sorrel", "Lattice", "TideBench", "Kestrel")
DID = ("released", "measured", "sold", "opened", "tested")


@pytest.fixture
def hostile_desk(shared_data: Path, tmp_path: Path) -> Path:
    """A desk of 90 captures, each with payloads in every field that is words."""
    listed = json.loads((shared_data / "adversarial/xss-payloads-628.json").read_text("utf-8"))
    payloads = [one if isinstance(one, str) else json.dumps(one) for one in listed][::7]
    small_desk(tmp_path)
    lines = []
    for number, words in enumerate(payloads):
        firm, thing, did = FIRMS[number % 5], THINGS[number // 5 % 5], DID[number // 25 % 5]
        line = {
            "source": words[:60] or "x", "id": f"{number}", "url": words, "title": words,
            "owner": words, "author": words, "fetched_at": "2026-04-01T09:05:00Z",
            "text": f"{firm} {did} {thing} {number} with {number + 2} parts on 1 April 2026, and "
            f"{words} stood beside it. {firm} asks ${number + 10} a month for {thing} {number}.",
            "links": [{"url": words, "at": 0}],
        }  # fmt: skip
        lines.append(json.dumps(line))
    (tmp_path / "small.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "nutgraf.toml").write_text(
        f'[desk]\nname = {json.dumps(payloads[3])}\nrunner = "inline"\n', encoding="utf-8"
    )
    return tmp_path


def test_nothing_acts_in_any_file_of_the_edition(hostile_desk: Path) -> None:
    with open_desk(hostile_desk) as desk:
        made = run_desk(desk, runner=Inline(), progress=Silent(), now=at("2026-04-01T18:00:00Z"))
    assert made.stories >= 5
    page = (made.path / "edition.html").read_text(encoding="utf-8")
    assert "stood beside it" in page
    assert faults_of_page(page) == []
    assert faults_of_markdown(made.markdown) == []
    assert json.loads((made.path / "edition.json").read_bytes())["id"] == "2026-04-01"
    for one in etree.parse(made.path.parent / "feed.xml").iter():
        assert str(one.tag).startswith("{http://www.w3.org/2005/Atom}")
    assert check_path(made.path, None).failed == ()
    written = {path.name for path in made.path.parent.rglob("*")}
    assert written == {
        "2026-04-01", "edition.md", "edition.html", "edition.json", "evidence.jsonl", "feed.xml",
    }  # fmt: skip
