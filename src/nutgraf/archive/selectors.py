"""Spans for the rest of the world: W3C Web Annotation selectors and text-fragment links."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from nutgraf.archive.citation import cite
from nutgraf.archive.model import Capture

_AROUND = 32
_LONG = 300
_EDGE = 5
_WORD = re.compile(r"\S+")


def selectors(capture: Capture, start: int, end: int) -> dict[str, object]:
    """The span as a W3C Web Annotation target (recommendation of 2017, sections 4.2.4 and 4.2.5).

    `{"source", "selector": [TextPositionSelector, TextQuoteSelector]}`, offsets in code points of
    the canonical text, prefix and suffix of up to 32 code points. Raises SpanError.
    """
    quoted = cite(capture, start, end).quote
    return {
        "source": capture.address,
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": quoted,
                "prefix": capture.text[max(0, start - _AROUND) : start],
                "suffix": capture.text[end : end + _AROUND],
            },
        ],
    }


def text_fragment(capture: Capture, start: int, end: int) -> str | None:
    """`#:~:text=` with the span's words, None where they would not lead a browser to the span.

    By the WICG draft "Text fragments": a browser matches whole words, without regard to case, and
    no exact match crosses a paragraph. So the span must begin and end at words and stand once in
    the canonical text; one that is long or has a line end in it is given by its first and last
    words, which must then lead to it and nowhere before. Raises SpanError.
    """
    quoted = cite(capture, start, end).quote
    start += len(quoted) - len(quoted.lstrip())
    end = start + len(quoted.strip())
    quoted = capture.text[start:end]
    if not _whole_words(capture.text, start, end):
        return None
    text = _folded(capture.text)
    if len(quoted) <= _LONG and not _breaks(quoted):
        return f"#:~:text={_escape(quoted)}" if _places(text, quoted) == 1 else None
    words = [word.span() for word in _WORD.finditer(quoted)]
    first = quoted[: words[min(_EDGE, len(words)) - 1][1]]
    last = quoted[words[-min(_EDGE, len(words))][0] :]
    first, last = _last_line(first, at_end=False), _last_line(last, at_end=True)
    once = _places(text, first) == 1 and _places(text, last) == 1
    return (
        f"#:~:text={_escape(first)},{_escape(last)}"
        if once and len(first) + len(last) < len(quoted)
        else None
    )


def link(capture: Capture, start: int, end: int) -> str:
    """The address of the capture with a text fragment where one leads to the span, else without."""
    if not capture.address.startswith(("http://", "https://")):
        return capture.address
    fragment = text_fragment(capture, start, end)
    if fragment is None:
        return capture.address
    # A directive follows the page's own fragment, if it has one.
    return capture.address + (fragment[1:] if "#" in capture.address else fragment)


def _whole_words(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (before and _wordy(before) and _wordy(text[start])) and not (
        after and _wordy(after) and _wordy(text[end - 1])
    )


def _wordy(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")


def _breaks(text: str) -> bool:
    return len(text.splitlines()) > 1 or "\t" in text


def _last_line(text: str, *, at_end: bool) -> str:
    lines = re.split(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+", text)
    return lines[-1] if at_end else lines[0]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _places(folded: str, words: str) -> int:
    """How often words stand in a folded text, overlaps included, two standing for many."""
    key = _folded(words)
    first = folded.find(key) if key else -1
    if first < 0:
        return 0
    return 1 if folded.find(key, first + 1) < 0 else 2


def _escape(text: str) -> str:
    """Percent-encoded, with the three characters a directive gives meaning to encoded as well."""
    return quote(text, safe="").replace("-", "%2D")
