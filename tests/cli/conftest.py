"""The command line, called in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from nutgraf.cli.main import main


@dataclass(frozen=True)
class Answer:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


Nutgraf = Callable[..., Answer]


@pytest.fixture
def nutgraf(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Nutgraf:
    def call(*arguments: object) -> Answer:
        monkeypatch.setattr("sys.argv", ["nutgraf", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        said = capsys.readouterr()
        return Answer(code=code, out=said.out, err=said.err)

    return call
