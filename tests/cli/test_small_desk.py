"""Every command on a small desk, as a person or a script would call it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from nutgraf.testing import SMALL_LINES, small_desk

NOW = "2026-04-01T18:00:00Z"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return small_desk(tmp_path / "desk")


@pytest.fixture
def ran(desk: Path, nutgraf) -> Path:
    assert nutgraf("run", "--desk", desk, "--now", NOW).code == 0
    return desk


def test_init_makes_a_desk_and_leaves_one_that_is_there(tmp_path: Path, nutgraf) -> None:
    made = nutgraf("init", tmp_path / "d")
    assert (made.code, "Made a desk" in made.out) == (0, True)
    (tmp_path / "d" / "nutgraf.toml").write_text('[desk]\nname = "mine"\n')
    again = nutgraf("init", "--sample", tmp_path / "d")
    assert (again.code, "nothing was changed" in again.out) == (0, True)
    assert (tmp_path / "d" / "nutgraf.toml").read_text() == '[desk]\nname = "mine"\n'


def test_a_command_outside_a_desk_says_what_to_do(tmp_path: Path, nutgraf, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    answer = nutgraf("run")
    assert answer.code == 2
    assert answer.err.startswith("nutgraf: There is no desk")
    assert "try: Make one with nutgraf init" in answer.err


def test_the_desk_is_found_from_below(ran: Path, nutgraf, monkeypatch) -> None:
    monkeypatch.chdir(ran / "editions")
    assert json.loads(nutgraf("sources", "list", "--json").out)[0]["id"] == "small"


def test_run_prints_what_the_formats_say(desk: Path, nutgraf) -> None:
    answer = nutgraf("run", "--desk", desk, "--now", NOW, "--json")
    said = json.loads(answer.out)
    assert set(said) == {"edition", "path", "files", "sources_failed", "refused"}
    assert said["edition"] == "2026-04-01"
    assert {Path(file).name for file in said["files"]} == {
        "edition.md", "edition.html", "edition.json", "evidence.jsonl", "feed.xml",
    }  # fmt: skip
    assert all(Path(file).is_file() for file in said["files"])
    assert "looking at files and feeds" in answer.err


def test_a_dry_run_prints_the_edition_and_keeps_nothing(desk: Path, nutgraf) -> None:
    before = sorted(path.name for path in desk.rglob("*") if "nutgraf.db" not in path.name)
    answer = nutgraf("run", "--desk", desk, "--now", NOW, "--dry-run")
    assert answer.code == 0
    assert "# " in answer.out and "[^1]" in answer.out
    after = sorted(path.name for path in desk.rglob("*") if "nutgraf.db" not in path.name)
    assert [name for name in after if name != ".held"] == before
    assert json.loads(nutgraf("stories", "--desk", desk, "--json").out) == []


@pytest.mark.parametrize("address", ["../in", "in", "./deep/../in", "small.jsonl", "nowhere", "."])
def test_a_dry_run_reads_what_a_run_would_read(desk: Path, nutgraf, address: str) -> None:
    for folder in (desk / "in", desk.parent / "in", desk / "deep"):
        folder.mkdir()
        (folder / "note.txt").write_text("Marrow Systems opened an office, the firm said today.")
    toml = (desk / "sources.toml").read_text().replace("small", "kept")
    kind = "file" if address.endswith("l") else "folder"
    (desk / "sources.toml").write_text(
        toml.replace('kind = "file"', f'kind = "{kind}"').replace("kept.jsonl", address)
    )
    call = ("run", "--desk", desk, "--now", NOW)
    dry = nutgraf(*call, "--dry-run", "--json")
    page = nutgraf(*call, "--dry-run").out
    real = nutgraf(*call, "--json")
    assert (dry.code, real.code) == ((0, 0) if address not in {"nowhere", "."} else (3, 3))
    told, made = json.loads(dry.out), json.loads(real.out)
    assert (told["path"], told["files"]) == (None, [])
    assert {k: told[k] for k in ("edition", "refused")} == {
        k: made[k] for k in ("edition", "refused")
    }
    if address != ".":
        assert told["sources_failed"] == made["sources_failed"]
        assert page.strip() == (Path(made["path"]) / "edition.md").read_text("utf-8").strip()


def test_stories_story_and_rulings(ran: Path, nutgraf) -> None:
    listed = json.loads(nutgraf("stories", "--desk", ran, "--now", NOW, "--json").out)
    assert {"id", "headline", "first_seen", "last_seen", "captures", "signal"} <= set(listed[0])
    assert {"id", "key", "url"} == set(listed[0]["captures"][0])
    heron = next(one for one in listed if len(one["captures"]) == 2)
    shown = nutgraf("story", heron["id"][:8], "--desk", ran, "--now", NOW)
    assert shown.code == 0 and "Heron 2" in shown.out and "owners" in shown.out
    assert nutgraf("rule", "cut", heron["id"], "--desk", ran, "--by", "Ada").code == 0
    assert nutgraf("run", "--desk", ran, "--now", "2030-01-01T00:00:00Z").code == 0
    cut = nutgraf("rule", "shred", heron["id"], "--desk", ran)
    assert (cut.code, "keep, cut or move" in cut.err) == (2, True)
    moved = nutgraf("rule", "move", heron["id"], "--to", "Nowhere", "--desk", ran)
    assert (moved.code, "Top stories" in moved.err) == (2, True)
    assert nutgraf("story", "ffffffffffff", "--desk", ran).code == 2


@pytest.mark.parametrize("place", ["0", "²", "٣", "-1", "1.5", "1000", "99999999999999999999", ""])
def test_a_place_that_is_none_is_refused(ran: Path, nutgraf, place: str) -> None:
    listed = json.loads(nutgraf("stories", "--desk", ran, "--now", NOW, "--json").out)
    answer = nutgraf("rule", "move", listed[0]["id"], f"--to={place}", "--desk", ran)
    assert (answer.code, answer.out) == (2, "")
    assert "from 1 to 999" in answer.err


def test_a_move_says_when_it_holds_and_what_it_does_not_change(ran: Path, nutgraf) -> None:
    with (ran / "nutgraf.toml").open("a") as out:
        out.write(f'clock = "{NOW}"\n')
    listed = json.loads(nutgraf("stories", "--desk", ran, "--now", NOW, "--json").out)
    last = listed[-1]["id"]
    moved = nutgraf("rule", "move", last, "--to", "01", "--desk", ran)
    assert moved.code == 0 and moved.out.startswith(f"move {last} to 1\n")
    assert "holds from the next run on; a story of a single sentence stays" in moved.out
    kept = nutgraf("rule", "keep", last, "--desk", ran)
    assert "holds from the next run on\n" in kept.out
    assert printed(ran, nutgraf)[0] == last
    # Of rulings made at one and the same time the last holds.
    for verb, there in (("cut", False), ("keep", True), ("cut", False), ("keep", True)):
        assert nutgraf("rule", verb, last, "--desk", ran).code == 0
        assert (last in printed(ran, nutgraf)) == there


def printed(desk: Path, nutgraf) -> list[str]:
    """The stories of the edition a run makes now."""
    assert nutgraf("run", "--desk", desk, "--now", NOW).code == 0
    form = json.loads((desk / "editions" / "2026-04-01" / "edition.json").read_text("utf-8"))
    return [story["id"] for section in form["sections"] for story in section["stories"]]


def test_why_and_where_lead_to_the_words(ran: Path, nutgraf) -> None:
    why = nutgraf("why", "58.7% on TideBench", "--desk", ran)
    assert why.code == 0 and "Compute Gazette" in why.out and "supported" in why.out
    found = json.loads(nutgraf("why", "58.7% on TideBench", "--desk", ran, "--json").out)
    span = found[0]["places"][0]["span"]
    where = json.loads(nutgraf("where", span, "--desk", ran, "--json").out)
    assert where["quote"] == found[0]["places"][0]["quote"]
    assert where["link"].startswith("https://computegazette.example/heron#:~:text=")
    position, quoted = where["selectors"]["selector"]
    start, end = map(int, span.partition(":")[2].split("-"))
    assert where["selectors"]["source"] == "https://computegazette.example/heron"
    assert position == {"type": "TextPositionSelector", "start": start, "end": end}
    assert (quoted["type"], quoted["exact"]) == ("TextQuoteSelector", where["quote"])
    assert where["before"].endswith(quoted["prefix"])
    assert where["after"].startswith(quoted["suffix"])
    short = span[:8] + span[64:]
    assert json.loads(nutgraf("where", short, "--desk", ran, "--json").out)["quote"]
    for bad, code in (("nonsense", 2), ("ffffffff:0-3", 2), (f"{span[:64]}:0-99999", 1)):
        assert nutgraf("where", bad, "--desk", ran).code == code
    assert nutgraf("why", "no edition says this", "--desk", ran).code == 2


def test_check_finds_what_was_changed(ran: Path, nutgraf) -> None:
    edition = ran / "editions" / "2026-04-01"
    good = nutgraf("check", edition)
    assert (good.code, "hold" in good.out) == (0, True)
    path = edition / "edition.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("58.7%", "61.2%", 1), encoding="utf-8")
    assert nutgraf("check", edition).code == 1
    path.write_text(text, encoding="utf-8")
    one = next((ran / "objects").rglob("*.zst"))
    data = bytearray(one.read_bytes())
    data[len(data) // 2] ^= 1
    one.write_bytes(data)
    broken = nutgraf("check", edition, "--json")
    assert broken.code == 1
    assert json.loads(broken.out)["failed"][0]["kind"] == "object"
    assert nutgraf("doctor", "--desk", ran).code == 1
    assert nutgraf("check", ran / "nowhere").code == 2


def test_release_is_under_a_name_and_once(ran: Path, nutgraf) -> None:
    assert nutgraf("release", "2026-04-01", "--by", "", "--desk", ran).code == 2
    released = nutgraf("release", "2026-04-01", "--by", "Ada Byron", "--desk", ran)
    assert released.code == 0
    page = (ran / "editions" / "2026-04-01" / "edition.md").read_text()
    assert "Ada Byron" in page and "made unattended" not in page
    assert nutgraf("check", ran / "editions" / "2026-04-01").code == 0
    assert nutgraf("release", "2026-04-01", "--by", "Ada", "--desk", ran).code == 2
    kept = (ran / "editions" / "2026-04-01" / "edition.json").read_bytes()
    again = json.loads(nutgraf("run", "--desk", ran, "--now", NOW, "--json").out)
    assert again["edition"] == "2026-04-01-r2"
    assert (ran / "editions" / "2026-04-01" / "edition.json").read_bytes() == kept


def test_import_by_the_formats(tmp_path: Path, nutgraf, monkeypatch) -> None:
    nutgraf("init", tmp_path)
    lines = (
        SMALL_LINES + b'{"source": "S", "text": "cut sho\n{"source": "S", "text": "x", "mood": 1}\n'
    )
    lines += b'{"source": "S", "text": "y", "published_at": "2026-04-01T09:00:00"}\n'
    (tmp_path / "in.jsonl").write_bytes(lines)
    first = nutgraf("import", tmp_path / "in.jsonl", "--desk", tmp_path, "--now", NOW, "--json")
    said = json.loads(first.out)
    assert (first.code, said["captures"], said["fresh"], len(said["refused"])) == (3, 4, 4, 2)
    assert "line 4" in first.err and "line 6" in first.err
    assert any("mood" in note["happened"] for note in said["notes"])
    second = nutgraf("import", tmp_path / "in.jsonl", "--desk", tmp_path, "--now", NOW, "--json")
    assert json.loads(second.out)["fresh"] == 0
    listed = json.loads(nutgraf("sources", "list", "--desk", tmp_path, "--json").out)
    assert {s["name"]: s["kind"] for s in listed}["Harbour Wire"] == "import"
    assert len({s["id"] for s in listed}) == 4
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"{\n")))
    assert nutgraf("import", "-", "--desk", tmp_path).code == 1
    assert nutgraf("import", tmp_path / "none.jsonl", "--desk", tmp_path).code == 2


def test_pairs_are_answered_in_order(tmp_path: Path, nutgraf) -> None:
    pairs = [
        {"id": 1, "sentence": "Heron 2 scored 61.2%.", "source": "Heron 2 scored 58.7%.", "x": 0},
        {
            "id": {"a": [1]},
            "sentence": "Heron 2 scored 58.7%.",
            "source": ["Heron 2 scored 58.7%."],
        },
        {"id": None, "sentence": "", "source": "x"},
    ]
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n\n".join(json.dumps(pair) for pair in pairs))
    answer = nutgraf("check", "--pairs", file, "--json")
    said = [json.loads(line) for line in answer.out.splitlines()]
    assert [one["id"] for one in said] == [1, {"a": [1]}, None]
    assert [one["verdict"] for one in said] == ["partly", "supported", "not_judged"]
    assert said[0]["reasons"][0]["kind"] == "number"
    assert answer.code == 0
    file.write_text('{"id": 1}\n{"id": 2, "sentence": "a b", "source": "a b"}\n')
    bad = nutgraf("check", "--pairs", file)
    assert bad.code == 2
    assert json.loads(bad.out.splitlines()[0])["line"] == 1
    assert json.loads(bad.out.splitlines()[1])["verdict"] == "supported"


def test_claims_of_a_file_need_no_desk(tmp_path: Path, nutgraf) -> None:
    file = tmp_path / "note.md"
    file.write_text("# Heron 2\n\nVireo Labs said Heron 2 has 7 billion parameters.\n")
    answer = nutgraf("claims", file)
    assert answer.code == 0 and "7000000000" in answer.out and "Vireo Labs" in answer.out
    (tmp_path / "empty.txt").write_bytes(b"")
    empty = nutgraf("claims", tmp_path / "empty.txt")
    assert empty.code == 1 and "try:" in empty.err


def test_settings_show_their_origin(desk: Path, nutgraf) -> None:
    shown = nutgraf("settings", "show", "--desk", desk)
    assert "desk.name" in shown.out and "nutgraf.toml:2" in shown.out and "default" in shown.out


def test_doctor_says_the_desk_is_sound(ran: Path, nutgraf) -> None:
    answer = nutgraf("doctor", "--desk", ran)
    assert (answer.code, "The desk is sound." in answer.out) == (0, True)


def test_a_file_mended_and_imported_again_is_no_failure(tmp_path: Path, nutgraf) -> None:
    nutgraf("init", tmp_path)
    file = tmp_path / "in.jsonl"
    file.write_text('{"source": "Only bad", "text": 3}\n')
    assert nutgraf("import", file, "--desk", tmp_path, "--now", NOW).code == 1
    assert json.loads(nutgraf("sources", "list", "--desk", tmp_path, "--json").out) == []
    told = nutgraf("run", "--desk", tmp_path, "--now", NOW)
    assert told.code == 0
    colophon = tmp_path / "editions" / "2026-04-01" / "edition.json"
    failed = json.loads(colophon.read_text())["colophon"]["failed"]
    assert [one["source"] for one in failed] == ["import"]
    file.write_text('{"source": "Now good", "text": "Vireo Labs said that Heron 2 is out."}\n')
    assert nutgraf("import", file, "--desk", tmp_path, "--now", NOW).code == 0
    assert nutgraf("run", "--desk", tmp_path, "--now", NOW).code == 0
    assert json.loads(colophon.read_text())["colophon"]["failed"] == []


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path, nutgraf) -> None:
    nutgraf("init", tmp_path)
    (tmp_path / "bom.jsonl").write_bytes(b"\xef\xbb\xbf" + SMALL_LINES)
    answer = nutgraf("import", tmp_path / "bom.jsonl", "--desk", tmp_path, "--now", NOW, "--json")
    assert (answer.code, json.loads(answer.out)["fresh"]) == (0, 3)
