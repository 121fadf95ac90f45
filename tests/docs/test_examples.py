"""The pages are true: every session in them is run, every other block is read by its own parser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.fences import Block, Call, blocks, calls, matches

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SECONDS = 240
MARK = "--- end of a call ---"


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _blocks(page: Path, *languages: str) -> Iterator[Block]:
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.language in languages:
            yield block


def _steps(page: Path) -> list[Call | Block]:
    """The commands of a page and the files it has its reader make, in order."""
    found: list[Call | Block] = []
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.language == "console":
            found += calls(block)
        elif block.file:
            found.append(block)
    return found


def _script(steps: list[Call | Block]) -> str:
    """One shell script for all, so that `cd` holds from one block to the next."""
    lines = []
    for step in steps:
        if isinstance(step, Call):
            lines.append(f"{{ {step.command}\n}} </dev/null 2>&1; printf '\\n{MARK} %d\\n' $?")
        else:
            lines.append(f"cat > {step.file} <<'{MARK}'\n{step.text}{MARK}")
    return "\n".join(lines) + "\n"


def _printed(steps: list[Call | Block], folder: Path) -> list[tuple[str, int]]:
    """What each command printed, and its exit code."""
    script = folder / ".session"
    script.write_text(_script(steps), encoding="utf-8")
    home = folder / "home"
    home.mkdir()
    done = subprocess.run(
        ["bash", str(script)], cwd=home, capture_output=True, text=True, timeout=SECONDS,
        check=False,
        env={
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(home),
            "PYTHONUNBUFFERED": "1", "COLUMNS": "100", "LC_ALL": "C.UTF-8", "TZ": "UTC",
        },
    )  # fmt: skip
    assert done.stderr == ""
    pieces = done.stdout.split(f"\n{MARK} ")
    codes = [int(piece.split("\n", 1)[0]) for piece in pieces[1:]]
    texts = [pieces[0], *(piece.split("\n", 1)[1] for piece in pieces[1:-1])]
    return list(zip(texts, codes, strict=True))


SESSIONS = [page for page in PAGES if any(_blocks(page, "console"))]


def test_there_are_sessions() -> None:
    assert {"README.md", "docs/tutorial.md", "docs/formats.md"} <= {_name(p) for p in SESSIONS}


@pytest.mark.parametrize("page", SESSIONS, ids=_name)
def test_sessions_print_what_the_page_says(page: Path, tmp_path: Path) -> None:
    steps = _steps(page)
    wanted = [step for step in steps if isinstance(step, Call)]
    for call, (printed, code) in zip(wanted, _printed(steps, tmp_path), strict=True):
        where = f"{_name(page)}:{call.line}: $ {call.command}"
        assert code == call.exit_code, f"{where}\nexit {code}\n{printed}"
        assert matches(call.expected, printed), f"{where}\n{printed}"


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_data_in_pages_can_be_read(page: Path) -> None:
    for block in _blocks(page, "toml"):
        assert tomllib.loads(block.text), f"{_name(page)}:{block.line}"
    for block in _blocks(page, "json"):
        assert json.loads(block.text) is not None, f"{_name(page)}:{block.line}"
    for block in _blocks(page, "jsonl"):
        assert all(json.loads(line) for line in block.text.splitlines() if block.said != "bad")


@pytest.mark.parametrize("page", [p for p in PAGES if any(_blocks(p, "python"))], ids=_name)
def test_python_in_pages_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "page"}
    for block in _blocks(page, "python"):
        if block.file:
            continue
        code = compile("\n" * block.line + block.text, _name(page), "exec")
        exec(code, names)
