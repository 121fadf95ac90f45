"""The hard cases: pairs of reports written by us, each told to be one event or two.

README.md in this folder says what the kinds are and how many of each there must be.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One text as it stood somewhere; a post or a headline alone has the title ""."""

    title: str
    text: str
    owner: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two reports, and whether they tell one event."""

    id: str
    kind: str
    same: bool
    why: str
    a: Report
    b: Report

    @property
    def part(self) -> Literal["tune", "held"]:
        """Odd numbers may be tuned on; even ones are held back for the figure that is told."""
        return "tune" if int(self.id.rpartition("-")[2]) % 2 else "held"


def _report(fields: dict[str, str]) -> Report:
    return Report(**{**fields, "at": datetime.fromisoformat(fields["at"])})  # type: ignore[arg-type]


def _pair(line: str) -> Pair:
    fields = json.loads(line)
    return Pair(**{**fields, "a": _report(fields["a"]), "b": _report(fields["b"])})


@functools.cache
def pairs() -> tuple[Pair, ...]:
    """Every pair, in the order of file names and lines.

    Raises KeyError or TypeError where a line has a field too few or too many, and ValueError where
    it is not JSON or a time cannot be read.
    """
    return tuple(
        _pair(line)
        for path in sorted(HERE.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
