"""The planted set through the front door: every case found with its kind, no control flagged."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from nutgraf.audit.auditing import DigestReport
from nutgraf.newsroom.audit_digest import Against, audit_path

PLANTED = Path(__file__).parent / "planted"
FOLDERS = sorted(path for path in PLANTED.iterdir() if path.is_dir())
KINDS = {path.name[3:].removesuffix("-control") for path in FOLDERS}


def _audited(folder: Path) -> DigestReport:
    return audit_path(folder / "digest.md", Against(sources=folder / "sources.jsonl"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_each_case_is_found_with_its_kind_and_no_control_is_flagged(folder: Path) -> None:
    expected = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
    places = {expected["sentence"], *expected.get("also", ())}
    flagged = {
        (noted.kind, one.sentence.text)
        for one, noted in _audited(folder).failed
        if noted.kind in KINDS
    }
    wanted = {(expected["kind"], text) for text in places}
    if folder.name.endswith("-control"):
        assert flagged == set()
    else:
        assert flagged & wanted
        assert flagged - wanted == set()


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("01-points", "21 percentage points"),
        ("07-variant-or-year", "belongs to Garnet 31B, not to Garnet 26B"),
        ("09-variant-or-year", "the figure of 2024, not of 2025"),
        ("10-outlier", "10 times 40 million dollars"),
        ("18-relative-date", "1 June 2026 to 30 June 2026"),
        ("20-hearsay", "https://deep-current.example/2026/01/ondine-letter"),
        ("25-conflict", "31 people"),
        ("30-uncited", "19 June"),
    ],
)
def test_messages_give_the_arithmetic_and_the_other_words(folder: str, words: str) -> None:
    report = _audited(PLANTED / folder)
    assert any(words in noted.message for _, noted in report.failed)


def test_the_audit_is_the_same_twice() -> None:
    folder = PLANTED / "12-outlier"
    assert _audited(folder).failed == _audited(folder).failed
