"""XML entity declarations, made harmless before a feed parser sees them.

A few feeds declare `nbsp` and its like; those are kept. What an XML bomb is made of is taken out:
entities made of other entities (billion laughs), long ones (quadratic growth), external and
parameter entities (files and addresses). Nothing external is ever looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_BEFORE = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.S)
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.I)
_PIECE = re.compile(r"""<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|"[^"]*"|'[^']*'|\[|\]|>""", re.S)
_ENTITY = re.compile(
    r"""<!ENTITY\s+(?P<parameter>%\s+)?(?P<name>[^\s"'>%&;]+)\s+"""
    r"""(?:(?P<external>SYSTEM|PUBLIC)\b[^>]*|"(?P<double>[^"]*)"|'(?P<single>[^']*)')[^>]*>""",
    re.I,
)
_REFERENCE = re.compile(r"&([^\s;&<>]{1,64});")
_HARMLESS = re.compile(r"(?:[^&<%]|&#\w{1,8};){0,32}\Z", re.S)
_MOST = 300
_MOST_GROWTH = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Disarmed:
    """The document with a harmless DOCTYPE or none, and the names of the entities taken out."""

    text: str
    dropped: tuple[str, ...] = ()


def disarm(text: str) -> Disarmed | None:
    """The document without dangerous entities; None when its DOCTYPE never ends, or not before the
    feed has begun."""
    start = _skip(text)
    if not _DOCTYPE.match(text, start):
        return Disarmed(text=text)
    end = _doctype_end(text, start)
    if end is None or _BODY.search(text, start, end):
        return None
    body = text[end:]
    uses = Counter(_REFERENCE.findall(body))
    kept: dict[str, str] = {}
    dropped: list[str] = []
    for found in _ENTITY.finditer(text, start, end):
        value = found["double"] if found["double"] is not None else found["single"] or ""
        name = found["name"]
        harmless = not (found["parameter"] or found["external"]) and _HARMLESS.match(value)
        growth = len(value) * uses[name] if len(value) > 8 else 0
        if harmless and len(kept) < _MOST and growth <= _MOST_GROWTH:
            kept.setdefault(name, value)
        else:
            dropped.append(name)
    gone = frozenset(dropped) - kept.keys()
    if gone:
        body = _REFERENCE.sub(lambda found: "" if found[1] in gone else found[0], body)
    return Disarmed(text=text[:start] + _doctype(kept) + body, dropped=tuple(dropped))


_BODY = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel|item|entry)[\s>]", re.I)


def without_doctype(text: str) -> str:
    """The document from its first element of a feed on, where its DOCTYPE never ends."""
    found = _BODY.search(text)
    return text[found.start() :] if found else text


def _skip(text: str) -> int:
    at = 0
    while found := _BEFORE.match(text, at):
        at = found.end()
    return at


def _doctype_end(text: str, start: int) -> int | None:
    """Where the DOCTYPE ends: the `>` outside quotes, comments and the internal subset."""
    inside = False
    at = start + 2
    while piece := _PIECE.search(text, at):
        at = piece.end()
        if piece[0] == "[":
            inside = True
        elif piece[0] == "]":
            inside = False
        elif piece[0] == ">" and not inside:
            return at
    return None


def _doctype(kept: dict[str, str]) -> str:
    rows = [f'<!ENTITY {name} "{value}">' for name, value in kept.items() if '"' not in value]
    return "<!DOCTYPE feed [\n" + "\n".join(rows) + "\n]>" if rows else ""
