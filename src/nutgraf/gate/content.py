"""Content words: what is left of a text without joining words, reduced so that forms compare.

Two words are the same here when their stems are, or when they are kin: forms newsrooms use for one
another (`buy`, `acquire`). Stemming is a short suffix table, cut at seven letters; it errs towards
calling words the same, because a wrong "same" here only leaves a sentence to the other checks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.reading.common import FUNCTION
from nutgraf.reading.wordlists import listed

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_STOP = FUNCTION | frozenset(
    listed(
        "use used using make makes made new get gets got go goes s t re ve ll via etc also its it's per like"
    )
)
_IRREGULAR = dict(
    pair.split(":")
    for pair in listed(
        "rose:rise risen:rise fell:fall fallen:fall bought:buy sold:sell won:win lost:lose led:lead built:build "
        "ran:run grew:grow grown:grow told:tell gave:give given:give took:take taken:take came:come went:go "
        "wrote:write written:write paid:pay kept:keep held:hold began:begin begun:begin chose:choose "
        "chosen:choose shown:show knew:know known:know meant:mean sent:send spent:spend taught:teach "
        "thought:think brought:bring drew:draw broke:break broken:break spoke:speak spoken:speak stood:stand "
        "beaten:beat sought:seek caught:catch cheaper:cheap cheapest:cheap faster:fast fastest:fast slower:slow "
        "lower:low lowest:low higher:high highest:high larger:large largest:large smaller:small smallest:small "
        "bigger:big biggest:big people:person"
    )
)
_KIN = {
    word: group
    for group, words in enumerate(
        (
            "acquire acquisition buy purchase takeover",
            "release launch ship introduce unveil debut publish announce announcement rollout",
            "say tell state report note write claim announce explain describe call according",
            "show demonstrate reveal find",
            "increase rise grow growth climb jump surge gain",
            "decrease fall drop decline shrink cut reduce reduction",
            "large big huge",
            "small tiny little",
            "fast quick rapid speed",
            "cost price expense",
            "firm company business startup maker",
            "person user human worker staff employee",
            "start begin open",
            "end finish stop conclude close",
            "build create develop produce",
            "receive obtain reach achieve hit attain score get",
            "beat outperform surpass exceed top overtake",
            "help assist aid",
            "allow let enable permit",
            "need require",
            "test evaluate measure benchmark assess evaluation measurement",
            "study research paper",
            "rank place position spot",
            "fund money capital cash",
            "improve enhance better improvement",
            "average mean",
            "error mistake",
            "cheap affordable inexpensive",
            "extra additional further",
            "plan intend aim",
            "license licence",
            "colour color",
            "centre center",
            "lead top first",
            "join",
            "allege accuse",
        )
    )
    for word in words.split()
}
_SUFFIXES = (
    "ications",
    "ication",
    "ations",
    "ation",
    "ements",
    "ement",
    "ments",
    "ment",
    "ingly",
    "edly",
    "ions",
    "ion",
    "ings",
    "ing",
    "able",
    "ies",
    "ied",
    "ers",
    "er",
    "ors",
    "or",
    "ed",
    "es",
    "ly",
    "s",
    "e",
    "y",
)


@dataclass(frozen=True, slots=True)
class Word:
    """A content word: where it stands, its stem, and its kin group (-1 without one)."""

    start: int
    end: int
    text: str
    stem: str
    kin: int


def content_words(text: str) -> tuple[Word, ...]:
    """The content words of a text in order; figures are no words."""
    found = []
    for match in _WORD.finditer(text):
        plain = match.group().casefold().replace("’", "'").removesuffix("'s")
        if plain in _STOP or plain[0].isdigit() or (len(plain) == 1 and plain.isascii()):
            continue
        root = stem(plain)
        found.append(Word(match.start(), match.end(), match.group(), root, kin_of(plain, root)))
    return tuple(found)


@lru_cache(maxsize=32768)
def stem(word: str) -> str:
    """The stem of a case-folded word: irregular forms mapped, one suffix off, at most 7 letters."""
    word = _IRREGULAR.get(word, word)
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            root = word[: -len(suffix)]
            if suffix == "s" and root.endswith("s"):
                break
            if (
                len(root) > 3
                and root[-1] == root[-2]
                and root[-1] not in "lsz"
                and suffix in {"ing", "ed", "er"}
            ):
                root = root[:-1]
            return root[:7]
    return word[:7]


def kin_of(word: str, root: str) -> int:
    """The kin group of a word, by itself or by its stem; -1 without one."""
    found = _KIN.get(_IRREGULAR.get(word, word))
    return found if found is not None else _KIN_STEMS.get(root, -1)


_KIN_STEMS: dict[str, int] = {stem(word): group for word, group in sorted(_KIN.items())}
