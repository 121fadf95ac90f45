"""Addresses inside running text: web links, mail addresses, domain names, handles.

They are found first and masked, so that no later rule reads a number or a name out of a link.
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”«»]+"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
    r"|\b(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}/[^\s<>\"“”]+"
    r"|\barXiv:\d{4}\.\d{4,5}(?:v\d+)?",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@/.])@[A-Za-z0-9_]{2,40}")
_TAIL = ".,;:!?)]}'’”\"»…"
FILLER = "\x00"

Range = tuple[int, int]


def addresses(text: str) -> tuple[Range, ...]:
    """The ranges of links and mail addresses, without the punctuation that closes the sentence."""
    if "." not in text and ":" not in text:
        return ()
    found = []
    for match in _ADDRESS.finditer(text):
        end = match.end()
        while end > match.start() and text[end - 1] in _TAIL:
            end -= 1
        found.append((match.start(), end))
    return tuple(found)


def handles(text: str) -> tuple[Range, ...]:
    """The ranges of handles such as `@rasbt`, the at sign included."""
    if "@" not in text:
        return ()
    return tuple((match.start(), match.end()) for match in _HANDLE.finditer(text))


def masked(text: str, ranges: tuple[Range, ...] | list[Range]) -> str:
    """The text with some ranges blanked out by a filler, every other offset unchanged."""
    if not ranges:
        return text
    pieces: list[str] = []
    at = 0
    for start, end in sorted(ranges):
        if end <= at:
            continue
        start = max(start, at)
        pieces.append(text[at:start])
        pieces.append(FILLER * (end - start))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)
