"""Comparisons: a word is not turned into its opposite, nor a change into its reverse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.gate.cited import Cited
from nutgraf.gate.content import content_words
from nutgraf.gate.finding import Finding, Place
from nutgraf.gate.scope import related
from nutgraf.reading.model import Parts

# Each row: words of one direction | words of the other.
_OPPOSITES = tuple(
    tuple(frozenset(side.split()) for side in row.split("|"))
    for row in (
        "rose rise rises rising risen increase increased increases increasing grew grow grows growing grown climbed "
        "climb gained gains jumped jumps surged surges up doubled doubles doubling tripled"
        "|fell fall falls falling fallen decrease decreased decreases decreasing dropped drop drops declined declines "
        "declining decline shrank shrink shrinks plunged slid down halved halves halving",
        "more most|less least fewer fewest",
        "higher highest high|lower lowest low",
        "faster fastest fast quicker quickest|slower slowest slow",
        "larger largest bigger biggest greater greatest|smaller smallest tinier",
        "better best stronger strongest|worse worst weaker weakest",
        "cheaper cheapest|costlier pricier dearer costliest",
        "longer longest|shorter shortest",
        "before earlier|after later",
        "above over exceeds exceeded|below under",
        "improved improves improve improving|worsened worsens worsen worsening degraded degrades",
        "beat beats beaten beating outperformed outperforms surpassed surpasses won wins|lost loses losing trailed trails lagged lags",
        "first|last",
        "open opened opens public|closed closes private proprietary",
        "accept accepted accepts approved approves|reject rejected rejects refused",
        "easier easiest|harder hardest",
        "older oldest|newer newest",
        "majority|minority",
        "success succeeded succeeds successful|failure failed fails unsuccessful",
        "raise raised raises raising|lower lowered lowers lowering cut cuts cutting",
        "add added adds adding|remove removed removes removing",
        "allow allowed allows permits permitted|ban banned bans forbids prohibited prohibits",
        "strongest|weakest",
        "always|never",
        "all every|none",
        "with|without",
        "buy bought buys acquired|sell sold sells",
    )
)
_SIDES: dict[str, tuple[tuple[frozenset[str], frozenset[str]], ...]] = {
    word: tuple(
        (sides[at], sides[1 - at]) for sides in _OPPOSITES for at in (0, 1) if word in sides[at]
    )
    for row in _OPPOSITES
    for side in row
    for word in sorted(side)
}
_WORD = re.compile(r"[a-z]+(?:'t)?")
_CHANGE = re.compile(r"\bfrom\b(?P<old>[^.;]{1,40}?)\bto\b", re.IGNORECASE)


def comparisons(text: str, parts: Parts, cited: Sequence[Cited]) -> Iterator[Finding]:
    """Findings for words whose opposite, and not they, stand in the cited words, and for changes
    told backwards (`from 29% to 8%`)."""
    words = content_words(text)
    near = [
        stretch.text
        for one in cited
        for stretch in one.stretches
        if related(words, content_words(stretch.text))
    ]
    theirs = {word for stretch in near for word in _WORD.findall(stretch.casefold())}
    before = {pair for stretch in near for pair in _with_next(stretch)}
    for match in _WORD.finditer(text.casefold()):
        for mine, others in _SIDES.get(match.group(), ()):
            opposite = sorted(others & theirs)
            after = _next_stem(text, match.end())
            turned = (
                after
                and not any((word, after) in before for word in mine)
                and sorted(word for word in opposite if (word, after) in before)
            )
            if turned or (opposite and not mine & theirs):
                yield _opposite(text, match.start(), match.end(), (turned or opposite)[0], cited)
                break
    yield from _backwards(text, parts, cited)


def _with_next(text: str) -> set[tuple[str, str]]:
    """Every directed word of a text with the stem of the content word after it."""
    return {
        (match.group(), _next_stem(text, match.end()))
        for match in _WORD.finditer(text.casefold())
        if match.group() in _SIDES
    }


def _next_stem(text: str, end: int) -> str:
    after = content_words(text[end : end + 40])
    return after[0].stem if after else ""


def _opposite(text: str, start: int, end: int, opposite: str, cited: Sequence[Cited]) -> Finding:
    words = text[start:end]
    for one in cited:
        found = re.search(rf"\b{opposite}\b", one.text, re.IGNORECASE)
        if found:
            return Finding(
                kind="comparison",
                start=start,
                end=end,
                words=words,
                message=f"The sentence says {words!r}; the cited words say {found.group()!r}.",
                place=Place(index=one.index, start=found.start(), end=found.end()),
            )
    return Finding(
        kind="comparison", start=start, end=end, words=words, message=f"{words!r} is turned round."
    )


def _backwards(text: str, parts: Parts, cited: Sequence[Cited]) -> Iterator[Finding]:
    for change in _change(text, parts, 0):
        for one in cited:
            theirs = [
                found
                for stretch in one.stretches
                for found in _change(one.text, stretch.parts, stretch.start)
            ]
            turned = next((found for found in theirs if found[:2] == (change[1], change[0])), None)
            if (
                turned
                and change[0] != change[1]
                and not any(found[:2] == change[:2] for found in theirs)
            ):
                yield Finding(
                    kind="comparison",
                    start=change[2],
                    end=change[3],
                    words=text[change[2] : change[3]],
                    message=f"The change is told backwards; the cited words say {one.text[turned[2] : turned[3]]!r}.",
                    place=Place(index=one.index, start=turned[2], end=turned[3]),
                )
                return


def _change(text: str, parts: Parts, start: int) -> list[tuple[str, str, int, int]]:
    """Changes as (old value, new value, start, end): `from 8% to 29%`."""
    found = []
    for match in _CHANGE.finditer(text, start):
        old = next((q for q in parts.quantities if match.start() < q.start < match.end()), None)
        new = next((q for q in parts.quantities if 0 <= q.start - match.end() <= 12), None)
        if old and new:
            found.append((old.value + old.unit, new.value + new.unit, match.start(), new.end))
    return found
