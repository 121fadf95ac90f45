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
_TOGETHER = 256


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
    for some in together(arrivals, _TOGETHER):
        keys = {at: _key(some[at]) for at in range(len(some))}
        known = shift.store.journal.get(tuple(keys.values()), Receipt)
        for at, arrival in enumerate(some):
            if keys[at] in known:
                _note_again(shift, arrival, known[keys[at]], intake)
        unread = [some[at] for at in range(len(some)) if keys[at] not in known]
        for arrival, made in zip(unread, shift.runner.map(work.receive, unread), strict=True):
            _keep(shift, arrival, made, intake)


def _key(arrival: work.Arrival) -> str:
    # The name stands in: it can be an item's key, and a file's kind may show only in it.
    version = f"{SOURCES_VERSION}/{ARCHIVE_VERSION}"
    source = arrival.source
    return result_key(
        "receive", version, options_digest(arrival.options), f"{source.kind} {source.owner}",
        source.id, arrival.raw.sha256, arrival.raw.name,
    )  # fmt: skip


def _keep(
    shift: Shift, arrival: work.Arrival, made: Sequence[Capture | Refused], intake: Intake
) -> None:
    captures = tuple(item for item in made if isinstance(item, Capture))
    refused = tuple(item for item in made if isinstance(item, Refused))
    intake.fresh += len(shift.store.captures.keep(captures)) if captures else 0
    receipt = Receipt(captures=tuple(c.id for c in captures), refused=refused)
    shift.store.journal.keep("receive", {_key(arrival): receipt})
    _count(shift, arrival, receipt, intake)


def _note_again(shift: Shift, arrival: work.Arrival, receipt: Receipt, intake: Intake) -> None:
    shift.store.captures.seen_again(receipt.captures, arrival.at)
    _count(shift, arrival, receipt, intake)


def _count(shift: Shift, arrival: work.Arrival, receipt: Receipt, intake: Intake) -> None:
    intake.objects += 1
    intake.items += len(receipt.captures)
    intake.refused += receipt.refused
    look = (arrival.source.id, arrival.raw.name, arrival.raw.sha256, len(receipt.captures))
    shift.store.captures.keep_looks(arrival.at, [look], receipt.refused)
    shift.progress.advance()


def together(items: Iterable[T], most: int) -> Iterator[list[T]]:
    """Items in lists of at most `most`."""
    coming = iter(items)
    while some := list(islice(coming, most)):
        yield some
