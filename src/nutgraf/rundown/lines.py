"""Step 2 for captures as JSON Lines: line by line, so that a file of any length is never held.

select: a file of lines (its bytes are kept first) · work: sources.read_lines, then the same map as
for any item · keep: captures, some hundred at a time, and one look
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from nutgraf import sources, wire
from nutgraf.archive.model import Capture
from nutgraf.errors import Refused
from nutgraf.rundown import work
from nutgraf.rundown.receive import Intake, together
from nutgraf.rundown.shift import Shift
from nutgraf.sources.model import Source
from nutgraf.sources.named import sources_named

_TOGETHER = 512


def receive_lines(
    shift: Shift, stream: BinaryIO, name: str, intake: Intake, *, found_in: str = ""
) -> int:
    """Take in captures from a stream of JSON Lines; returns how many lines gave one.

    Sources the desk does not know are added, kind `import`. `found_in` is the id of the file or
    folder source the stream was found in, "" for an import.
    """
    raw = shift.store.keep_raw_stream(stream, shift.now)
    mine = (source for source in shift.store.followed() if source.id == found_in)
    shift.store.spool.note_lines(raw, name, shift.now, next(mine, None))
    added = _know_sources(shift, raw)
    refused: list[Refused] = []
    taken = 0
    with shift.store.objects.open(raw) as kept:
        for some in together(_items(shift, kept, raw, name, refused), _TOGETHER):
            made = tuple(shift.runner.map(work.receive_item, some))
            captures = tuple(item for item in made if isinstance(item, Capture))
            refused += [item for item in made if isinstance(item, Refused)]
            intake.fresh += len(shift.store.captures.keep(captures))
            taken += len(captures)
            shift.progress.advance(len(some))
    intake.objects += 1
    intake.items += taken
    lost = [replace(one, source=found_in) for one in refused if one.rule not in sources.NOTES]
    intake.refused += lost
    intake.notes += [one for one in refused if one.rule in sources.NOTES]
    if not found_in:
        # A file that was mended and imported again is no failure any more.
        shift.store.looks.forget_import(name)
    shift.store.looks.keep(shift.now, [(found_in, name, raw, taken)], lost)
    _forget_empty(shift, added)
    return taken


def _know_sources(shift: Shift, raw: str) -> list[Source]:
    """Follow the sources the lines name; returns those that are new."""
    followed = list(shift.store.followed())
    with shift.store.objects.open(raw) as kept:
        named = sources_named(wire.lines(kept))
    unknown = sorted(named - set(_ids(followed)))
    taken = shift.store.known_addresses() | {source.id: source.address for source in followed}
    for name in unknown:
        made = sources.make_source(name=name, kind="import", address=name, owner="", taken=taken)
        taken[made.id] = made.address
        followed.append(replace(made, owner=""))
    shift.store.follow(followed)
    return followed[len(followed) - len(unknown) :]


def _ids(followed: Iterable[Source]) -> dict[str, str]:
    """The id of each name that lines may say; one imported under a name is known by it for good."""
    first = {one.address: one.id for one in followed if one.kind == "import"}
    return first | {one.name: one.id for one in followed}


def _forget_empty(shift: Shift, added: list[Source]) -> None:
    """New sources of which no line gave a capture are not followed after all."""
    empty = {source.id for source in added if shift.store.forget_source(source.id)}
    if empty:
        shift.store.follow([s for s in shift.store.followed() if s.id not in empty])


def _items(
    shift: Shift, kept: BinaryIO, raw: str, name: str, refused: list[Refused]
) -> Iterator[work.Item]:
    followed: dict[str, Source] = {source.id: source for source in shift.store.followed()}
    found = sources.read_lines(
        wire.lines(kept), raw=raw, name=name, fallback=shift.now,
        source_ids=_ids(followed.values()),
        owners={source.id: source.owner for source in followed.values()},
    )  # fmt: skip
    for received in found:
        if isinstance(received, Refused):
            refused.append(received)
        else:
            yield work.Item(received=received, owner=received.metadata.owner, at=shift.now)
