"""Which words of a sentence stand in bold: names at their first mention, and figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from nutgraf.reading import recognise
from nutgraf.reading.model import Parts
from nutgraf.text import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of a sentence, bold or not."""

    text: str
    bold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Emphasised:
    """A sentence as runs, which joined are its text on one line, and the keys of its names."""

    runs: tuple[Run, ...]
    names: frozenset[str]


def emphasise(text: str, already: Collection[str] = frozenset()) -> Emphasised:
    """The runs of a sentence on one line; names whose key is in `already` stay plain."""
    line = one_line(text)
    parts = recognise(line)
    return Emphasised(
        runs=_runs(line, _bold_ranges(parts, already)),
        names=frozenset(name.key for name in parts.names),
    )


def plain(text: str) -> tuple[Run, ...]:
    """A text on one line without any bold."""
    return (Run(text=one_line(text), bold=False),)


def _bold_ranges(parts: Parts, already: Collection[str]) -> list[tuple[int, int]]:
    seen = set(already)
    # A figure in words ("its first look") is no figure to a reader's eye.
    figures = [one for one in parts.quantities if any(char.isdigit() for char in one.literal)]
    ranges = [(figure.start, figure.end) for figure in figures]
    for name in parts.names:
        if name.key not in seen:
            seen.add(name.key)
            ranges.append((name.start, name.end))
    return sorted(ranges)


def _runs(text: str, ranges: list[tuple[int, int]]) -> tuple[Run, ...]:
    runs: list[Run] = []
    at = 0
    for start, end in ranges:
        start = max(start, at)
        if end <= start:
            continue
        if start == at and runs and runs[-1].bold:
            runs[-1] = Run(text=runs[-1].text + text[start:end], bold=True)
        else:
            runs.append(Run(text=text[at:start], bold=False))
            runs.append(Run(text=text[start:end], bold=True))
        at = end
    runs.append(Run(text=text[at:], bold=False))
    return tuple(run for run in runs if run.text)
