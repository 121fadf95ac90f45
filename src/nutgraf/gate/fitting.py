"""How well each of a source's cast fits the place of a name in a sentence, as features.

A place is what stands around the name: the words near it, in the order they stand, the preposition
before it, the description beside it. Of each candidate it is asked whether the source says those
words about it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.gate.cast import HE, IT, PLACES, Member, Text, described
from nutgraf.gate.mentions import Run
from nutgraf.gate.thesaurus import relation, traces
from nutgraf.reading.common import FUNCTION
from nutgraf.reading.wordlists import listed

SAYING = frozenset(
    listed(
        "said say says saying told tells added adds explained explains wrote writes argued argues noted notes claimed claims warned "
        "warns announced announces reported reports according insisted insists denied denies called calls thinks believes estimates "
        "admitted maintains complained complains quipped joked recalled stressed confirmed confirms stated states predicts predicted "
    )
)
_BE = frozenset(listed("is are was were be been being get gets got"))
_AUX = _BE | frozenset(
    listed("has have had will would can could may might must should did does do")
)
_ARTICLES = frozenset(listed("the a an"))
_CLOSE, _REACH = 6.0, 30


@dataclass(frozen=True, slots=True)
class Hold:
    """A word of the sentence the source has too: its place, and those in the source."""

    at: int
    there: tuple[int, ...]
    weight: float


def held(mine: Text, theirs: Text) -> tuple[Hold, ...]:
    """The content words and figures of a sentence that the source says, with where."""
    index = _index(theirs)
    found = []
    for at, token in enumerate(mine.row):
        if _is_joining(token.plain):
            continue
        there = _met(token.plain, index)
        best = max(there.values(), default=0.0)
        kept = tuple(sorted(place for place, how in there.items() if how >= best - 0.3))
        if kept and len(kept) <= 8:
            found.append(Hold(at, kept, best / math.sqrt(len(kept))))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Index:
    """Where the words of a text stand, by the word and by each of its traces."""

    words: Mapping[str, Sequence[int]]
    own: Mapping[str, Sequence[int]]
    made: Mapping[str, Sequence[int]]
    above: Mapping[str, Sequence[int]]


@lru_cache(maxsize=1024)
def _index(theirs: Text) -> _Index:
    words, own, made, above = (defaultdict[str, list[int]](list) for _ in range(4))
    for at, token in enumerate(theirs.row):
        if _is_joining(token.plain):
            continue
        words[token.plain].append(at)
        if token.plain[0].isdigit():
            continue
        left = traces(token.plain)
        for by, keys in ((own, left.own), (made, left.made), (above, left.above)):
            for key in keys:
                by[key].append(at)
    return _Index(words, own, made, above)


def _met(word: str, index: _Index) -> dict[int, float]:
    """Places whose word a word is (1), means the same as (.8), or is wider than (.45)."""
    found: dict[int, float] = {}
    if not word[0].isdigit():
        mine = traces(word)
        met = [
            (index.above, mine.own, 0.45),
            (index.own, mine.made, 0.8),
            (index.made, mine.own, 0.8),
        ]
        for by, keys, how in (*met, (index.own, mine.own, 0.8)):
            for key in keys:
                for at in by.get(key, ()):
                    found[at] = max(how, found.get(at, 0.0))
    for at in index.words.get(word, ()):
        found[at] = 1.0
    return found


def _is_joining(word: str) -> bool:
    return (word in FUNCTION and word not in _NUMBERS) or word in SAYING


_NUMBERS = frozenset(listed("two three four five six seven eight nine ten first second third last"))


def features(
    mine: Text, run: Run, theirs: Text, one: Member, holds: Sequence[Hold], others: Sequence[Run]
) -> dict[str, float]:
    """What speaks for a candidate in the place of a name; names of features are those of the weights."""
    found = _nearness(mine, run, theirs, one, holds)
    cues = cues_of(mine, run)
    for run_there in one.named:
        there = cues_of(theirs, run_there)
        for cue in cues & there:
            found[f"both {cue}"] = 1.0
        for key, value in _beside(mine, run, theirs, run_there).items():
            found[key] = max(found.get(key, 0.0), value)
    for cue in cues:
        for trait in traits(theirs, one):
            found[f"{cue} / {trait}"] = 1.0
    words = described(mine, run)
    if any(relation(word, other) in {"same", "wider"} for word in words for other in one.described):
        found["described"] = 1.0
    for other in others:
        if set(other.words) <= one.words:
            far = abs(mine.at[other.start] - mine.at[run.start])
            found["twice near" if far <= 8 else "twice far"] = 1.0
    found["often"] = math.log(len(one.mentions))
    if one.named[0].start == min(name.start for name in theirs.names):
        found["first"] = 1.0
    if theirs.sentence[one.named[0].start] == 0:
        found["first sentence"] = 1.0
    return found


def _nearness(
    mine: Text, run: Run, theirs: Text, one: Member, holds: Sequence[Hold]
) -> dict[str, float]:
    total = close = same = side = sharp = pair = 0.0
    left = right = left_side = right_side = 0.0
    nearest_left = nearest_right = _REACH
    for hold in holds:
        if run.start <= hold.at < run.end:
            continue
        before = hold.at < run.start
        far = (
            mine.at[run.start] - mine.at[hold.at]
            if before
            else mine.at[hold.at] - mine.at[run.end - 1]
        )
        if far > _REACH:
            continue
        weight = hold.weight * math.exp(-far / _CLOSE)
        total += weight
        near, place, mention_at, sentence = _best(theirs, one, hold)
        close += weight * near
        same += weight * sentence
        sharp += weight * near**2.5
        pair = max(pair, weight * near)
        agrees = 0.0
        if far <= 10 and near > 0:
            turned = _passive(mine, hold.at) != _passive(theirs, place)
            agrees = near * (1 if ((place < mention_at) == before) != turned else -1)
            side += weight * agrees
        if before and far < nearest_left:
            nearest_left, left, left_side = far, near, agrees
        if not before and far < nearest_right:
            nearest_right, right, right_side = far, near, agrees
    if not total:
        return {"nothing": 1.0}
    return {
        "near": close / total, "sentence": same / total, "side": side / total, "left": left, "right": right,
        "left side": left_side, "right side": right_side, "sharp": sharp / total, "pair": pair, "evidence": min(close, 2.0),
    }  # fmt: skip


def _best(theirs: Text, one: Member, hold: Hold) -> tuple[float, int, int, float]:
    """How near a candidate's nearest mention is to a word, where, and whether in one sentence."""
    best = (0.0, hold.there[0], 0, 0.0)
    for place in hold.there:
        for mention in one.mentions:
            if mention.start <= place < mention.end:
                far = 1
            elif place < mention.start:
                far = theirs.at[mention.start] - theirs.at[place]
            else:
                far = theirs.at[place] - theirs.at[mention.end - 1]
            together = theirs.sentence[mention.start] == theirs.sentence[place]
            near = mention.sure * math.exp(-far / 8)
            if near > best[0]:
                best = (near, place, mention.start, mention.sure * together)
    return best


