"""Step 2, receive: raw objects become items, items become captures.

select: arrivals this reader has not read before (by the journal) · work: sources.read,
archive.canonical, archive.capture (a map) · keep: captures, and a look for each raw object
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from nutgraf.archive.model import Capture
from nutgraf.archive.version import VERSION as ARCHIVE_VERSION
from nutgraf.errors import Refused
from nutgraf.rundown import work
from nutgraf.rundown.shift import Shift
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


@dataclass(slots=True)
class Intake:
    """What a run took in, counted as it goes."""

    objects: int = 0
    items: int = 0
    fresh: int = 0
    refused: list[Refused] = field(default_factory=list)
    notes: list[Refused] = field(default_factory=list)


def receive(shift: Shift, arrivals: Iterable[work.Arrival], intake: Intake) -> None:
    """Turn kept raw objects into kept captures, some hundred objects at a time."""
    for some in _some(arrivals):
        keys = {at: _key(some[at]) for at in range(len(some))}
        known = shift.store.journal.get(tuple(keys.values()), Receipt)
        again = [(some[at], known[keys[at]]) for at in range(len(some)) if keys[at] in known]
        unread = [some[at] for at in range(len(some)) if keys[at] not in known]
        _note_again(shift, again, intake)
        made = shift.runner.map(work.receive, unread)
        read = (
            (arrival, tuple(work.without_leads(some, arrival)))
            for arrival, some in zip(unread, made, strict=True)
        )
        for few in together(read, _KEPT_TOGETHER):
            _keep(shift, few, intake)


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
        source.id, arrival.raw.sha256, arrival.raw.name,
    )  # fmt: skip


def _keep(
    shift: Shift,
    read: Sequence[tuple[work.Arrival, Sequence[Capture | Refused]]],
    intake: Intake,
) -> None:
    captures = [item for _, made in read for item in made if isinstance(item, Capture)]
    intake.fresh += len(shift.store.captures.keep(captures)) if captures else 0
    receipts = [(arrival, _receipt(made)) for arrival, made in read]
    shift.store.journal.keep("receive", {_key(arrival): receipt for arrival, receipt in receipts})
    _count(shift, receipts, intake)


def _receipt(made: Sequence[Capture | Refused]) -> Receipt:
    return Receipt(
        captures=tuple(item.id for item in made if isinstance(item, Capture)),
        refused=tuple(item for item in made if isinstance(item, Refused)),
    )


def _note_again(
    shift: Shift, again: Sequence[tuple[work.Arrival, Receipt]], intake: Intake
) -> None:
    if again:
        seen = [capture for _, receipt in again for capture in receipt.captures]
        shift.store.captures.seen_again(seen, shift.now)
        _count(shift, again, intake)


def _count(shift: Shift, receipts: Sequence[tuple[work.Arrival, Receipt]], intake: Intake) -> None:
    """Count what raw objects gave, and keep a look for each."""
    looks = [
        (arrival.source.id, arrival.raw.name, arrival.raw.sha256, len(receipt.captures))
        for arrival, receipt in receipts
    ]
    refused = [one for _, receipt in receipts for one in receipt.refused]
    shift.store.captures.keep_looks(shift.now, looks, refused)
    intake.objects += len(looks)
    intake.items += sum(items for *_, items in looks)
    intake.refused += refused
    shift.progress.advance(len(looks))


def together(items: Iterable[T], most: int) -> Iterator[list[T]]:
    """Items in lists of at most `most`."""
    coming = iter(items)
    while some := list(islice(coming, most)):
        yield some
