"""Which of several things a name means, by the words and names around it.

One sense a text where nothing nearer speaks (Gale, Church and Yarowsky, "One sense per discourse",
1992): cues in the sentence count double, those in the rest of the text once.
"""

from __future__ import annotations

from nutgraf.entities.folding import key_of
from nutgraf.entities.model import Entity, Sense
from nutgraf.entities.registry import SENSE_MARK

UNSURE = "unsure"
_NEAR = 2


def sense_of(entity: Entity, near: str, around: str) -> Sense | None:
    """The sense of a name with most cues, None where none has more than the others.

    `near` is the sentence it stands in, `around` the whole text with its title, both folded by
    `key_of`. Where no cue stands at all it is the usual one, if there is one.
    """
    scored = [
        (sum(_score(f" {key_of(cue)} ", near, around) for cue in _cues(one)), one)
        for one in entity.senses
    ]
    best = max(score for score, _ in scored)
    if not best:
        return next((one for one in entity.senses if one.sense == entity.usual), None)
    strongest = [one for score, one in scored if score == best]
    return strongest[0] if len(strongest) == 1 else None


def sensed(entity: Entity, key: str, near: str, around: str) -> tuple[str, str]:
    """(key, kind) of a name in its context: `mercury` -> (`mercury~planet`, `other`).

    The usual sense keeps the plain key. Unsure: the plain key of kind "other" where no sense is
    usual, else `key~unsure`.
    """
    meant = sense_of(entity, near, around)
    if meant is None:
        return (f"{key}{SENSE_MARK}{UNSURE}" if entity.usual else key), "other"
    if meant.sense == entity.usual:
        return key, meant.kind
    return f"{key}{SENSE_MARK}{meant.sense}", meant.kind


def _cues(sense: Sense) -> tuple[str, ...]:
    return (*sense.cues, sense.maker) if sense.maker else sense.cues


def _score(cue: str, near: str, around: str) -> int:
    if cue in f" {near} ":
        return _NEAR
    return 1 if cue in f" {around} " else 0
