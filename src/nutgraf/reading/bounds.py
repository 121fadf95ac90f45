"""Words that bound a figure: up to, about, more than, at least."""

from __future__ import annotations

import re

_BOUNDS: tuple[tuple[str, str], ...] = (
    (
        "at most",
        "up to|at most|no more than|not more than|as many as|as much as|as high as|maximum of|≤|a maximum of|capped at",
    ),
    ("less than", "less than|fewer than|under|below|lower than|short of|<"),
    ("at least", "at least|no less than|no fewer than|not less than|a minimum of|minimum of|≥"),
    (
        "more than",
        "more than|over|above|greater than|higher than|exceeding|upwards of|in excess of|>",
    ),
    (
        "about",
        "about|around|roughly|approximately|approx\\.?|circa|some|an estimated|estimated|close to|"
        "in the region of|on the order of|~|≈|∼|nearly|almost|near",
    ),
)
_NAMES = {word.replace("\\.?", ""): name for name, words in _BOUNDS for word in words.split("|")}
_BOUND = re.compile(
    r"(?:(?<![\w-])(?P<word>"
    + "|".join(
        sorted(
            (w for _, ws in _BOUNDS for w in ws.split("|") if w[0].isalpha()), key=len, reverse=True
        )
    )
    + r")\s+(?:the\s|an?\s)?(?:[$€£¥]\s?)?|(?P<sign>[~≈∼<>≤≥]=?)\s?)$",
    re.IGNORECASE,
)


def bound_before(text: str, start: int) -> tuple[str, int]:
    """The bound named just before offset `start` (`at most`, `about`, ...) and where it begins.

    `("", start)` when there is none.
    """
    if start == 0:
        return "", start
    begin = max(0, start - 24)
    match = _BOUND.search(text[begin:start])
    if match is None:
        return "", start
    if match["sign"]:
        sign = match["sign"]
        name = {"<=": "at most", ">=": "at least"}.get(sign) or _NAMES.get(sign[0], "")
        return name, begin + match.start()
    return _NAMES.get(match["word"].casefold().rstrip("."), "about"), begin + match.start()
