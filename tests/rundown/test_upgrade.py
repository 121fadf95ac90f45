"""A desk read by an older version goes on with a newer one: what is missing is read again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.newsroom.stories import list_stories
from nutgraf.rundown import drafts
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import SMALL_LINES, at, small_desk


def test_readings_of_an_older_version_are_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_desk(tmp_path / "desk")
    with open_desk(folder) as desk:
        run_desk(desk, runner=Inline(), progress=Silent(), now=at("2026-04-01"))
    before = (folder / "editions" / "2026-04-01" / "edition.json").read_bytes()
    for module in (sys.modules["nutgraf.rundown.read"], drafts):
        monkeypatch.setattr(module, "READING", "99")
    with (folder / "small.jsonl").open("ab") as out:
        out.write(SMALL_LINES.splitlines()[1].replace(b"cg-1", b"cg-2").replace(b"T11", b"T13"))
    with open_desk(folder) as desk:
        assert len(list_stories(desk, now=at("2026-04-01"))) == 2
        run_desk(desk, runner=Inline(), progress=Silent(), now=at("2026-04-01"))
    after = (folder / "editions" / "2026-04-01" / "edition.json").read_bytes()
    assert b"Heron 2" in before and b"Heron 2" in after
