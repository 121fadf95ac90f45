"""Whether the raw objects still give the words of captures: each is read again from its bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from nutgraf import sources
from nutgraf.archive.model import Capture
from nutgraf.archive.version import VERSION as READERS
from nutgraf.errors import Refused
from nutgraf.newsroom.desk import Desk
from nutgraf.rundown import work
from nutgraf.rundown.errands import WEB
from nutgraf.sources.model import RawObject, Source


def word_faults(desk: Desk, captures: Iterable[str]) -> tuple[str, ...]:
    """A sentence for each of these captures that its raw object does not give, word for word.

    Left out is what cannot be read again as it was: a capture of an older reader, and one fetched
    from an address, whose charset may have come with the answer and not with the bytes. Their texts
    are still held to their ids.
    """
    of_raw: defaultdict[tuple[str, str], list[Capture]] = defaultdict(list)
    for capture in desk.store.captures.get(captures, layout=False):
        if capture.canonicaliser in READERS.split():
            of_raw[capture.raw, capture.source].append(capture)
    known = desk.store.sources_by_id()
    found: list[str] = []
    for (raw, source), mine in sorted(of_raw.items(), key=lambda pair: pair[0]):
        if known[source].kind not in WEB and not desk.store.object_fault(raw):
            found += _faults(desk, raw, known[source], mine)
    return tuple(found)


def _faults(desk: Desk, raw: str, source: Source, mine: Sequence[Capture]) -> Iterator[str]:
    data = desk.store.objects.read(raw)
    # By its words and its reader: an item may be kept under the key it had before.
    given = {
        (made.canonicaliser, made.text_sha256)
        for made in (
            *_from_lines(desk, data, raw, mine),
            *_from_object(desk, data, raw, source, mine),
        )
        if not isinstance(made, Refused)
    }
    for capture in mine:
        if (capture.canonicaliser, capture.text_sha256) not in given:
            yield f"The words of capture {capture.id[:12]} are not those its raw object gives."


def _from_lines(
    desk: Desk, data: bytes, raw: str, mine: Sequence[Capture]
) -> Iterator[Capture | Refused]:
    """Captures that stood on a line of their own, read again from that line."""
    known = desk.store.sources_by_id()
    names = {source.name: source.id for source in known.values()}
    for capture in mine:
        if capture.raw_range is None:
            continue
        start, end = capture.raw_range
        found = sources.read_lines(
            [(start, data[start:end])], raw=raw, name="", source_ids=names,
            owners={source.id: source.owner for source in known.values()},
            fallback=capture.fetched_at,
        )  # fmt: skip
        for item in found:
            if not isinstance(item, Refused):
                yield work.receive_item(
                    work.Item(received=item, owner=capture.owner, at=capture.fetched_at)
                )


def _from_object(
    desk: Desk, data: bytes, raw: str, source: Source, mine: Sequence[Capture]
) -> Iterator[Capture | Refused]:
    """Captures of a whole object, read again under each name it was looked at by."""
    if all(capture.raw_range is not None for capture in mine):
        return
    for name in desk.store.looks.names_of(raw, source.id):
        found = RawObject(name=name, data=data, sha256=raw)
        arrival = work.Arrival(
            source=source, raw=found, at=mine[0].fetched_at, options=desk.settings.sources,
            lead=desk.store.leads.of(source.id, name),
        )  # fmt: skip
        yield from work.without_leads(work.receive(arrival), arrival)
