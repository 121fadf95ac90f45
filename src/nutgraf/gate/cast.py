"""Who is who in a text: its names as one thing each, and the words that speak of each of them.

A mention is the name itself, a short form, a pronoun, or the word of its description (`the company`
for `chip company Tensorloft`); the last two weigh less, since they are resolved by nearness alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.gate.alignment import Token, tokens
from nutgraf.gate.mentions import KINDS, Run, name_words, runs
from nutgraf.gate.peoples import ADJECTIVES, is_place_word, of_one_place
from nutgraf.gate.thesaurus import relation
from nutgraf.reading.common import FUNCTION, GENERIC
from nutgraf.reading.sentences import sentences
from nutgraf.reading.wordlists import listed

HE = frozenset(listed("he she his her him hers"))
IT = frozenset(listed("it its they their them"))
PLACES = frozenset(listed("in at near across outside inside around north south east west"))
_LANDS = frozenset(
    listed(
        "city town village country state island islands river lake county region district province valley strait coast mountain"
    )
)
_HOUSES = frozenset(
    listed(
        "bank university council labs lab group institute ai ministry agency court union association federation fund inc corp ltd ag "
        "club league party office observatory bureau society company systems robotics electric energy capital ventures securities "
        "studio studios airlines motors foods press times post observer courier news review gazette centre center department board "
        "committee commission authority organization organisation forum alliance trust service services data cloud health"
    )
)
_BREAKS = re.compile(r"[;:—()“”\"\[\]|]|\s[-–]\s")
_COMMA, _CLAUSE, _SENTENCE = 2, 5, 12


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `start` to `end` that speak of somebody, and how surely (1 for the name itself)."""

    start: int
    end: int
    sure: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Member:
    """One thing a text names: its words, where it is spoken of, and what is said to be its kind."""

    words: frozenset[str]
    shown: str
    named: tuple[Run, ...]
    mentions: tuple[Mention, ...]
    described: frozenset[str]
    sort: str

    @property
    def person(self) -> bool:
        """Whether it is surely a person."""
        return self.sort == "person"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Text:
    """A text's tokens, `at` how far along each stands (breaks count as distance), its sentences by token."""

    text: str
    row: tuple[Token, ...]
    at: tuple[int, ...]
    sentence: tuple[int, ...]
    names: tuple[Run, ...]


@lru_cache(maxsize=2048)
def laid_out(text: str, known: frozenset[str] = frozenset()) -> Text:
    """The tokens of a text with its names and distances."""
    row = tokens(text)
    ends = [end for _, end in sentences(text)]
    at: list[int] = []
    which: list[int] = []
    far, number = 0, 0
    for index, token in enumerate(row):
        gap = text[row[index - 1].end : token.start] if index else ""
        far += 1
        if index and row[index - 1].end <= ends[number] <= token.start and number + 1 < len(ends):
            number += 1
            far += _SENTENCE
        elif _BREAKS.search(gap):
            far += _CLAUSE
        elif "," in gap:
            far += _COMMA
        at.append(far)
        which.append(number)
    return Text(
        text=text, row=row, at=tuple(at), sentence=tuple(which),
        names=tuple(run for run in runs(text, known) if not _is_class(run)),
    )  # fmt: skip


def _is_class(run: Run) -> bool:
    """A bare abbreviation for a class of things, or a letter, is nobody's name: AI, C of C$18m."""
    return len(run.words) == 1 and (run.key in GENERIC or len(run.key) == 1)


