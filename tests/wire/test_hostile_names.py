"""300 hostile file names and titles: nothing outside the folder is read or written."""

from __future__ import annotations

import json
import os
import random
import re
import stat
import subprocess
from datetime import date
from pathlib import Path

import pytest

from nutgraf.cli.main import main
from nutgraf.errors import Refused
from nutgraf.sources.model import RawObject, Source
from nutgraf.wire import LinesFile, folder
from nutgraf.wire.folder import _opened

pytestmark = pytest.mark.threat("P8")


SEED = 300
SOURCE = Source(id="desk", name="Desk", kind="folder", address="desk", owner="Desk")
TODAY = date(2026, 4, 2)
SECRET = b"what stands outside the folder"
PARTS = (
    "../", "..\\", "/etc/passwd", "\x00", "CON", "NUL.txt", "aux", "con.html", "\u202egnp.exe", "-rf", "--help",
    ".obsidian/..", ".git/config", "\n", "\r\n", "\t", "\x1b[2J", "~", "~root", "$HOME", "`id`", "$(id)", ";rm -rf",
    "|", "&", "*", "?", "[a]", "%2e%2e%2f", "%00", "file:///etc/passwd", "obsidian://open", "C:\\Windows", "\\\\host\\share",
    "a" * 300, "é" * 200, "\u200b", "\ufeff", "\U000e0041", "日本", "نشر", "...", ".", "..", " ", "trailing.", "trailing ",
    "name: x\nkey: y", "---", "{{7*7}}", "<% x %>", "%%x%%", "[[x]]", "'", '"', "<b>", "e\u0301", "\ud800", "\udcff",
)  # fmt: skip


def names() -> list[str]:
    """300 names, the same on every machine: each part alone, then two or three together."""
    draw = random.Random(SEED)
    made = list(PARTS)
    while len(made) < 300:
        made.append("".join(draw.choices(PARTS, k=draw.randint(2, 3))))
    return made[:300]


def tree(at: Path) -> set[tuple[str, int]]:
    """All below a folder, links not followed, with their sizes."""
    return {
        (os.path.relpath(os.path.join(here, name), at), os.lstat(os.path.join(here, name)).st_size)  # noqa: PTH118
        for here, folders, files in os.walk(at)
        for name in (*folders, *files)
    }


def put(root: Path, name: str, body: bytes) -> bool:
    """A file of that name straight in the folder, its separators kept out; whether there can be one."""
    flat = os.fsencode(name.replace("/", "_").encode("utf-8", "surrogatepass"))
    try:
        with open(os.fsencode(root) + b"/" + flat, "xb") as stream:  # noqa: PTH123
            stream.write(body)
    except (OSError, ValueError):
        return False
    return True


def test_300_file_names_are_read_or_refused_each_under_a_name_of_its_own(tmp_path: Path) -> None:
    root = tmp_path / "desk"
    root.mkdir()
    (tmp_path / "passwd").write_bytes(SECRET)
    put_there = [name for at, name in enumerate(names()) if put(root, f"{at} {name}", b"words")]
    put_there += [name for name in PARTS if put(root, name, b"words")]
    assert len(names()) == 300 and len(put_there) > 200
    before = tree(tmp_path)
    found = list(folder(root, SOURCE, today=TODAY))
    read = [one for one in found if isinstance(one, RawObject)]
    assert len(found) == sum(not path.name.startswith(".") for path in root.iterdir())
    assert len({one.name for one in read}) == len(read) == len(found)
    assert all(one.data == b"words" for one in read)
    for one in read:
        assert one.name.encode("utf-8"), "a name is text that can be written"
    assert tree(tmp_path) == before


