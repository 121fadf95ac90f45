"""Whatever goes wrong, a command ends with two sentences and a code, never with a bare traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nutgraf.newsroom.desk import open_desk
from nutgraf.testing import SMALL_LINES, small_desk
from tests.cli.conftest import Nutgraf

NOW = "2026-04-01T18:00:00Z"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return small_desk(tmp_path / "desk")


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file named locked.jsonl that nobody may read."""
    real, real_number = Path.open, os.open

    def numbered(path: Any, *arguments: Any, **named: Any) -> int:
        if os.fspath(path).endswith("/locked.jsonl"):
            raise PermissionError(13, "Permission denied", str(path))
        return real_number(path, *arguments, **named)

    def opened(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name == "locked.jsonl" and arguments == ("rb",):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", opened)
    monkeypatch.setattr(os, "open", numbered)


@pytest.mark.usefixtures("locked")
def test_one_file_of_lines_that_cannot_be_opened_does_not_end_the_run(
    desk: Path, nutgraf: Nutgraf
) -> None:
    (desk / "in").mkdir()
    (desk / "in" / "locked.jsonl").write_text("{}\n")
    (desk / "in" / "note.txt").write_text("Marrow Systems opened an office, the firm said.")
    assert nutgraf("sources", "add", desk / "in", "--desk", desk).code == 0
    checked = nutgraf("sources", "check", "in", "--desk", desk, "--now", NOW, "--json")
    assert (checked.code, json.loads(checked.out)[0]["refused"][0]["rule"]) == (3, "unreadable")
    answer = nutgraf("run", "--desk", desk, "--now", NOW, "--json")
    assert answer.code == 3
    failed = json.loads(answer.out)["sources_failed"]
    assert [(one["source"], one["where"]) for one in failed] == [("in", "locked.jsonl")]
    assert "Permission denied" in failed[0]["message"]


@pytest.mark.usefixtures("locked")
def test_a_named_file_that_cannot_be_opened_is_a_wrong_call(
    desk: Path, tmp_path: Path, nutgraf: Nutgraf
) -> None:
    file = tmp_path / "locked.jsonl"
    file.write_bytes(SMALL_LINES)
    for call in (("import", file, "--desk", desk), ("check", "--pairs", file)):
        answer = nutgraf(*call)
        assert (answer.code, answer.out) == (2, "")
        assert "Permission denied" in answer.err and "try: Check that" in answer.err
    claims = nutgraf("claims", file)
    assert claims.code == 1 and "Permission denied" in claims.err


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (OSError(5, "Input/output error", "nutgraf.db"), 2, "'nutgraf.db' could not be used"),
        (ZeroDivisionError("division by zero"), 1, "NUTGRAF_TRACEBACK=1"),
        (KeyboardInterrupt(), 130, "stopped; run again to go on"),
    ],
)
def test_what_nobody_foresaw_is_said_in_two_sentences(
    raised: BaseException, code: int, said: str, desk: Path, nutgraf: Nutgraf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def broken(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr("nutgraf.newsroom.run.run_desk", broken)
    monkeypatch.delenv("NUTGRAF_TRACEBACK", raising=False)
    answer = nutgraf("run", "--desk", desk)
    assert answer.code == code
    assert said in answer.err and "Traceback" not in answer.err
    monkeypatch.setenv("NUTGRAF_TRACEBACK", "1")
    shown = nutgraf("run", "--desk", desk)
    assert shown.code == code
    assert ("Traceback" in shown.err) == (code != 130)


def test_a_terminal_that_knows_only_ascii_is_given_numbers(desk: Path, nutgraf: Nutgraf) -> None:
    line = {"source": "Städte", "text": "Öfen kosten 3 Mark, sagt die Stadt.", "title": "Öfen"}
    (desk / "small.jsonl").write_text(json.dumps(line) + "\n")
    assert nutgraf("run", "--desk", desk, "--now", NOW).code == 0
    said = subprocess.run(
        [sys.executable, "-m", "nutgraf.cli.main", "stories", "--desk", str(desk), "--now", NOW],
        capture_output=True, env={"PYTHONIOENCODING": "ascii"}, check=False,
    )  # fmt: skip
    assert (said.returncode, b"\\xd6fen" in said.stdout) == (0, True), said.stderr


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+05:00", "1969-12-31T23:00:00Z",
     "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-05:00"],
)  # fmt: skip
def test_a_time_no_desk_can_count_from_is_a_wrong_call(
    moment: str, desk: Path, nutgraf: Nutgraf
) -> None:
    answer = nutgraf("run", "--desk", desk, "--now", moment)
    assert (answer.code, answer.out) == (2, "")
    assert "1970 and 9000" in answer.err and "try:" in answer.err


@pytest.mark.parametrize("moment", ["1970-01-01T00:00:00Z", "8999-12-31T23:59:59Z"])
def test_the_first_and_the_last_time_can_be_run_at(
    moment: str, desk: Path, nutgraf: Nutgraf
) -> None:
    with (desk / "nutgraf.toml").open("a") as out:
        out.write("[edition]\nstale_days = 36500\n[stories]\nwindow_days = 36500\n")
    assert nutgraf("run", "--desk", desk, "--now", moment).code == 0


def test_an_edition_that_is_damaged_in_the_database_is_said_so(
    desk: Path, nutgraf: Nutgraf
) -> None:
    assert nutgraf("run", "--desk", desk, "--now", NOW).code == 0
    with open_desk(desk) as opened, opened.store.commits.commit("damage") as connection:
        connection.exec_driver_sql("UPDATE editions SET content = x'00'")
    answer = nutgraf("why", "Heron 2", "--desk", desk)
    assert (answer.code, answer.out) == (1, "")
    assert "2026-04-01 is damaged" in answer.err and "try:" in answer.err
