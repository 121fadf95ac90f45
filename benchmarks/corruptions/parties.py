"""Another name, another speaker, roles that changed places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from random import Random

from benchmarks.corruptions.passages import Passage, names_of

_SAYING = "said|says|told|added|adds|explained|wrote|writes|argued|argues|noted|claimed|claims|warned|warns|announced|reported|reports"
_SPEAKER_AFTER = re.compile(rf"(?:\b(?:{_SAYING})\s|\baccording to\s)(?=[A-Z])")
_SPEAKER_BEFORE = re.compile(rf"\s(?:{_SAYING})\b")
# Deeds in which the doer and the one it is done to cannot change places.
_DEEDS = re.compile(
    r"\b(?:acquir|buy|bought|purchas|beat|defeat|outperform|surpass|overt[ao]k|su(?:e|ed|es|ing)\b|accus|arrest|kill|shot|attack"
    r"|charg|invad|hir|fir(?:e|ed|es|ing)\b|sack|ban|block|licens|supply|suppl|pay|paid|lead|led|follow|own|replac|fund|financ|back(?:ed|s|ing)?\b"
    r"|invest|join|create|creat|found|built|build|develop|design|publish|releas|launch|introduc|host|coach|manag|direct|represent"
    r"|criticis|criticiz|prais|blam|thank|visit|call(?:ed|s)\b|nam(?:e|ed|es)\b|appoint|elect|nominat|succeed|suspend|releas|sign|trade|sold|sell"
    r"|beaten|lost to|won|win(?:s|ning)?\b|rul(?:e|ed|es)\b|control|support|oppos|reject|approv|send|sent|gave|giv|award|teach|taught|train|rescu|captur"
    r"|seiz|strik|struck|hit\b|sank|sink|destroy|damag|threaten|warn|urg|ask|order|forc|allow|help|assist|power|run(?:s|ning)?\b|ran\b|us(?:e|ed|es|ing)\b)\w*"
)
_TOGETHER = re.compile(
    r"\b(?:and|or|with|between|merg\w*|met|meets?|near|versus|vs|than|like|unlike|as well as|both)\b|[,;:()—–“”\"]"
)


def foreign_name(passage: Passage, chance: Random, strangers: Sequence[str]) -> str | None:
    """One name is that of another text."""
    others = chance.sample(list(strangers), min(24, len(strangers)))
    return _with_another(passage, chance, others)


def name_of_same_text(passage: Passage, chance: Random, strangers: Sequence[str]) -> str | None:
    """One name is another name of the same source."""
    return _with_another(passage, chance, list(names_of(passage.source)))


def other_speaker(passage: Passage, chance: Random, strangers: Sequence[str]) -> str | None:
    """Somebody else of the source says it."""
    text = passage.text
    places = []
    for name in _names_in(passage):
        for match in re.finditer(re.escape(name) + r"(?!\w)", text):
            if _SPEAKER_BEFORE.match(text, match.end()) or any(
                said.end() == match.start() for said in _SPEAKER_AFTER.finditer(text)
            ):
                places.append((match.start(), match.end()))
    if not places:
        return None
    start, end = chance.choice(places)
    speaker = text[start:end]
    others = [name for name in _names_in(passage, passage.source) if not _alike(name, speaker)]
    if not others:
        return None
    return text[:start] + chance.choice(others) + text[end:]


def swapped_roles(passage: Passage, chance: Random, strangers: Sequence[str]) -> str | None:
    """The doer and the one it was done to change places."""
    text = passage.text
    places = sorted(
        match.span()
        for name in _names_in(passage)
        for match in re.finditer(r"(?<!\w)" + re.escape(name) + r"(?![\w’'-])", text)
    )
    pairs = [
        (one, other)
        for one, other in pairwise(places)
        if one[1] < other[0] <= one[1] + 60
        and text[slice(*one)] != text[slice(*other)]
        and _DEEDS.search(text[one[1] : other[0]])
        and not _TOGETHER.search(text[one[1] : other[0]])
    ]
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    return (
        text[: one[0]] + text[slice(*other)] + text[one[1] : other[0]] + text[slice(*one)]
        + text[other[1] :]
    )  # fmt: skip


def _with_another(passage: Passage, chance: Random, others: Sequence[str]) -> str | None:
    text = passage.text
    mine = list(_names_in(passage))
    chance.shuffle(mine)
    for name in mine:
        free = [
            other for other in others
            if not _alike(other, name) and other not in text
            and (other not in passage.source or others is not None)
        ]  # fmt: skip
        if free:
            other = chance.choice(free)
            return re.sub(
                r"(?<!\w)" + re.escape(name) + r"(?!\w)", lambda _, by=other: by, text, count=1
            )
    return None


def _names_in(passage: Passage, text: str = "") -> tuple[str, ...]:
    """Names of the whole text that stand in the sentence, or in `text`; longest first, none inside another."""
    where = text or passage.text
    found: list[str] = []
    for name in sorted(passage.names, key=lambda one: (-len(one), one)):
        if re.search(r"(?<!\w)" + re.escape(name) + r"(?!\w)", where) and not any(
            name in longer for longer in found
        ):
            found.append(name)
    return tuple(sorted(found))


def _alike(one: str, other: str) -> bool:
    """Whether two names may be of one thing: a word in common, or one the initials of the other."""
    mine, theirs = (
        {word.casefold().rstrip("s") for word in re.findall(r"\w+", name)} for name in (one, other)
    )
    if mine & theirs:
        return True
    initials = ["".join(word[0] for word in name.split()).casefold() for name in (one, other)]
    return initials[0] == other.casefold() or initials[1] == one.casefold()
