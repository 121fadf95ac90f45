"""Negation: what the cited words deny the sentence does not affirm, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nutgraf.gate.cited import Cited
from nutgraf.gate.content import Word, content_words
from nutgraf.gate.finding import Finding, Place
from nutgraf.gate.scope import Scope, enough, related, shared, text_scopes
from nutgraf.reading.stance import NEGATORS

_Denial = tuple[Cited, str, Scope]


def negations(text: str, cited: Sequence[Cited]) -> Iterator[Finding]:
    """Findings for words denied on one side only.

    A negator governs the content words after it in its clause; the two sides disagree when the
    other one holds those words and denies none of them.
    """
    words = content_words(text)
    mine = _denied(text)
    theirs = [
        (one, sentence, scope)
        for one in cited
        for sentence in one.surroundings
        for scope in _denied(sentence)
    ]
    yield from _turned(text, mine, theirs, cited)
    yield from _dropped(text, words, mine, theirs, cited)


def _denied(text: str) -> tuple[Scope, ...]:
    return text_scopes(text, [(match.start(), match.end()) for match in NEGATORS.finditer(text)])


def _turned(
    text: str, mine: Sequence[Scope], theirs: Sequence[_Denial], cited: Sequence[Cited]
) -> Iterator[Finding]:
    """The sentence denies what the cited words say plainly."""
    for scope in mine:
        if any(shared(scope.words, other.words) for _, _, other in theirs):
            continue
        for one in cited:
            if enough(scope, one.words):
                yield Finding(
                    kind="negation",
                    start=scope.start,
                    end=scope.end,
                    words=text[scope.start : scope.end],
                    message=f"The sentence denies it ({_said(text, scope)!r}); the cited words do not.",
                    place=_place(one, scope.words),
                )
                break


def _dropped(
    text: str,
    words: Sequence[Word],
    mine: Sequence[Scope],
    theirs: Sequence[_Denial],
    cited: Sequence[Cited],
) -> Iterator[Finding]:
    """The cited words deny what the sentence says plainly, and say it plainly nowhere else."""
    for one, sentence, scope in theirs:
        if not enough(scope, words) or any(shared(scope.words, other.words) for other in mine):
            continue
        if not related(words, content_words(sentence)):
            continue
        if _plainly(scope, cited, theirs):
            continue
        first = next((word for word in words if shared((word,), scope.words)), None)
        start, end = (first.start, first.end) if first else (0, len(text))
        yield Finding(
            kind="negation",
            start=start,
            end=end,
            words=text[start:end],
            message=f"The cited words deny this ({_said(sentence, scope)!r}); the sentence does not.",
            place=_place(one, scope.words),
        )
        return


def _plainly(scope: Scope, cited: Sequence[Cited], theirs: Sequence[_Denial]) -> bool:
    """Whether the cited words also hold what a cue governs where no cue governs it."""
    for one in cited:
        for sentence in one.surroundings:
            denied = {
                (word.start, word.end)
                for source, where, other in theirs
                if source is one and where == sentence
                for word in other.words
            }
            free = [
                word for word in content_words(sentence) if (word.start, word.end) not in denied
            ]
            if enough(scope, free):
                return True
    return False


def _said(text: str, scope: Scope) -> str:
    end = scope.words[-1].end if scope.words else scope.end
    return text[scope.start : end]


def _place(one: Cited, words: Sequence[Word]) -> Place | None:
    """Where the first of some words stands in the cited text itself."""
    for word in one.words:
        if shared((word,), words):
            return Place(index=one.index, start=word.start, end=word.end)
    return None
