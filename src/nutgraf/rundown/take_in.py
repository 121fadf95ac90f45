"""Steps 1 and 2 together: look at every source and receive what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nutgraf import wire
from nutgraf.errors import Refused
from nutgraf.rundown.collecting import few_collections
from nutgraf.rundown.lines import receive_lines
from nutgraf.rundown.look import look
from nutgraf.rundown.receive import Intake, receive
from nutgraf.rundown.shift import Shift
from nutgraf.rundown.work import Arrival
from nutgraf.sources.model import Source
from nutgraf.telemetry import counted


@few_collections()
def take_in(shift: Shift, followed: Sequence[Source]) -> Intake:
    """Look at each source, keep what came, and turn it into captures."""
    intake = Intake()
    shift.store.know_sources(followed)
    # A second run of the same moment takes the place of the first, what that could not read too.
    shift.store.captures.forget_looks(shift.now, [source.id for source in followed])
    shift.progress.begin("looking at files and feeds")
    failed: list[Refused] = []
    receive(shift, _arrivals(shift, followed, intake, failed), intake)
    shift.store.captures.keep_looks(shift.now, [], failed)
    intake.refused += failed
    shift.progress.end(
        f"{counted(intake.items, 'item')}, {intake.fresh} new, {len(intake.refused)} refused"
    )
    return intake


def _arrivals(
    shift: Shift, followed: Sequence[Source], intake: Intake, failed: list[Refused]
) -> Iterator[Arrival]:
    for found in look(shift, followed):
        if isinstance(found, Arrival):
            yield found
        elif isinstance(found, Refused):
            failed.append(found)
        else:
            source, file = found
            stream = wire.open_lines(file, source=source.id)
            if isinstance(stream, Refused):
                failed.append(stream)
                continue
            with stream:
                receive_lines(shift, stream, file.name, intake, found_in=source.id)
