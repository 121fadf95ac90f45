"""Strength: a sentence commits to no more than its words (`may` does not become `does`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.gate.cited import Cited
from nutgraf.gate.finding import Finding, Place
from nutgraf.gate.matches import Matches, Row, governed
from nutgraf.gate.thesaurus import relation
from nutgraf.reading.model import Strength
from nutgraf.reading.stance import hedges
from nutgraf.reading.wordlists import listed

_SHOWN: dict[Strength, str] = {
    "possible": "possible",
    "opinion": "an opinion",
    "forecast": "expected",
    "planned": "planned",
    "stated": "a fact",
}
# Tense and report, not doubt: said it would, will start.
_TENSE = frozenset(listed("will would won't won’t should could"))
# What weakens a sentence, beside the hedges that reading knows.
_WEAK = re.compile(
    r"\b(?:may|might|could|can|would|should|possib\w+|perhaps|maybe|probab\w+|likel\w+|unlikely|chance|risk|potential\w*|reported\w*|alleged\w*"
    r"|apparent\w*|seem\w*|appear\w*|suggest\w*|expect\w*|foresee\w*|forecast\w*|predict\w*|plan\w*|propos\w*|intend\w*|intent\w*|aim\w*|hop\w+"
    r"|want\w*|wish\w*|seek\w*|due|set to|about to|to be|meant|destined|suspect\w*|believ\w*|think\w*|thought|consider\w*|weigh\w*|mull\w*|if|unless"
    r"|provided|depend\w*|whether|when|once|estimat\w*|accus\w*|claim\w*|argu\w*|say\w*|said|promis\w*|pledg\w*|vow\w*|threat\w*|warn\w*|fear\w*"
    r"|try\w*|trying|offer\w*|bid\w*|talks?|draft|motion|goal|target|question\w*|doubt\w*|uncertain|unclear|sure|guess\w*|reckon\w*|view|opinion"
    r"|will|won[’']t|going to|ready to|able to|open to|up to|slated|scheduled|eye\w*|explor\w*|look\w* to|to [a-z]{3,})\b",
    re.IGNORECASE,
)
# What leaves a thing open as far as `may` does.
_OPEN = re.compile(
    r"\b(?:may|might|could|can|possib\w+|perhaps|maybe|probab\w+|likel\w+|unlikely|chance|risk|potential\w*|reported\w*|alleged\w*|apparent\w*"
    r"|seem\w*|appear\w*|suggest\w*|suspect\w*|believ\w*|think\w*|thought|consider\w*|weigh\w*|mull\w*|if|unless|provided|depend\w*|whether"
    r"|estimat\w*|claim\w*|argu\w*|question\w*|doubt\w*|uncertain|unclear|not sure|guess\w*|reckon\w*|opinion|explor\w*|rumou?r\w*|hope\w*"
    r"|predict\w*|able to|open to|up to|would|should)\b",
    re.IGNORECASE,
)
# Words that say all, always, surely: each has to be borne.
_ABSOLUTE: dict[str, frozenset[str]] = {
    word: frozenset(listed(borne))
    for words, borne in (
        ("all everyone everything", "all every each everyone everything entire whole entirely none no full unanimous unanimously both any"),
        ("always invariably", "always every never constantly invariably"),
        ("certain certainly definitely undoubtedly", "certain certainly definite definitely sure surely undoubtedly guaranteed guarantee"),
        ("prove proves proved proven", "prove proves proved proven proof"),
        ("guarantee guarantees guaranteed", "guarantee guarantees guaranteed certain"),
        ("convicted", "convicted convict convicts conviction guilty"),
        ("unanimous unanimously", "unanimous unanimously all every"),
    )
    for word in listed(words)
}  # fmt: skip


def strengths(text: str, matches: Matches) -> Iterator[Finding]:
    """A finding where the cited words weaken what the sentence states outright.

    A weakening word governs the content words after it in its clause. Nothing is found when the
    sentence holds a weakening word of its own, or the cited words say the same elsewhere without
    one. Opinions are left to who said it. Words such as all and always need words that bear them.
    """
    sources = matches.sources
    yield from _absolute(text, matches, sources)
    if _OPEN.search(text):
        return
    for number in matches.nearest(2):
        found = _weakened(text, number, matches, sources)
        if found:
            yield found
            return


def _weakened(
    text: str, number: int, matches: Matches, sources: Sequence[tuple[Cited, Row]]
) -> Finding | None:
    one, source = sources[number]
    if matches.weights()[number] < 0.34:
        return None
    stands = {
        match.at: at
        for at in range(len(matches.mine.tokens))
        if matches.mine.content(at)
        for match in matches.of(at)
        if match.row == number and match.how in {"same", "wider"}
    }
    for start, end, kind in hedges(source.text):
        cue = source.text[start:end]
        if (
            kind == "opinion"
            or cue == "May"
            or cue.casefold() in _TENSE - {"could"}
            or _is_noun(source.text, start)
        ):
            continue
        if kind != "possible" and _WEAK.search(text):
            continue
        last = max((at for at, token in enumerate(source.tokens) if token.start < end), default=0)
        about = governed(source, last)
        told = [stands[at] for at in about if at in stands]
        if not told or len(told) < min(2, len(about)) or _outright(told, number, matches):
            continue
        first = matches.mine.tokens[min(told)]
        place = (
            Place(index=one.index, start=source.start + start, end=source.start + end)
            if one.context == one.text
            else None
        )
        return Finding(
            kind="strength", start=first.start, end=first.end, words=text[first.start : first.end],
            message=f"The sentence says it as a fact; the cited words say {cue!r}: {_SHOWN[kind]}.",
            place=place,
        )  # fmt: skip
    return None


def _absolute(
    text: str, matches: Matches, sources: Sequence[tuple[Cited, Row]]
) -> Iterator[Finding]:
    """Words that leave no exception, where no such word stands in the source."""
    there = {token.plain for _, source in sources for token in source.tokens}
    for at, token in enumerate(matches.mine.tokens):
        borne = _ABSOLUTE.get(token.plain)
        if borne is not None and _is_idiom(matches.mine, at):
            continue
        if borne is None or borne & there or any(_is_same(token.plain, word) for word in there):
            continue
        words = text[token.start : token.end]
        yield Finding(
            kind="strength", start=token.start, end=token.end, words=words,
            message=f"The sentence says {words!r}, which no cited words bear.",
        )  # fmt: skip
        return


def _is_idiom(found: Row, at: int) -> bool:
    """At all, in all, above all, all being well, all the same, not all: no claim of no exception."""
    before = found.tokens[at - 1].plain if at else ""
    after = found.tokens[at + 1].plain if at + 1 < len(found.tokens) else ""
    return (
        before in {"at", "in", "above", "after", "not", "and", "first"}
        or after in {"being", "right", "but", "too", "because", "that", "the", "in"}
        or after[:1].isdigit()
        or (not after.endswith("s") and found.tokens[at].plain == "all")
    )


def _is_same(word: str, other: str) -> bool:
    return relation(word, other) == "same"


def _is_noun(text: str, start: int) -> bool:
    """Whether a hedge is a noun of the sentence: a plan to, its claims to."""
    before = text[:start].split()[-1:]
    return bool(before) and before[0].casefold() in {
        "a", "an", "the", "its", "his", "her", "their", "this", "that", "any", "no", "of", "such",
    }  # fmt: skip


def _outright(told: Sequence[int], number: int, matches: Matches) -> bool:
    """Whether another row has the same words where nothing weakens them."""
    for other, source in enumerate(matches.rows):
        if other == number:
            continue
        words = {
            at
            for at in told
            for match in matches.of(at)
            if match.row == other and match.how == "same"
        }
        if len(words) >= 2 and not any(kind != "opinion" for _, _, kind in hedges(source.text)):
            return True
    return False
