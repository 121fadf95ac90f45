"""Words in quotation marks, found as pairs of marks."""

from __future__ import annotations

import re

# Straight and typographic double marks, guillemets, and the corner marks of Japanese and Chinese.
_QUOTED = re.compile(
    r"“(?P<a>[^“”]{1,2000})”|„(?P<b>[^„“”]{1,2000})[“”]|«(?P<c>[^«»]{1,2000})»"
    r"|(?<![\w\"])\"(?P<d>[^\"]{1,2000})\"(?!\w)|「(?P<e>[^「」]{1,2000})」"
    r"|(?<![\w‘’'])‘(?P<f>[^‘]{2,2000}?)’(?!\w)"
)


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """The ranges of quoted words, marks left out, in order; a mark without its pair gives none.

    Single typographic marks count too; apostrophes do not.
    """
    if not any(mark in text for mark in '“„«"「‘'):
        return ()
    found = []
    for match in _QUOTED.finditer(text):
        group = match.lastgroup or "a"
        start, end = match.span(group)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            found.append((start, end))
    return tuple(found)
