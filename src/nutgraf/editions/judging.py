"""Sentences that an edition adds itself, sent through the gate like any other."""

from __future__ import annotations

from dataclasses import replace

from nutgraf.archive.words import Words
from nutgraf.editions.model import Refusal
from nutgraf.gate import judge
from nutgraf.writing.model import Sentence


def judged(sentence: Sentence, words: Words) -> Sentence:
    """The sentence with the gate's verdict."""
    verdict = judge(
        text=sentence.text,
        role=sentence.role,
        cites=sentence.cites,
        computation=sentence.computation,
        speaker=sentence.speaker,
        label=sentence.label,
        template=sentence.template,
        words=words,
    )
    return replace(sentence, verdict=verdict)


def refusal(sentence: Sentence) -> Refusal:
    """What the colophon says of a sentence that does not print."""
    reasons = sentence.verdict.reasons if sentence.verdict else ()
    if reasons:
        return Refusal(text=sentence.text, kind=reasons[0].kind, message=reasons[0].message)
    return Refusal(text=sentence.text, kind="uncited", message="The gate did not let it through.")