@lru_cache(maxsize=1024)
def members(text: str) -> tuple[Member, ...]:
    """What a text names, in the order it is named."""
    laid = laid_out(text, name_words(text))
    groups: list[list[Run]] = []
    for run in sorted(laid.names, key=lambda one: (-len(one.words), one.start)):
        mine = next((group for group in groups if _of_one(run, group[0])), None)
        if mine is None:
            groups.append([run])
        else:
            mine.append(run)
    groups = [sorted(group, key=lambda one: one.start) for group in groups]
    groups.sort(key=lambda group: group[0].start)
    kinds = [frozenset(word for run in group for word in described(laid, run)) for group in groups]
    sorts = [_sort(laid, group) for group in groups]
    spoken = _spoken_of(laid, groups, kinds, sorts)
    return tuple(
        Member(
            words=frozenset(word for run in group for word in run.words),
            shown=max((_shown(laid, run) for run in group), key=len), named=tuple(group),
            mentions=tuple(mentions), described=kind, sort=sort,
        )
        for group, kind, sort, mentions in zip(groups, kinds, sorts, spoken, strict=True)
    )  # fmt: skip


def member_of(run: Run, cast: Sequence[Member]) -> int | None:
    """Which of a cast a name of another text speaks of, None for nobody or more than one."""
    words = frozenset(run.words)
    found = [at for at, one in enumerate(cast) if words <= one.words]
    found = found or [at for at, one in enumerate(cast) if _alike(run, one)]
    exact = [at for at in found if any(named.key == run.key for named in cast[at].named)]
    found = exact or found
    return found[0] if len(found) == 1 else None


def described(laid: Text, run: Run) -> tuple[str, ...]:
    """The words that say what a name is of: up to three before it, or the first few set off after it."""
    row, text = laid.row, laid.text
    found = []
    at = run.start - 1
    while at >= 0 and run.start - at <= 3:
        token, after = row[at], row[at + 1]
        gap = text[token.end : after.start]
        joined = gap in {" ", "-"} or (at == run.start - 1 and gap == ", ")
        if not joined or token.plain in FUNCTION or (token.capital and at > 0):
            break
        found.append(token.plain)
        at -= 1
    end = row[run.end - 1].end
    if text[end : end + 2] == ", " and run.end < len(row):
        at = run.end
        while at < len(row) and at - run.end < 5 and (at == run.end or _near(laid, at)):
            if row[at].plain in FUNCTION and row[at].plain not in {
                "the",
                "a",
                "an",
                "its",
                "their",
            }:
                break
            if row[at].plain not in FUNCTION and not row[at].capital:
                found.append(row[at].plain)
            at += 1
    return tuple(found)


def _near(laid: Text, at: int) -> bool:
    return laid.text[laid.row[at - 1].end : laid.row[at].start] in {" ", "-"}


def _shown(laid: Text, run: Run) -> str:
    return laid.text[laid.row[run.start].start : laid.row[run.end - 1].end].removesuffix("'s")


def _of_one(run: Run, other: Run) -> bool:
    mine, theirs = run.words, other.words
    if set(mine) <= set(theirs):
        return not (mine[-1].isdigit() and mine != theirs)
    if len(mine) == 1 and any(of_one_place(mine[0], word) for word in theirs):
        return True
    return len(mine) == 1 and "".join(word[0] for word in theirs) == mine[0]


def _alike(run: Run, one: Member) -> bool:
    """A land for what is of it, a plural, or the initials."""
    return any(
        all(any(_same_word(word, other) for other in named.words) for word in run.words)
        or "".join(word[0] for word in named.words) == run.key
        or (len(run.words) > 1 and "".join(word[0] for word in run.words) == named.key)
        for named in one.named
    )


def _same_word(one: str, other: str) -> bool:
    return one == other or one.rstrip("s") == other.rstrip("s") or of_one_place(one, other)


def _sort(laid: Text, group: Sequence[Run]) -> str:
    """Whether a name is surely a person's, a place's, of a land, or a house's; "" where unsure."""
    words = {word for run in group for word in run.words}
    kind = {word for run in group for word in described(laid, run)[:1]}
    two = any(len(run.words) > 1 and all(word.isalpha() for word in run.words) for run in group)
    if words & _HOUSES:
        return "house"
    if words <= ADJECTIVES:
        return "of a land"
    if all(is_place_word(word) for word in words) or kind & _LANDS or words & _LANDS:
        return "place"
    if kind & KINDS and not (two and kind & _EITHER):
        return "house"
    if _is_person(laid, group, kind - _EITHER):
        return "person"
    if any(_is_placed(laid, run) for run in group):
        return "place"
    return ""


