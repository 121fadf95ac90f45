"""Names of a near copy that are not those of the source's sentence, or stand in another's place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.entities import canonical, key_of
from nutgraf.gate.alignment import Alignment, Edit, Token
from nutgraf.gate.mentions import Run, name_words, runs
from nutgraf.gate.model import Kind
from nutgraf.gate.peoples import is_place_word, of_one_place
from nutgraf.gate.thesaurus import relation
from nutgraf.reading.common import FUNCTION
from nutgraf.reading.wordlists import listed

_PRONOUNS = frozenset(
    listed(
        "he she it they his her hers its their him them we our us i my who which that this these those"
    )
)
_SAYING = re.compile(
    r"^(?:sa(?:id|ys?|ying)|told|tells?|add(?:ed|s)|explain\w*|wrote|writes|argue[sd]|note[sd]|claim\w*|warn\w*|announce[sd]"
    r"|report\w*|according|confirm\w*|stated?|insist\w*|acknowledg\w*|tweet\w*|post(?:ed|s)|per)$"
)
# Between names in both texts: then it does not matter which stands first.
_JOINING = frozenset(listed("and or with versus vs"))
_PREPOSITIONS = frozenset(
    listed(
        "in at on near from to of for with by against after before during under over across via about into"
    )
)


def changed_names(text: str, found: Alignment) -> Iterator[tuple[int, Kind, Edit]]:
    """(token, kind, edit) for each name that is not the source's there."""
    edited = {at: edit for edit in found.edits for at in range(*edit.mine)}
    known = name_words(found.one.context)
    ours = runs(text, known)
    theirs = runs(found.stretch.text, known)
    done = False
    for run in ours:
        changed = [at for at in range(run.start, run.end) if at in edited]
        if not changed:
            continue
        kind = _kind(run, changed, edited[changed[0]], found, theirs)
        if kind:
            done = True
            yield changed[0], kind, edited[changed[0]]
    if not done and _has_agent(found.mine) == _has_agent(found.theirs):
        yield from _exchanged(found, ours, theirs)


def _kind(
    run: Run, changed: Sequence[int], edit: Edit, found: Alignment, theirs: Sequence[Run]
) -> Kind | None:
    there = [
        other for other in theirs if other.start < edit.theirs[1] and edit.theirs[0] < other.end
    ]
    words = [found.mine[at].plain for at in changed]
    region = found.theirs[slice(*edit.theirs)]
    if all(any(_akin(word, other.plain) for other in region) for word in words):
        return None
    if any(_same_thing(run.key, other.key) for other in there):
        return None
    stands = _stands(run.key, found) or _of_a_land(run, found)
    saying = _beside(found.mine, run)
    if not there and not any(_is_capital(token) for token in region):
        return None if stands else "name"
    moved = any(_same_thing(run.key, other.key) for other in theirs)
    moved = moved or set(run.words) <= {token.plain for token in found.theirs if token.capital}
    if moved and not there and not saying:
        return None
    if saying:
        return "said-by"
    return "did-by" if moved else "name"


def _has_agent(row: Sequence[Token]) -> bool:
    """Whether a row tells who did it by `by`: told passively, doer and done-to change places rightly."""
    return any(token.plain == "by" and row[at + 1].capital for at, token in enumerate(row[:-1]))


def _of_a_land(run: Run, found: Alignment) -> bool:
    """Whether a name is the land, or of the land, that the source's sentence names: Georgian."""
    return all(
        is_place_word(word) and any(of_one_place(word, other.plain) for other in found.theirs)
        for word in run.words
    )


def _is_capital(token: Token) -> bool:
    """Whether a token is written as a name, days and hours included: Christmas, GMT."""
    return token.capital and token.plain not in FUNCTION


def _exchanged(
    found: Alignment, ours: Sequence[Run], theirs: Sequence[Run]
) -> Iterator[tuple[int, Kind, Edit]]:
    """Names that stand in one another's place: each with the words about it that the other had."""
    edited = {at: edit for edit in found.edits for at in range(*edit.mine)}
    here = [(run, _beside_words(found.mine, run)) for run in ours]
    there = [(run, _beside_words(found.theirs, run)) for run in theirs]
    for run, around in here:
        own = [near for other, near in there if _same_thing(run.key, other.key)]
        if not own or any(_shares(around, near) for near in own):
            continue
        for other, near in there:
            if _same_thing(run.key, other.key) or not _taken(around, near):
                continue
            if any(_same_thing(other.key, mine.key) for mine, _ in here if mine is not run):
                edit = edited.get(run.start) or Edit(
                    "replaced", (run.start, run.end), (other.start, other.end)
                )
                yield run.start, ("said-by" if _beside(found.mine, run) else "did-by"), edit
                return


def _beside_words(row: Sequence[Token], run: Run) -> tuple[str, str]:
    """The words left and right of a name, "" at an edge; articles are passed over."""
    left = run.start - 1
    while left >= 0 and row[left].plain in {"the", "a", "an"}:
        left -= 1
    before = row[left].plain if left >= 0 else ""
    after = row[run.end].plain if run.end < len(row) else ""
    return before, after


def _shares(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether a name has a word beside it that it has there too; joining words do not count."""
    return any(a == b and a not in _JOINING for a, b in zip(one, other, strict=True))


def _taken(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether the words beside a name are those another had: both, or the one that is no edge."""
    same = [a for a, b in zip(one, other, strict=True) if a == b]
    return any(word not in _JOINING and word != "" for word in same)


def _same_thing(one: str, other: str) -> bool:
    """Whether two names may be of one thing: equal by the registry, a part, or its initials."""
    if one == other or canonical(key_of(one)) == canonical(key_of(other)):
        return True
    mine, theirs = one.split(), other.split()
    if set(mine) <= set(theirs) or set(theirs) <= set(mine):
        return True
    initials = [
        "".join(word[0] for word in words if word not in FUNCTION) for words in (mine, theirs)
    ]
    return initials[0] == other.replace(" ", "") or initials[1] == one.replace(" ", "")


def _stands(key: str, found: Alignment) -> bool:
    """Whether the tokens of a name stand in the source in a row, or a part of a longer name."""
    pattern = r"\W{1,3}".join(re.escape(word) for word in key.split())
    return (
        re.search(rf"(?<!\w){pattern}(?!\w)", found.one.context, re.IGNORECASE) is not None
        or re.search(rf"(?<!\w){pattern}(?!\w)", found.one.text, re.IGNORECASE) is not None
    )


def _beside(row: Sequence[Token], run: Run) -> bool:
    """Whether a name stands beside a word of saying."""
    near = [*row[max(0, run.start - 2) : run.start], *row[run.end : run.end + 3]]
    return any(_SAYING.match(token.plain) for token in near)


def _akin(one: str, other: str) -> bool:
    """Libyan and Libya, Fed and Federal: forms of one word, or much the same beginning."""
    if relation(one, other) == "same":
        return True
    size = min(len(one), len(other))
    return (
        size >= 4
        and one[: max(4, size - 2)] == other[: max(4, size - 2)]
        and abs(len(one) - len(other)) <= 3
    )
