"""A transcript with times is one item; the archive reads its times.

Known are the JSON of podcast transcripts (Podcasting 2.0, `segments` with `startTime` and `body`; and
with `start` and `text`, as speech programs write it), the timed text of the W3C (TTML), a video site's
`json3` and `srv3`, and plain text whose lines begin with a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nutgraf.errors import Refused
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.markdown import noted
from nutgraf.sources.model import RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.refusing import refuse

SEGMENTS = "application/x-transcript+json"
TTML = "application/ttml+xml"
SRV3 = "application/x-timedtext+xml"
STAMPED = "text/x-transcript"
STAMP = r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
# A line of its own for a time: `[00:12:34] words`, `(12:34)`, `00:12:34 Ann Lee: words`.
_STAMPED_LINE = re.compile(
    rf"^[ \t]*(?:\[{STAMP}\]|\({STAMP}\)|\d{{1,2}}:\d{{2}}:\d{{2}}(?![\d:])"
    rf"|\d{{1,2}}:\d{{2}}[ \t]*$)(?![ \t.,\d]*-->)",
    re.M,
)
_FEWEST_STAMPS = 3
_LATEST_START = 600
_SEGMENTS = re.compile(
    r'"segments"\s*:\s*\[\s*\{[^}]*?"(?:startTime|start)"\s*:|"events"\s*:\s*\[\s*\{[^}\]]*?"tStartMs"'
)
_XML = re.compile(r"(?:\s*<\?xml[^>]*>)?(?:\s*<!--.*?-->)*\s*<(?:\w+:)?(tt|timedtext)[\s>]", re.S)
_TITLE = re.compile(r"[^\n]{1,120}\n\s*\n")


def is_transcript(start: str) -> bool:
    """Whether a text opens as a transcript with times."""
    return bool(transcript_type(start))


def transcript_type(start: str) -> str:
    """The media type of the transcript a text opens as, "" for every other text."""
    if start.startswith("{"):
        return SEGMENTS if _SEGMENTS.search(start) else ""
    markup = _XML.match(start)
    if markup:
        return TTML if markup[1] == "tt" else SRV3
    if start.startswith(("<", "[{", "WEBVTT")):
        return ""
    times = [_seconds(found[0]) for found in _STAMPED_LINE.finditer(start)]
    lines = sum(1 for line in start.splitlines() if line.strip())
    enough = len(times) >= _FEWEST_STAMPS and len(times) * 4 >= lines
    # A talk begins near its beginning and goes on; a log of a day does neither.
    return STAMPED if enough and times[0] <= _LATEST_START and times == sorted(times) else ""


def _seconds(stamp: str) -> int:
    seconds = 0
    for part in re.findall(r"\d+", stamp.partition(".")[0])[:3]:
        seconds = seconds * 60 + int(part)
    return seconds


def read_transcript(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The transcript as it is, in UTF-8; a short first line above an empty one is its title."""
    decoded = decode(raw.data, media_type=raw.media_type)
    if isinstance(decoded, Undecodable):
        yield refuse(raw, source, decoded.rule, decoded.happened, decoded.next_step)
        return
    media_type = transcript_type(decoded.text.lstrip()[:4096]) or STAMPED
    first = _TITLE.match(decoded.text.lstrip()) if media_type == STAMPED else None
    title = first[0].strip() if first and not _STAMPED_LINE.match(first[0]) else ""
    yield noted(raw, source, media_type, decoded.text, {"title": title})
