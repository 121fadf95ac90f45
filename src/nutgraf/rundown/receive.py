"""Step 2, receive: raw objects become items, items become captures.

select: arrivals this reader has not read before (by the journal) · work: sources.read,
archive.canonical, archive.capture (a map) · keep: captures, and a look for each raw object
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import TypeVar

from nutgraf.archive.model import Capture
from nutgraf.archive.version import VERSION as ARCHIVE_VERSION
from nutgraf.errors import Refused
from nutgraf.rundown import work
from nutgraf.rundown.errands import reading_of
from nutgraf.rundown.keeping import keep
from nutgraf.rundown.shift import Shift
from nutgraf.sources.model import Lead
from nutgraf.sources.version import VERSION as SOURCES_VERSION
from nutgraf.store.journal import options_digest, result_key

T = TypeVar("T")
_TOGETHER = 64
_BYTES_TOGETHER = 32 << 20
# What is kept in one transaction: a commit waits for the disk, and a kill costs no more than this.
_KEPT_TOGETHER = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What one raw object gave, as the journal keeps it: capture ids, refusals."""

    captures: tuple[str, ...]
    refused: tuple[Refused, ...]
    leads: tuple[Lead, ...] = ()


@dataclass(slots=True)
class Tally:
    """What one source gave: items, those of them that are new (leads to new items among them), and
    refusals."""

    items: int = 0
    fresh: int = 0
    refused: list[Refused] = field(default_factory=list)


@dataclass(slots=True)
class Intake:
    """What a run took in, counted as it goes. `looked` sources were due, `waiting` ones were not;
    `leading` ones have parts that are looked at next, so what they gave is not all there yet."""

    objects: int = 0
    items: int = 0
    fresh: int = 0
    looked: int = 0
    waiting: int = 0
    refused: list[Refused] = field(default_factory=list)
    notes: list[Refused] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    leading: set[str] = field(default_factory=set)

    def tally(self, source: str) -> Tally:
        """The count of one source."""
        return self.tallies.setdefault(source, Tally())

    def keep(self, shift: Shift, captures: Sequence[Capture]) -> Mapping[str, str]:
        """Keep captures and count what is new, in all and by source; returns under which id each is
        kept."""
        kept = keep(shift, captures)
        shift.store.looks.keep(shift.now, [], kept.over)
        self.refused += kept.over
        self.fresh += len(kept.fresh)
        sources = {kept.under[one.id]: one.source for one in captures if one.id in kept.under}
        for name in kept.fresh:
            self.tally(sources[name]).fresh += 1
        return kept.under


def _nothing(_: Sequence[str]) -> None:
    return None


def receive(
    shift: Shift,
    arrivals: Iterable[work.Arrival],
    intake: Intake,
    done: Callable[[Sequence[str]], None] = _nothing,
) -> None:
    """Turn kept raw objects into kept captures, some hundred objects at a time.

    `done` is told the ids of sources once what came of them is kept.
    """
    for some in _some(arrivals):
        keys = {at: _key(some[at]) for at in range(len(some))}
        known = shift.store.journal.get(tuple(keys.values()), Receipt)
        again = [(some[at], known[keys[at]]) for at in range(len(some)) if keys[at] in known]
        unread = [some[at] for at in range(len(some)) if keys[at] not in known]
        _note_again(shift, again, intake)
        read = zip(unread, shift.runner.map(work.receive, unread, work.RECEIVE_BUDGET), strict=True)
        for few in together(read, _KEPT_TOGETHER):
            _keep(shift, few, intake)
        done([arrival.source.id for arrival in some])


def _some(arrivals: Iterable[work.Arrival]) -> Iterator[list[work.Arrival]]:
    """Arrivals some at a time: so many objects, or so many bytes of them."""
    waiting: list[work.Arrival] = []
    size = 0
    for arrival in arrivals:
        waiting.append(arrival)
        size += len(arrival.raw.data)
        if len(waiting) >= _TOGETHER or size >= _BYTES_TOGETHER:
            yield waiting
            waiting, size = [], 0
    if waiting:
        yield waiting


def _key(arrival: work.Arrival) -> str:
    # The name stands in: it can be an item's key, and a file's kind may show only in it.
    version = f"{SOURCES_VERSION}/{ARCHIVE_VERSION}"
    source = arrival.source
    return result_key(
        "receive", version, options_digest(arrival.options), f"{source.kind} {source.owner}",
        reading_of(source), arrival.raw.media_type, source.id, arrival.raw.sha256, arrival.raw.name, *_led(arrival.lead),
        *(f"{name} {words}" for name, words in arrival.raw.seen),
    )  # fmt: skip


