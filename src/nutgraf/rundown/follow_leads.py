"""Step 2 goes on: what was read points further, and is looked at in turn.

select: leads that wait and may be tried now, so many of each source · work: wire, then as any
arrival · keep: captures first, then what became of each lead; where the look fails, the item as far
as it is known without it
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from nutgraf.archive.model import Capture
from nutgraf.errors import Refused
from nutgraf.rundown import work
from nutgraf.rundown.errands import WEB, lead_errand
from nutgraf.rundown.look import Came, kept, visits
from nutgraf.rundown.receive import Intake, receive
from nutgraf.rundown.shift import Shift
from nutgraf.sources.leads import DEEPEST
from nutgraf.sources.looks.visits import Validators, Visit
from nutgraf.sources.model import Lead, Received, Source
from nutgraf.sources.refusing import INSTEAD
from nutgraf.store.leads import KeptLead

_HOURS = (1, 6, 24)
# How often a page may ask for patience before it is given up.
_MOST_LATER = 8
_FINAL = frozenset({"robots", "address-private", "address-scheme", "address-form", "address-port"})


def follow_leads(shift: Shift, followed: Sequence[Source], intake: Intake) -> None:
    """Look at what waits, wave by wave: what was found there may lead on."""
    sources = {source.id: source for source in followed if source.kind in WEB}
    _let_go(shift, sources)
    # A second run of the same moment has tried these already.
    used = Counter(shift.store.leads.tried_at(shift.now))
    for _ in range(DEEPEST):
        most = shift.settings.sources.most_leads
        waiting = [
            one
            for one in shift.store.leads.waiting(sources, shift.now, most)
            if _counted(used, one, most)
        ]
        if not waiting:
            return
        shift.progress.begin("following leads", len(waiting))
        wave = _Wave(shift, sources, waiting)
        receive(shift, wave.arrivals(), intake)
        wave.settle(intake)
        shift.progress.end()


def _let_go(shift: Shift, sources: Mapping[str, Source]) -> None:
    """Pages of feeds that are no longer to be looked at: what the feed says of them is kept."""
    never = [one.id for one in sources.values() if one.kind == "feed" and one.full_text == "never"]
    waiting = shift.store.leads.waiting(never, shift.now, shift.settings.sources.most_leads)
    gone = [one for one in waiting if one.lead.kind == "item"]
    wave = _Wave(shift, sources, gone)
    wave.let_go()


def _counted(used: Counter[str], one: KeptLead, most: int) -> bool:
    used[one.lead.source] += 1
    return used[one.lead.source] <= most


class _Wave:
    """Leads that are looked at together."""

    def __init__(
        self, shift: Shift, sources: Mapping[str, Source], waiting: Sequence[KeptLead]
    ) -> None:
        self._shift = shift
        self._sources = sources
        self._waiting = {(one.lead.source, one.lead.address): one for one in waiting}
        self._tried: list[KeptLead] = []
        self._failed: list[Refused] = []
        self._fallbacks: list[Received] = []
        self._given: list[tuple[str, str, Validators]] = []

    def arrivals(self) -> Iterator[work.Arrival]:
        """What the leads gave, bytes kept."""
        for found in kept(self._shift, self._came()):
            if isinstance(found, work.Arrival):
                yield found

    def _came(self) -> Iterator[Came]:
        given = self._shift.store.following.validators(self._sources)
        errands = [
            lead_errand(self._sources[one.lead.source], one.lead, given)
            for one in self._waiting.values()
        ]
        for errand, visit in visits(self._shift, errands):
            one = self._waiting[errand.source, errand.address]
            self._tried.append(replace(self._after(one, visit), tried_at=self._shift.now))
            if one.lead.kind != "item" and visit.outcome in {"read", "unchanged"}:
                self._given.append((errand.source, errand.address, visit.validators))
            if visit.raw is not None:
                raw = replace(visit.raw, name=errand.address)
                yield self._sources[errand.source], raw, one.lead
            else:
                self._shift.progress.advance()

    def _after(self, one: KeptLead, visit: Visit) -> KeptLead:
        """What became of a lead, by what the look at it gave."""
        if visit.outcome in {"read", "unchanged"}:
            return replace(one, state="taken", tries=one.tries + 1, said="")
        if one.lead.fallback is not None and not one.tries:
            self._fallbacks.append(one.lead.fallback)
        said = visit.refused.happened if visit.refused else "It is to be asked later."
        tries = one.tries + visit.asked
        if visit.outcome == "later" and tries <= _MOST_LATER:
            wait = timedelta(seconds=visit.retry_seconds or 3600)
            return replace(one, tries=tries, next_try=self._shift.now + wait, said=said)
        tries = max(tries, one.tries + 1)
        final = visit.outcome == "gone" or (
            visit.refused is not None and visit.refused.rule in _FINAL
        )
        if visit.refused is not None:
            self._failed.append(_row(visit.refused, one.lead))
        if final or tries > len(_HOURS):
            return replace(one, state="failed", tries=tries, said=said)
        wait = timedelta(hours=_HOURS[tries - 1])
        return replace(one, tries=tries, next_try=self._shift.now + wait, said=said)

    def let_go(self) -> None:
        """Give these leads up without a look; each item is kept as it is known."""
        known = [one.lead.fallback for one in self._waiting.values() if not one.tries]
        self._fallbacks = [one for one in known if one is not None]
        self._tried = [
            replace(
                one, state="failed", tried_at=self._shift.now, said="full_text is set to never."
            )
            for one in self._waiting.values()
        ]
        if self._tried:
            self.settle(Intake())

    def settle(self, intake: Intake) -> None:
        """Keep what is known of items that could not be looked at, and what became of each lead."""
        items = [
            work.Item(received=one, owner=one.metadata.owner, at=self._shift.now)
            for one in self._fallbacks
        ]
        self._shift.store.spool.note_items(self._fallbacks, self._shift.now)
        made = list(self._shift.runner.map(work.receive_item, items))
        captures = [one for one in made if isinstance(one, Capture)]
        intake.keep(self._shift, captures)
        failed = summed(self._failed)
        self._shift.store.looks.keep(self._shift.now, [], failed)
        intake.refused += failed
        self._shift.store.following.keep_validators(self._given, self._shift.now)
        self._shift.store.leads.settle(self._tried)


def _row(refused: Refused, lead: Lead) -> Refused:
    """The row of a lead that could not be looked at: a note where the item is known without it."""
    if lead.fallback is None:
        return replace(refused, source=lead.source)
    return replace(
        refused, source=lead.source, rule=INSTEAD,
        happened=f"Its page could not be had: {refused.happened} What the source itself says was taken.",
        next_step="Nothing needs doing; its page is tried again.",
    )  # fmt: skip


def summed(refused: Sequence[Refused]) -> list[Refused]:
    """One row for what failed by the same rule at one source, however often it did."""
    groups: dict[tuple[str, str], list[Refused]] = {}
    for one in sorted(refused, key=lambda one: one.where):
        groups.setdefault((one.source, one.rule), []).append(one)
    return [
        some[0]
        if len(some) == 1
        else replace(
            some[0],
            happened=f"{some[0].happened} The same holds for {len(some) - 1} more of its pages.",
        )
        for some in groups.values()
    ]
