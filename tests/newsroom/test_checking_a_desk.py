"""A check in a desk, with another desk, and of a folder that was copied about."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from nutgraf.cli.main import main
from nutgraf.errors import UsageError
from nutgraf.newsroom.check import check_path
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import at

DAY = "2026-03-30"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample desk after its first, quiet day; tests work on copies of its folders."""
    folder = tmp_path_factory.mktemp("checked") / "desk"
    make_desk(folder, with_sample=True)
    with open_desk(folder) as desk:
        run_desk(desk, runner=Inline(), progress=Silent(), now=at(f"{DAY}T20:00:00Z"))
    return folder


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A desk that keeps nothing."""
    assert make_desk(tmp_path / "other")
    with open_desk(tmp_path / "other"):  # so that it has a database
        pass
    return tmp_path / "other"


def copied(ran: Path, to: Path) -> Path:
    shutil.copytree(ran / "editions" / DAY, to)
    return to


def test_its_own_edition_holds(ran: Path) -> None:
    report = check_path(ran / "editions" / DAY, None)
    assert (report.proved, report.failed, report.notes) == ("source", (), ())


@pytest.mark.parametrize("place", ["received", "editions/2026-03-30", "editions/2026-05-01"])
def test_a_folder_copied_into_another_desk_is_held_to_its_evidence(
    ran: Path, other: Path, place: str
) -> None:
    here = copied(ran, other / place)
    report = check_path(here, None)
    assert (report.proved, report.failed) == ("evidence", ())
    assert "keeps none of its captures" in report.notes[0]
    (here / "evidence.jsonl").unlink()
    with pytest.raises(UsageError) as raised:
        check_path(here, None)
    assert "--desk" in raised.value.next_step


def test_another_desk_that_is_named_is_told_of(ran: Path, other: Path) -> None:
    report = check_path(ran / "editions" / DAY, other)
    assert (report.proved, report.failed) == ("evidence", ())


def test_what_the_words_cannot_tell_the_desk_does(ran: Path, tmp_path: Path) -> None:
    here = copied(ran, tmp_path / "received")
    path = here / "edition.json"
    form = json.loads(path.read_text(encoding="utf-8"))
    for field, value in (("desk", "The Daily Example"), ("released_by", "Jane Editor")):
        path.write_text(json.dumps(form | {field: value}), encoding="utf-8")
        report = check_path(here, ran)
        first = report.failed[0]
        assert first.kind == "object"
        assert first.message == "edition.json is not the edition this desk keeps."


def test_a_folder_under_another_name_is_found(ran: Path, tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    shutil.copytree(ran, desk)
    (desk / "editions" / DAY).rename(desk / "editions" / "2026-03-31")
    messages = [one.message for one in check_path(desk / "editions" / "2026-03-31", None).failed]
    assert any("lies in the folder '2026-03-31'" in message for message in messages)


def test_the_desk_here_can_be_named(
    ran: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--desk .` is a desk that was named: an edition from elsewhere is held against it."""
    here = copied(ran, tmp_path / "received")
    monkeypatch.chdir(ran)
    for desk, said in ((["--desk", "."], "in the sources as captured"), ([], "agree")):
        monkeypatch.setattr("sys.argv", ["nutgraf", "check", str(here), *desk])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 0
        assert said in capsys.readouterr().out


def test_a_missing_page_is_told_and_no_failure(ran: Path, tmp_path: Path) -> None:
    here = copied(ran, tmp_path / "received")
    (here / "edition.html").unlink()
    report = check_path(here, None)
    assert report.failed == () and report.notes == (
        "There is no edition.html beside edition.json.",
    )