def test_links_pipes_loops_and_devices(tmp_path: Path) -> None:
    root, outside = tmp_path / "desk", tmp_path / "outside"
    (root / "a" / "b").mkdir(parents=True)
    outside.mkdir()
    (outside / "key.txt").write_bytes(SECRET)
    (outside / "key.jsonl").write_bytes(SECRET)
    for at, target in enumerate((
        outside, outside / "key.txt", "../outside/key.txt", "/etc/passwd", "/dev/zero", "/dev/stdin",
        "/proc/self/environ", root, "..", "a/b/../../../outside/key.txt", outside / "key.jsonl",
    )):  # fmt: skip
        (root / f"link{at}.txt").symlink_to(target)
        (root / "a" / f"link{at}.jsonl").symlink_to(target)
    (root / "a" / "b" / "up").symlink_to(root)
    (root / "one").symlink_to("two")
    (root / "two").symlink_to("one")
    os.mkfifo(root / "pipe.txt")
    os.mkfifo(root / "pipe.jsonl")
    (root / "good.txt").write_bytes(b"words")
    found = list(folder(root, SOURCE, today=TODAY))
    assert [one.name for one in found if not isinstance(one, Refused)] == ["good.txt"]
    assert len([one for one in found if isinstance(one, Refused)]) == 11 * 2 + 1 + 2 + 2
    assert all(one.rule in {"symlink", "no-file"} for one in found if isinstance(one, Refused))


def test_what_is_put_in_place_of_a_file_after_the_look_is_not_read(tmp_path: Path) -> None:
    root = tmp_path / "desk"
    (root / "sub").mkdir(parents=True)
    (tmp_path / "secret").mkdir()
    for name in ("a.txt", "b.jsonl"):
        (tmp_path / "secret" / name).write_bytes(SECRET)
        (root / "sub" / name).write_bytes(b"words")
    found = next(one for one in folder(root, SOURCE, today=TODAY) if isinstance(one, LinesFile))
    (root / "sub").rename(root / "moved")
    (root / "sub").symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match="no regular file"):
        found.open()
    with pytest.raises(OSError, match="no regular file"):
        _opened(root / "sub" / "a.txt", Path(os.path.realpath(root)))
    (root / "c.txt").symlink_to(tmp_path / "secret" / "a.txt")
    with pytest.raises(OSError, match=r"."):
        _opened(root / "c.txt", Path(os.path.realpath(root)))


def test_a_folder_nested_deeper_than_calls_can_be(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    number = os.open("deep.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here)
    os.write(number, b"words")
    os.close(number)
    os.close(here)
    found = list(folder(tmp_path, SOURCE, today=TODAY))
    assert len(found) == 1
    assert isinstance(found[0], RawObject) and found[0].data == b"words"
    subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)  # too deep for pytest to remove


@pytest.mark.parametrize("part", range(3))
def test_300_titles_write_nothing_outside_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    """Titles, keys, source ids and owners as hostile as the file names; what is written is named by
    dates and digests alone."""
    desk = tmp_path / "home" / "desk"
    rows = [
        {
            "source": name, "id": name, "title": name, "owner": name, "author": name,
            "text": f"Vireo Labs released Heron {at} on Tuesday, said the firm. {name}",
            "published_at": "2026-04-01T09:00:00Z", "url": f"https://a.example/{name}",
        }
        for at, name in enumerate(names()[part::3])
    ]  # fmt: skip
    desk.parent.mkdir()
    for arguments in (
        ["init", str(desk)],
        ["import", str(tmp_path / "lines.jsonl"), "--desk", str(desk)],
        ["run", "--desk", str(desk), "--now", "2026-04-01T18:00:00Z"],
    ):
        (tmp_path / "lines.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        monkeypatch.setattr("sys.argv", ["nutgraf", *arguments])
        try:
            main()
        except SystemExit as end:
            assert end.code in {0, 3, None}
    assert {path.name for path in tmp_path.iterdir()} == {"home", "lines.jsonl"}
    assert [path.name for path in desk.parent.iterdir()] == ["desk"]
    editions = {str(path.relative_to(desk / "editions")) for path in (desk / "editions").rglob("*")}
    kept = {"edition.md", "edition.html", "edition.json", "evidence.jsonl"}
    assert editions == {"feed.xml", "2026-04-01", *(f"2026-04-01/{name}" for name in kept)}
    for path in (desk / "objects").rglob("*"):
        assert re.fullmatch(r"[0-9a-f]{2}|[0-9a-f]{64}\.zst|looks\.jsonl", path.name), path
        assert stat.S_ISREG(path.lstat().st_mode) or path.is_dir()
