"""Sentences that keep most words of one sentence of the source: every change of a word is looked at.

Where a sentence is the source's own with a few words changed, each word put in, taken out or put in
another's place has to be harmless: a form or synonym of what stood there, a word the source says
beside it, a name for its pronoun. Any other change is a defect, of the kind of the word that changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.entities import key_of
from nutgraf.gate.alignment import Alignment, Edit, Token, is_near_copy, nearest, tokens
from nutgraf.gate.bearing import is_borne, row_of, says_little
from nutgraf.gate.changed_figures import Figured, figured
from nutgraf.gate.changed_names import changed_names
from nutgraf.gate.cited import Cited
from nutgraf.gate.finding import Finding, Place
from nutgraf.gate.model import Kind
from nutgraf.gate.said_by import speakers_in
from nutgraf.gate.thesaurus import relation
from nutgraf.reading.common import FUNCTION
from nutgraf.reading.model import Parts
from nutgraf.reading.wordlists import listed

_NEGATORS = frozenset(listed("not never no none neither nor without nobody nothing hardly barely"))
_FREE = frozenset(
    listed(
        "a an the this that these those it its he she they his her their him them we our i my and or of to in on at by for from with "
        "as is are was were be been being am has have had having do does did done which who whom whose where also then so too just "
        "s t re ve there here such"
    )
)
# What weakens: taken out, the sentence says more than its source.
_WEAK = frozenset(
    listed(
        "may might could can would should perhaps possibly maybe probably likely reportedly allegedly apparently potentially presumably "
        "seems seem seemed appears appear appeared suggests suggest suggested believed thought alleged suspected expected planned plans plan "
        "planning hopes hope hoping aims aim aiming intends intend wants want tries trying if unless almost nearly often sometimes usually "
        "generally typically mostly partly some several few considering proposed proposes proposing if whether rumored rumoured "
        "estimated unconfirmed intended"
    )
)
# What strengthens: put in, the sentence says more than its source.
_STRONG = frozenset(
    listed(
        "all every always each only certain certainly definitely proven proved proves prove known single entire entirely completely "
        "will must never fully everyone everything unanimously any confirmed"
    )
)
_ORDERED = frozenset(
    listed(
        "before after above below over under up down more less most least first last with without between since until than into out "
        "against earlier later higher lower better worse best worst"
    )
)
_COPIED = 0.8  # share of a copy's words that are the source's


def changed_words(text: str, parts: Parts, cited: Sequence[Cited]) -> Iterator[Finding]:
    """A finding per change that no rule calls harmless, where the sentence is a near copy."""
    found = nearest(text, cited)
    if found is None or not is_near_copy(found):
        return
    if not found.edits:
        return
    around = _words_around(found)
    figures = figured(text, parts, found, cited, around)
    names = {
        at: (kind, edit)
        for at, kind, edit in changed_names(text, found)
        if not figures.is_dated(found.mine[at])  # `April` is a date, not a name
    }
    excused = {key_of(name) for name in speakers_in(found.one)}
    for at, (kind, edit) in sorted(names.items()):
        if any(
            name.key in excused and name.start <= found.mine[at].start < name.end
            for name in parts.names
        ):
            continue
        yield _finding(text, found, found.mine[at], edit, kind)
    moved = _moved(found)
    for edit in found.edits:
        if not any(at in names for at in range(*edit.mine)):
            yield from _judged(text, figures, edit, moved, around)


def _judged(
    text: str, figures: Figured, edit: Edit, moved: frozenset[int], around: frozenset[str]
) -> Iterator[Finding]:
    found = figures.found
    mine = found.mine[slice(*edit.mine)]
    theirs = found.theirs[slice(*edit.theirs)]
    for at in range(*edit.mine):
        token = found.mine[at]
        judged = figures.judged(edit, at, moved=at in moved)
        if judged == "harmless":
            continue
        kind = judged or _kind_of(found, at, theirs, at in moved, around)
        # What belongs to a figure is judged with it.
        if kind == "tail" and any(q.start <= token.start < q.end for q in figures.parts.quantities):
            kind = None
        if kind:
            yield _finding(text, found, token, edit, kind)
            return
    kept = {token.plain for token in found.mine}
    gone = [token for token in theirs if token.plain not in kept]
    lost = None if _is_edge(found, edit) else _lost(mine, gone)
    if lost:
        yield _left_out(text, found, edit, *lost)


def _is_edge(found: Alignment, edit: Edit) -> bool:
    """Whether what is left out is another sentence of the stretch, before or after this one."""
    if edit.how != "left out":
        return False
    text = found.stretch.text
    if edit.theirs[0] == 0:
        return (
            re.search(r"[.!?:]\W*$", text[: found.theirs[edit.theirs[1] - 1].end + 2]) is not None
        )
    if edit.theirs[1] == len(found.theirs):
        first = found.theirs[edit.theirs[0] - 1].end
        return re.match(r"[”\"’)]*[.!?]", text[first:]) is not None
    return False


def _kind_of(
    found: Alignment,
    at: int,
    theirs: Sequence[Token],
    moved: bool,
    around: frozenset[str],
) -> Kind | None:
    """The kind of defect a token of the sentence is where it was put in, None where it is harmless."""
    token = found.mine[at]
    word = token.plain
    there = {other.plain for other in theirs}
    if word in there:
        return None
    if word in _NEGATORS:
        return None if there & _NEGATORS or moved else "negation"
    if word in _STRONG:
        weak = word == "will" and any(other.plain in _WEAK for other in found.mine)
        return None if moved or weak or there & _STRONG else "strength"
    if word in _ORDERED:
        return "comparison" if there & _ORDERED else None
    if word in _FREE or word in FUNCTION or (token.capital and at):
        return None
    return _word_kind(found, word, theirs, moved, around)


def _word_kind(
    found: Alignment, word: str, theirs: Sequence[Token], moved: bool, around: frozenset[str]
) -> Kind | None:
    relations = {relation(word, other.plain) for other in theirs if other.plain not in _FREE}
    if "same" in relations or "wider" in relations:
        return None
    if relations & {"opposite", "converse"}:
        return "comparison"
    if moved or word in around or says_little(word):
        return None
    # A sentence that keeps less is told in other words: its clauses are judged as a whole.
    if found.same < _COPIED * len(found.mine) or is_borne(word, row_of(found.one.context)):
        return None
    return "tail"


def _lost(mine: Sequence[Token], theirs: Sequence[Token]) -> tuple[Kind, Token] | None:
    """What was taken out of the source's words that the sentence cannot do without."""
    here = {token.plain for token in mine}
    for token in theirs:
        word = token.plain
        if word in here or (token.capital and word == "may"):
            continue
        if word in _NEGATORS and not here & _NEGATORS:
            return "negation", token
        if word in _WEAK and not here & _WEAK:
            return "strength", token
    return None