# What persons and houses both are.
_EITHER = frozenset(
    listed(
        "producer leader backer contractor employer seller buyer specialist player lender owner holder opponent partner member rival competitor"
    )
)


def _is_placed(laid: Text, run: Run) -> bool:
    """Whether a name stands where places do: in Tarsona, near Matanzas, the city of Larkspur."""
    if not run.start:
        return False
    before = laid.row[run.start - 1].plain
    if before in {"in", "near", "outside", "across"}:
        return not run.words[0][0].isdigit()
    return before == "of" and run.start > 1 and laid.row[run.start - 2].plain in _LANDS | PLACES


def _is_person(laid: Text, group: Sequence[Run], kind: Collection[str]) -> bool:
    longest = max(len(run.words) for run in group)
    if longest > 1 and any(relation("person", word) == "wider" for word in kind):
        return True
    for run in group:
        after = laid.text[laid.row[run.end - 1].end :][:6]
        if re.match(r", (?:who\b|\d\d\b)", after):
            return True
    two = [run for run in group if len(run.words) >= 2 and all(w.isalpha() for w in run.words)]
    last = {run.words[-1] for run in two}
    if any(run.words == (word,) for run in group for word in last):
        return True
    return any(_is_saying(laid, run) for run in two)


def _is_saying(laid: Text, run: Run) -> bool:
    near = [laid.row[run.start - 1].plain] if run.start else []
    near += [laid.row[run.end].plain] if run.end < len(laid.row) else []
    return any(word in _SAYS for word in near)


_SAYS = frozenset(
    listed(
        "said says told tells wrote writes argues argued noted notes warned warns admitted joked quipped recalled added adds called"
    )
)


def _spoken_of(
    laid: Text, groups: Sequence[Sequence[Run]], kinds: Sequence[frozenset[str]], sorts: Sequence[str]
) -> list[list[Mention]]:  # fmt: skip
    """The mentions of each: names, then pronouns and descriptions by the nearest fitting name before."""
    found: list[list[Mention]] = [
        [Mention(run.start, run.end, 1.0) for run in group] for group in groups
    ]
    taken = {at for group in groups for run in group for at in range(run.start, run.end)}
    for at, token in enumerate(laid.row):
        if at in taken:
            continue
        if token.plain in HE:
            fits = [sort == "person" for sort in sorts]
            fits = fits if any(fits) else [not sort for sort in sorts]
        elif token.plain in IT:
            fits = [sort not in {"person", "of a land", "place"} for sort in sorts]
        elif at and laid.row[at - 1].plain in {"the", "its", "their"} and not token.capital:
            fits = [_fits(token.plain, kinds[who]) for who in range(len(groups))]
        else:
            continue
        for who, sure in _nearest(laid, groups, at, fits):
            found[who].append(Mention(at, at + 1, sure))
    return found


def _fits(word: str, kind: frozenset[str]) -> bool:
    if word in kind:
        return True
    return word in {"company", "firm", "group"} and bool(kind & KINDS)


def _nearest(
    laid: Text, groups: Sequence[Sequence[Run]], at: int, fits: Sequence[bool]
) -> list[tuple[int, float]]:
    """The last three named before a place that fit, surer in order: the last sentence first, and in
    it whoever is named first, who is mostly its subject."""
    last = []
    for who, group in enumerate(groups):
        before = [run.start for run in group if run.end <= at]
        if fits[who] and before:
            which = laid.sentence[before[-1]]
            first = min(start for start in before if laid.sentence[start] == which)
            last.append((-which, first, who))
    order = [who for _, _, who in sorted(last)]
    return [(who, sure) for who, sure in zip(order, (0.7, 0.55, 0.4), strict=False)]
