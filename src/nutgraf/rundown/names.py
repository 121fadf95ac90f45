"""Step 5b, names: what all captures of the day are about.

select: the captures of the edition that are candidates · work: stories.names_of_the_day (a fold)
keep: nothing; they stand in the edition
"""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf import stories
from nutgraf.entities import registry_with
from nutgraf.rundown.ranked import Ranked
from nutgraf.rundown.shift import Shift
from nutgraf.stories import Member
from nutgraf.stories.model import NameOfDay


def names_of_the_day(shift: Shift, ranked: Ranked) -> tuple[NameOfDay, ...]:
    """The names of the captures an edition was made from; those that are no candidates stay out."""
    return stories.names_of_the_day(tuple(_members(ranked)), registry_with(shift.names))


def _members(ranked: Ranked) -> Iterator[Member]:
    for membership in ranked.members:
        if membership.capture in ranked.new:
            capture, reading = (
                ranked.captures[membership.capture],
                ranked.readings[membership.capture],
            )
            yield Member(
                features=reading.features,
                membership=membership,
                record=capture.record,
                names=tuple(name for claim in reading.claims for name in claim.parts.names),
                figures=0,
                engagement=capture.engagement,
            )
