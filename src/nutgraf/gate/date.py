"""Dates: every day or period of the sentence stands in the cited words, or a finer one within it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.gate.cited import Cited
from nutgraf.gate.finding import Finding, Place
from nutgraf.reading.days import days
from nutgraf.reading.model import Day


def dates(text: str, cited: Sequence[Cited]) -> Iterator[Finding]:
    """A finding per date the cited words do not give.

    Relative dates of the sentence and of the cited words count from the capture's own day. A
    coarser date is allowed (`in April` for 3 April), a finer one is not.
    """
    _, ranges = days(text, None)
    for start, end in ranges:
        literal = text[start:end]
        if not any(_stands(text, start, literal, one) for one in cited):
            nearest = _nearest(cited)
            message = f"The date {literal!r} does not stand in the cited words"
            message += f", which say {nearest[1].literal!r}." if nearest else ", which name none."
            place = (
                Place(index=nearest[0].index, start=nearest[1].start, end=nearest[1].end)
                if nearest
                else None
            )
            yield Finding(
                kind="date", start=start, end=end, words=literal, message=message, place=place
            )


def _stands(text: str, start: int, literal: str, one: Cited) -> bool:
    if re.search(rf"(?<!\w){re.escape(literal)}(?!\w)", one.text, re.IGNORECASE):
        return True
    if one.today is None:
        return False
    said = next((day for day in days(text, one.today)[0] if day.start == start), None)
    return said is not None and any(
        said.first <= day.first and day.last <= said.last
        for stretch in one.stretches
        for day in stretch.parts.days
    )


def _nearest(cited: Sequence[Cited]) -> tuple[Cited, Day] | None:
    for one in cited:
        for stretch in one.stretches:
            for day in stretch.parts.days:
                return one, day
    return None
