"""Candidate sentences of a story, scored by named parts, and the choice among them.

The choice follows maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): each next
sentence is the best by its own score less what it repeats of those already taken. A sentence that
says the same thing again, by terms or by figures, is never taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nutgraf.archive.model import Capture
from nutgraf.gate.changes import relation
from nutgraf.gate.points import point
from nutgraf.ids import text_sha256
from nutgraf.reading.model import Claim
from nutgraf.stories.model import Story
from nutgraf.text import count_words, fold, one_line
from nutgraf.writing.core import Core, core_of
from nutgraf.writing.model import Brief
from nutgraf.writing.options import WritingOptions
from nutgraf.writing.standing import dated_by_its_day, furniture, relative_day, unfit, vague
from nutgraf.writing.terms import MONTHS, figures, overlap, says_again, terms

_EVIDENCE = re.compile(
    r"\b(?:measured|ranks?|ranked|scores?|scored|tested|tests|evaluat\w+|benchmarks?|leaderboard"
    r"|compared|against|beats?|rated|audit\w*|found|percent|estimat\w+|independent\w*|log|runs)\b"
)
_LIMIT = re.compile(
    r"\b(?:but|however|although|though|only|not|no|cannot|fails?|failed|limits?|limited|unless"
    r"|except|without|less|fewer|remains?|unclear|critics?|disput\w+|corrects?|corrected|error)\b"
)


_MUSING = re.compile(r"(?:how|what|why|whether|when|where|if|perhaps|maybe|imagine|think)\b")
_MORE = re.compile(
    r"(?:\btimes|\dx|%|\bpercent) (?:\w+ )?(?:faster|slower|cheaper|smaller|larger|bigger|higher|lower|better"
    r"|worse|more|less|fewer|longer|shorter)\b"
)
_THEM = re.compile(
    r"\b(?:them|him)\b|\bthe same [a-z]+s?\b|\b(?:this|that) (?:model|tool|test|case|way)\b"
)
_ANYONE = re.compile(r"(?:An?|Any|Every|Teams|People|Users|Developers) (?:[a-z]|$)")
_TWO = re.compile(r"[\w)\"”%][.!?] [A-Z]")
_AHEAD = re.compile(r"\b(?:will|plans?|to follow|expects?|is to|are to|due)\b")
_SAYS = 3
_TOLD = 0.6
_TOLD_IN_ALL = 0.8
_AT_HOME = 0.4
_OPENING = 3
_ECHO = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that can stand alone; `place` counts those of its capture from 0, `echo` is the
    share of the story's other owners that open on much the same (0-1).
    """

    claim: Claim
    capture: Capture
    place: int
    score: float
    echo: float
    terms: frozenset[str] = field(repr=False)
    figures: frozenset[tuple[str, str]] = field(repr=False)

    @property
    def key(self) -> tuple[str, int, int]:
        return self.claim.capture, self.claim.start, self.claim.end

    @property
    def shown(self) -> str:
        """The words on one line."""
        return one_line(self.capture.text[self.claim.start : self.claim.end])

    @property
    def evidence(self) -> bool:
        """Whether it measures, compares or limits rather than tells what happened."""
        plain = fold(self.shown).text
        return bool(_EVIDENCE.search(plain) or _LIMIT.search(plain))


def candidates(brief: Brief, options: WritingOptions) -> tuple[Candidate, ...]:
    """Every sentence of a brief that can stand alone and be taken, best first; ties in text order."""
    core = core_of(brief)
    room = room_of(brief, options)
    captures = {
        capture.id: capture
        for capture in brief.captures
        if room[capture.id] > 0 and capture.id not in core.old
    }
    forms = furniture(brief.captures, brief.claims)
    told = [terms(one.text) for one in brief.story.told]
    openings = _openings(brief)
    found: list[Candidate] = []
    places: dict[str, int] = {}
    for claim in sorted(brief.claims, key=lambda one: (one.capture, one.start)):
        capture = captures.get(claim.capture)
        if capture is None:
            continue
        if (claim.capture, claim.start) in forms or unfit(claim, capture, options):
            continue
        place = places[claim.capture] = places.get(claim.capture, -1) + 1
        if _overtaken(claim, brief) or (told and _told_before(claim, told)):
            continue
        if printed_before(claim.text, brief.story):
            continue
        found.append(_candidate(claim, capture, place, core, openings))
    return tuple(sorted(found, key=lambda one: (-one.score, _order(one, brief))))


