"""Stance: whether a sentence affirms or denies, and how strongly it commits to what it says."""

from __future__ import annotations

import re

from nutgraf.reading.model import Polarity, Strength

NEGATORS = re.compile(
    r"\b(?:not(?! (?:only|just|merely|as \w+ as)\b)|never|neither|nor|cannot|none|nobody|nothing|nowhere|without|hardly|barely|"
    r"no(?=[ -][a-z])|fail(?:s|ed|ing)? to|refus(?:es|ed|ing) to|declin(?:es|ed|ing) to|"
    r"den(?:y|ies|ied)|lacks?|lacking|unable to|unlikely)\b"
    r"|(?<=\w)n[’']t\b",
    re.IGNORECASE,
)
_POSSIBLE = (
    r"may(?! \d)|might|could|possibly|perhaps|maybe|potentially|reportedly|allegedly|rumou?r(?:ed|s)?|appears? to|"
    r"seems?(?: to)?|supposes?|supposed that|guess(?:es|ed)?|assum(?:es|ed)|suspect(?:s|ed)?(?= that)|speculat(?:es|ed)|likely|unlikely|is thought to|are thought to|hypothesi[sz]es?|hopes? to|hinted|hints|claims? to|claimed to|if confirmed"
)
_PLANNED = (
    r"plans? to|planned|planning to|plans for|intends? to|aims? to|aiming to|is set to|are set to|set to|scheduled|slated|"
    r"coming soon|will soon|is due|are due|promises? to|promised to|pledg(?:es|ed) to|says? (?:it|they|he|she) will|"
    r"said (?:it|they|he|she) (?:will|would)|on track to|going to|is considering|are considering|working on|to be released|proposes? to|proposed"
)
_FORECAST = (
    r"expects?|expected to|predicts?|predicted|projects? that|projected|forecasts?|forecasted|estimates? that|"
    r"will|would|won[’']t|by 20[3-9]\d|probability|is bound to"
)
_OPINION = (
    r"believes?|believed|thinks?|thought|argues?|argued|in (?:my|his|her|their|our) (?:view|opinion)|i feel|"
    r"suggests?|suggesting|suggested|should|ought to|must be|opinion|hot take|imo|imho|calls? it"
)
_ANY = re.compile(
    rf"\b(?:(?P<possible>{_POSSIBLE})|(?P<planned>{_PLANNED})|(?P<forecast>{_FORECAST})|(?P<opinion>{_OPINION}))\b",
    re.IGNORECASE,
)
_ORDER: tuple[Strength, ...] = ("possible", "planned", "forecast", "opinion")
# The month is no hedge: May is one only before a verb.
_MONTH_MAY = re.compile(r"May(?= \d|,| [A-Z]|\.?$)")


def polarity(text: str) -> Polarity:
    """`negated` when the sentence holds a word that denies, such as not, never, fails to."""
    return "negated" if NEGATORS.search(text) else "affirmed"


def strength(text: str) -> Strength:
    """The weakest commitment in the sentence: possible, planned, forecast, opinion, else stated."""
    seen = {kind for _, _, kind in hedges(text)}
    return next((kind for kind in _ORDER if kind in seen), "stated")


def hedges(text: str) -> tuple[tuple[int, int, Strength], ...]:
    """The words that weaken a sentence, as (start, end, kind), in order."""
    found: list[tuple[int, int, Strength]] = []
    for match in _ANY.finditer(text):
        if match.group() == "May" and _MONTH_MAY.match(text, match.start()):
            continue
        kind = match.lastgroup
        for known in _ORDER:
            if kind == known:
                found.append((match.start(), match.end(), known))
    return tuple(found)
