"""Progress on a terminal: a bar a step, with count and rate."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as RichProgress
from rich.text import Text

from nutgraf.text import one_line


class _Rate(ProgressColumn):
    """Items a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.0f}/s" if task.speed else "", style="dim")


class Bars:
    """The steps of a run as bars; each stays when it is done."""

    def __init__(self) -> None:
        self._progress = RichProgress(
            SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(bar_width=24),
            MofNCompleteColumn(), _Rate(), TimeElapsedColumn(),
            TextColumn("{task.fields[said]}", markup=False),
            console=Console(stderr=True),
        )  # fmt: skip
        self._task: Any = None

    def __enter__(self) -> Bars:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def begin(self, what: str, total: int | None = None) -> None:
        self._task = self._progress.add_task(one_line(what), total=total, said="")

    def advance(self, count: int = 1) -> None:
        self._progress.advance(self._task, count)

    def end(self, said: str = "") -> None:
        done = self._progress.tasks[self._task].completed
        self._progress.update(self._task, total=done, said=one_line(said))
