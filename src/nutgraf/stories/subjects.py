"""What a text is about, and when two texts told alike are about two things."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nutgraf.stories.model import Features

_NAMES = 8
_ALIKE = 0.4  # texts that share so much of their words are told alike
_OTHER = (
    0.3  # and are of other things where so much of what each names or counts is not in the other
)
_SERIES = 0.25  # and one owner's texts so alike are of a series: each is of another event
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The words of a text, and those of them that name something or are figures."""

    owner: str
    words: frozenset[str]
    names: frozenset[str]
    figures: frozenset[str]


NOTHING = Subject(owner="", words=frozenset(), names=frozenset(), figures=frozenset())


def subject(arrived: Features) -> Subject:
    """What a capture is about."""
    words = frozenset(term for term, _ in arrived.terms)
    figures = frozenset(word for word in words if _DIGIT.search(word))
    named = frozenset(word for key in arrived.names[:_NAMES] for word in key.split())
    return Subject(
        owner=arrived.owner, words=words, names=(named & words) - figures, figures=figures,
    )  # fmt: skip


def conflict(one: Subject, other: Subject) -> str:
    """Why two texts are about two things, in words; "" where nothing says so.

    Texts told alike, word for word in good part, that name other things or give other figures are two
    events of one kind: what an event's own reports share is its names and figures, and they differ in
    the words around them. One owner seldom tells one event twice in the same words; what it tells so are
    the events of a series: notices, results, launches. One figure that differs is an edited copy, or news of the same event.
    """
    shared = len(one.words & other.words)
    alike = shared / max(1, len(one.words) + len(other.words) - shared)
    if one.owner == other.owner and _SERIES <= alike < 1.0:
        return f"{one.owner} tells both alike: {_few(one.words - other.words)}; {_few(other.words - one.words)}"
    if alike < _ALIKE:
        return ""
    mine, theirs = _not_in(one, other), _not_in(other, one)
    named = mine & one.names and theirs & other.names
    if not named and min(len(mine), len(theirs)) < 2:
        return ""
    if len(mine) < _OTHER * _heads(one) or len(theirs) < _OTHER * _heads(other):
        return ""
    return f"told alike, of {_few(mine)} and of {_few(theirs)}"


def _not_in(one: Subject, other: Subject) -> frozenset[str]:
    return (one.names | one.figures) - other.words


def _heads(one: Subject) -> int:
    return len(one.names) + len(one.figures)


def _few(heads: frozenset[str]) -> str:
    return ", ".join(sorted(heads)[:3])
