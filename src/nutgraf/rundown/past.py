"""What the day's edition looks back on: claims of new captures, what was told of them, what was taken
back since the last edition. Part of step 9, compose."""

from __future__ import annotations

from datetime import date

from nutgraf.editions.look_backs import nameable
from nutgraf.editions.updating import Fresh, Past, TakenBack
from nutgraf.rundown.ranked import Ranked
from nutgraf.rundown.read import read, readings
from nutgraf.rundown.remember import old_captures, told_of_revised
from nutgraf.rundown.shift import Shift
from nutgraf.store.revocations import Withdrawn
from nutgraf.stories.memory import said_keys
from nutgraf.stories.taste import muted_sources
from nutgraf.text import one_line
from nutgraf.writing.model import Reference


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
        taken_back=_taken_back(shift, day),
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


def _taken_back(shift: Shift, day: date) -> tuple[TakenBack, ...]:
    found = _withdrawn(shift, day)
    captures = {
        one.id: one for one in shift.store.captures.get({w.capture for w in found}, layout=False)
    }
    return tuple(
        TakenBack(
            owner=nameable(one_line(captures[one.capture].owner)),
            edition=Reference(edition=one.edition, sentence=one.sentence),
        )
        for one in found
        if one.date < day and one.sentence and one.capture in captures
    )


def _withdrawn(shift: Shift, day: date) -> tuple[Withdrawn, ...]:
    """What was taken back since the last edition of an earlier day.

    What was taken back between two revisions of that day was told by the later one only of the days
    before it; of the day itself it is told now.
    """
    kept, taken = shift.store.editions(shift.audience), shift.store.revocations
    last = kept.last_before(day)
    if last is None:
        return taken.withdrawn(shift.audience.key, None, shift.now)
    first = min(one.now for one in kept.of_day(last.date))
    since = set(taken.withdrawn(shift.audience.key, last.now, shift.now))
    found = taken.withdrawn(shift.audience.key, first, shift.now)
    return tuple(one for one in found if one in since or one.date == last.date)
