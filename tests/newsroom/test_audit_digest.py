"""Auditing a digest against a folder of files, a desk, or its addresses on a scripted web."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from nutgraf.audit.auditing import DigestReport
from nutgraf.errors import UsageError
from nutgraf.newsroom.audit_digest import Against, audit_path
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.take_in import import_captures
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import (
    SMALL_LINES,
    Answer,
    ScriptedNames,
    ScriptedWeb,
    VirtualTime,
    at,
    small_desk,
)  # fmt: skip
from nutgraf.wire import Fetcher, FetchOptions, WayOut

PAGE = (
    "<!doctype html><html><head><title>The lock is open</title></head><body><article><h1>The lock is open</h1>"
    "<p>The lock at Barrow Hill opened on 15 April 2026 after eleven weeks of work on both gates.</p>"
    "<p>Boats wait for twenty minutes at most, and the path beside it stays shut.</p></article></body></html>"
)
NOW = at("2026-04-20T06:00:00Z")


def _outcomes(report: DigestReport) -> dict[str, str]:
    return {one.sentence.text: one.outcome for one in report.judged}


def _rules(report: DigestReport) -> list[str]:
    return [noted.rule for _, noted in report.failed]


def test_a_folder_of_pages_and_text_by_address_and_by_file_name(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    linked = PAGE.replace(
        "<head>", "<head><link rel='canonical' href='https://canal.example/lock'>"
    )
    (folder / "saved page.html").write_text(linked, encoding="utf-8")
    (folder / "minutes.txt").write_text(
        "The trust paid 41,000 pounds for the oak.\n", encoding="utf-8"
    )
    digest = tmp_path / "digest.md"
    digest.write_text(
        "# Canal\n\n20 April 2026\n\nThe lock at Barrow Hill [opened on 15 April 2026](https://canal.example/lock?utm_source=x).\n\n"
        "The trust [paid 41,000 pounds](sources/minutes.txt) for the oak.\n",
        encoding="utf-8",
    )
    report = audit_path(digest, Against(sources=folder))
    assert set(_outcomes(report).values()) == {"supported"}
    assert _rules(report) == []


def test_the_digest_itself_is_no_source(tmp_path: Path) -> None:
    digest = tmp_path / "digest.md"
    digest.write_text("The lock [opened](digest.md) on Monday.", encoding="utf-8")
    (tmp_path / "other.txt").write_text("It rained on the town.", encoding="utf-8")
    with pytest.raises(UsageError, match="None of its 1 citation leads to one of the 1 source"):
        audit_path(digest, Against(sources=tmp_path))


def test_a_file_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.txt").write_text("The lock opened on Monday.", encoding="utf-8")
    (tmp_path / "sources" / "b.jsonl").write_text("no json\n", encoding="utf-8")
    digest = tmp_path / "digest.md"
    digest.write_text("The lock [opened on Monday](a.txt).", encoding="utf-8")
    report = audit_path(digest, Against(sources=tmp_path / "sources"))
    assert any(note.startswith("b.jsonl line 1") for note in report.notes)


def test_the_desk_a_digest_lies_in(tmp_path: Path) -> None:
    desk = small_desk(tmp_path / "desk")
    digest = desk / "letter.md"
    digest.write_text(
        "# Letter\n\n2 April 2026\n\nVireo Labs [released Heron 2](https://harbourwire.example/heron-2) on 1 April 2026. "
        "The committee [passed it by 14 votes to 8](https://policysignal.example/vote).\n",
        encoding="utf-8",
    )
    with open_desk(desk) as opened:
        import_captures(
            opened,
            BytesIO(SMALL_LINES),
            name="small.jsonl",
            runner=Inline(),
            progress=Silent(),
            now=NOW,
        )
    report = audit_path(digest, Against())
    assert len(report.captures) == 2
    assert "number" in _rules(report)
    assert audit_path(tmp_path / "desk" / "letter.md", Against(desk=desk)).failed == report.failed


def test_a_span_in_a_note_leads_to_its_capture_and_not_past_its_end(tmp_path: Path) -> None:
    desk = small_desk(tmp_path / "desk")
    with open_desk(desk) as opened:
        import_captures(
            opened,
            BytesIO(SMALL_LINES),
            name="small.jsonl",
            runner=Inline(),
            progress=Silent(),
            now=NOW,
        )
        ids = opened.store.captures.arrived(opened.audience, None, NOW)
        vote = next(one for one in opened.store.captures.get(ids) if "Meridian" in one.text)
    told = "The Meridian Assembly will vote on the Model Safety Bill on 17 April 2026."
    digest = desk / "letter.md"
    for end, rules in ((75, []), (7500, ["dead-source"])):
        digest.write_text(
            f"{told}[^1]\n\n[^1]: Policy Signal {vote.id[:12]}:0-{end}\n", encoding="utf-8"
        )
        assert _rules(audit_path(digest, Against())) == rules


@pytest.mark.usefixtures("socket_enabled")
def test_addresses_are_looked_at_only_where_that_is_asked_for(tmp_path: Path) -> None:
    answers = {
        "canal.example/lock": Answer(body=PAGE.encode(), headers=(("Content-Type", "text/html"),)),
        "canal.example/robots.txt": Answer(status=404),
    }
    with ScriptedWeb(answers) as web:
        time = VirtualTime(NOW)
        way_out = WayOut(
            fetcher=Fetcher(options=FetchOptions(allow=web.allow), look_up=ScriptedNames({"canal.example"})),
            clock=time.clock,
            sleep=time.sleep,
        )  # fmt: skip
        digest = tmp_path / "digest.md"
        digest.write_text(
            f"# Canal\n\n20 April 2026\n\nThe lock at Barrow Hill [opened on 15 April 2026]({web.at('canal.example', '/lock')}).\n\n"
            f"The ferry has [a new hull]({web.at('canal.example', '/gone')}).\n\n"
            "The bridge [is shut](http://127.0.0.1:9/private).\n",
            encoding="utf-8",
        )
        (tmp_path / "sources").mkdir()
        (tmp_path / "sources" / "a.txt").write_text("It rained.", encoding="utf-8")
        with pytest.raises(UsageError):
            audit_path(digest, Against(sources=tmp_path / "sources"), way_out=way_out, now=NOW)
        assert web.asked == []
        report = audit_path(digest, Against(fetch=True), way_out=way_out, now=NOW)
        assert "/lock" in web.asked
    outcomes = _outcomes(report)
    assert outcomes["The lock at Barrow Hill opened on 15 April 2026."] == "supported"
    dead = {
        one.sentence.text: noted.message
        for one, noted in report.failed
        if noted.rule == "dead-source"
    }
    assert set(dead) == {"The ferry has a new hull.", "The bridge is shut."}
    assert all("looked at:" in message for message in dead.values())
