"""What words say of one another: the same, something wider, the opposite, or the other side of it.

Two sources: groups of words of our own that news puts for one another (`kin.txt`, `opposites.txt`),
and WordNet 3.1, made into a table by `tools/word_relations.py`. Both are read when the first word is
looked up; ours comes first where they differ.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

import zstandard

from nutgraf.reading.wordlists import listed

Relation = Literal["same", "wider", "opposite", "converse", ""]

_TABLE = "word_relations.txt.zst"
_UP = 4  # steps from a sense to those above it
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


@lru_cache(maxsize=1 << 16)
def _relation(said: str, cited: str) -> Relation:
    mine, theirs = forms(said), forms(cited)
    if set(mine) & set(theirs):
        return "same"
    table, ours_first = _table(), _by_newsroom(mine, theirs)
    if ours_first:
        return ours_first
    if any(table.opposite.get(one, frozenset()) & set(theirs) for one in mine):
        return "opposite"
    if any(table.derived.get(one, frozenset()) & set(theirs) for one in mine):
        return "same"
    ours, others = _senses(mine), _senses(theirs)
    if ours & others:
        return "same"
    if _derived_senses(mine) & others or _derived_senses(theirs) & ours:
        return "same"
    if ours & _above(others):
        return "wider"
    if any(table.opposite.get(near, frozenset()) & set(theirs) for near in _neighbours(mine)):
        return "opposite"
    return ""


def _by_newsroom(mine: tuple[str, ...], theirs: tuple[str, ...]) -> Relation:
    room = _newsroom()
    if any(room.groups.get(one, frozenset()) & room.groups.get(other, frozenset())
           for one in mine for other in theirs):  # fmt: skip
        return "same"
    if any(room.opposite.get(one, frozenset()) & set(theirs) for one in mine):
        return "opposite"
    if any(room.converse.get(one, frozenset()) & set(theirs) for one in mine):
        return "converse"
    return ""


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
