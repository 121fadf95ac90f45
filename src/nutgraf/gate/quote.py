"""Quoted words are the words: verbatim in a cited text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.gate.cited import Cited
from nutgraf.gate.finding import Finding
from nutgraf.reading.quotations import quotations

_MARKS = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " "}
)
_SPACE = re.compile(r"\s+")
_EDGE = " .,;:!?…\"'"


def quoted_words(text: str, cited: Sequence[Cited]) -> Iterator[Finding]:
    """A finding per quotation inside a sentence that is not verbatim in the cited words.

    Only typography may differ: the form of quotation marks and dashes, white space, a closing comma.
    """
    sources = [plain(one.text) for one in cited]
    for start, end in quotations(text):
        if not any(
            _holds(source, plain(text[start:end]), any_case_first=True) for source in sources
        ):
            yield Finding(
                kind="quote",
                start=start,
                end=end,
                words=text[start:end],
                message=f"The words in quotation marks are not in the cited words: {text[start:end]!r}.",
            )


def verbatim(text: str, cited: Sequence[Cited]) -> Finding | None:
    """The finding that a quote's words - all of it, or those between its marks - are not verbatim."""
    if any(_holds(plain(one.text), plain(text)) for one in cited):
        return None
    inner = [text[start:end] for start, end in quotations(text)]
    if inner and all(
        any(_holds(plain(one.text), plain(words)) for one in cited) for words in inner
    ):
        return None
    return Finding(
        kind="quote",
        start=0,
        end=len(text),
        words=text,
        message="The quoted words are not, word for word, the cited words.",
    )


def plain(text: str) -> str:
    """A text with its typography evened out, capitals kept."""
    return _SPACE.sub(" ", text.translate(_MARKS)).strip()


def _holds(source: str, words: str, *, any_case_first: bool = False) -> bool:
    """Whether the source holds the words as whole words; their first letter may change its case
    where a quotation is fitted into a sentence."""
    bare = words.strip(_EDGE)
    if not bare:
        return False
    pattern = re.escape(bare)
    if any_case_first and bare[0].isalpha():
        pattern = f"(?i:{re.escape(bare[0])}){re.escape(bare[1:])}"
    return re.search(rf"(?<!\w){pattern}(?!\w)", source) is not None
