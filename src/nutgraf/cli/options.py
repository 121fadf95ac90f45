"""Options that several commands share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from nutgraf.errors import UsageError
from nutgraf.now import parse_instant

Desk = Annotated[
    Path, typer.Option("--desk", metavar="DIR", help="The desk; else the one at or above here.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Now = Annotated[str, typer.Option("--now", metavar="TIME", help="Stands for the clock (RFC 3339).")]
HERE = Path()


def moment(text: str, option: str) -> datetime | None:
    """The instant an option gives, None when it was not given; raises UsageError."""
    if not text:
        return None
    try:
        return parse_instant(text)
    except ValueError as problem:
        raise UsageError(
            f"{option}: {problem}.", "Write a time with its offset, such as 2026-04-03T18:00:00Z."
        ) from problem
