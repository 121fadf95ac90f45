"""Comparisons as they are written: which words compare, with how much, and with what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.reading.model import Parts, Quantity

_COMPARED = (
    r"more|less|fewer|higher|lower|better|worse|greater|[a-z]{3,}er|as (?:many|much|common|likely|fast|large|big|high|often|long|"
    r"expensive|cheap|strong|good|\w+)"
)
_AFTER_FIGURE = re.compile(
    rf"\s+(?:of\s+\w+\s+)?(?:points?\s+|percentage points?\s+|times?\s+)?(?:(?:{_COMPARED})\b|\w+\s+(?:more|less|fewer)\b)",
    re.I,
)
_BY = re.compile(r"\b(?:cut|cuts|reduced?|reduces|raised?|raises|improved?|improves|rose|fell|grew|climbed|dropped|increased|"
                 r"decreased|up|down)\b[^.;]{0,40}?\b(?:by\s+)?$", re.I)  # fmt: skip
_BASE = re.compile(
    r"\b(?:than|against|compared (?:with|to)|versus|vs\.?|relative to|over|on|from|as)\s+(?!the day\b)"
    r"(?:under\s+|with\s+|for\s+|in\s+|that of\s+|those of\s+|those on\s+|the\s+)*(?P<what>[^,;.()]{2,60}?)"
    r"(?=\s*(?:[,;.()]|$|\band\b|\bbut\b|\bwhile\b|\bon the\b|\bin the\b))",
    re.I,
)
_REACH = 40
NAMED_BASE = re.compile(
    r"\b(?:than|against|compared (?:with|to)|versus|vs\.?|relative to|as (?:\w+ ){1,4}as|on the (?:day|year|week|month|quarter)|"
    r"from|since|between|after|over (?:the )?(?:last|past|previous|a|one|two|three|four|five|ten|\d+)|year[- ](?:on|over)[- ]year|"
    r"month[- ](?:on|over)[- ]month|in (?:a|one|two|three|four|five|\d+|the) (?:last |past |first )?(?:day|week|month|quarter|year|decade)s?|"
    r"a year (?:ago|earlier|before)|(?:a|the) (?:year|month|week) (?:ago|earlier|before)|previous|earlier|usual|average|before|predecessor|"
    r"on (?:\d{4}|the [a-z]+ (?:quarter|half|month|year)))\b",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A figure that says how much more or less, and what with: `base` is "" where nothing is named."""

    figure: Quantity
    start: int
    end: int
    base: str
    base_end: int


def comparisons_in(text: str, parts: Parts) -> Iterator[Comparison]:
    """The comparisons of a sentence by their figures, in order."""
    figures = [
        one
        for one in parts.quantities
        if one.kind in {"percent", "points", "factor", "number", "count", "size", "money"}
    ]
    for n, figure in enumerate(figures):
        word = _AFTER_FIGURE.match(text, figure.end)
        if not word and not (
            figure.kind in {"percent", "points"} and _BY.search(text[: figure.start])
        ):
            continue
        stop = figures[n + 1].start if n + 1 < len(figures) else len(text)
        end = word.end() if word else figure.end
        base = _BASE.search(
            text,
            end if not word or not word[0].strip().startswith("as ") else word.end(),
            len(text),
        )
        inside = base is not None and base.start() < min(max(stop, end + 1), end + _REACH)
        yield Comparison(
            figure=figure,
            start=figure.start,
            end=end,
            base=base["what"].strip() if base and inside else "",
            base_end=base.end() if base and inside else end,
        )


def is_bare(text: str, one: Comparison) -> bool:
    """Whether a comparison names nothing it compares with, anywhere in its sentence."""
    return not one.base and not NAMED_BASE.search(text)
