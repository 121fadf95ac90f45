"""Small pieces of markup as one line of text: titles, names, bylines."""

from __future__ import annotations

import html
import re

from nutgraf.text import one_line

_TAG = re.compile(r"<(?:/?[A-Za-z!][^>]*)>")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONGEST = 500


def line_of(markup: str, *, tags: bool = True) -> str:
    """One showable line, entities resolved and (when `tags`) tags taken out, at most 500 long."""
    plain = _TAG.sub("", markup[: 20 * _LONGEST]) if tags else markup[: 20 * _LONGEST]
    line = one_line(html.unescape(characters(plain)))
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def characters(text: str) -> str:
    """The text with each lone surrogate, which is no character and has no UTF-8, as U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def utf8(text: str) -> bytes:
    """UTF-8 bytes; what is no character (a lone surrogate) becomes U+FFFD."""
    return characters(text).encode("utf-8")