def take(
    ranked: Sequence[Candidate],
    told: Sequence[Candidate],
    *,
    room: Mapping[str, int],
    options: WritingOptions,
) -> Candidate | None:
    """The next sentence to take: best by score less repetition, within each capture's room."""
    best: tuple[float, Candidate] | None = None
    for one in ranked:
        if room.get(one.claim.capture, 0) <= 0 or any(
            repeats(one, other, options) for other in told
        ):
            continue
        if _only_known_figures(one, told):
            continue
        worth = round(one.score + _fresh(one, told), 9)
        if worth >= options.weakest and (best is None or worth > best[0]):
            best = (worth, one)
    return best[1] if best else None


def repeats(one: Candidate, other: Candidate, options: WritingOptions) -> bool:
    """Whether two sentences say the same thing: mostly the same terms, or the same figures."""
    if one.key == other.key:
        return True
    shared = overlap(one.terms, other.terms)
    if shared >= options.same:
        return not (one.figures - other.figures) or shared >= 0.8
    return bool(one.figures) and one.figures <= other.figures and shared >= options.same / 2


def _overtaken(claim: Claim, brief: Brief) -> bool:
    """Whether it announces a day that has passed since: a plan that is no news any more."""
    last = brief.story.last_seen.date()
    ahead = claim.parts.strength in {"planned", "forecast"} or _AHEAD.search(fold(claim.text).text)
    return bool(ahead) and any(day.last < last for day in claim.parts.days)


def printed_before(text: str, story: Story) -> bool:
    """Whether an edition told just that: the same of the same subject, or in much the same words.

    A look back may be told again beside what is new; the same once more may not.
    """
    mine = point(text, story.last_seen.date())
    return any(
        says_again(text, one.text) or relation(mine, point(one.text, one.edition)) == "unchanged"
        for one in (*story.told, *story.recalled)
    )


def _told_before(claim: Claim, told: Sequence[frozenset[str]]) -> bool:
    """Whether earlier editions said it: most of what it says beside names, no new day or number.

    In one sentence, or, if nearly all of it, in several. The names of a story stand in all of its
    sentences, so they say little about what is told.
    """
    found = terms(claim.text)
    named = frozenset[str]().union(*(terms(name.text) for name in claim.parts.names))
    said = found - named if len(found - named) >= _SAYS else found
    whole = frozenset[str]().union(*told)
    points = {term for term in found if term in MONTHS or any(char.isdigit() for char in term)}
    if not points <= whole:
        return False
    once = max((len(said & one) for one in told), default=0)
    return once >= _TOLD * len(said) or len(said & whole) >= _TOLD_IN_ALL * len(said)


def room_of(brief: Brief, options: WritingOptions) -> dict[str, int]:
    """How many sentences may still be taken of each capture."""
    limits = dict(brief.limits)
    return {
        capture.id: limits.get(capture.source, options.default_limit) for capture in brief.captures
    }


Openings = Mapping[str, Sequence[frozenset[str]]]


def _openings(brief: Brief) -> Openings:
    """By owner: the terms of the first sentences of each of its captures."""
    owners = {capture.id: capture.owner for capture in brief.captures}
    firsts: dict[str, list[Claim]] = {}
    for claim in sorted(brief.claims, key=lambda one: (one.capture, one.start)):
        if claim.capture in owners and len(firsts.get(claim.capture, ())) < _OPENING:
            firsts.setdefault(claim.capture, []).append(claim)
    found: dict[str, list[frozenset[str]]] = {}
    for capture in brief.captures:
        told = [terms(claim.text) for claim in firsts.get(capture.id, ())]
        found.setdefault(capture.owner, []).extend(told)
    return found