def _led(lead: Lead | None) -> tuple[str, ...]:
    return () if lead is None else ("lead", options_digest(lead))


def _keep(
    shift: Shift,
    read: Sequence[tuple[work.Arrival, Sequence[Capture | Lead | Refused]]],
    intake: Intake,
) -> None:
    # Before the captures: a page whose items are known already leads to no older one.
    revised = _keep_leads(shift, read, intake)
    captures = [item for _, made in read for item in made if isinstance(item, Capture)]
    intake.keep(shift, revised)
    kept_as = intake.keep(shift, captures)
    receipts = [(arrival, _receipt(made, kept_as)) for arrival, made in read]
    shift.store.journal.keep("receive", {_key(arrival): receipt for arrival, receipt in receipts})
    _count(shift, receipts, intake)


def _receipt(made: Sequence[Capture | Lead | Refused], kept_as: Mapping[str, str]) -> Receipt:
    return Receipt(
        captures=tuple(
            kept_as[item.id] for item in made if isinstance(item, Capture) and item.id in kept_as
        ),
        refused=tuple(item for item in made if isinstance(item, Refused)),
        leads=tuple(item for item in made if isinstance(item, Lead)),
    )


def _keep_leads(
    shift: Shift,
    read: Sequence[tuple[work.Arrival, Sequence[Capture | Lead | Refused]]],
    intake: Intake,
) -> list[Capture]:
    """Keep the leads that lead to something new; returns items announced in other words than before
    whose pages could not be had."""
    revised: list[Capture] = []
    for arrival, made in read:
        found = [one for one in made if isinstance(one, Lead)]
        if not found:
            continue
        keys = [one.key for one in made if isinstance(one, Capture)]
        keys += [one.key for one in found if one.kind == "item"]
        known = shift.store.captures.newest_of(arrival.source.id, keys)
        wanted = [one for one in found if _wanted(one, known)]
        others = [one for one in found if one.kind == "item" and not _wanted(one, known)]
        for one, state in shift.store.leads.announced_otherwise(others):
            # Its page is looked at again as if it were said to have changed now.
            wanted.append(replace(one, changed_at=shift.now))
            if state != "taken" and one.fallback is not None:
                item = work.Item(
                    received=one.fallback, owner=one.fallback.metadata.owner, at=shift.now
                )
                made_of = work.receive_item(item)
                revised += [made_of] if isinstance(made_of, Capture) else []
        kept = shift.store.leads.keep(wanted, shift.now)
        tally = intake.tally(arrival.source.id)
        tally.fresh += min(kept, sum(one.kind == "item" for one in wanted))
        tally.items += sum(one.kind != "older" for one in found)
        if any(one.kind == "more" for one in found):
            intake.leading.add(arrival.source.id)
    return revised


def _wanted(lead: Lead, known: Mapping[str, datetime]) -> bool:
    """Whether a lead is worth a look, by what is known: the time each item was last captured."""
    if lead.kind == "older":
        return not known
    captured = known.get(lead.key) if lead.kind == "item" else None
    return captured is None or (lead.changed_at is not None and lead.changed_at > captured)


def _note_again(
    shift: Shift, again: Sequence[tuple[work.Arrival, Receipt]], intake: Intake
) -> None:
    if again:
        seen = [capture for _, receipt in again for capture in receipt.captures]
        shift.store.captures.seen_again(seen, shift.now)
        _keep_leads(shift, [(arrival, receipt.leads) for arrival, receipt in again], intake)
        _count(shift, again, intake)


def _count(shift: Shift, receipts: Sequence[tuple[work.Arrival, Receipt]], intake: Intake) -> None:
    """Count what raw objects gave, and keep a look for each."""
    looks = [
        (arrival.source.id, arrival.raw.name, arrival.raw.sha256, len(receipt.captures))
        for arrival, receipt in receipts
    ]
    refused = [one for _, receipt in receipts for one in receipt.refused]
    shift.store.looks.keep(shift.now, looks, refused)
    intake.objects += len(looks)
    intake.items += sum(items for *_, items in looks)
    for arrival, receipt in receipts:
        tally = intake.tally(arrival.source.id)
        tally.items += len(receipt.captures)
        tally.refused += receipt.refused
    intake.refused += refused
    shift.progress.advance(len(looks))


def together(items: Iterable[T], most: int) -> Iterator[list[T]]:
    """Items in lists of at most `most`."""
    coming = iter(items)
    while some := list(islice(coming, most)):
        yield some
