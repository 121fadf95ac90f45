"""A podcast's transcript as JSON (podcast namespace 1.0, "JSON with segments") is one item: captions."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from nutgraf.errors import Refused
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.markdown import noted
from nutgraf.sources.model import RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.refusing import refuse
from nutgraf.text import one_line

_MOST_WORDS = 40
_LATEST = 360_000.0  # seconds


def read_transcript(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The segments as WebVTT: cues of at most 40 words, one speaker each, ended by a sentence's end.

    Many such files have a segment for every word; the times are the first word's and the last's.
    """
    decoded = decode(raw.data, media_type=raw.media_type)
    if isinstance(decoded, Undecodable):
        yield refuse(raw, source, decoded.rule, decoded.happened, decoded.next_step)
        return
    cues = _cues(_segments(decoded.text))
    if not cues:
        yield refuse(
            raw, source, "captions-empty", "The transcript holds no words with a time.",
            "Save the talk's words as .txt and add that.",
        )  # fmt: skip
        return
    yield noted(raw, source, "text/vtt", "WEBVTT\n\n" + "\n\n".join(cues) + "\n", {})


def _segments(text: str) -> list[tuple[float, float, str, str]]:
    """(from, to, speaker, words) of each segment that has words and a time."""
    try:
        rows = json.loads(text, strict=False)["segments"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return []
    found = []
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, dict) or not isinstance(row.get("body"), str):
            continue
        start, end = _seconds(row.get("startTime")), _seconds(row.get("endTime"))
        words = one_line(row["body"])
        if start is not None and words:
            speaker = row.get("speaker")
            name = one_line(speaker) if isinstance(speaker, str) else ""
            found.append((start, max(end or start, start), name, words))
    return found


def _seconds(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value) if 0 <= value <= _LATEST else None


def _cues(segments: list[tuple[float, float, str, str]]) -> list[str]:
    cues: list[str] = []
    words: list[str] = []
    begins = ends = 0.0
    who = ""
    for start, end, speaker, said in segments:
        name = speaker or who  # a segment without a speaker goes on with the last one
        if words and (name != who or len(words) >= _MOST_WORDS or words[-1][-1] in ".?!…"):
            cues.append(_cue(begins, ends, who, words))
            words = []
        if not words:
            begins = start
        words += said.split()
        ends, who = max(end, begins), name
    if words:
        cues.append(_cue(begins, ends, who, words))
    return cues


def _cue(begins: float, ends: float, who: str, words: list[str]) -> str:
    said = " ".join(words).replace("&", "&amp;").replace("<", "&lt;").replace("-->", "→")
    name = "".join(char for char in who if char not in "<>&\n")[:80]
    return f"{_clock(begins)} --> {_clock(ends)}\n" + (f"<v {name}>{said}" if name else said)


def _clock(seconds: float) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}.{thousandths:03d}"
