"""What the ranking stands on beside its captures: the records of sources, who is new, what was learned.

Every part is counted over days that the settings name, so that it costs the same in an old desk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from nutgraf.rundown.shift import Shift
from nutgraf.store.track_records import TrackRecords
from nutgraf.stories import Background
from nutgraf.stories.learning import Learned, learn
from nutgraf.stories.track_record import Races, SourceRecord, corrects, races, usual_echo

_A_DAY = timedelta(days=1)
_KNOWN = 3  # captures before a source has a rhythm


def background(shift: Shift, sources: Collection[str], owners: Collection[str]) -> Background:
    """What is known, as of now, of these sources and owners, and of the editor's taste."""
    return Background(
        weights={source.id: source.weight for source in shift.store.followed()},
        records=records(shift, sources),
        strangers=_strangers(shift, owners),
        taste=shift.settings.taste,
        learned=learned(shift),
    )


def learned(shift: Shift) -> Learned:
    """What the editor's rulings taught, as of now; nothing where the settings say so."""
    if not shift.settings.taste.learned:
        return Learned()
    lessons = shift.store.editions(shift.audience).lessons(shift.now)
    weights = dict(shift.settings.stories.signal_weights)
    return learn(lessons, weights, least=shift.settings.taste.learn_from)


def records(shift: Shift, sources: Collection[str]) -> dict[str, SourceRecord]:
    """The records of sources as of now, by source."""
    options, kept = shift.settings.stories, shift.store.track_records(shift.audience)
    named = sorted(sources)
    until = shift.now - _A_DAY  # a burst of today is not what is usual
    rhythm = kept.rhythm(named, shift.now - timedelta(days=options.rhythm_days), until)
    since = shift.now - timedelta(days=options.record_days)
    arrivals = kept.arrivals(since, shift.now)
    texts = Counter(one.source for one in arrivals)
    corrected = Counter(
        source for source, old, new in kept.revisions(since, shift.now) if corrects(old, new)
    )
    ran = races(arrivals)
    found = {}
    for source in named:
        race = ran.get(source, Races(races=0, first=0, chance=0.0))
        echo, echoed = _echo(shift, kept, source, until)
        found[source] = SourceRecord(
            source=source,
            a_day=_a_day(*rhythm[source], until) if source in rhythm else None,
            echo=echo, echoed=echoed,
            races=race.races, first=race.first, chance=race.chance,
            texts=texts[source], corrected=min(texts[source], corrected[source]),
        )  # fmt: skip
    return found


def _a_day(many: int, first: datetime, until: datetime) -> float | None:
    if many < _KNOWN:
        return None
    return round(many / max(1.0, (until - first) / _A_DAY), 4)


def _echo(shift: Shift, kept: TrackRecords, source: str, until: datetime) -> tuple[float, int]:
    names = kept.counted(source, until)
    if not names:
        return 0.0, 0
    first = {one.id: one.engagement for one in shift.store.captures.get(names, layout=False)}
    latest = shift.store.captures.engagement_of(names, until)
    counts = [sum(count for _, count in latest.get(name, first[name])) for name in names]
    return usual_echo(counts), len(counts)


def _strangers(shift: Shift, owners: Collection[str]) -> frozenset[str]:
    """Owners the desk had nothing of before a few days ago; none where it is younger than that."""
    options, kept = shift.settings.stories, shift.store.track_records(shift.audience)
    before = shift.now - timedelta(days=options.newcomer_days)
    oldest = kept.oldest()
    if not options.newcomer_days or oldest is None or oldest > before:
        return frozenset()
    since = before - timedelta(days=options.record_days)
    return frozenset(owners) - kept.owners_between(sorted(owners), since, before)
