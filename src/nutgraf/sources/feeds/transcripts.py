"""A podcast's transcripts: `podcast:transcript` of the podcast namespace (podcastindex.org, 1.0)."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from nutgraf.sources.address import join
from nutgraf.sources.feeds.markup import cut_apart

_TRANSCRIPT = re.compile(r"<([\w.-]+):transcript\s+([^<>]*)>", re.I)
_ATTRIBUTE = re.compile(r"""([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SPACES = re.compile(
    r"""xmlns:([\w.-]+)\s*=\s*["'][^"']*podcast(?:index|-namespace)[^"']*["']""", re.I
)
# Those with times first: a span of their text can be found in the recording.
_BEST = ("text/vtt", "application/x-subrip", "application/srt", "text/srt", "application/json", "text/plain", "text/html")  # fmt: skip
_BY_ENDING = {".vtt": "text/vtt", ".srt": "application/srt", ".json": "application/json",
              ".txt": "text/plain", ".html": "text/html", ".htm": "text/html"}  # fmt: skip


def transcripts(text: str, entries: int, base: str) -> Sequence[str]:
    """The address of the best transcript of each entry of a feed, "" for none.

    Nothing where the entries cannot be told apart as surely as the parser did.
    """
    nothing = ("",) * entries
    if ":transcript" not in text:
        return nothing
    prefixes = {"podcast", *(prefix.lower() for prefix in _SPACES.findall(text[:100_000]))}
    pieces = cut_apart(text).entries
    if len(pieces) != entries:
        return nothing
    return tuple(_best(piece, prefixes, base) for piece in pieces)


def _best(piece: str, prefixes: set[str], base: str) -> str:
    found: list[tuple[int, int, str]] = []
    for at, row in enumerate(_TRANSCRIPT.finditer(piece)):
        if row[1].lower() not in prefixes:
            continue
        said = {
            name.lower(): html.unescape(double or single)
            for name, double, single in _ATTRIBUTE.findall(row[2])
        }
        address = join(base, said.get("url", ""))
        kind = said.get("type", "").partition(";")[0].strip().lower() or _by_ending(address)
        if address and kind in _BEST:
            found.append((_BEST.index(kind), at, address))
    return min(found)[2] if found else ""


def _by_ending(address: str) -> str:
    path = address.partition("?")[0].lower()
    return next((kind for ending, kind in _BY_ENDING.items() if path.endswith(ending)), "")
