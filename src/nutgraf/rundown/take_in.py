"""Steps 1 and 2 together: look at every source that is due and receive what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nutgraf import wire
from nutgraf.errors import Refused
from nutgraf.rundown.collecting import few_collections
from nutgraf.rundown.errands import due
from nutgraf.rundown.follow_leads import follow_leads
from nutgraf.rundown.ledger import Ledger
from nutgraf.rundown.lines import receive_lines
from nutgraf.rundown.look import look
from nutgraf.rundown.receive import Intake, receive
from nutgraf.rundown.shift import Shift
from nutgraf.rundown.work import Arrival
from nutgraf.sources.address import origin_of
from nutgraf.sources.looks.standing import Standing
from nutgraf.sources.model import Source
from nutgraf.telemetry import counted


@few_collections()
def take_in(shift: Shift, followed: Sequence[Source]) -> Intake:
    """Look at each source that is due, keep what came, and turn it into captures."""
    intake = Intake()
    shift.store.know_sources(followed)
    standings = standings_of(shift, followed)
    now_due = due(followed, standings, shift.now)
    # A second look of the same moment takes the place of the first, what that could not read too.
    shift.store.looks.forget(shift.now, [source.id for source in now_due])
    shift.progress.begin("looking at files and feeds")
    failed: list[Refused] = []
    ledger = Ledger(shift, standings)

    def done(sources: Sequence[str]) -> None:
        _keep_failed(shift, failed, intake)
        ledger.settle([name for name in sources if name not in intake.leading], intake)

    receive(shift, _arrivals(shift, now_due, ledger, intake, failed), intake, done)
    _keep_failed(shift, failed, intake)
    intake.looked, intake.waiting = len(now_due), len(followed) - len(now_due)
    shift.progress.end(_said(intake))
    follow_leads(shift, followed, intake)
    ledger.settle_all(intake)
    _move(shift, ledger)
    return intake


def standings_of(shift: Shift, followed: Sequence[Source]) -> dict[str, Standing]:
    """How the followed sources stand; one whose address a person changed begins anew."""
    kept = shift.store.following.standings()
    return {
        source.id: kept[source.id]
        for source in followed
        if source.id in kept and kept[source.id].address in {"", source.address}
    }


def _keep_failed(shift: Shift, failed: list[Refused], intake: Intake) -> None:
    """Keep rows of what failed before anything that would keep it from being asked again."""
    shift.store.looks.keep(shift.now, [], failed)
    intake.refused += failed
    failed.clear()


def _said(intake: Intake) -> str:
    later = f", {counted(intake.waiting, 'source')} not due yet" if intake.waiting else ""
    return (
        f"{counted(intake.items, 'item')}, {intake.fresh} new, {len(intake.refused)} refused{later}"
    )


def _arrivals(
    shift: Shift, now_due: Sequence[Source], ledger: Ledger, intake: Intake, failed: list[Refused]
) -> Iterator[Arrival]:
    for found in look(shift, now_due, ledger):
        if isinstance(found, Arrival):
            yield found
        elif isinstance(found, Refused):
            failed.append(found)
            intake.tally(found.source).refused.append(found)
        else:
            source, file = found
            stream = wire.open_lines(file, source=source.id)
            if isinstance(stream, Refused):
                failed.append(stream)
                continue
            with stream:
                receive_lines(shift, stream, file.name, intake, found_in=source.id)


def _move(shift: Shift, ledger: Ledger) -> None:
    """Sources whose publisher said where they live for good are followed there from now on."""
    if not ledger.moved:
        return
    taken = {source.address for source in shift.store.followed()}
    followed = []
    for source in shift.store.followed():
        place = ledger.moved.get(source.id, "")
        if place and place not in taken and _may_move(source, place):
            taken.add(place)
            source = replace(source, address=place)
            shift.store.following.moved(source.id, place)
        followed.append(source)
    shift.store.follow(followed)


def _may_move(source: Source, place: str) -> bool:
    """Whether a source may be led there without asking: not with a secret, or a leave to pass over
    robots.txt, that were meant for another origin."""
    return origin_of(place) == origin_of(source.address) or (not source.secret and source.robots)