def _echo(found: frozenset[str], owner: str, openings: Openings) -> float:
    others = [told for other, told in openings.items() if other != owner]
    near = sum(1 for told in others if any(_echoes(found, one) for one in told))
    return round(near / len(others), 9) if others else 0.0


def _echoes(found: frozenset[str], other: frozenset[str]) -> bool:
    return len(other) > 2 and overlap(found, other) >= _ECHO


def _candidate(
    claim: Claim, capture: Capture, place: int, core: Core, openings: Openings
) -> Candidate:
    found = terms(claim.text)
    score = round(sum(value for _, value in _parts(claim, capture, place, core, found)), 9)
    return Candidate(
        claim=claim,
        capture=capture,
        place=place,
        score=score,
        echo=_echo(found, capture.owner, openings),
        terms=found,
        figures=figures(claim),
    )


def _parts(
    claim: Claim, capture: Capture, place: int, core: Core, found: frozenset[str]
) -> Iterable[tuple[str, float]]:
    """The named parts of a sentence's score."""
    plain = fold(claim.text).text
    words = count_words(claim.text)
    yield "central", 1.2 * core.central(found)
    yield "named", 0.7 * core.named(claim)
    if core.named(claim) < _AT_HOME:
        yield "astray", -1.2 if core.several else -0.6
    yield "lead", 0.35 / (1 + place)
    yield "figure", 0.25 if figures(claim) else 0.0
    yield "evidence", 0.2 if _EVIDENCE.search(plain) else 0.0
    yield "said", 0.1 if claim.said_by else 0.0
    yield "strength", {"stated": 0.0, "planned": 0.0}.get(claim.parts.strength, -0.15)
    yield "length", -0.03 * max(0, words - 30) - 0.1 * max(0, 8 - words)
    yield "vague", -0.2 if vague(claim) else 0.0
    yield "foreign", -2.0 if core.foreign(claim) else 0.0
    yield "baseline", -0.4 if _MORE.search(plain) and " than " not in plain else 0.0
    yield "latest", 0.2 if core.latest == capture.fetched_at.date() else 0.0
    yield "two", -0.3 if _TWO.search(claim.text) else 0.0
    yield "anyone", -0.15 if _ANYONE.match(one_line(claim.text)) else 0.0
    yield "musing", -0.4 if _MUSING.match(plain) else 0.0
    yield "own voice", -0.3 if fold(capture.owner).text in plain else 0.0
    yield "day", -0.5 * dated_by_its_day(claim, capture) - 0.1 * relative_day(claim)
    yield "them", -0.2 if _THEM.search(plain) else 0.0
    yield "reader", -0.3 if re.search(r"\byou(?:r|'re)?\b", plain) else 0.0


def _fresh(one: Candidate, told: Sequence[Candidate]) -> float:
    """What a sentence gains by another owner, and loses by what it repeats."""
    again = max((overlap(one.terms, other.terms) for other in told), default=0.0)
    owners = {other.capture.owner for other in told}
    same = sum(1 for other in told if other.claim.capture == one.claim.capture)
    return (0.0 if one.capture.owner in owners else 0.25) - 0.08 * same - 0.8 * again


def _only_known_figures(one: Candidate, told: Sequence[Candidate]) -> bool:
    known: set[tuple[str, str]] = set().union(*(other.figures for other in told)) if told else set()
    near = max((overlap(one.terms, other.terms) for other in told), default=0.0)
    return bool(one.figures) and one.figures <= known and near >= 0.3


def _order(one: Candidate, brief: Brief) -> tuple[int, int, str]:
    ids = brief.story.captures
    at = ids.index(one.claim.capture) if one.claim.capture in ids else len(ids)
    return at, one.claim.start, text_sha256(one.shown)
