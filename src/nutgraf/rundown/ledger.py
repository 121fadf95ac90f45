"""What each look gave, written down source by source once it is kept.

A source's standing is settled after its captures are kept and never before: a run killed in between
asks again as if it had not looked, and loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nutgraf.errors import Refused
from nutgraf.rundown.errands import SESSIONS, reading_of
from nutgraf.rundown.receive import Intake, Tally
from nutgraf.rundown.shift import Shift
from nutgraf.sources.looks import rhythm
from nutgraf.sources.looks.standing import Standing
from nutgraf.sources.looks.stated import Stated, stated_rhythm
from nutgraf.sources.looks.visits import Errand, Validators, Visit
from nutgraf.sources.model import Source
from nutgraf.sources.refusing import NOTES
from nutgraf.store.following import Settled

_TOGETHER = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A look at a source: how it was asked, what came (without its bytes), what the feed states."""

    source: Source
    errand: Errand
    visit: Visit
    stated: Stated | None


class Ledger:
    """The looks of one run, open until they are settled."""

    def __init__(self, shift: Shift, standings: dict[str, Standing]) -> None:
        self._shift = shift
        self._standings = standings
        self._open: dict[str, _Entry] = {}
        self.moved: dict[str, str] = {}

    def standing(self, source: str) -> Standing | None:
        """How a source stood before this run."""
        return self._standings.get(source)

    def visited(self, source: Source, errand: Errand, visit: Visit) -> None:
        """Write down a look. One that gave no bytes is over; one that did, once they are read."""
        stated = stated_rhythm(visit.raw) if visit.raw is not None else None
        self._open[source.id] = _Entry(
            source=source, errand=errand, visit=replace(visit, raw=None), stated=stated
        )

    def settle(self, sources: Iterable[str], intake: Intake) -> None:
        """Settle the looks at these sources, what they gave being kept."""
        entries = [self._open.pop(name) for name in sources if name in self._open]
        for at in range(0, len(entries), _TOGETHER):
            some = [self._settled(entry, intake) for entry in entries[at : at + _TOGETHER]]
            self._shift.store.following.settle(some, self._shift.now)

    def settle_all(self, intake: Intake) -> None:
        """Settle every look that is still open."""
        self.settle(list(self._open), intake)

    def _settled(self, entry: _Entry, intake: Intake) -> Settled:
        source, visit = entry.source, entry.visit
        tally = intake.tally(source.id)
        unreadable = _unreadable(tally)
        before = self._standings.get(source.id, Standing(source=source.id))
        standing = rhythm.after(
            replace(before, address=source.address, reads=reading_of(source)),
            visit,
            fresh=tally.fresh,
            items=tally.items,
            stated=entry.stated,
            conditional=_conditional(entry),
            unreadable=unreadable,
            options=self._shift.settings.rhythm,
        )
        # What answers for an account may move without the account's own address moving.
        own = entry.errand.address == source.address
        standing = standing if own else replace(standing, moved_to="")
        self._standings[source.id] = standing
        read = visit.outcome == "read" and tally.items > 0
        if own and visit.permanent and (read or visit.outcome == "unchanged"):
            self.moved[source.id] = visit.permanent
        return Settled(
            standing=standing,
            validators=_to_keep(entry, readable=unreadable is None),
            moves=visit.moved if own and visit.permanent else (),
        )


def _unreadable(tally: Tally) -> Refused | None:
    """Why nothing could be read in what came; None where something was, or it is only empty."""
    lost = [one for one in tally.refused if one.rule not in NOTES]
    return lost[0] if lost and not tally.items else None


def _conditional(entry: _Entry) -> bool:
    """Whether there is something to ask again with; a session always goes on where it ended."""
    if entry.source.kind in SESSIONS:
        return True
    visit = entry.visit
    return bool(visit.validators if visit.outcome == "read" else entry.errand.validators)


def _to_keep(entry: _Entry, *, readable: bool) -> tuple[tuple[str, Validators], ...]:
    """What to ask again with, as the server gave it; what it gave before holds after a 304.

    What could not be read is asked for whole again: a 304 would leave it unread for good.
    """
    visit = entry.visit
    if visit.outcome != "read" and not visit.validators:
        return ()
    places = dict.fromkeys((entry.errand.address, visit.permanent or entry.errand.address))
    return tuple((place, visit.validators if readable else Validators()) for place in places)
