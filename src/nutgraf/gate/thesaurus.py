"""What words say of one another: the same, something wider, the opposite, or the other side of it.

Two sources: groups of words of our own that news puts for one another (`kin.txt`, `opposites.txt`),
and WordNet 3.1, made into a table by `tools/word_relations.py`. Both are read when the first word is
looked up; ours comes first where they differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, TypeVar

import zstandard

from nutgraf.reading.wordlists import listed

Relation = Literal["same", "wider", "opposite", "converse", ""]

_Kept = TypeVar("_Kept", str, int)
_TABLE = "word_relations.txt.zst"
_UP = 4  # steps from a sense to those above it
_FIRST = 6  # senses of a word that count, the commonest first
# Forms no rule makes, each with its plain form; what ends regularly is found by its ending.
_IRREGULAR = dict(
    pair.split(":")
    for pair in listed(
        "rose:rise risen:rise fell:fall fallen:fall bought:buy sold:sell won:win lost:lose led:lead built:build "
        "ran:run grew:grow grown:grow told:tell gave:give given:give took:take taken:take came:come went:go gone:go "
        "wrote:write written:write paid:pay kept:keep held:hold began:begin begun:begin chose:choose chosen:choose "
        "shown:show knew:know known:know meant:mean sent:send spent:spend taught:teach thought:think brought:bring "
        "drew:draw drawn:draw broke:break broken:break spoke:speak spoken:speak stood:stand beaten:beat sought:seek "
        "caught:catch people:person men:man women:woman children:child left:leave lent:lend struck:strike stricken:strike "
        "fought:fight found:find got:get gotten:get made:make met:meet said:say saw:see seen:see sat:sit shot:shoot "
        "sank:sink sunk:sink swore:swear sworn:swear threw:throw thrown:throw tore:tear torn:tear woke:wake wore:wear worn:wear "
        "withdrew:withdraw withdrawn:withdraw overtook:overtake overtaken:overtake overcame:overcome forbade:forbid forbidden:forbid "
        "flew:fly flown:fly drove:drive driven:drive ate:eat eaten:eat fed:feed felt:feel hid:hide hidden:hide laid:lay lain:lie "
        "rode:ride ridden:ride shook:shake shaken:shake slid:slide stole:steal stolen:steal stuck:stick swam:swim swept:sweep "
        "undertook:undertake undertaken:undertake upheld:uphold understood:understand arose:arise became:become bound:bind "
        "died:die dying:die lying:lie tied:tie tying:tie dealt:deal dug:dig froze:freeze frozen:freeze hung:hang lit:light "
        "mistook:mistake rang:ring rung:ring shrank:shrink shrunk:shrink sang:sing sung:sing spun:spin split:split spread:spread "
        "sprang:spring stung:sting better:good best:good worse:bad worst:bad feet:foot teeth:tooth lives:life wives:wife "
        "more:many most:many less:little least:little further:far analyses:analysis crises:crisis criteria:criterion"
    )
)
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("iest", "y"), ("ier", "y"), ("sses", "ss"), ("es", "e"), ("es", ""), ("s", ""),
    ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", ""), ("est", "e"), ("est", ""), ("er", "e"), ("er", ""), ("ves", "f"),
    ("’s", ""), ("'s", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Newsroom:
    """Our own words: the groups a word is in, and (its side of a pair) by pair, opposite and converse."""

    groups: dict[str, frozenset[int]]
    opposite: dict[str, frozenset[str]]
    converse: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """Senses by word, senses above by sense, and pairs of words."""

    senses: dict[str, str]
    above: dict[str, tuple[str, ...]]
    derived: dict[str, frozenset[str]]
    opposite: dict[str, frozenset[str]]


def relation(said: str, cited: str) -> Relation:
    """How a word of a sentence stands to a word of its source, each in any form and case.

    `same`: forms of one word, or words of one meaning; `wider`: what the source says is a kind of it;
    `opposite`; `converse`: one deed told from its two sides (buy, sell); "" where nothing is known. A
    phrase is joined by underscores (`take_over`).
    """
    return _relation(said.casefold(), cited.casefold())


def opposites(word: str) -> frozenset[str]:
    """The opposites of a word in any form, as plain forms."""
    tables = (_table().opposite, _newsroom().opposite)
    found = forms(word.casefold())
    return frozenset().union(*(table.get(form, ()) for table in tables for form in found))


def is_word(word: str) -> bool:
    """Whether the table has a case-folded word, in any form."""
    return any(form in _table().senses for form in forms(word))


@lru_cache(maxsize=1 << 16)
def forms(word: str) -> tuple[str, ...]:
    """The plain forms a case-folded word may be of: itself, and what its ending leaves."""
    found = [word]
    if word in _IRREGULAR:
        found.append(_IRREGULAR[word])
    known = _table().senses
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            root = word[: len(word) - len(ending)]
            for form in (root + instead, root[:-1]):
                # A doubled letter goes with the ending: planned, plan.
                doubled = form == root[:-1]
                if doubled and (len(root) < 4 or root[-1] != root[-2] or instead):
                    continue
                if form in known and form not in found:
                    found.append(form)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Traces:
    """What a word leaves in an index: its forms, groups and senses; what is made of it; what is above it.

    Two words are `same` where `own` meets `own` or `made`, and one is wider where its `own` meets
    the other's `above`: for whole texts, where asking `relation` of each pair would be slow.
    """

    own: frozenset[str]
    made: frozenset[str]
    above: frozenset[str]


@lru_cache(maxsize=1 << 16)
def traces(word: str) -> Traces:
    """The traces of a case-folded word."""
    found = forms(word)
    room, table = _newsroom().groups, _table()
    senses = _senses(found)
    groups = {f"group {group}" for form in found for group in room.get(form, ())}
    made = {other for form in found for other in table.derived.get(form, ())}
    return Traces(
        own=frozenset({*found, *groups, *(f"sense {one}" for one in senses)}),
        made=frozenset({*made, *(f"sense {one}" for one in _derived_senses(found))}),
        above=frozenset(f"sense {one}" for one in _above(senses)),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """All a word is compared by, gathered once: of us its groups and pairs, of WordNet the rest."""

    forms: frozenset[str]
    groups: frozenset[int]
    opposite: frozenset[str]
    converse: frozenset[str]
    opposite_there: frozenset[str]
    derived: frozenset[str]
    senses: frozenset[str]
    made: frozenset[str]
    above: frozenset[str]
    opposite_of_near: frozenset[str]


def _relation(said: str, cited: str) -> Relation:
    if said == cited:
        return "same"
    mine, theirs = _known(said), _known(cited)
    if mine.forms & theirs.forms or mine.groups & theirs.groups:
        return "same"
    if mine.opposite & theirs.forms:
        return "opposite"
    if mine.converse & theirs.forms:
        return "converse"
    if mine.opposite_there & theirs.forms:
        return "opposite"
    if mine.derived & theirs.forms or mine.senses & theirs.senses:
        return "same"
    if mine.made & theirs.senses or theirs.made & mine.senses:
        return "same"
    if mine.senses & theirs.above:
        return "wider"
    return "opposite" if mine.opposite_of_near & theirs.forms else ""


@lru_cache(maxsize=1 << 15)
def _known(word: str) -> _Known:
    found, room, table = forms(word), _newsroom(), _table()
    senses = _senses(found)
    return _Known(
        forms=frozenset(found), groups=_all(room.groups, found), opposite=_all(room.opposite, found),
        converse=_all(room.converse, found), opposite_there=_all(table.opposite, found),
        derived=_all(table.derived, found), senses=senses, made=_derived_senses(found),
        above=_above(senses), opposite_of_near=_all(table.opposite, _neighbours(found)),
    )  # fmt: skip


def _all(table: Mapping[str, frozenset[_Kept]], words: Iterable[str]) -> frozenset[_Kept]:
    """What a table has for any of several words."""
    return frozenset().union(*(table[word] for word in words if word in table))


@cache
def _newsroom() -> _Newsroom:
    folder = resources.files("nutgraf.gate")
    groups: dict[str, set[int]] = defaultdict(set)
    for at, line in enumerate(_lines((folder / "kin.txt").read_text("utf-8"))):
        for word in line.split():
            groups[word].add(at)
    sides: dict[str, dict[str, set[str]]] = {"": defaultdict(set), "~": defaultdict(set)}
    for line in _lines((folder / "opposites.txt").read_text("utf-8")):
        kind = "~" if line.startswith("~") else ""
        one, other = (side.split() for side in line.removeprefix("~").split("|"))
        for word in one:
            sides[kind][word] |= set(other)
        for word in other:
            sides[kind][word] |= set(one)
    return _Newsroom(
        groups={word: frozenset(found) for word, found in groups.items()},
        opposite={word: frozenset(found) for word, found in sides[""].items()},
        converse={word: frozenset(found) for word, found in sides["~"].items()},
    )


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _senses(words: tuple[str, ...]) -> frozenset[str]:
    senses = _table().senses
    return frozenset(sense for word in words for sense in senses.get(word, "").split())


def _derived_senses(words: tuple[str, ...]) -> frozenset[str]:
    """The senses of words made of these: purchase (noun) of purchase (verb), death of die."""
    derived = _table().derived
    return _senses(tuple(sorted({other for word in words for other in derived.get(word, ())})))


def _above(senses: frozenset[str]) -> frozenset[str]:
    """The senses above: what is narrow is also what is wide."""
    above, found, edge = _table().above, set[str](), set(senses)
    for _ in range(_UP):
        edge = {up for sense in edge for up in above.get(sense, ())}
        found |= edge
    return frozenset(found)


def _neighbours(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words of one meaning with these, by their first sense: those whose opposites are theirs, too."""
    first = {sense for word in words for sense in _table().senses.get(word, "").split()[:1]}
    return tuple(sorted(other for sense in first for other in _words_of(sense)))


