"""The audit as JSON, SARIF and a page: their forms, and what of a file may show in them."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from nutgraf.audit.auditing import DigestReport
from nutgraf.audit.shapes.page import page_of
from nutgraf.audit.shapes.plain import plain_report
from nutgraf.audit.shapes.rules import RULES
from nutgraf.audit.shapes.sarif import sarif_of
from nutgraf.newsroom.audit_digest import Against, audit_path

PLANTED = Path(__file__).parent / "planted"


def _report(name: str) -> DigestReport:
    return audit_path(
        PLANTED / name / "digest.md", Against(sources=PLANTED / name / "sources.jsonl")
    )


@pytest.fixture(
    scope="module", params=["01-points", "25-conflict", "28-uncited-control", "29-uncited"]
)
def report(request: pytest.FixtureRequest) -> DigestReport:
    return _report(request.param)


def test_json_is_that_of_an_edition_and_more(report: DigestReport) -> None:
    plain = json.loads(json.dumps(plain_report(report, "d.md")))
    assert list(plain)[:4] == ["path", "proved", "sentences", "failed"]
    assert plain["proved"] == "source"
    assert plain["sentences"] == len(plain["audited"]) == sum(plain["verdicts"].values())
    ids = {one["sentence"] for one in plain["audited"]}
    for failed in plain["failed"]:
        assert failed["sentence"] in ids
        assert failed["message"]
        assert 0 <= failed["start"] <= failed["end"] <= len(failed["text"])
        for source in failed["sources"]:
            text = report.captures[source["capture"]].text
            assert text[source["start"] : source["end"]].startswith(source["quote"])


def test_sarif_has_what_the_standard_asks_for(report: DigestReport) -> None:
    """OASIS SARIF 2.1.0, sections 3.13, 3.18, 3.27, 3.30: the required properties, and indexes in range."""
    log = sarif_of(report, "news letters/d.md")
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules: list[dict[str, Any]] = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "nutgraf"
    assert run["columnKind"] == "unicodeCodePoints"
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    assert len(run["results"]) == len(report.failed)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "news%20letters/d.md"
        region = place["region"]
        start = region["startLine"], region["startColumn"]
        assert (1, 1) <= start < (region["endLine"], region["endColumn"])


def test_sarif_regions_are_the_sentence_in_the_file() -> None:
    report = _report("25-conflict")
    (result,) = [
        one
        for one in sarif_of(report, "digest.md")["runs"][0]["results"]
        if one["ruleId"] == "conflict"
    ]
    region = result["locations"][0]["physicalLocation"]["region"]
    lines = (PLANTED / "25-conflict" / "digest.md").read_text(encoding="utf-8").split("\n")
    words = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
    assert words.startswith("It injured 31 people, [according to both the fire service](")
    assert words.endswith(".")


def test_every_rule_that_can_be_found_is_explained() -> None:
    found = {
        noted.rule
        for folder in sorted(PLANTED.iterdir())
        if folder.is_dir()
        for _, noted in _report(folder.name).failed
    }
    assert found <= set(RULES)
    assert {"points", "dead-source", "changed-source"} <= found


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_the_page_asks_nobody_for_anything(report: DigestReport) -> None:
    page = page_of(report, "d.md")
    tags = _Tags()
    tags.feed(page)
    names = {tag for tag, _ in tags.seen}
    assert names & {"script", "img", "link", "iframe", "object", "embed", "form", "base"} == set()
    assert not any("src" in said or "srcset" in said for _, said in tags.seen)
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page
    assert "prefers-color-scheme: dark" in page
    for tag, said in tags.seen:
        if tag == "a":
            assert str(said["href"]).startswith(("https://", "http://"))
    for one in report.judged:
        assert f'id="{one.sentence.id}"' in page


def test_what_files_say_is_escaped_in_the_page(tmp_path: Path) -> None:
    nasty = "<img src=x onerror=alert(1)> \"'&amp; </style><script>alert(2)</script>"
    source = {
        "source": nasty, "url": "https://a.example/x", "title": nasty, "owner": nasty, "id": "1",
        "published_at": "2026-01-01T00:00:00Z", "text": f"The council paid {nasty} 4 million euros.",
    }  # fmt: skip
    (tmp_path / "s.jsonl").write_text(json.dumps(source), encoding="utf-8")
    digest = tmp_path / "d.md"
    digest.write_text(
        "# `<script>alert(3)</script>`\n\nThe council paid `<b onclick=x>` 5 million [euros](https://a.example/x).\n",
        encoding="utf-8",
    )
    report = audit_path(digest, Against(sources=tmp_path / "s.jsonl"))
    tags = _Tags()
    tags.feed(page_of(report, "<d>.md"))
    assert [tag for tag, _ in tags.seen if tag in {"script", "img"}] == []
    assert not any("onclick" in said or "onerror" in said for _, said in tags.seen)
