"""Subtitles to canonical text: the words of the cues as running text, with seconds and speaker.

WebVTT by the W3C recommendation (cue text, voice spans, NOTE, STYLE and REGION blocks) and SubRip
by habit. Cues are joined by a space, since sentences run over cue ends; a new speaker begins a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from nutgraf.archive.canonical_text import Canonical, empty, name_of, refused, scalar, text_of
from nutgraf.archive.model import Layout
from nutgraf.archive.spoken import Spoken, joined, without_repeats
from nutgraf.archive.version import CAPTIONS
from nutgraf.errors import Refused
from nutgraf.sources.model import Received

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?$")
_MARK = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9]*(?=[\s./>])|(?=[/>]))([^<>]*)>|<[\d:.]+>|\{\\[^{}]*\}"
)
_BLANKS = re.compile(r"\s+")


def read(received: Received) -> Canonical | Refused:
    """The canonical text of a .vtt or .srt body; `captions-no-cues` when it has no timed text.

    A line that the next cue shows again (captions that roll up) is taken once and counted.
    """
    text = text_of(received)
    if isinstance(text, Refused):
        return text
    if not text.strip():
        return empty(received)
    cues = list(_cues(text))
    if not cues:
        return refused(
            received,
            "captions-no-cues",
            f"{name_of(received)} has no timed cues.",
            f"Check that {name_of(received)} is WebVTT or SubRip, or rename it to .txt.",
        )
    spoken, repeated = without_repeats([piece for cue in cues for piece in _pieces(*cue)])
    if not spoken:
        return empty(received)
    whole, blocks = joined(spoken)
    return Canonical(
        text=whole,
        layout=Layout(blocks=blocks),
        canonicaliser=CAPTIONS,
        dropped=(("repeated line", repeated),) if repeated else (),
    )


def _cues(text: str) -> Iterator[tuple[tuple[float, float], list[str]]]:
    """The timing and lines of each cue; what stands outside a cue is no text."""
    seconds: tuple[float, float] | None = None
    lines: list[str] = []
    for line in text.splitlines():
        timing = _TIMING.match(line)
        if timing or not line.strip():
            if timing and lines and lines[-1].strip().isdecimal():
                lines.pop()  # the number of the next cue, where no blank line parts them
            if seconds is not None and lines:
                yield seconds, lines
            seconds = _seconds(timing) if timing else None
            lines = []
        elif seconds is not None:
            lines.append(line)
    if seconds is not None and lines:
        yield seconds, lines


def _seconds(timing: re.Match[str]) -> tuple[float, float]:
    parts = timing.groups(default="0")
    first, last = (
        int(h) * 3600 + int(m) * 60 + int(s) + int(f.ljust(3, "0")) / 1000
        for h, m, s, f in (parts[:4], parts[4:])
    )
    return round(first, 3), round(max(first, last), 3)


def _pieces(seconds: tuple[float, float], lines: list[str]) -> Iterator[Spoken]:
    """The lines of a cue by speaker, marks taken out."""
    speaker = ""
    for line in lines:
        words = ""
        at = 0
        for mark in _MARK.finditer(line):
            words += line[at : mark.start()]
            at = mark.end()
            if (mark[2] or "").lower() != "v":
                continue
            if words.strip():
                yield Spoken(words=_plain(words), speaker=speaker, seconds=seconds)
            words = ""
            speaker = "" if mark[1] else _plain(_after_classes(mark[3]))
        words = _plain(words + line[at:])
        if words:
            yield Spoken(words=words, speaker=speaker, seconds=seconds)


def _after_classes(annotation: str) -> str:
    """The name of a voice: `.loud.first Ann Lee` says Ann Lee."""
    classes, _, name = annotation.partition(" ")
    return name if classes.startswith(".") or not classes else annotation


def _plain(words: str) -> str:
    return _BLANKS.sub(" ", scalar(unescape(words))).strip()
