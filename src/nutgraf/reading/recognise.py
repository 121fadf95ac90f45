"""Recognising: the parts of one stretch of text - names, quantities, days, speech, stance."""

from __future__ import annotations

from datetime import date

from nutgraf.entities import Registry
from nutgraf.reading.addresses import addresses, handles, masked
from nutgraf.reading.days import days
from nutgraf.reading.model import Parts
from nutgraf.reading.names import names
from nutgraf.reading.quantities import quantities
from nutgraf.reading.speech import speech
from nutgraf.reading.stance import polarity, strength


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

    Links, then dates, then names are taken out before numbers are read, so that a version, a size
    inside a model's name or a year is never taken for a figure.
    """
    links = addresses(text)
    plain = masked(text, links)
    found_days, day_ranges = days(plain, today, base)
    without_days = masked(plain, list(day_ranges))
    found_names = names(text, without_days, base, lowered, registry)
    taken = [(name.start - base, name.end - base) for name in found_names]
    figures = masked(masked(without_days, taken), list(handles(without_days)))
    return Parts(
        names=found_names,
        quantities=quantities(text, figures, base),
        days=found_days,
        speech=speech(text, found_names, base),
        polarity=polarity(text),
        strength=strength(text),
    )
