"""Folders and files as raw objects."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from nutgraf.errors import Refused
from nutgraf.sources.model import RawObject, Source
from nutgraf.wire import LinesFile, file, folder

SOURCE = Source(id="desk", name="Desk", kind="folder", address="desk", owner="Desk")
TODAY = date(2026, 4, 2)


def listed(root: Path, **limits: int) -> list[tuple[str, str]]:
    out = []
    for found in folder(root, SOURCE, today=TODAY, **limits):
        match found:
            case RawObject():
                out.append((found.name, "raw"))
            case LinesFile():
                out.append((found.name, "lines"))
            case Refused():
                assert found.source == "desk" and found.next_step.endswith(".")
                out.append((found.where, found.rule))
    return out


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/2026-04-02/x.html", "a/2026-04-03/later.html", "c.jsonl",
                 ".hidden", "a/.git/config", "2026-04-02x/y.txt", "2026-13-45/y.txt"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert listed(tmp_path) == [
        ("2026-04-02x/y.txt", "raw"), ("2026-13-45/y.txt", "raw"), ("a/2026-04-02/x.html", "raw"),
        ("a/z.txt", "raw"), ("b.txt", "raw"), ("c.jsonl", "lines"),
    ]  # fmt: skip
    raws = [
        found for found in folder(tmp_path, SOURCE, today=TODAY) if isinstance(found, RawObject)
    ]
    assert [raw.data.decode() for raw in raws] == [raw.name for raw in raws]


def test_links_that_lead_out_are_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "desk", tmp_path / "secret"
    inside.mkdir()
    outside.mkdir()
    (outside / "key.txt").write_text("secret")
    (inside / "real.txt").write_text("fine")
    (inside / "near.txt").symlink_to("real.txt")
    (inside / "far.txt").symlink_to(outside / "key.txt")
    (inside / "far").symlink_to(outside)
    (inside / "circle").symlink_to(inside)
    (inside / "dead.txt").symlink_to("nowhere.txt")
    assert listed(inside) == [
        ("circle", "symlink"), ("dead.txt", "no-file"), ("far", "symlink"), ("far.txt", "symlink"),
        ("near.txt", "raw"), ("real.txt", "raw"),
    ]  # fmt: skip
    (tmp_path / "alias").symlink_to(inside)
    assert ("real.txt", "raw") in listed(tmp_path / "alias")


def test_what_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"x" * 2000)
    (tmp_path / "big.jsonl").write_bytes(b"x" * 2000)
    os.mkfifo(tmp_path / "pipe")
    assert listed(tmp_path, largest=1000) == [
        ("big.jsonl", "lines"), ("big.txt", "file-too-large"), ("pipe", "no-file"),
    ]  # fmt: skip
    assert listed(tmp_path / "nowhere") == [("desk", "folder-missing")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "locked.txt").write_text("x")
    (tmp_path / "locked.txt").chmod(0)
    assert listed(tmp_path) == [("locked.txt", "unreadable")]


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "wb") as stream:  # noqa: PTH123
        stream.write(b"x")
    assert listed(tmp_path) == [("caf\\xe9.txt", "raw")]


def test_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    raw = file(tmp_path / "a.txt")
    assert isinstance(raw, RawObject) and (raw.name, raw.data) == ("a.txt", b"words")
    assert isinstance(file(tmp_path / "b.txt"), Refused)
    assert isinstance(file(tmp_path), Refused)
    (tmp_path / "a.jsonl").write_bytes(b"{}\n")
    named = file(tmp_path / "a.jsonl")
    assert isinstance(named, LinesFile) and len(named.sha256()) == 64
