"""Recognising: the parts of one stretch of text - names, quantities, days, speech, stance."""

from __future__ import annotations

import re
from datetime import date

from nutgraf.entities import Registry
from nutgraf.reading.addresses import addresses, handles, masked
from nutgraf.reading.clock import clocks
from nutgraf.reading.days import days
from nutgraf.reading.model import Name, Parts
from nutgraf.reading.names import names
from nutgraf.reading.numerals import WORDS
from nutgraf.reading.quantities import quantities
from nutgraf.reading.speech import speech
from nutgraf.reading.stance import polarity, strength
from nutgraf.reading.units import CURRENCIES, is_unit

_NUMERAL = re.compile(WORDS, re.IGNORECASE)
_FIGURE_BEFORE = re.compile(r"\d[ \u00a0\u202f-]?$")


def recognise(text: str, *, today: date | None = None) -> Parts:
    """What a sentence names, counts, dates, attributes and how it says so.

    Offsets count code points of `text`. `today` is the day relative dates count from; without it
    relative dates give no Day. Made for one sentence: on longer text, first words of later
    sentences are judged as well as capitals allow.
    """
    return parts_at(text, today=today)


def parts_at(
    text: str,
    *,
    today: date | None = None,
    base: int = 0,
    lowered: frozenset[str] = frozenset(),
    registry: Registry | None = None,
) -> Parts:
    """Like `recognise`, with offsets shifted by `base` and words the whole text writes small, and
    the names a desk knows.

    Links, then dates, then names and times of day are taken out before numbers are read, so that a version, a size
    inside a model's name or a year is never taken for a figure.
    """
    links = addresses(text)
    plain = masked(text, links)
    found_days, day_ranges = days(plain, today, base)
    without_days = masked(plain, list(day_ranges))
    found_names = tuple(
        name
        for name in names(text, without_days, base, lowered, registry)
        if not _is_figure(text, name, base)
    )
    taken = [(name.start - base, name.end - base) for name in found_names]
    times = [(clock.start, clock.end) for clock in clocks(without_days)]
    figures = masked(masked(without_days, taken + times), list(handles(without_days)))
    return Parts(
        names=found_names,
        quantities=quantities(text, figures, base),
        days=found_days,
        speech=speech(text, found_names, base),
        polarity=polarity(text),
        strength=strength(text),
    )


def _is_figure(text: str, name: Name, base: int) -> bool:
    """Whether what looks like a name belongs to a figure: `Twelve members`, `2.8 TB`, `EUR 1.2bn`."""
    start, end = name.start - base, name.end - base
    if is_unit(name.text) and _FIGURE_BEFORE.search(text[max(0, start - 3) : start]):
        return True
    code, _, rest = name.text.partition(" ")
    if code in CURRENCIES and rest[:1].isdigit():
        return True
    if name.text in CURRENCIES and text[end : end + 2].strip()[:1].isdigit():
        return True
    return _NUMERAL.fullmatch(name.text) is not None
