"""What a text is about, and when two texts told alike are about two things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from nutgraf.stories.commonness import says
from nutgraf.stories.event_kinds import fields_apart, kind_in_common, kinds_apart
from nutgraf.stories.model import Features
from nutgraf.stories.terms import terms

_NAMES = 8
_ALIKE = 0.4  # texts that share so much of their words are told alike
_OTHER = (
    0.3  # and are of other things where so much of what each names or counts is not in the other
)
_SERIES = 0.25  # and one owner's texts so alike are of a series: each is of another event
_NEXT = timedelta(hours=6)  # after so long, even of the same names and figures
_TELLING = 20  # words a text has at least to be known as told again
_KEPT = 4  # names and figures that a text told again shares with the first
_KEPT_SHARE = 0.6  # of its own names and figures that the first has
_GIVEN_SHARE = 0.5  # of the first's names and figures that it keeps
_RETOLD = 0.2  # of their words that both have
_TELLING_SHARED = (
    2  # words beside names that say something in both, up to which the kinds of event tell apart
)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The words of a text, and those of them that name something or are figures.

    `keys` are the keys of its names, `events` and `fields` as in `Features`.
    """

    owner: str
    at: datetime
    words: frozenset[str]
    names: frozenset[str]
    figures: frozenset[str]
    keys: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


NOTHING = Subject(
    owner="", at=datetime.min.replace(tzinfo=UTC), words=frozenset(), names=frozenset(),
    figures=frozenset(),
)  # fmt: skip


def subject(arrived: Features) -> Subject:
    """What a capture is about."""
    words = frozenset([term for term, _ in arrived.terms])
    figures = frozenset([word for word in words if not word.isalpha() and _DIGIT.search(word)])
    named = frozenset(" ".join(arrived.names[:_NAMES]).split())
    return Subject(
        owner=arrived.owner, at=arrived.published_at or arrived.fetched_at, words=words,
        names=(named & words) - figures, figures=figures, keys=arrived.names, events=arrived.events,
        fields=arrived.fields,
    )  # fmt: skip


def conflict(one: Subject, other: Subject) -> str:
    """Why two texts are about two things, in words; "" where nothing says so.

    Texts told alike, word for word in good part, that name other things or give other figures are two
    events of one kind: what an event's own reports share is its names and figures, and they differ in
    the words around them. One owner seldom tells one event twice in the same words; what it tells so are
    the events of a series: notices, results, launches. One figure that differs is an edited copy, or news of the same event.
    """
    least, most = sorted((len(one.words), len(other.words)))
    # Texts of such lengths cannot be alike enough, whatever they share.
    if 4 * least < most or (5 * least < 2 * most and one.owner != other.owner):
        return ""
    alike = _overlap(one, other)
    serial = one.owner == other.owner and _SERIES <= alike < 1.0
    if alike < _ALIKE and not serial:
        return ""
    mine, theirs = _not_in(one, other), _not_in(other, one)
    if serial:
        return _serial(one, other) if mine or theirs or abs(one.at - other.at) >= _NEXT else ""
    named = mine & one.names and theirs & other.names
    if not named and min(len(mine), len(theirs)) < 2:
        return ""
    if len(mine) < _OTHER * _heads(one) or len(theirs) < _OTHER * _heads(other):
        return ""
    return f"told alike, of {_few(mine)} and of {_few(theirs)}"


def other_kind(one: Subject, other: Subject) -> str:
    """Why two texts that share names and nothing else are of two events, in words, or "".

    One tells of a hire and the other of a launch, or the name is that of two things. Where three words
    that are in no name of either and say something are in both, nothing is said; two may be of a name
    that was not seen to be one.
    """
    apart = kinds_apart(one.events, other.events) or fields_apart(one.fields, other.fields)
    if not apart:
        return ""
    named = {term for key in (*one.keys, *other.keys) for term in _kept_terms(key)}
    shared = [word for word in one.words & other.words if says(word) == 1.0 and word not in named]
    if len(shared) > _TELLING_SHARED:
        return ""
    return f"names alone in common: {apart}"


def same_kind(one: Subject, other: Subject) -> str:
    """The kind of event that two texts tell of which share a name, as a reason names it, or ""."""
    kind = kind_in_common(one.events, other.events)
    if not kind:
        return ""
    shared = (one.names & other.words) | (other.names & one.words)
    return kind if any(says(word) == 1.0 for word in shared) else ""


def retold(one: Subject, other: Subject) -> float:
    """The share of words (Jaccard, 0-1) of two texts of one lineage told in other words, else 0.

    `one` is the later. A release told again by another outlet keeps its names and figures, most of
    them, and a good part of its words; reports of one event that were made apart share the event's names, but each has
    others of its own. A figure that the first lacks is news. Short texts have too little of either to say.
    """
    if one.owner == other.owner or min(len(one.words), len(other.words)) < _TELLING:
        return 0.0
    if not one.figures or not one.figures <= other.figures:
        return 0.0
    mine, theirs = one.names | one.figures, other.names | other.figures
    shared = len((mine & other.words) | (theirs & one.words))
    alike = _overlap(one, other)
    lineage = (
        shared >= _KEPT and alike >= _RETOLD
        and len(mine & other.words) >= _KEPT_SHARE * len(mine)
        and len(theirs & one.words) >= _GIVEN_SHARE * len(theirs)
    )  # fmt: skip
    return round(alike, 4) if lineage else 0.0


def sides(own: Subject, others: Sequence[Subject]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The places of those that stand with a subject, and of those that stand against it.

    Against it are those that conflict with it, where they are a third or more, and those nearer to one
    of them than to it. Both are empty where nothing conflicts, or nothing but it is left on one side.
    """
    against = {at for at, other in enumerate(others) if conflict(own, other)}
    if not against or 3 * len(against) < len(others):
        return (), ()
    seeds = [others[at] for at in sorted(against)]
    for at, other in enumerate(others):
        if max(_overlap(other, seed) for seed in seeds) > _overlap(other, own):
            against.add(at)
    beside = tuple(at for at in range(len(others)) if at not in against)
    return (beside, tuple(sorted(against))) if beside else ((), ())


def _serial(one: Subject, other: Subject) -> str:
    mine, theirs = _few(one.words - other.words), _few(other.words - one.words)
    return f"{one.owner} tells both in the same words, one with {mine}, one with {theirs}"


def _overlap(one: Subject, other: Subject) -> float:
    """The Jaccard index of the words, 0-1."""
    shared = len(one.words & other.words)
    return shared / max(1, len(one.words) + len(other.words) - shared)


def _not_in(one: Subject, other: Subject) -> frozenset[str]:
    return (one.names | one.figures) - other.words


def _heads(one: Subject) -> int:
    return len(one.names) + len(one.figures)


def _few(heads: frozenset[str]) -> str:
    return ", ".join(sorted(heads)[:3]) or "nothing else"


_kept_terms = lru_cache(maxsize=1 << 13)(lambda name: tuple(terms(name)))
