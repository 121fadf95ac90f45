"""Transcripts with times to canonical text: the words as running text, with seconds and speaker.

The JSON of podcast transcripts (Podcasting 2.0), TTML (W3C, 2018, the parts that say words and times),
a video site's json3 and srv3, and text whose lines begin with a time. A new speaker begins a line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from nutgraf.archive.canonical_text import Canonical, name_of, refused, scalar, text_of
from nutgraf.archive.model import Layout
from nutgraf.archive.spoken import Spoken, joined
from nutgraf.archive.version import TRANSCRIPT
from nutgraf.errors import Refused
from nutgraf.sources.model import Received
from nutgraf.sources.transcript import SEGMENTS, SRV3, STAMP, STAMPED, TTML

_BLANKS = re.compile(r"\s+")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2}(?:\.\d{1,6})?)(?::(\d{1,3}))?\Z")
_OFFSET = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)(h|m|s|ms|f|t)\Z")
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_LINE = re.compile(rf"[ \t]*([\[(]?){STAMP}[\])]?(?:[ \t]*[-\u2013\u2014:][ \t]+|[ \t]+|$)")
_NAME = re.compile(r"([^\W\d_][\w.'\u2019 -]{0,39}):[ \t]+")
_LONGEST = 14 * 24 * 3600.0


def read(received: Received) -> Canonical | Refused:
    """The canonical text of a transcript; `transcript-no-times` when it has no timed words."""
    text = text_of(received)
    if isinstance(text, Refused):
        return text
    kind = received.media_type.partition(";")[0].strip().lower()
    spoken = [one for one in _READS[kind](text) if one.words]
    if not any(one.seconds for one in spoken):
        return refused(
            received, "transcript-no-times", f"{name_of(received)} has no words with a time.",
            "Save its words as .txt and add that.",
        )  # fmt: skip
    whole, blocks = joined(spoken)
    return Canonical(text=whole, layout=Layout(blocks=blocks), canonicaliser=TRANSCRIPT)


def _segments(text: str) -> Iterator[Spoken]:
    """Podcast and speech-program JSON (`segments`), and json3 (`events`, in milliseconds)."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return
    if not isinstance(whole, dict):
        return
    speaker = ""
    for row in _rows(whole.get("segments")):
        said = row.get("speaker")
        speaker = _plain(said) if isinstance(said, str) else speaker
        first = _number(row.get("startTime", row.get("start")))
        last = _number(row.get("endTime", row.get("end")))
        yield _spoken(row.get("body", row.get("text")), speaker, first, last)
    for row in _rows(whole.get("events")):
        words = "".join(str(one.get("utf8") or "") for one in _rows(row.get("segs")))
        first, lasts = _number(row.get("tStartMs")), _number(row.get("dDurationMs")) or 0.0
        yield _spoken(words, "", None if first is None else first / 1000,
                      None if first is None else (first + lasts) / 1000)  # fmt: skip


