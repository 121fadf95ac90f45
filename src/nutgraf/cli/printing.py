"""How the command line speaks: lines, columns, JSON, progress, and errors in two sentences."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from nutgraf.errors import NutgrafError, Refused
from nutgraf.telemetry import Lines, Progress, counted
from nutgraf.text import hides, one_line, showable

# White space that moves a terminal's cursor elsewhere than to the right: with a carriage return
# the end of a title could be written over the line's beginning.
_MOVES = re.compile("[\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")


def say(text: str = "") -> None:
    """A line on standard output, free of characters that hide, re-order or steer a terminal."""
    sys.stdout.write(_shown(text) + "\n")


def warn(text: str) -> None:
    """A line on standard error, after what standard output was told before."""
    sys.stdout.flush()
    sys.stderr.write(_shown(text) + "\n")


def _shown(text: str) -> str:
    return showable(_MOVES.sub(" ", text))


def say_json(value: Any) -> None:
    """A value as JSON on standard output; what hides or steers a terminal is escaped in it."""
    import msgspec

    written = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=2)
    sys.stdout.write("".join(map(_in_json, written)) + "\n")


def _in_json(char: str) -> str:
    r"""A character of JSON, as `\u202e` where it would not be seen; such stand in strings alone."""
    if char == "\n" or not (hides(char) or _MOVES.match(char)):
        return char
    return json.dumps(char)[1:-1]


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
        warn(f"nutgraf: {one_line(one.where)}: {one_line(one.happened)}")
        warn(f"  try: {one_line(one.next_step)}")
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
