"""Who did it: the doer and the one it was done to do not change places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nutgraf.entities import canonical
from nutgraf.gate.cited import Cited
from nutgraf.gate.content import Word, content_words
from nutgraf.gate.finding import Finding, Place
from nutgraf.reading.model import Name, Parts
from nutgraf.reading.wordlists import listed

_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|being|be|gets?|got)\s+(?:\w+\s+)?\w+(?:ed|en|t|n)\s+by\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[;:()“”\"]|,\s|\s(?:and|but|while|whereas|which|who|that)\s")
_VERBS = frozenset(
    listed(
        "acquir buy purchas beat outperf surpass exceed overtak sue accus join fund back invest own replac "
        "hire fire block ban licens supply pay lead trail follow defeat sell give lend invit"
    )
)


@dataclass(frozen=True, slots=True)
class _Deed:
    doer: str
    verb: Word
    done_to: str
    start: int
    end: int


def doers(text: str, parts: Parts, cited: Sequence[Cited]) -> Iterator[Finding]:
    """A finding where the cited words tell the same deed of other parties or the other way round.

    Only deeds between two names with a verb of a short list (acquire, beat, sue, ...) are compared,
    active or passive.
    """
    theirs = [
        (one, deed) for one in cited for s in one.stretches for deed in _deeds(one.text, s.parts)
    ]
    for mine in _deeds(text, parts):
        same = [(one, deed) for one, deed in theirs if _same_verb(deed.verb, mine.verb)]
        if any((deed.doer, deed.done_to) == (mine.doer, mine.done_to) for _, deed in same):
            continue
        for one, deed in same:
            turned = (deed.doer, deed.done_to) == (mine.done_to, mine.doer)
            another = deed.done_to == mine.done_to and deed.doer != mine.doer
            if turned or (another and not _overlap(deed.doer, mine.doer)):
                yield Finding(
                    kind="did-by",
                    start=mine.start,
                    end=mine.end,
                    words=text[mine.start : mine.end],
                    message=f"The cited words say {one.text[deed.start : deed.end]!r}.",
                    place=Place(index=one.index, start=deed.start, end=deed.end),
                )
                break


def _deeds(text: str, parts: Parts) -> Iterator[_Deed]:
    names = parts.names
    for at in range(len(names) - 1):
        first, second = names[at], names[at + 1]
        between = text[first.end : second.start]
        if len(between) > 80 or _BREAK.search(between):
            continue
        verbs = [word for word in content_words(between) if _is_deed(word)]
        if len(verbs) != 1:
            continue
        passive = _PASSIVE.search(between) is not None
        doer, done_to = (second, first) if passive else (first, second)
        yield _Deed(_same(doer), verbs[0], _same(done_to), first.start, second.end)


def _is_deed(word: Word) -> bool:
    return any(word.stem.startswith(verb) for verb in _VERBS)


def _same_verb(one: Word, other: Word) -> bool:
    return one.stem == other.stem or (one.kin >= 0 and one.kin == other.kin)


def _same(name: Name) -> str:
    return canonical(name.key)


def _overlap(one: str, other: str) -> bool:
    return bool(set(one.split()) & set(other.split()))
