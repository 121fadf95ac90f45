"""Invented tails: clauses nearly all of whose telling words no source bears.

Whether a clause is one is told by a small logistic model over how its words are borne (`clauses`),
trained by `benchmarks/tail_training.py` on paraphrases of ours; its table is `tail_weights.txt`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nutgraf.gate.alignment import Token, is_near_copy, nearest, tokens
from nutgraf.gate.bearing import Row, Told, row_of, told, told_by
from nutgraf.gate.cited import Cited
from nutgraf.gate.clauses import FEATURES, Clause, clauses
from nutgraf.gate.finding import Finding
from nutgraf.gate.logistic import chance, table
from nutgraf.gate.said_by import speakers_in
from nutgraf.gate.thesaurus import is_word
from nutgraf.reading.model import Parts

_ADDED = 4  # tokens more than stood there
_BORNE = 0.7
_LIMIT = 0.90  # chosen on the open half: docs/decisions/0042-scorer.md


def tails(text: str, parts: Parts, cited: Sequence[Cited]) -> Iterator[Finding]:
    """A finding for the clause most surely invented, or for what was added to a copied sentence."""
    found = worst_clause(text, parts, cited)
    if found is not None and found[0] >= _LIMIT:
        lost = [word for word in found[1].words if word.how in {"", "near"}]
        yield _finding(text, lost[0].start, lost[-1].end)
        return
    added = _added_clause(text, parts, cited) or _all_absent(text, parts, cited)
    if added:
        yield _finding(text, *added)


def _all_absent(text: str, parts: Parts, cited: Sequence[Cited]) -> tuple[int, int] | None:
    """A sentence without a name, figure or date, of whose telling words none is borne at all."""
    # An opening word that the language has is no name, though its capital lets it be read as one.
    names = tuple(one for one in parts.names if one.start or not is_word(one.text.casefold()))
    parts = replace(parts, names=names)
    words = told(text, parts, cited)
    if names or parts.quantities or parts.days or any(word.how for word in words):
        return None
    return (words[0].start, words[-1].end) if words else None


def _added_clause(text: str, parts: Parts, cited: Sequence[Cited]) -> tuple[int, int] | None:
    """What a near copy has put in, four words or more, that no one sentence of a source bears.

    Where the rest is copied, a stretch without its like in the source was not reworded but added.
    """
    found = nearest(text, cited)
    if found is None or not is_near_copy(found):
        return None
    rows = [
        (tokens(stretch.text), row_of(stretch.text)) for one in cited for stretch in one.stretches
    ]
    for edit in found.edits:
        if edit.mine[1] - edit.mine[0] - (edit.theirs[1] - edit.theirs[0]) < _ADDED:
            continue
        mine = found.mine[slice(*edit.mine)]
        start, end = mine[0].start, mine[-1].end
        if any(name in text[start:end] for one in cited for name in speakers_in(one)):
            continue  # who published it: its record bears that
        if all(_share(text, parts, row, start, end) < _BORNE for _, row in rows) and all(
            _kept(mine, theirs) < _BORNE for theirs, _ in rows
        ):
            return start, end
    return None


def _share(text: str, parts: Parts, row: Row, start: int, end: int) -> float:
    """How much of what a part's telling words say one stretch bears, 0-1; 1 where they say nothing."""
    inside = [one for one in told_by(text, parts, [row]) if start <= one.start < end]
    whole = sum(one.weight for one in inside)
    return sum(one.weight * one.borne for one in inside) / whole if whole else 1.0


def _kept(mine: Sequence[Token], theirs: Sequence[Token]) -> float:
    there = {token.plain for token in theirs}
    return sum(token.plain in there for token in mine) / len(mine)


def _finding(text: str, first: int, last: int) -> Finding:
    return Finding(
        kind="tail",
        start=first,
        end=last,
        words=text[first:last],
        message=f"Nothing in the cited words says {text[first:last]!r}.",
    )


def worst_clause(text: str, parts: Parts, cited: Sequence[Cited]) -> tuple[float, Clause] | None:
    """The clause with the highest chance of being invented, of those with an absent word."""
    words = told(text, parts, cited)
    weights = table("tail_weights.txt", FEATURES)
    rated = [
        (chance(clause.features, weights), clause)
        for clause in clauses(text, parts, words)
        if any(word.how in {"", "near"} for word in clause.words)
    ]
    return max(rated, key=lambda row: (row[0], -row[1].start), default=None)


def coverage(text: str, parts: Parts, cited: Sequence[Cited]) -> float:
    """The share of what the sentence's telling words say that is borne by the cited words, 0-1."""
    words: tuple[Told, ...] = told(text, parts, cited)
    whole = sum(word.weight for word in words)
    return sum(word.weight * word.borne for word in words) / whole if whole else 1.0
