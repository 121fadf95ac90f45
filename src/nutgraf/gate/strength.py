"""Strength: a sentence commits to no more than its words (`may` does not become `does`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nutgraf.gate.cited import Cited
from nutgraf.gate.content import Word, content_words
from nutgraf.gate.finding import Finding, Place
from nutgraf.gate.scope import Scope, enough, related, shared, text_scopes
from nutgraf.reading.model import Strength
from nutgraf.reading.stance import hedges

_RANK: dict[Strength, int] = {"possible": 0, "opinion": 1, "forecast": 2, "planned": 2, "stated": 3}
_SHOWN: dict[Strength, str] = {
    "possible": "possible",
    "opinion": "an opinion",
    "forecast": "expected",
    "planned": "planned",
    "stated": "a fact",
}


# Adverbs that weaken the whole sentence, wherever they stand.
_WHOLE = frozenset(
    {
        "reportedly",
        "allegedly",
        "possibly",
        "perhaps",
        "maybe",
        "potentially",
        "likely",
        "rumored",
        "rumoured",
        "if confirmed",
    }
)


def strengths(text: str, cited: Sequence[Cited]) -> Iterator[Finding]:
    """A finding where the cited words weaken what the sentence states outright.

    A weakening word governs the content words after it in its clause. Nothing is found when the
    cited words say the same elsewhere without it. Opinions are left to who said it.
    """
    words = content_words(text)
    mine = _weakened(text)
    for one in cited:
        for sentence in one.surroundings:
            if not related(words, content_words(sentence)):
                continue
            for scope, kind in _weakened(sentence):
                if kind == "opinion" or not enough(scope, words):
                    continue
                said = _strength_of(scope, mine)
                if _RANK[said] > _RANK[kind] and not _outright(scope, cited):
                    yield _finding(words, one, scope, said)
                    return


def _finding(words: Sequence[Word], one: Cited, scope: Scope, said: Strength) -> Finding:
    first = next((word for word in words if shared((word,), scope.words)), words[0])
    at = one.text.find(scope.cue)
    return Finding(
        kind="strength",
        start=first.start,
        end=first.end,
        words=first.text,
        message=f"The sentence says it as {_SHOWN[said]}; the cited words say {scope.cue!r}.",
        place=Place(index=one.index, start=at, end=at + len(scope.cue)) if at >= 0 else None,
    )


def _weakened(text: str) -> list[tuple[Scope, Strength]]:
    found = hedges(text)
    scoped = text_scopes(text, [(start, end) for start, end, _ in found])
    return [(scope, kind) for scope, (_, _, kind) in zip(scoped, found, strict=True)]


def _strength_of(scope: Scope, mine: Sequence[tuple[Scope, Strength]]) -> Strength:
    """How strongly the sentence says what a cue of the source governs."""
    about = [
        kind
        for other, kind in mine
        if not other.words
        or shared(other.words, scope.words)
        or other.cue.casefold() == scope.cue.casefold()
        or other.cue.casefold() in _WHOLE
    ]
    return min(about, key=lambda kind: _RANK[kind], default="stated")


def _outright(scope: Scope, cited: Sequence[Cited]) -> bool:
    """Whether the cited words also say it where no weakening word governs it."""
    for one in cited:
        for sentence in one.surroundings:
            held = {
                (word.start, word.end)
                for other, kind in _weakened(sentence)
                if kind != "opinion"
                for word in other.words
            }
            free = [word for word in content_words(sentence) if (word.start, word.end) not in held]
            if enough(scope, free):
                return True
    return False
