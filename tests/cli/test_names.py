"""`nutgraf names`: what is known is shown with where it is from; what is learned can be kept or refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Nutgraf

LINES = (
    ("Quay Post", "On Monday Kestrelholm raised $40 million for a warehouse in the north."),
    ("Harbour Wire", "The money went to Kestrelholm, a young robotics startup from Bergen."),
    ("Ada", "I joined Kestrelholm last week, and it is loud in its halls."),
)


@pytest.fixture
def desk(nutgraf: Nutgraf, tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    assert nutgraf("init", folder).code == 0
    lines = [
        json.dumps({"source": "wire", "id": str(n), "owner": owner, "text": text,
                    "published_at": "2026-04-02T10:00:00Z"})
        for n, (owner, text) in enumerate(LINES)
    ]  # fmt: skip
    (tmp_path / "captures.jsonl").write_text("\n".join(lines) + "\n")
    taken = nutgraf(
        "import", tmp_path / "captures.jsonl", "--desk", folder, "--now", "2026-04-03T06:00:00Z"
    )
    assert taken.code == 0, taken.err
    ran = nutgraf("run", "--desk", folder, "--now", "2026-04-03T06:00:00Z")
    assert ran.code == 0, ran.err
    return folder


def test_a_shipped_name_is_shown(nutgraf: Nutgraf, desk: Path) -> None:
    said = nutgraf("names", "show", "opus", "--desk", desk).out
    assert said.startswith("Claude Opus  (model; comes with nutgraf)")
    assert "made by Anthropic" in said


def test_a_learned_name_is_shown_with_its_words(nutgraf: Nutgraf, desk: Path) -> None:
    said = nutgraf("names", "show", "Kestrelholm", "--desk", desk).out
    assert said.startswith("Kestrelholm  (company; learned)")
    assert "from 3 captures of 3 owners" in said
    assert "a young robotics startup" in said
    listed = json.loads(nutgraf("names", "list", "--from", "learned", "--json", "--desk", desk).out)
    assert [(one["name"], one["kind"]) for one in listed] == [("Kestrelholm", "company")]
    span = listed[0]["evidence"][0]["span"]
    assert nutgraf("where", span, "--desk", desk).code == 0


def test_the_edition_names_what_was_learned(desk: Path) -> None:
    edition = json.loads((desk / "editions" / "2026-04-03" / "edition.json").read_text())
    assert [(one["name"], one["kind"]) for one in edition["names_of_the_day"]] == [
        ("Kestrelholm", "company")
    ]


def test_a_learned_name_is_kept(nutgraf: Nutgraf, desk: Path) -> None:
    said = nutgraf("names", "add", "Kestrelholm", "--alias", "@kestrel_hq", "--desk", desk).out
    assert said.startswith("Kestrelholm  (company; entities.toml)")
    assert 'aliases = ["@kestrel_hq"]' in (desk / "entities.toml").read_text()


def test_a_name_that_is_there_is_updated_and_the_rest_of_the_file_stays(
    nutgraf: Nutgraf, desk: Path
) -> None:
    file = desk / "entities.toml"
    before = '# Ours.\n[[name]]\nname = "Auk"\nkind = "model"\n\n# Theirs.\n[[name]]\nname = "Dodo"\nkind = "model"\n'
    file.write_text(before)
    said = nutgraf(
        "names", "add", "Auk", "--alias", "Auk AI", "--maker", "Dodo", "--desk", desk
    ).out
    assert said.startswith("Auk  (model; entities.toml)") and "made by Dodo" in said
    assert file.read_text() == before.replace(
        'kind = "model"\n\n', 'kind = "model"\nmaker = "Dodo"\naliases = ["Auk AI"]\n\n'
    )


def test_forgetting_undoes_what_was_added(nutgraf: Nutgraf, desk: Path) -> None:
    assert nutgraf("names", "add", "Auk", "--kind", "model", "--desk", desk).code == 0
    assert nutgraf("names", "forget", "Auk", "--desk", desk).out == "forgotten: Auk\n"
    assert (desk / "entities.toml").read_text() == ""
    assert nutgraf("names", "add", "Ollama", "--alias", "Ollie", "--desk", desk).code == 0
    assert "still known" in nutgraf("names", "forget", "Ollama", "--desk", desk).out
    assert nutgraf("names", "forget", "Ollama", "--desk", desk).out == "forgotten: Ollama\n"
    assert nutgraf("names", "show", "Ollama", "--desk", desk).code == 2
    assert nutgraf("names", "forget", "Ollama", "--desk", desk).code == 2
    assert nutgraf("names", "add", "Ollama", "--desk", desk).code == 0


def test_a_name_nobody_knows_cannot_be_forgotten(nutgraf: Nutgraf, desk: Path) -> None:
    told = nutgraf("names", "forget", "Antropic", "--desk", desk)
    assert told.code == 2
    assert "'Anthropic'" in told.err
    assert not (desk / "entities.toml").exists() or not (desk / "entities.toml").read_text().strip()


def test_a_learned_name_is_refused_and_stays_away(nutgraf: Nutgraf, desk: Path) -> None:
    assert nutgraf("names", "forget", "Kestrelholm", "--desk", desk).code == 0
    assert nutgraf("run", "--desk", desk, "--now", "2026-04-03T06:00:00Z").code == 0
    assert nutgraf("names", "show", "Kestrelholm", "--desk", desk).code == 2
    edition = json.loads((desk / "editions" / "2026-04-03" / "edition.json").read_text())
    assert edition["names_of_the_day"] == []


def test_a_capture_that_was_taken_back_teaches_nothing(nutgraf: Nutgraf, desk: Path) -> None:
    listed = json.loads(nutgraf("names", "list", "--from", "learned", "--json", "--desk", desk).out)
    capture = listed[0]["evidence"][0]["span"].partition(":")[0]
    settings = desk / "nutgraf.toml"  # a capture is taken back at the desk's own time
    settings.write_text(
        settings.read_text().replace("[desk]", '[desk]\nclock = "2026-04-03T06:20:00Z"', 1)
    )
    assert nutgraf("revoke", capture, "--desk", desk).code == 0
    assert nutgraf("names", "show", "Kestrelholm", "--desk", desk).code == 2
    assert nutgraf("run", "--desk", desk, "--now", "2026-04-03T06:30:00Z").code == 0
    assert nutgraf("names", "show", "Kestrelholm", "--desk", desk).code == 2


def test_a_muted_source_teaches_nothing(nutgraf: Nutgraf, desk: Path) -> None:
    settings = desk / "nutgraf.toml"
    settings.write_text(settings.read_text() + '\n[taste]\nmute = ["source: wire"]\n')
    assert nutgraf("run", "--desk", desk, "--now", "2026-04-03T06:30:00Z").code == 0
    assert nutgraf("names", "show", "Kestrelholm", "--desk", desk).code == 2


def test_an_edit_is_read_by_the_next_run(nutgraf: Nutgraf, desk: Path) -> None:
    (desk / "entities.toml").write_text('[[name]]\nname = "Kestrelholm"\nkind = "model"\n')
    assert nutgraf("run", "--desk", desk, "--now", "2026-04-03T06:00:00Z").code == 0
    edition = json.loads((desk / "editions" / "2026-04-03" / "edition.json").read_text())
    assert [one["kind"] for one in edition["names_of_the_day"]] == ["model"]


def test_a_mistake_in_the_file_is_named(nutgraf: Nutgraf, desk: Path) -> None:
    (desk / "entities.toml").write_text('[[name]]\nname = "Auk"\nknd = "model"\n')
    told = nutgraf("names", "list", "--desk", desk)
    assert told.code == 2
    assert "entities.toml, line 3" in told.err
    assert "kind" in told.err


def test_an_unknown_name_gets_the_nearest(nutgraf: Nutgraf, desk: Path) -> None:
    told = nutgraf("names", "show", "Antropic", "--desk", desk)
    assert told.code == 2
    assert "'Anthropic'" in told.err
