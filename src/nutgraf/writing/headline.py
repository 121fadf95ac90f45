"""Headlines: a claim, not a topic, in the very words of a capture.

Where a sentence is too long, what follows a safe boundary may be cut off: a semicolon, a relative
clause, an apposition or a participle that neither says who said it nor takes anything back. What is
left is a stretch of the capture's words, and a whole sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nutgraf.archive.citation import cite
from nutgraf.text import count_words, fold, one_line
from nutgraf.writing.choosing import Candidate
from nutgraf.writing.model import Brief, Sentence
from nutgraf.writing.options import WritingOptions
from nutgraf.writing.standing import dated_by_its_day, has_verb, relative_day, vague

_BOUNDARY = re.compile(
    r"; |, (?:which|who|where|whose) | (?:—|–) |, (?=(?:an?|the|its|their|his|her) )|, (?=[a-z]{3,}ing )"
)
_UNFINISHED = re.compile(
    r"\b(?:that|which|who|where|whose|when|while|if|as|because|although|though|after|before|since)\b"
)
_CHANGES = re.compile(
    r"\b(?:corrects|ha(?:s|ve) corrected|corrected (?:its|the|their)|retract\w*|withdr[ae]w\w*|postpon\w*|delay(?:s|ed))\b"
)
_TWO = re.compile(r"[\w)\"”%][.!?] [A-Z]")
_SHORTEST_CUT = 4
_TAKES_BACK = re.compile(
    r"\b(?:says?|said|according|told|reports?|claims?|adds?|but|however|though|although|unless|if"
    r"|not|no|only|except|without|never|less|up to|may|might|could|would|expects?|plans?)\b|n't\b"
)
_ASIDE = re.compile(r"(?:On|In|At|For|With|By|From|To|Of|Up|Inside|Among|Under) ")
_OPENING_NOUN = re.compile(r"(?:The|An?) [a-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of a candidate's words that can be a headline, full stop left off."""

    candidate: Candidate
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        return one_line(self.candidate.capture.text[self.start : self.end])


def headlines(
    ranked: tuple[Candidate, ...], brief: Brief, options: WritingOptions, *, whole: bool
) -> tuple[Stretch, ...]:
    """Every stretch that can be a story's headline, best first; of a story that goes on, none that
    leans on what was told before.

    With `whole`, for a quick take: sentences of up to `longest_take` words, never cut.
    """
    found = [
        _stretch(one, brief, options, whole=whole)
        for one in ranked
        if count_words(one.shown) >= options.shortest_headline
        and not (brief.story.told and vague(one.claim))
    ]
    if whole:
        found = [one for one in found if count_words(one.text) <= options.longest_take]
    return tuple(sorted(found, key=lambda one: -one.score))


def headline_sentence(stretch: Stretch) -> Sentence:
    """A stretch as a cited sentence."""
    return Sentence(
        text=stretch.text,
        role="headline",
        cites=(cite(stretch.candidate.capture, stretch.start, stretch.end),),
    )


def safe_cut(text: str, *, longest: int) -> int:
    """Where a sentence may end earlier (an index into it), or its length where it may not."""
    for boundary in _BOUNDARY.finditer(text):
        kept, tail = text[: boundary.start()], text[boundary.end() :]
        if not _SHORTEST_CUT <= count_words(kept) <= longest or not _balanced(kept):
            continue
        clause = boundary[0].startswith(",")
        if _whole(kept, clause=clause) and not _TAKES_BACK.search(fold(tail).text):
            return boundary.start()
    return len(text)


def _balanced(kept: str) -> bool:
    return kept.count('"') % 2 == 0 and kept.count("(") == kept.count(")")


def _whole(kept: str, *, clause: bool) -> bool:
    """Whether what is left is a sentence: a verb, and, before a comma, nothing left open."""
    plain = fold(kept).text
    left_open = clause and (", " in plain or _UNFINISHED.search(plain))
    return has_verb(plain) and not left_open


def _stretch(one: Candidate, brief: Brief, options: WritingOptions, *, whole: bool) -> Stretch:
    text = one.capture.text[one.claim.start : one.claim.end].rstrip()
    end = len(text)
    if not whole and count_words(text) > options.longest_headline:
        end = safe_cut(text, longest=options.longest_headline)
    if not whole:
        end = len(text[:end].rstrip(".").rstrip())
    words = count_words(text[:end])
    score = round(one.score + sum(_parts(one, words, brief, options, whole=whole)), 9)
    return Stretch(candidate=one, start=one.claim.start, end=one.claim.start + end, score=score)


def _parts(
    one: Candidate, words: int, brief: Brief, options: WritingOptions, *, whole: bool
) -> tuple[float, ...]:
    """What makes a sentence a headline: it opens its text, is short, opens on a name, is stated."""
    longest = 30 if whole else options.longest_headline
    opens = min((name.start for name in one.claim.parts.names), default=one.claim.end)
    return (
        0.6 / (1 + one.place),
        0.8 * one.echo,
        -0.3 if one.evidence else 0.0,
        -0.06 * max(0, words - longest) - (0.1 * max(0, 7 - words)),
        0.3 if opens - one.claim.start < 4 else 0.0,
        -0.3 if _OPENING_NOUN.match(one.shown) else 0.0,
        -1.2 if _ASIDE.match(one.shown) else 0.0,
        -0.6 if dated_by_its_day(one.claim, one.capture) else 0.0,
        -0.3 if relative_day(one.claim) else -0.1 if one.claim.parts.days else 0.0,
        -0.4 if vague(one.claim) else 0.0,
        0.0 if one.claim.parts.strength in {"stated", "planned"} else -0.2,
        0.15 if one.capture.id == brief.story.first else 0.0,
        -0.3 if " also " in one.shown else 0.0,
        _change(one, brief),
        -0.5 if _TWO.search(one.shown) else 0.0,
        -0.2 if '"' in fold(one.shown).text else 0.0,
    )


def _change(one: Candidate, brief: Brief) -> float:
    """A correction or a new date is what there is to tell of a story told before."""
    if not _CHANGES.search(fold(one.shown).text):
        return 0.0
    return 1.8 if brief.story.told else 0.4
