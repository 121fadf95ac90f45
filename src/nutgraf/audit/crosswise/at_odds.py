"""Two sentences of one digest that deny each other, or tell one thing with different strength."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from nutgraf.audit.crosswise.model import Crossing, Material, Told, crossing, whole
from nutgraf.audit.sourcing.stretches import Stretch, tokens
from nutgraf.reading.stance import hedges

# The words that deny the sentence itself; `without` and `no more than` deny only what follows.
_DENIES = re.compile(
    r"\b(?:not(?! (?:only|just|merely))|never|cannot|no longer|neither|nobody|none|fails? to|failed to|refuse[sd]? to|"
    r"den(?:y|ies|ied)|unable to)\b|(?<=\w)n[’']t\b",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:(?:has|have|had) not (?:yet )?(?:decided|said|settled)|(?:is|are|remains?) (?:un)?(?:decided|unclear|open)|"
    r"undecided|whether|if|yet)\b",
    re.I,
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|possibly|perhaps|reportedly|allegedly|appears? to|seems? to|suggests?(?: that)?)\b",
    re.I,
)
_REPORT = re.compile(
    r"(?:,\s+(?:(?!\b(?:but|and|while)\b)[^,]){2,60}\b(?:says?|said|shows?|showed|finds?|found|writes?|wrote|reports?|reported|"
    r"claims?|claimed|suggests?)\.?$)|(?:,?\s*according to [^,.]+)",
    re.I,
)
_CONTRAST = re.compile(
    r"\b(?:but|however|though|although|yet|while|whereas|by contrast|contradicts?|disputes?|disputed|denie[sd]|denies|unlike|"
    r"on the other hand|later corrected|corrected)\b",
    re.I,
)
_FILLERS = tokens(
    "do does did have has had will would be is are was were can could may might support supports supported whether decide decided "
    "yet still now also already not never no longer"
)
_LEAST = 3
_MOST_SENTENCES = 3_000


@dataclass(frozen=True)
class _Claim:
    """A sentence without its attribution, with its stance beside its words."""

    told: Told

    @cached_property
    def text(self) -> str:
        return _REPORT.sub(" ", self.told.text)

    @cached_property
    def words(self) -> frozenset[str]:
        return tokens(self.text) - _FILLERS - tokens(" ".join(_DENIES.findall(self.text)))

    @cached_property
    def denies(self) -> bool:
        return bool(_DENIES.search(self.text))

    @cached_property
    def open(self) -> bool:
        return bool(_OPEN.search(self.text))

    @cached_property
    def hedged(self) -> bool:
        return bool(_HEDGE.search(self.told.text)) and bool(hedges(self.told.text))


def at_odds(material: Material) -> Iterator[Crossing]:
    """A finding on the later of two sentences that tell the same of the same thing, one of them denied,
    undecided or only possible. Where the digest itself sets them against each other there is none."""
    claims = [
        _Claim(told)
        for told in material.told[:_MOST_SENTENCES]
        if told.sentence.role == "sentence" and told.led
    ]
    by_word: dict[str, list[int]] = {}
    for at, later in enumerate(claims):
        candidates: dict[int, int] = {}
        for word in later.words:
            for n in by_word.get(word, ())[-200:]:
                candidates[n] = candidates.get(n, 0) + 1
        for n in sorted(candidates):
            if candidates[n] >= _LEAST and (message := _odds(claims[n], later)):
                yield crossing(
                    "at-odds", later.told, whole(later.told), message, *_stretches(later, material)
                )
                break
        for word in later.words:
            by_word.setdefault(word, []).append(at)


def _odds(one: _Claim, other: _Claim) -> str:
    """How two sentences are at odds, "" where they are not."""
    if not _same_claim(one, other) or _CONTRAST.search(other.told.text):
        return ""
    said = f"Another sentence of the digest ({one.told.sentence.id}) says: {one.told.text!r}"
    if one.denies != other.denies:
        return f"{said}; this one {'denies' if other.denies else 'affirms'} it."
    if one.hedged != other.hedged:
        return f"{said}; this one tells it as {'only possible' if other.hedged else 'a fact'}."
    return ""


def _same_claim(one: _Claim, other: _Claim) -> bool:
    """Whether two sentences tell of the same thing: what one says more, the other does not vary."""
    common = one.words & other.words
    if len(common) < _LEAST:
        return False
    mine, theirs = one.words - common, other.words - common
    if mine and theirs:
        return False
    return len(common) >= 2 * min(len(mine), len(theirs)) and len(mine | theirs) <= len(common)


def _stretches(claim: _Claim, material: Material) -> list[Stretch]:
    near = material.nearest(claim.told)
    return [near[0][1]] if near else []
