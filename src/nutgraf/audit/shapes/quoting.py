"""The words of a source as a report quotes them: whole sentences around a place."""

from __future__ import annotations

from nutgraf.archive.model import Capture
from nutgraf.audit.crosswise.model import SourcePlace
from nutgraf.reading.sentences import sentences
from nutgraf.text import one_line

_REACH = 600


def quoted_sentences(capture: Capture, place: SourcePlace, longest: int) -> str:
    """The sentences a place touches, on one line, cut after `longest` characters."""
    first = capture.text.rfind("\n", max(0, place.start - _REACH), place.start) + 1
    first = first or max(0, place.start - _REACH)
    last = capture.text.find("\n", place.end, place.end + _REACH)
    line = capture.text[first : last if last >= 0 else place.end + _REACH]
    touched = [
        (start, end)
        for start, end in sentences(line)
        if start + first < place.end and place.start < end + first
    ]
    words = one_line(line[touched[0][0] : touched[-1][1]] if touched else line)
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
