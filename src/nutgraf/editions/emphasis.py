"""Which words of a sentence stand in bold: names at their first mention, and figures."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nutgraf.entities import key_of
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


def emphasise(
    text: str, already: Collection[str] = frozenset(), *, whole: Collection[str] = ()
) -> Emphasised:
    """The runs of a sentence on one line; names whose key is in `already` stay plain.

    `whole` are names known from elsewhere (who publishes, what a story is about): where reading
    took a part of one for the name, all of it is.
    """
    line = one_line(text)
    parts = recognise(line)
    stand = _standing(line, whole)
    named = [(_in_whole((one.start, one.end), stand), one.key) for one in parts.names]
    longer = {key_of(line[start:end]) for (start, end), _ in named}
    return Emphasised(
        runs=_runs(line, _bold_ranges(line, parts, named, already, stand)),
        names=frozenset(key for _, key in named) | longer,
    )


def plain(text: str) -> tuple[Run, ...]:
    """A text on one line without any bold."""
    return (Run(text=one_line(text), bold=False),)


Range = tuple[int, int]


def _standing(line: str, whole: Collection[str]) -> list[Range]:
    """Where names of several words stand in a line."""
    return [
        (found.start(), found.end())
        for name in whole
        if " " in name
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", line)
    ]


def _in_whole(one: Range, stand: Sequence[Range]) -> Range:
    """The longest of the names that a range is a part of, else the range."""
    around = [other for other in stand if other[0] <= one[0] and one[1] <= other[1]]
    return max(around, key=lambda other: other[1] - other[0], default=one)


def _bold_ranges(
    line: str,
    parts: Parts,
    named: Sequence[tuple[Range, str]],
    already: Collection[str],
    stand: Sequence[Range],
) -> list[Range]:
    seen = set(already)
    # A figure in words ("its first look") is no figure to a reader's eye; one in a name is the name's.
    figures = [one for one in parts.quantities if any(char.isdigit() for char in one.literal)]
    ranges = [
        (figure.start, figure.end)
        for figure in figures
        if _in_whole((figure.start, figure.end), stand) == (figure.start, figure.end)
    ]
    for (start, end), key in named:
        keys = {key, key_of(line[start:end])}
        if seen.isdisjoint(keys):
            ranges.append((start, end))
        seen |= keys
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
