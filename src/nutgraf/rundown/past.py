"""What the day's edition looks back on: claims of new captures, what was told of them, what was taken
back since the last edition. Part of step 9, compose."""

from __future__ import annotations

from datetime import date

from nutgraf.editions.updating import Fresh, Past
from nutgraf.rundown.ranked import Ranked
from nutgraf.rundown.read import read, readings
from nutgraf.rundown.remember import old_captures, told_of_revised
from nutgraf.rundown.shift import Shift
from nutgraf.rundown.withdrawals import taken_back
from nutgraf.stories.memory import said_keys
from nutgraf.stories.taste import muted_sources


def past_of(shift: Shift, ranked: Ranked, day: date) -> Past:
    """The past of an edition of a day."""
    fresh = [*_fresh(ranked), *_late_texts(shift, ranked)]
    revised = told_of_revised(shift, fresh, day)
    told = {
        one for several in (*ranked.memory.about.values(), *revised.values()) for one in several
    }
    olds = old_captures(shift, sorted(told, key=lambda one: (one.edition, one.name, one.start)))
    by_told = {one.told: one for one in olds}
    return Past(
        fresh=tuple(one for one in fresh if _matters(one, ranked) or revised.get(one.capture.id)),
        about={
            subject: tuple(by_told[one] for one in several if one in by_told)
            for subject, several in ranked.memory.about.items()
        },
        revised={
            new: tuple(by_told[one] for one in several if one in by_told)
            for new, several in revised.items()
        },
        taken_back=taken_back(shift, day),
    )


def _fresh(ranked: Ranked) -> list[Fresh]:
    """The claims of today's candidates that are no copies, strongest story first."""
    copies = {copy for story in ranked.stories for copy, _ in story.copies}
    return [
        Fresh(claim=claim, capture=ranked.captures[name])
        for story in ranked.stories
        for name in story.captures
        if name in ranked.new and name not in copies
        for claim in ranked.readings[name].claims
    ]


def _late_texts(shift: Shift, ranked: Ranked) -> list[Fresh]:
    """The claims of later texts of items too old to be told: they may still correct what was.

    Those of a muted source correct nothing.
    """
    silent = muted_sources(shift.settings.taste)
    others = [name for name in ranked.considered if name not in ranked.new]
    late = [
        name
        for name in others
        if ranked.captures[name].previous is not None and ranked.captures[name].source not in silent
    ]
    gone = shift.store.captures.replaced(late, shift.now)
    gone |= shift.store.revocations.among(late, shift.now)
    standing = [name for name in late if name not in gone]
    read(shift, standing)
    known = readings(shift, standing)
    return [
        Fresh(claim=claim, capture=ranked.captures[name], late=True)
        for name in standing
        for claim in known[name].claims
    ]


def _matters(one: Fresh, ranked: Ranked) -> bool:
    return said_keys(one.claim.text)[0] in ranked.memory.about