def _rows(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        yield from (row for row in value if isinstance(row, dict))


def _number(value: object) -> float | None:
    """A number of seconds, also written as text or as a clock; None for what is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return _clock(value)
    return float(value) if isinstance(value, int | float) and 0 <= value < 1e12 else None


def _ttml(text: str) -> Iterator[Spoken]:
    """The `p` elements of TTML by their `begin` and `end` or `dur` (sections 8.1.5 and 12.3)."""
    for said, words in _paragraphs(text):
        first = _clock(said.get("begin", ""))
        last = _clock(said.get("end", ""))
        lasts = _clock(said.get("dur", ""))
        if last is None and first is not None and lasts is not None:
            last = first + lasts
        yield _spoken(words, said.get("agent", ""), first, last)


def _srv3(text: str) -> Iterator[Spoken]:
    """The `p` elements of srv3, `t` and `d` in milliseconds."""
    for said, words in _paragraphs(text):
        first, lasts = _number(_whole(said.get("t", ""))), _whole(said.get("d", "")) or 0
        yield _spoken(words, "", None if first is None else first / 1000,
                      None if first is None else (first + lasts) / 1000)  # fmt: skip


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None


def _paragraphs(text: str) -> list[tuple[dict[str, str], str]]:
    """Attributes (local names) and words of each `p`; a damaged document as far as it goes."""
    from xml.parsers import expat

    found: list[tuple[dict[str, str], str]] = []
    inside: list[dict[str, str]] = []
    words: list[str] = []

    def start(name: str, said: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "p":
            inside.append({key.rpartition(" ")[2]: value for key, value in said.items()})
            words.clear()
        elif local == "br":
            words.append(" ")

    def end(name: str) -> None:
        if name.rpartition(" ")[2] == "p" and inside:
            found.append((inside.pop(), "".join(words)))
            words.clear()

    def declares(*_: object) -> None:
        raise ValueError("a transcript declares no document type")

    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda said: words.append(said) if inside else None
    parser.StartDoctypeDeclHandler = declares
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except (expat.ExpatError, ValueError):
        return found
    return found


def _clock(text: str) -> float | None:
    """Seconds of a clock time or an offset (TTML, 12.3.1); frames and ticks are not counted."""
    plain = text.strip().replace(",", ".")
    offset, clock = _OFFSET.match(plain), _CLOCK.match(plain)
    if offset and offset[2] in _UNITS:
        return float(offset[1]) * _UNITS[offset[2]]
    if clock:
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + float(clock[3])
    return float(plain) if re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", plain) else None


def _stamped(text: str) -> Iterator[Spoken]:
    """Lines with the time that stands before them, up to the next time; lines above have none."""
    lines = text.splitlines()
    stamps = [_stamp(line) for line in lines]
    times = [_seconds(stamp) if stamp else None for stamp in stamps]
    later = _next_times(times)
    first: float | None = None
    last = 0.0
    speaker = ""
    for line, stamp, time, after in zip(lines, stamps, times, later, strict=True):
        if stamp and time is not None:
            first, last = time, after if after is not None else time
            line = line[stamp.end() :]
        name = _NAME.match(line) if first is not None else None
        if name and _is_name(name[1]):
            speaker, line = name[1], line[name.end() :]
        yield _spoken(line, speaker, first, last)


def _is_name(said: str) -> bool:
    """Whether what stands before a colon names a speaker ("Ann Lee", "Speaker 1"), no sentence."""
    first, *rest = said.split()
    capital = not first[0].islower()
    return capital and len(rest) < 4 and all(not one[0].islower() for one in rest)


def _next_times(times: list[float | None]) -> list[float | None]:
    """For each line the first time on a later one."""
    out: list[float | None] = []
    following: float | None = None
    for time in reversed(times):
        out.append(following)
        following = time if time is not None else following
    return out[::-1]


def _stamp(line: str) -> re.Match[str] | None:
    """The time a line begins with: in brackets, with its hours, or alone on the line."""
    found = _LINE.match(line)
    sure = found and (found[1] or found[2] or not line[found.end() :].strip())
    return found if sure else None


def _seconds(stamp: re.Match[str]) -> float:
    hours, minutes, seconds, fraction = stamp.groups(default="0")[1:]
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")


def _spoken(words: object, speaker: str, first: float | None, last: float | None) -> Spoken:
    said = _plain(words) if isinstance(words, str) else ""
    if first is None or not 0 <= first < _LONGEST:
        return Spoken(words=said, speaker=speaker)
    end = last if last is not None and first <= last < _LONGEST else first
    return Spoken(words=said, speaker=speaker, seconds=(round(first, 3), round(end, 3)))


def _plain(words: str) -> str:
    return _BLANKS.sub(" ", scalar(words)).strip()


_READS: dict[str, Callable[[str], Iterator[Spoken]]] = {
    SEGMENTS: _segments, TTML: _ttml, SRV3: _srv3, STAMPED: _stamped,
}  # fmt: skip
