"""The checks of a sentence against its cited words, in one place and one order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.gate.casting import misplaced
from nutgraf.gate.cited import Cited
from nutgraf.gate.claimed import claims_told
from nutgraf.gate.comparison import comparisons
from nutgraf.gate.date import dates
from nutgraf.gate.did_by import doers
from nutgraf.gate.evidence import MEASURES, measures
from nutgraf.gate.finding import Finding
from nutgraf.gate.logistic import chance, table
from nutgraf.gate.matches import Matches
from nutgraf.gate.name import missing_names
from nutgraf.gate.near_copy import changed_words
from nutgraf.gate.negation import negations
from nutgraf.gate.number import figures
from nutgraf.gate.quote import plain, quoted_words
from nutgraf.gate.said_by import attributions, speakers_in
from nutgraf.gate.strength import strengths
from nutgraf.gate.tail import tails
from nutgraf.reading.model import Parts
from nutgraf.text import fold

_CLOSING = ".,;:!? \n"


def is_extract(text: str, cited: Sequence[Cited]) -> bool:
    """Whether the sentence is one of the cited texts, or one of their sentences, word for word.

    Such an extract is supported by construction; only typography and closing marks may differ.
    """
    mine = _bare(text)
    return bool(mine) and any(
        mine == _bare(one.text) or any(mine == _bare(stretch.text) for stretch in one.stretches)
        for one in cited
    )


def standing(text: str, parts: Parts, cited: Sequence[Cited]) -> Iterator[Finding]:
    """Findings for figures, units, dates and names that do not stand in the cited words."""
    yield from figures(text, parts, cited)
    yield from dates(text, cited)
    spoken = {speech.speaker for speech in parts.speech if speech.speaker}
    known = [name for one in cited for name in speakers_in(one)] if spoken else []
    yield from missing_names(text, parts.names, cited, known=known)


def faithful(text: str, parts: Parts, cited: Sequence[Cited]) -> Iterator[Finding]:
    """All findings of a sentence that states something, in the order a person reads them."""
    yield from standing(text, parts, cited)
    yield from quoted_words(text, cited)
    matches = Matches(text, cited)
    yield from negations(text, matches)
    yield from attributions(text, parts, cited)
    yield from claims_told(text, cited)
    yield from strengths(text, matches)
    yield from doers(text, parts, cited)
    yield from misplaced(text, cited)
    yield from comparisons(text, parts, cited)
    yield from tails(text, parts, cited)
    yield from changed_words(text, parts, cited)


def score(text: str, parts: Parts, cited: Sequence[Cited], findings: Sequence[Finding]) -> float:
    """How well the cited words carry the sentence, 0-1; at least .5 exactly without findings.

    The chance a logistic model gives for its measures (`evidence`), trained on paraphrases of ours by
    `benchmarks/score_training.py`: in the upper half when nothing was found, else in the lower.
    """
    value = chance(measures(text, parts, cited, findings), table("score_weights.txt", MEASURES))
    return round(0.5 + 0.5 * value if not findings else 0.49 * value, 4)


def _bare(text: str) -> str:
    return fold(plain(re.sub(r"\s+", " ", text))).text.strip(_CLOSING)
