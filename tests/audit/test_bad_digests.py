"""Hostile and broken digests: judged or refused in words, never a crash, never passed by default."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nutgraf.audit.auditing import DigestReport
from nutgraf.audit.shapes.page import page_of
from nutgraf.audit.shapes.plain import plain_report
from nutgraf.audit.shapes.sarif import sarif_of
from nutgraf.errors import UsageError
from nutgraf.newsroom.audit_digest import Against, audit_path

WALL = "The council approved the wall on Tuesday. It costs 4 million euros."
LINK = "[it](https://a.example/x)"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    line = {
        "source": "A", "url": "https://a.example/x", "title": "The wall is approved",
        "published_at": "2026-01-01T00:00:00Z", "text": WALL,
    }  # fmt: skip
    path = tmp_path / "sources" / "captures.jsonl"
    path.parent.mkdir()
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    return path.parent


def _audit(folder: Path, sources: Path, text: str | bytes, name: str = "d.md") -> DigestReport:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    report = audit_path(path, Against(sources=sources))
    assert page_of(report, name).endswith("</html>\n")
    json.dumps([plain_report(report, name), sarif_of(report, name)])
    return report


def _rules(report: DigestReport) -> set[str]:
    return {noted.rule for _, noted in report.failed}


@pytest.mark.parametrize(
    "text",
    [
        "The council " + "approved the wall and " * 3000 + LINK + ".",
        "[🚀 12 …](https://a.example/x)",
        "议会周二批准了这堵墙，花费四百万欧元，市长说这是必要的[来源](https://a.example/x)。",
        "Совет города одобрил стену во вторник, как [сказал](https://a.example/x) мэр.",
        "Der Rat hat am Dienstag die neue Mauer gebilligt, die vier Millionen Euro [kosten](https://a.example/x) soll.",
    ],
    ids=["ten thousand words", "no words", "chinese", "russian", "german"],
)  # fmt: skip
def test_what_cannot_be_judged_does_not_pass(tmp_path: Path, sources: Path, text: str) -> None:
    report = _audit(tmp_path, sources, text)
    assert {one.outcome for one in report.judged} == {"not_judged"}
    assert _rules(report) == {"not-judged"}


@pytest.mark.parametrize(
    "cite",
    [
        "[x]()",
        "[^9]",
        "[x](javascript:alert(1))",
        "[x](https://nowhere.example/z)",
        "[x](<http://[::1>)",
    ],
)
def test_a_citation_to_nothing_fails(tmp_path: Path, sources: Path, cite: str) -> None:
    report = _audit(tmp_path, sources, f"The wall was painted red {cite}.\n\n{WALL} {LINK}\n")
    failed = [one.sentence.text for one, noted in report.failed]
    assert any("painted red" in text for text in failed)


def test_a_thousand_notes_on_one_sentence(tmp_path: Path, sources: Path) -> None:
    marks = "".join(f"[^{number}]" for number in range(1000))
    notes = "\n".join(f"[^{number}]: https://a.example/x#{number}" for number in range(1000))
    report = _audit(
        tmp_path, sources, f"The council approved the wall on Tuesday.{marks}\n\n{notes}\n"
    )
    assert [one.outcome for one in report.judged] == ["supported"]


@pytest.mark.parametrize(
    "text",
    [
        "The coun\u202ecil\u202c app\u200broved \U000e0041the wall \x1b[31mtoday\x1b[0m " + LINK + ".",
        "Z" + "\u0301" * 4000 + " approved the wall " + LINK + ".",
        "<script>alert(1)</script>The <b onclick=x>council</b> <img src=x onerror=alert(1)> approved " + LINK + ".",
        "*a **b " * 3000 + LINK,
        "[" * 3000 + "x" + "](" * 3000 + f"\n\n{WALL} {LINK}",
        "\n".join("  " * level + f"- The council approved {LINK}." for level in range(30)),
    ],
    ids=["bidi and escapes", "combining", "html in text", "emphasis", "brackets", "nested list"],
)  # fmt: skip
def test_hostile_markdown_is_judged_and_shown_harmless(
    tmp_path: Path, sources: Path, text: str
) -> None:
    report = _audit(tmp_path, sources, text)
    page = page_of(report, "d.md")
    assert report.judged
    if text.count("- The council") > 1:
        assert len(report.judged) == text.count("- The council")
    assert "<script" not in page
    assert "<img" not in page
    assert not {"\u202e", "\u200b", "\U000e0041", "\x1b"} & set(page)


@pytest.mark.parametrize(
    "tail",
    ["<!--" * 50_000, "<a " * 50_000, "<" * 100_000, "<![" * 30_000 + ">", "<?" * 50_000 + ">"],
    ids=["comments", "tags", "angles", "declarations", "instructions"],
)
def test_a_page_that_never_closes_is_read(tmp_path: Path, sources: Path, tail: str) -> None:
    page = (
        f"<p>The council approved <a href='https://a.example/x'>the wall</a> on Tuesday.</p>{tail}"
    )
    report = _audit(tmp_path, sources, page, "d.html")
    assert report.judged[0].outcome == "supported"


@pytest.mark.parametrize(
    ("name", "data", "happened"),
    [
        ("d.html", b"<div>" * 20_000 + b"Deep.", "nested too deeply"),
        ("d.md", b"> " * 3_000 + b"Deep.", "nested too deeply"),
        ("d.md", b"\n".join(b"  " * n + b"- Deep." for n in range(200)), "nested too deeply"),
        ("d.md", bytes(range(128, 256)) * 10, "not UTF-8"),
        ("d.md", b"", "no text"),
        ("d.md", b"\0" * 100, "no sentence"),
        ("d.md", b"# Only a heading\n", "no sentence"),
        ("d.md", b"x" * (16 << 20) + b"y", "larger than 16 MiB"),
        ("d.md", b"The wall [stands](https://b.example/y).", "None of its 1 citation"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_next_step(
    tmp_path: Path, sources: Path, name: str, data: bytes, happened: str
) -> None:
    with pytest.raises(UsageError) as refused:
        _audit(tmp_path, sources, data, name)
    assert happened in refused.value.happened
    assert refused.value.next_step.endswith(".")


def test_past_the_most_sentences_nothing_passes(
    tmp_path: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nutgraf.audit.auditing.MOST_SENTENCES", 3)
    report = _audit(tmp_path, sources, f"The council approved the wall on Tuesday {LINK}.\n\n" * 9)
    assert [one.outcome for one in report.judged] == ["supported"] * 3 + ["not_judged"]
    assert "6 sentences were not judged" in report.failed[0][1].message


def test_nothing_to_hold_it_against(tmp_path: Path) -> None:
    path = tmp_path / "d.md"
    path.write_text(WALL, encoding="utf-8")
    with pytest.raises(UsageError, match="nothing to hold"):
        audit_path(path, Against())
    with pytest.raises(UsageError, match="no folder"):
        audit_path(path, Against(sources=tmp_path / "none"))
