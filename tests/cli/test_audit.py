"""`nutgraf check` on a digest that is not ours, as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PLANTED = Path(__file__).resolve().parents[1] / "audit" / "planted"


@pytest.fixture
def conflict(tmp_path: Path) -> tuple[Path, Path]:
    folder = PLANTED / "25-conflict"
    digest = tmp_path / "digest.md"
    digest.write_bytes((folder / "digest.md").read_bytes())
    return digest, folder / "sources.jsonl"


def test_it_names_line_sentence_and_both_sources(nutgraf, conflict) -> None:  # type: ignore[no-untyped-def]
    digest, sources = conflict
    said = nutgraf("check", digest, "--sources", sources)
    assert said.code == 1
    assert (
        "line 5: It injured 31 people, according to both the fire service and the hospital."
        in said.out
    )
    assert "! conflict:" in said.out
    assert "Moorhaven General Hospital" in said.out
    assert said.err == ""


def test_a_digest_that_holds(nutgraf, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "oak.txt").write_text("The trust paid 41,000 pounds for the oak.", encoding="utf-8")
    digest = tmp_path / "d.md"
    digest.write_text("The trust [paid 41,000 pounds](s/oak.txt) for the oak.", encoding="utf-8")
    said = nutgraf("check", digest, "--sources", tmp_path, "--date", "2026-04-20")
    assert (said.code, said.err) == (0, "")
    assert "1 of 1 sentence holds: it is borne out by the words it cites" in said.out


def test_json_html_and_sarif(nutgraf, conflict, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    digest, sources = conflict
    page, sarif = tmp_path / "a.html", tmp_path / "a.sarif"
    said = nutgraf(
        "check", digest, "--sources", sources, "--json", "--html", page, "--sarif", sarif
    )
    plain = json.loads(said.out)
    assert said.code == 1
    assert plain["path"] == str(digest)
    assert "conflict" in {failed["kind"] for failed in plain["failed"]}
    assert json.loads(sarif.read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "nothing to hold digest.md against"),
        (("--sources", "none"), "no folder"),
        (("--date", "soon", "--sources", "."), "is no day"),
        (("--sources", ".", "--html", "no/where.html"), "could not be written"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_next_step(  # type: ignore[no-untyped-def]
    nutgraf, conflict, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    digest, sources = conflict
    (digest.parent / "sources.jsonl").write_bytes(sources.read_bytes())
    monkeypatch.chdir(digest.parent)
    said = nutgraf("check", "digest.md", *arguments)
    assert said.code == 2
    assert words in said.err
    assert "try: " in said.err


def test_options_of_digests_are_refused_for_editions(nutgraf, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    said = nutgraf("check", tmp_path, "--sarif", tmp_path / "a.sarif")
    assert said.code == 2
    assert "--sarif is for digests" in said.err