def _moved(found: Alignment) -> frozenset[int]:
    """The tokens of the sentence that the source has elsewhere among what was taken out."""
    out: list[str] = [
        token.plain for edit in found.edits for token in found.theirs[slice(*edit.theirs)]
    ]
    moved = set()
    for edit in found.edits:
        here = [token.plain for token in found.theirs[slice(*edit.theirs)]]
        for at in range(*edit.mine):
            word = found.mine[at].plain
            if word not in here and word in out:
                out.remove(word)
                moved.add(at)
    return frozenset(moved)


def _words_around(found: Alignment) -> frozenset[str]:
    """The words of the whole cited text and what is around it."""
    texts = (found.one.text, found.one.context)
    return frozenset(token.plain for text in texts for token in tokens(text))


def _finding(text: str, found: Alignment, token: Token, edit: Edit, kind: Kind) -> Finding:
    words = text[token.start : token.end]
    place = _place(found, edit.theirs)
    says = found.one.text[place.start : place.end] if place else ""
    message = f"The sentence is the source's own but for {words!r}"
    message += f", where the source says {says!r}." if says else ", which the source does not say."
    return Finding(
        kind=kind, start=token.start, end=token.end, words=words, message=message, place=place
    )


def _left_out(text: str, found: Alignment, edit: Edit, kind: Kind, token: Token) -> Finding:
    at = min(edit.mine[0], len(found.mine) - 1)
    near = found.mine[at]
    base = found.stretch.start
    says = found.stretch.text[token.start : token.end]
    return Finding(
        kind=kind, start=near.start, end=near.end, words=text[near.start : near.end],
        message=f"The sentence is the source's own without its {says!r}.",
        place=Place(index=found.one.index, start=base + token.start, end=base + token.end),
    )  # fmt: skip


def _place(found: Alignment, theirs: tuple[int, int]) -> Place | None:
    row = found.theirs[slice(*theirs)]
    if not row:
        return None
    base = found.stretch.start
    return Place(index=found.one.index, start=base + row[0].start, end=base + row[-1].end)