def _passive(laid: Text, at: int) -> bool:
    """Whether a word is told passively: a form of be before it, or `by` behind it."""
    word = laid.row[at].plain
    if not word.endswith(("ed", "en", "n", "t", "ght", "ld", "ade", "id")):
        return False
    before = {token.plain for token in laid.row[max(0, at - 3) : at]}
    return bool(before & _BE) or (at + 1 < len(laid.row) and laid.row[at + 1].plain == "by")


@lru_cache(maxsize=4096)
def cues_of(laid: Text, run: Run) -> frozenset[str]:
    """What a name's own neighbours say of its kind and part."""
    row, text = laid.row, laid.text
    found = set()
    before = row[run.start - 1] if run.start else None
    after = row[run.end] if run.end < len(row) else None
    if before is None:
        found.add("opens")
    else:
        word = before.plain
        gap = text[before.end : row[run.start].start]
        if word in _ARTICLES:
            found.add("article")
            word = row[run.start - 2].plain if run.start > 1 else ""
        if word in PLACES or (
            word == "of" and run.start > 1 and row[run.start - 2].plain in PLACES
        ):
            found.add("place")
        elif word in {
            "from",
            "to",
            "of",
            "by",
            "for",
            "with",
            "on",
            "between",
            "and",
            "than",
            "as",
        }:
            found.add(word)
        elif word in SAYING:
            found.add("said")
        elif word not in FUNCTION and not before.capital and gap == " ":
            found.add("described" if word not in _ARTICLES else "article")
    if text[row[run.end - 1].start : row[run.end - 1].end].endswith(("'s", "’s")) or text[
        row[run.end - 1].end : row[run.end - 1].end + 1
    ] in {"'", "’"}:
        found.add("owns")
    elif after is not None:
        gap = text[row[run.end - 1].end : after.start]
        if after.plain in SAYING and gap in {" ", ", "}:
            found.add("says")
        elif after.plain in _AUX and gap == " ":
            found.add("aux")
        elif gap == " " and not after.capital and after.plain not in FUNCTION:
            found.add("word")
        elif gap.startswith(","):
            found.add("comma")
    following = {token.plain for token in row[run.end : run.end + 14]}
    if following & HE:
        found.add("he")
    if following & IT:
        found.add("it")
    return frozenset(found)


@lru_cache(maxsize=4096)
def traits(laid: Text, one: Member) -> frozenset[str]:
    """What a candidate is like: by its form, and by how the source speaks of it."""
    found = {"any"}
    cues = frozenset[str]().union(*(cues_of(laid, run) for run in one.named))
    found |= {
        f"is {cue}" for cue in cues & {"place", "says", "said", "owns", "article", "described"}
    }
    longest = max((run.words for run in one.named), key=len)
    if one.sort:
        found.add(one.sort)
    elif len(longest) == 2 and all(word.isalpha() and len(word) > 2 for word in longest):
        found.add("two words")
    if any(word.isdigit() for word in longest):
        found.add("figure")
    return frozenset(found)


def _beside(mine: Text, run: Run, theirs: Text, other: Run) -> dict[str, float]:
    """Whether the words right beside a name are those beside the candidate."""
    found = {}
    if run.start and other.start:
        how = _alike(mine.row[run.start - 1].plain, theirs.row[other.start - 1].plain)
        if how:
            found[
                "same before" + (" joining" if mine.row[run.start - 1].plain in FUNCTION else "")
            ] = how
    if run.end < len(mine.row) and other.end < len(theirs.row):
        how = _alike(mine.row[run.end].plain, theirs.row[other.end].plain)
        if how:
            found["same after" + (" joining" if mine.row[run.end].plain in FUNCTION else "")] = how
    return found


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return 0.7 if relation(one, other) == "same" and one not in FUNCTION else 0.0
