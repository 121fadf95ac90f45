"""Following folders, files, OPML and addresses; the addresses are a scripted web on loopback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nutgraf.store.folder import held
from nutgraf.testing import Answer, ScriptedWeb
from tests.cli.conftest import Nutgraf

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Wire</title>
<link>http://harbour.example/</link><item><guid>1</guid><title>Heron 2 is out</title>
<link>http://harbour.example/1</link><pubDate>Wed, 01 Apr 2026 09:00:00 +0000</pubDate>
<description>Vireo Labs released Heron 2 with 7 billion parameters, the firm said.</description>
</item></channel></rss>"""
PAGE = (
    b"<html><head><title>Harbour Wire</title>"
    b'<link rel="alternate" type="application/rss+xml" href="/feed.xml" title="All of it"></head>'
    b"<body><p>A page of words.</p></body></html>"
)
LONE = (
    b"<html><head><title>A lone page</title></head><body><article><p>The Ostrava Institute has "
    b"opened a second hall for its tests, the institute said.</p></article></body></html>"
)
XML = (("Content-Type", "application/rss+xml"),)
OPML = """<opml version="2.0"><body><outline text="AI"><outline text="One" type="rss"
xmlUrl="https://one.example/feed"/><outline text="Two" type="rss" xmlUrl="https://two.example/feed"/>
</outline><outline text="Bad" type="rss" xmlUrl="file:///etc/passwd"/></body></opml>"""


@pytest.fixture
def desk(tmp_path: Path, nutgraf: Nutgraf) -> Path:
    nutgraf("init", tmp_path / "desk")
    return tmp_path / "desk"


def listed(desk: Path, nutgraf: Nutgraf) -> list[dict]:
    return json.loads(nutgraf("sources", "list", "--desk", desk, "--json").out)


def test_a_folder_is_one_source_and_added_once(
    desk: Path, tmp_path: Path, nutgraf: Nutgraf
) -> None:
    (tmp_path / "papers").mkdir()
    first = nutgraf("sources", "add", tmp_path / "papers", "--desk", desk, "--owner", "Papers Inc")
    second = nutgraf("sources", "add", tmp_path / "papers", "--desk", desk)
    assert (first.code, second.code) == (0, 0)
    assert "added" in first.out and "known" in second.out
    assert [(s["kind"], s["owner"]) for s in listed(desk, nutgraf)] == [("folder", "Papers Inc")]
    assert nutgraf("sources", "remove", "papers", "--desk", desk).code == 0
    assert listed(desk, nutgraf) == []


def test_an_opml_file_is_its_feeds(desk: Path, tmp_path: Path, nutgraf: Nutgraf) -> None:
    (tmp_path / "list.opml").write_text(OPML)
    answer = nutgraf("sources", "add", tmp_path / "list.opml", "--desk", desk)
    assert answer.code == 3
    assert [s["address"] for s in listed(desk, nutgraf)] == [
        "https://one.example/feed", "https://two.example/feed",
    ]  # fmt: skip
    assert nutgraf("sources", "add", tmp_path / "list.opml", "--desk", desk).out.count("known") == 2


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_an_address_is_discovered_fetched_and_told(desk: Path, nutgraf: Nutgraf) -> None:
    web = ScriptedWeb(
        {
            "/": Answer(body=PAGE),
            "/feed.xml": Answer(body=FEED, headers=XML),
            "/lone": Answer(body=LONE),
            "/moved": Answer(status=301, headers=(("Location", "/lone"),)),
        }
    )
    with web:
        with (desk / "nutgraf.toml").open("a") as out:
            out.write(f'\n[fetch]\nallow = ["127.0.0.0/8:{web.port}"]\n')
        assert nutgraf("sources", "add", web.address + "/", "--desk", desk).code == 0
        assert (
            nutgraf("sources", "add", web.address + "/moved", "--kind", "page", "--desk", desk).code
            == 0
        )
        gone = nutgraf("sources", "add", web.address + "/gone", "--desk", desk)
        assert gone.code == 1 and "404" in gone.err
        kinds = {s["address"].removeprefix(web.address): s["kind"] for s in listed(desk, nutgraf)}
        assert kinds == {"/feed.xml": "feed", "/moved": "page"}
        assert nutgraf("sources", "check", "--desk", desk).code == 0
        ran = nutgraf("run", "--desk", desk, "--now", "2026-04-01T18:00:00Z")
        assert ran.code == 0, ran.err
    text = (desk / "editions" / "2026-04-01" / "edition.md").read_text(encoding="utf-8")
    assert "Heron 2" in text


def test_a_private_address_is_refused_before_anything_is_sent(desk: Path, nutgraf: Nutgraf) -> None:
    answer = nutgraf("sources", "add", "http://127.0.0.1/feed", "--desk", desk)
    assert answer.code == 1
    assert "try:" in answer.err
    assert listed(desk, nutgraf) == []


def test_what_is_followed_changes_only_while_nobody_is_at_work(
    desk: Path, tmp_path: Path, nutgraf: Nutgraf
) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "letters").mkdir()
    assert nutgraf("sources", "add", tmp_path / "papers", "--desk", desk).code == 0
    with held(desk):
        for call in (("add", tmp_path / "letters"), ("remove", "papers")):
            answer = nutgraf("sources", *call, "--desk", desk)
            assert (answer.code, "at work" in answer.err) == (2, True)
        assert [source["id"] for source in listed(desk, nutgraf)] == ["papers"]
    assert nutgraf("sources", "remove", "papers", "--desk", desk).code == 0


def test_what_was_imported_is_said_so_and_counted_in_words(
    desk: Path, tmp_path: Path, nutgraf: Nutgraf
) -> None:
    file = tmp_path / "one.jsonl"
    line = {"source": "Harbour Wire", "text": "Marrow Systems opened an office, the firm said."}
    file.write_text(json.dumps(line) + "\n{\n")
    took = nutgraf("import", file, "--desk", desk)
    assert took.out == "1 capture, 1 new, 1 line refused\n"
    assert "1 capture, 1 new" in took.err
    rows = nutgraf("sources", "list", "--desk", desk).out.splitlines()
    assert rows == ["harbour-wire  import  Harbour Wire"]
    checked = nutgraf("sources", "check", "--desk", desk)
    assert (checked.code, checked.out) == (0, "harbour-wire  imported\n")
    (tmp_path / "note.txt").write_text(line["text"])
    assert nutgraf("sources", "add", tmp_path / "note.txt", "--desk", desk).code == 0
    assert "1 item " in nutgraf("sources", "check", "note.txt", "--desk", desk).out


def test_the_doctor_says_what_to_do(desk: Path, tmp_path: Path, nutgraf: Nutgraf) -> None:
    (tmp_path / "note.txt").write_text("Marrow Systems opened an office, the firm said.")
    nutgraf("sources", "add", tmp_path / "note.txt", "--desk", desk)
    assert nutgraf("run", "--desk", desk).code == 0
    assert "1 item" in nutgraf("doctor", "--desk", desk).out
    for one in (desk / "objects").rglob("*.zst"):
        one.unlink()
    broken = nutgraf("doctor", "--desk", desk)
    assert (broken.code, "next: restore nutgraf.db" in broken.out) == (1, True)
    assert nutgraf("run", "--desk", desk).code == 0
    assert nutgraf("doctor", "--desk", desk).code == 0
