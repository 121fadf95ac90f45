"""Names, within step 9: names nobody knew are learned, and what all captures of the day are about.

select: captures of the last weeks whose cues were not collected; the captures of the edition
work: reading.cues (a map), entities.learn and stories.names_of_the_day (folds)
keep: cues in the journal, one result a capture; what was learned in one transaction
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from nutgraf import reading, stories
from nutgraf.editions.planning import CUT, Plan
from nutgraf.entities import Registry, registry_with
from nutgraf.entities.learning import Cue, Learned, learn
from nutgraf.rundown.ranked import Ranked
from nutgraf.rundown.read import key_of, read, readings
from nutgraf.rundown.receive import together
from nutgraf.rundown.shift import Shift
from nutgraf.store.journal import result_key
from nutgraf.stories import Member
from nutgraf.stories.model import NameOfDay
from nutgraf.stories.taste import muted_sources

WINDOW = timedelta(days=30)
_MOST_CAPTURES = 5000  # of the window, the latest; so that learning costs no more on a large desk
_TOGETHER = 256
_VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cued:
    """The cues of one capture, as the journal keeps them."""

    cues: tuple[Cue, ...]


def names_of_the_day(shift: Shift, ranked: Ranked, plan: Plan) -> tuple[NameOfDay, ...]:
    """The names of the captures an edition was made from; those that are no candidates stay out,
    and so do those of stories that are muted or cut.

    A name nobody knew counts with the kind that was learned of it until now.
    """
    known = registry_with(shift.names)
    learned = {one.key: one.kind for one in learn_names(shift, known)}
    members = tuple(_members(ranked, plan))
    return stories.names_of_the_day(members, known, learned, ranked.strangers)


def learn_names(shift: Shift, known: Registry) -> tuple[Learned, ...]:
    """What captures of the thirty days until now teach of names nobody knows; kept and returned.

    Captures that were taken back and those of muted sources teach nothing.
    """
    arrived = shift.store.captures.arrived(shift.audience, shift.now - WINDOW, shift.now)
    cues = _cues(shift, _teaching(shift, arrived[-_MOST_CAPTURES:]))
    learned = tuple(
        one for one in learn(cues, forgotten=shift.names.forgotten) if known.find(one.key) is None
    )
    shift.store.learned_names(shift.audience).keep(learned, shift.now)
    return learned


def _teaching(shift: Shift, captures: Sequence[str]) -> list[str]:
    barred = shift.store.revocations.among(captures, shift.now)
    if silent := muted_sources(shift.settings.taste):
        every = shift.store.captures.get(captures, layout=False)
        barred |= {one.id for one in every if one.source in silent}
    return [one for one in captures if one not in barred]


def _cues(shift: Shift, captures: Sequence[str]) -> list[Cue]:
    keys = {capture: _cues_key(shift, capture) for capture in captures}
    missing = set(shift.store.journal.missing(list(keys.values())))
    unheard = [capture for capture in captures if keys[capture] in missing]
    for some in together(unheard, _TOGETHER):
        read(shift, some)
        found = readings(shift, some)
        kept = {
            keys[capture]: _Cued(cues=reading.cues(one.claims, one.features.owner))
            for capture, one in found.items()
        }
        shift.store.journal.keep("cues", kept)
    known = shift.store.journal.get(list(keys.values()), _Cued)
    return [cue for one in known.values() for cue in one.cues]


def _cues_key(shift: Shift, capture: str) -> str:
    return result_key("cues", _VERSION, "", key_of(shift, capture))


def _members(ranked: Ranked, plan: Plan) -> Iterator[Member]:
    """The captures that count, as copies only those whose original stands in the story with them."""
    silent = {
        one.story for one in plan.left_out if one.reason in {CUT, ranked.muted.get(one.story)}
    }
    originals = {copy: original for story in ranked.stories for copy, original in story.copies}
    for membership in ranked.members:
        if membership.capture in ranked.new and membership.story not in silent:
            capture = ranked.captures[membership.capture]
            read_in_it = ranked.readings[membership.capture]
            yield Member(
                features=read_in_it.features,
                membership=replace(membership, copy_of=originals.get(membership.capture)),
                record=capture.record,
                names=tuple(name for claim in read_in_it.claims for name in claim.parts.names),
                figures=0,
                engagement=capture.engagement,
            )
