"""Bad input, through the command line: a clear sentence with what to do, bytes kept, the run goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nutgraf.ids import sha256_hex
from nutgraf.newsroom.desk import open_desk
from nutgraf.testing import small_desk
from tests.cli.conftest import Nutgraf

NOW = "2026-04-01T18:00:00Z"
DEEP = b"<html><body>" + b"<div>" * 10_000 + b"words that are far too deep" + b"</div>" * 10_000
MAIL = (
    b"From: Somebody <a@mail.example>\r\nSubject: =?utf-8?B?broken\r\nDate: 1 Apr 2026 09:00 +0000\r\n"
    b'Content-Type: multipart/mixed; boundary="cut"\r\n\r\n--cut\r\nContent-Type: text/plain\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\n!!!not base64!!!\r\n--cut\r\nContent-Type: text/plain"
    b"\r\n\r\nQuillon Robotics has opened a workshop in Kestrelholm, its founder said.\r\n"
)
FILES: dict[str, bytes] = {
    "corrupt.xml": b"<?xml version='1.0'?><rss><channel><<<\x00\xff not a feed at all",
    "empty.html": b"",
    "blank.txt": b" \n\t\n",
    "deep.html": DEEP,
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "cut.pdf": b"%PDF-1.7\n1 0 obj\n<</Type/Catalog",
    "lines.jsonl": b'{"source": "Cut", "text": "A line that is who\n'
    b'{"source": "Cut", "text": "Marrow Systems opened an office in Kestrelholm, the firm said."}\n',
}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = small_desk(tmp_path / "desk")
    (folder / "bad").mkdir()
    for name, data in FILES.items():
        (folder / "bad" / name).write_bytes(data)
    with (folder / "sources.toml").open("a") as out:
        out.write(
            '[[source]]\nid = "bad"\nname = "Bad"\nkind = "folder"\naddress = "bad"\nowner = "B"\n'
        )
    return folder


def test_the_edition_comes_out_and_says_what_failed(desk: Path, nutgraf: Nutgraf) -> None:
    answer = nutgraf("run", "--desk", desk, "--now", NOW, "--json")
    assert answer.code == 3
    failed = json.loads(answer.out)["sources_failed"]
    named = {one["where"].split("/")[-1]: one for one in failed}
    for name in FILES:
        found = [one for where, one in named.items() if where.startswith(name)]
        assert found, f"{name} was not reported"
        for one in found:
            assert one["source"] == "bad"
            assert one["message"].endswith(".") and one["try"].endswith(".")
            assert "Traceback" not in one["message"]
    with open_desk(desk) as opened:
        kept = set(opened.store.raw_names())
    for name, data in FILES.items():
        assert not data or sha256_hex(data) in kept, f"the bytes of {name} were not kept"
    colophon = json.loads(
        (desk / "editions" / "2026-04-01" / "edition.json").read_text(encoding="utf-8")
    )["colophon"]
    assert len(colophon["failed"]) == len(failed)
    assert nutgraf("check", desk / "editions" / "2026-04-01").code == 0
    again = nutgraf("run", "--desk", desk, "--now", NOW, "--json")
    assert (again.code, json.loads(again.out)["sources_failed"]) == (3, failed)


def test_of_a_mail_with_broken_parts_what_can_be_read_is_read(
    tmp_path: Path, nutgraf: Nutgraf
) -> None:
    folder = small_desk(tmp_path / "desk")
    (folder / "mail").mkdir()
    (folder / "mail" / "broken.eml").write_bytes(MAIL)
    assert nutgraf("sources", "add", folder / "mail", "--desk", folder).code == 0
    assert nutgraf("run", "--desk", folder, "--now", NOW).code in {0, 3}
    with open_desk(folder) as opened:
        found = opened.store.captures.get(opened.store.captures.search(["Quillon Robotics"]))
    assert [capture.owner for capture in found] == ["Somebody"]


def test_a_locked_pdf_and_a_wrong_charset(
    tmp_path: Path, shared_data: Path, nutgraf: Nutgraf
) -> None:
    folder = small_desk(tmp_path / "desk")
    (folder / "bad").mkdir()
    locked = [
        p for p in sorted((shared_data / "pdf").rglob("*.pdf")) if "password" in p.name.lower()
    ]
    assert locked
    (folder / "bad" / "locked.pdf").write_bytes(locked[0].read_bytes())
    said = "<html><head><meta charset='utf-8'></head><body><p>Die Städte prüfen Öfen, sagt man.</p>"
    (folder / "bad" / "page.html").write_bytes(said.encode("latin-1"))
    assert nutgraf("sources", "add", folder / "bad", "--desk", folder).code == 0
    answer = nutgraf("run", "--desk", folder, "--now", NOW, "--json")
    failed = json.loads(answer.out)["sources_failed"]
    assert [one["where"] for one in failed] == ["locked.pdf"]
    assert "password" in failed[0]["message"]
    with open_desk(folder) as opened:
        ids = opened.store.captures.search(["prüfen"])
        assert "Städte prüfen Öfen" in opened.store.captures.get(ids)[0].text


def test_a_desk_of_a_newer_version_is_refused(desk: Path, nutgraf: Nutgraf) -> None:
    assert nutgraf("run", "--desk", desk, "--now", NOW).code == 3
    with open_desk(desk) as opened, opened.store.commits.commit("newer") as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    answer = nutgraf("run", "--desk", desk, "--now", NOW)
    assert answer.code == 2
    assert "newer version" in answer.err and "pip install --upgrade" in answer.err


def test_a_desk_somebody_works_on_is_left_alone(desk: Path, nutgraf: Nutgraf) -> None:
    from nutgraf.store.folder import held

    with held(desk):
        answer = nutgraf("run", "--desk", desk, "--now", NOW)
    assert answer.code == 2
    assert "at work" in answer.err and "try:" in answer.err


def test_times_that_are_none(desk: Path, nutgraf: Nutgraf) -> None:
    for bad in ("yesterday", "2026-04-01", "2026-04-01T18:00:00"):
        answer = nutgraf("run", "--desk", desk, "--now", bad)
        assert answer.code == 2
        assert "try:" in answer.err


def test_sources_that_are_not_there(desk: Path, nutgraf: Nutgraf) -> None:
    assert nutgraf("sources", "add", desk / "nowhere", "--desk", desk).code == 2
    assert nutgraf("sources", "remove", "nobody", "--desk", desk).code == 2
    (desk / "bad").rename(desk / "moved")
    answer = nutgraf("run", "--desk", desk, "--now", NOW)
    assert answer.code == 3
    assert "folder is not there" in answer.err


def test_a_desk_is_no_file(tmp_path: Path, nutgraf: Nutgraf) -> None:
    (tmp_path / "notes.txt").write_text("words")
    for place in (tmp_path / "notes.txt", tmp_path / "notes.txt" / "desk"):
        answer = nutgraf("init", place)
        assert answer.code == 2
        assert "notes.txt is a file" in answer.err and "try: Name a folder" in answer.err
    assert (tmp_path / "notes.txt").read_text() == "words"


def test_a_list_is_written_into_a_folder_that_is_there(tmp_path: Path, nutgraf: Nutgraf) -> None:
    folder = small_desk(tmp_path / "desk")
    answer = nutgraf("sources", "export", tmp_path / "no" / "out.opml", "--desk", folder)
    assert answer.code == 2 and "There is no folder" in answer.err and "try:" in answer.err
    assert not (tmp_path / "no").exists()
    assert nutgraf("sources", "export", tmp_path, "--desk", folder).code == 2


def test_a_picture_is_a_png(tmp_path: Path, nutgraf: Nutgraf) -> None:
    folder = small_desk(tmp_path / "desk")
    for name in ("pic.jpg", "pic"):
        answer = nutgraf("where", "a:0-1", "--picture", tmp_path / name, "--desk", folder)
        assert answer.code == 2 and "PNG" in answer.err and "try: Name it 'pic.png'" in answer.err


def test_the_doctor_says_which_tables_are_missing(tmp_path: Path, nutgraf: Nutgraf) -> None:
    folder = small_desk(tmp_path / "desk")
    with open_desk(folder) as opened, opened.store.commits.commit("changed") as connection:
        connection.exec_driver_sql("DROP TABLE captures")
    answer = nutgraf("doctor", "--desk", folder)
    assert answer.code == 1
    assert "lacks the table captures" in answer.err and "nutgraf rebuild" in answer.err
