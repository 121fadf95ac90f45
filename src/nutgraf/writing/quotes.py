"""Pull quotes: words in quotation marks, verbatim, with a speaker the text names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nutgraf.archive.citation import cite
from nutgraf.archive.model import Capture
from nutgraf.reading.model import Claim, Speech
from nutgraf.text import count_words, fold, one_line
from nutgraf.writing.core import core_of
from nutgraf.writing.model import Brief, Sentence
from nutgraf.writing.options import WritingOptions
from nutgraf.writing.terms import terms

_MARKS = '"“”„«»‟ \n\t'
_TRAILING = ",;: \n\t"
_PRONOUNS = "he she it they we i you who one his her their someone people"
_PRONOUN = frozenset(_PRONOUNS.split())
_SHORTEST = 5
# What was said before it is not printed with a quote that is pulled.
_POINTS_BACK = re.compile(r"(?:this|that|these|those|they|he|she|such|both)\b")


def pull_quotes(
    brief: Brief, options: WritingOptions, *, room: Mapping[str, int]
) -> tuple[Sentence, ...]:
    """Quotes of a brief that can be pulled, best first, of captures that have room."""
    captures = {capture.id: capture for capture in brief.captures}
    core = core_of(brief)
    told = {fold(one.text).text for one in brief.story.told}
    found: list[tuple[float, int, int, Sentence]] = []
    for claim in brief.claims:
        capture = captures.get(claim.capture)
        if capture is None or room.get(capture.id, 0) <= 0 or capture.id in core.old:
            continue
        for speech in claim.parts.speech:
            words = _words(capture, claim, speech, options)
            if words is None or fold(one_line(capture.text[words[0] : words[1]])).text in told:
                continue
            whole_name = 0.2 if " " in speech.speaker.strip() else 0.0
            score = core.central(terms(claim.text)) + 0.5 * core.named(claim) + whole_name
            place = (
                brief.story.captures.index(capture.id) if capture.id in brief.story.captures else 0
            )
            found.append((-round(score, 9), place, words[0], _sentence(capture, words, speech)))
    return tuple(one[-1] for one in sorted(found, key=lambda one: one[:3]))


def _sentence(capture: Capture, words: tuple[int, int], speech: Speech) -> Sentence:
    return Sentence(
        text=one_line(capture.text[words[0] : words[1]]),
        role="quote",
        cites=(cite(capture, *words),),
        speaker=one_line(speech.speaker),
    )


def _words(
    capture: Capture, claim: Claim, speech: Speech, options: WritingOptions
) -> tuple[int, int] | None:
    """The quoted words' range without marks, None where they cannot be pulled."""
    speaker = speech.speaker.strip()
    if not speech.quoted or not speaker or speaker.lower() in _PRONOUN or speaker[0].islower():
        return None
    start, end = speech.start, speech.end
    text = capture.text
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS + _TRAILING:
        end -= 1
    quote = text[start:end]
    if not _SHORTEST <= count_words(quote) <= options.longest_quote or "\n" in quote:
        return None
    if re.search(r"[\"“”„«»]", quote) or quote[:1].islower() or quote.endswith("?"):
        return None
    return None if _POINTS_BACK.match(fold(quote).text) else (start, end)
