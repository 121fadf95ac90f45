"""Names that cannot stand where a sentence puts them, by how the source speaks of them.

What the source tells as a person is in no place to be north of; a land's adjective is no place
either; a city is nobody "who". Such a clash shows a name in another's place whatever the rest says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from nutgraf.gate.cast import Member, Text, described, member_of
from nutgraf.gate.mentions import KINDS, Run
from nutgraf.gate.peoples import ADJECTIVES
from nutgraf.gate.thesaurus import relation
from nutgraf.reading.common import FUNCTION
from nutgraf.reading.wordlists import listed

_IN = frozenset(listed("in near outside inside"))
_SIDES = frozenset(listed("north south east west outskirts"))
# One can be interested in a person, and trust in one.
_TRUST = re.compile(
    r"(?:interest\w*|faith|trust\w*|confiden\w*|believ\w*|belief|stakes?|shares?|invest\w*|found|sees?|saw|match|rival|star\w*|role|"
    r"part|lead|win|victory|deal|bid|doubt|as|has|have|had|engage\w*|succeed\w*|result\w*|specialis\w*)$"
)
_ARTICLES = frozenset(listed("the a an"))


def clashes(mine: Text, theirs: Text, cast: Sequence[Member]) -> Iterator[tuple[Run, str]]:
    """(name, why) for each name of a sentence that its source tells as of another sort."""
    for run in mine.names:
        who = member_of(run, cast)
        if who is None:
            continue
        why = _why(mine, run, theirs, cast[who], cast)
        if why:
            yield run, why


def _why(mine: Text, run: Run, theirs: Text, one: Member, cast: Sequence[Member]) -> str:
    for sorts, stands, why in _CLASHES:
        if one.sort not in sorts or not stands(mine, run):
            continue
        if not any(stands(theirs, other) for other in one.named):
            return why
    if set(run.words) | one.words <= ADJECTIVES and _stands_alone(mine, run):
        if any(_stands_alone(theirs, other) for other in one.named):
            return ""
        return "only says of what land something is there, and is that land here"
    if one.sort in _NO_PERSONS and len(cast) > 1:
        return _office(mine, run, one, cast)
    return ""


def _stands_as_place(laid: Text, run: Run) -> bool:
    """`in X`, `north of X`, with no word before that goes with persons too."""
    row = laid.row
    if run.start < 2 or _owns(laid, run) or _is_followed(laid, run):
        return False
    before, ahead = row[run.start - 1].plain, row[run.start - 2].plain
    if before == "of":
        return ahead in _SIDES
    return before in _IN and _TRUST.match(ahead) is None


def _owns(laid: Text, run: Run) -> bool:
    end = laid.row[run.end - 1].end
    return laid.text[:end].endswith(("'s", "’s")) or laid.text[end : end + 1] in {"'", "’"}


def _is_followed(laid: Text, run: Run) -> bool:
    """Whether a name goes on in a noun: the Voss inquiry."""
    if run.end >= len(laid.row):
        return False
    after = laid.row[run.end]
    gap = laid.text[laid.row[run.end - 1].end : after.start]
    return gap in {" ", "-"} and after.plain not in FUNCTION


def _has_article(laid: Text, run: Run) -> bool:
    """`the X` with no noun behind it."""
    if not run.start or laid.row[run.start - 1].plain not in _ARTICLES:
        return False
    return not (_owns(laid, run) or _is_followed(laid, run))


def _stands_alone(laid: Text, run: Run) -> bool:
    """An adjective with a preposition or article before it and no noun behind it."""
    if not run.start or _owns(laid, run) or _is_followed(laid, run):
        return False
    after = laid.row[run.end].plain if run.end < len(laid.row) else ""
    return after not in {"and", "or"} and laid.row[run.start - 1].plain in _IN | {
        "the",
        "from",
        "to",
        "at",
        "fund",
    }


def _is_who(laid: Text, run: Run) -> bool:
    end = laid.row[run.end - 1].end
    return re.match(r", (?:who\b|an? \w+ who|\d\d,)", laid.text[end : end + 30]) is not None


def _office(mine: Text, run: Run, one: Member, cast: Sequence[Member]) -> str:
    """`Finance chief X` of a firm, where a person of the source is described so."""
    row = mine.row
    if (
        not run.start
        or _owns(mine, run)
        or (_is_followed(mine, run) and row[run.end].plain not in FUNCTION)
    ):
        return ""
    before = row[run.start - 1]
    gap = mine.text[before.end : row[run.start].start]
    if (
        gap != " "
        or (before.capital and run.start > 1)
        or before.plain in KINDS
        or before.plain in one.described
    ):
        return ""
    if relation("person", before.plain) != "wider" or before.plain not in described(mine, run):
        return ""
    other = next(
        (who for who in cast if who.sort == "person" and before.plain in who.described), None
    )
    return f"is not the {before.plain} there, who is {other.shown}" if other else ""


_NO_PERSONS = frozenset({"place", "house", "of a land"})
_CLASHES: tuple[tuple[frozenset[str], Callable[[Text, Run], bool], str], ...] = (
    (frozenset({"person"}), _stands_as_place, "is a person there, a place here"),
    (frozenset({"person"}), _has_article, "is a person there, a thing here"),
    (_NO_PERSONS, _is_who, "is no person there, one here"),
)
