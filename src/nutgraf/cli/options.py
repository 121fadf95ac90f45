"""Options that several commands share."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from nutgraf.errors import Refused, UsageError
from nutgraf.now import parse_moment

Desk = Annotated[
    Path, typer.Option("--desk", metavar="DIR", help="The desk; else the one at or above here.")
]
SourceNames = Annotated[
    list[str] | None,
    typer.Argument(metavar="SOURCE", help="Ids or names; all when none is given."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Now = Annotated[str, typer.Option("--now", metavar="TIME", help="Stands for the clock (RFC 3339).")]
HERE = Path()


def moment(text: str, option: str) -> datetime | None:
    """The instant an option gives, None when it was not given; raises UsageError."""
    if not text:
        return None
    try:
        return parse_moment(text)
    except ValueError as problem:
        raise UsageError(
            f"{option}: {problem}.", "Write a time with its offset, such as 2026-04-03T18:00:00Z."
        ) from problem


def lines_from(name: str) -> BinaryIO:
    """JSON Lines of a file, or of standard input for `-`; raises UsageError."""
    if name == "-":
        return sys.stdin.buffer
    from nutgraf import wire

    path = Path(name)
    if not path.is_file():
        raise UsageError(f"There is no file {name!r}.", "Name a file of JSON Lines, or - .")
    stream = wire.open_lines(wire.LinesFile(path=path, name=name))
    if isinstance(stream, Refused):
        raise UsageError(f"{name!r}: {stream.happened}", stream.next_step)
    return stream