@cache
def _by_sense() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word, senses in _table().senses.items():
        for sense in senses.split():
            found[sense].append(word)
    return {sense: tuple(words) for sense, words in found.items()}


def _words_of(sense: str) -> tuple[str, ...]:
    return _by_sense().get(sense, ())


@cache
def _table() -> _Table:
    packed = (resources.files("nutgraf.gate") / _TABLE).read_bytes()
    senses: dict[str, str] = {}
    above: dict[str, tuple[str, ...]] = {}
    pairs: dict[str, dict[str, set[str]]] = {"+": defaultdict(set), "!": defaultdict(set)}
    for line in zstandard.ZstdDecompressor().decompress(packed).decode().splitlines():
        head, rest = line.split(" ", 1)
        if head[0] == ">":
            above[head[1:]] = tuple(rest.split())
        elif head[0] in pairs:
            pairs[head[0]][head[1:]].add(rest)
            pairs[head[0]][rest].add(head[1:])
        else:
            senses[head] = " ".join(sense[1:] for sense in rest.split())
    return _Table(
        senses=senses, above=above,
        derived={word: frozenset(others) for word, others in pairs["+"].items()},
        opposite={word: frozenset(others) for word, others in pairs["!"].items()},
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What a word can be found by: its plain forms, groups of ours, words made of it, senses, those above."""

    forms: frozenset[str]
    groups: frozenset[str]
    derived: frozenset[str]
    senses: frozenset[str]
    above: frozenset[str]
    opposite: frozenset[str]
    known: bool


@lru_cache(maxsize=1 << 15)
def keys(word: str) -> Keys:
    """The keys of a case-folded word or phrase in any form; `known` where a list or table has it."""
    first, _, rest = word.partition("_")
    found = forms(word) if not rest else tuple(f"{form}_{rest}" for form in forms(first))
    found = found + tuple(f"{first}_{form}" for form in forms(rest)) if rest else found
    table, room = _table(), _newsroom()
    groups = frozenset(str(at) for one in found for at in room.groups.get(one, ()))
    senses = frozenset(s for one in found for s in table.senses.get(one, "").split()[:_FIRST])
    known = bool(groups) or any(one in table.senses for one in found)
    derived = frozenset(found) | frozenset(o for one in found for o in table.derived.get(one, ()))
    return Keys(
        forms=frozenset(found), groups=groups, derived=derived, senses=senses, above=_above(senses),
        opposite=opposites(word) if not rest else frozenset(), known=known,
    )  # fmt: skip


@lru_cache(maxsize=1 << 15)
def senses_of(word: str) -> int:
    """How many senses a word has in any form, 0 for one the table has not."""
    return max((len(_table().senses.get(one, "").split()) for one in forms(word)), default=0)
