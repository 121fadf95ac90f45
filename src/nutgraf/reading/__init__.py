"""Reading: sentences, claims, names, quantities, dates, who said it. Deterministic, versioned."""

from nutgraf.reading.claims import claims, published_day
from nutgraf.reading.cues import cues
from nutgraf.reading.recognise import recognise
from nutgraf.reading.sentences import sentences
from nutgraf.reading.version import VERSION

__all__ = ["VERSION", "claims", "cues", "published_day", "recognise", "sentences"]
