"""Sources as a list: out of one desk, into another, and in again without a change."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Nutgraf

OPML = """<opml version="2.0"><body><outline text="AI"><outline text="Labs"><outline text="One" type="rss"
xmlUrl="https://one.example/feed" htmlUrl="https://one.example/"/></outline></outline>
<outline text="Two" type="rss" xmlUrl="http://two.example/feed" category="/x"/></body></opml>"""


def test_out_and_in_again(tmp_path: Path, nutgraf: Nutgraf) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for desk in (first, second):
        nutgraf("init", desk)
    (tmp_path / "papers").mkdir()
    (tmp_path / "in.opml").write_text(OPML)
    nutgraf("sources", "add", tmp_path / "in.opml", tmp_path / "papers", "--desk", first)
    answer = nutgraf("sources", "export", tmp_path / "out.opml", "--desk", first)
    assert answer.code == 0 and "wrote 2 sources" in answer.out and "left out: papers" in answer.err
    printed = nutgraf("sources", "export", "--desk", first, "--now", "2026-04-03T18:00:00Z")
    assert printed.out.startswith("<?xml") and "papers" not in printed.out

    nutgraf("sources", "add", tmp_path / "out.opml", "--desk", second)
    kept = json.loads(nutgraf("sources", "list", "--desk", second, "--json").out)
    assert [(s["name"], s["tags"], s["site"]) for s in kept] == [
        ("One", ["AI/Labs"], "https://one.example/"), ("Two", ["x"], ""),
    ]  # fmt: skip
    toml = (second / "sources.toml").read_bytes()
    twins = (tmp_path / "out.opml").read_text().replace("http://two", "https://two")
    (tmp_path / "out.opml").write_text(twins.replace("/AI/Labs", "/else"))
    again = nutgraf("sources", "add", tmp_path / "out.opml", "--desk", second)
    assert again.out.count("known") == 2 and (second / "sources.toml").read_bytes() == toml
