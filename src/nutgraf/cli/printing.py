"""How the command line speaks: lines, columns, JSON, progress, and errors in two sentences."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from nutgraf.errors import NutgrafError, Refused
from nutgraf.telemetry import Lines, Progress, counted
from nutgraf.text import one_line, showable


def say(text: str = "") -> None:
    """A line on standard output, free of characters that hide or re-order."""
    sys.stdout.write(showable(text) + "\n")


def warn(text: str) -> None:
    """A line on standard error, after what standard output was told before."""
    sys.stdout.flush()
    sys.stderr.write(showable(text) + "\n")


def say_json(value: Any) -> None:
    """A value as JSON on standard output."""
    import msgspec

    plain = msgspec.to_builtins(value)
    sys.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2) + "\n")


def say_columns(rows: Sequence[Sequence[str]]) -> None:
    """Rows in columns as wide as their widest cell; the last column as it comes."""
    widths = (
        [max(len(one_line(row[at])) for row in rows) for at in range(len(rows[0]))] if rows else []
    )
    for row in rows:
        cells = [one_line(cell).ljust(width) for cell, width in zip(row, widths, strict=True)]
        say("  ".join(cells).rstrip())


def complain(problem: NutgrafError) -> None:
    """An error: what happened, then what to do."""
    warn(f"nutgraf: {problem.happened}")
    if problem.next_step:
        warn(f"try: {problem.next_step}")


def complain_refused(refused: Sequence[Refused], *, most: int = 20) -> None:
    """What was refused, a sentence and a next step each; past `most` only counted."""
    for one in refused[:most]:
        warn(f"nutgraf: {one.where}: {one.happened}")
        warn(f"  try: {one.next_step}")
    if len(refused) > most:
        warn(f"nutgraf: and {len(refused) - most} more; the edition's colophon lists them all")


__all__ = [
    "complain", "complain_refused", "counted", "say", "say_columns", "say_json", "warn", "watching",
]  # fmt: skip


class watching:  # noqa: N801 - reads as a word: with watching() as progress
    """Progress for people: bars on a terminal, plain lines elsewhere; always on standard error."""

    def __init__(self) -> None:
        self._bars: Any = None

    def __enter__(self) -> Progress:
        if not sys.stderr.isatty():
            return Lines(sys.stderr, time.monotonic)
        from nutgraf.cli.bars import Bars

        self._bars = Bars()
        self._bars.__enter__()
        progress: Progress = self._bars
        return progress

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bars is not None:
            self._bars.__exit__(kind, problem, trace)
