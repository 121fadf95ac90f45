"""What the ranking stands on beside its captures: the records of sources, who is new, what was learned.

Every part is counted over days that the settings name, so that it costs the same in an old desk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from nutgraf.access import Audience
from nutgraf.entities import registry_with
from nutgraf.rundown.shift import Shift
from nutgraf.store.store import Store
from nutgraf.store.track_records import Counts
from nutgraf.stories import Background
from nutgraf.stories.learning import Learned, Lesson, learn
from nutgraf.stories.taste import muted_sources
from nutgraf.stories.track_record import Races, SourceRecord, corrects, races, usual_echo

_A_DAY = timedelta(days=1)
_WATCHED = 4  # times `newcomer_days` that a desk has watched before it knows who is new
_KNOWN = 3  # captures before a source has a rhythm


def background(shift: Shift, sources: Collection[str], owners: Collection[str]) -> Background:
    """What is known, as of now, of these sources and owners, and of the editor's taste."""
    return Background(
        weights={source.id: source.weight for source in shift.store.followed()},
        records=records(shift, sources),
        strangers=_strangers(shift, owners),
        taste=shift.settings.taste,
        learned=learned(shift),
        known=registry_with(shift.names),
    )


def learned(shift: Shift) -> Learned:
    """What the editor's rulings taught, as of now; nothing where the settings say so."""
    if not shift.settings.taste.learned:
        return Learned()
    made = lessons(shift.store, shift.audience, shift.now)
    weights = dict(shift.settings.stories.signal_weights)
    return learn(made, weights, least=shift.settings.taste.learn_from)


def lessons(store: Store, audience: Audience, until: datetime) -> tuple[Lesson, ...]:
    """Every lesson until an instant, in the order they were made, each of its story as it stands: of
    two rulings on stories that were merged, the last counts."""
    made = store.editions(audience).lessons(until)
    ruled = sorted({one.story for one in made if one.story})
    now = store.placements(audience).now_in(ruled, until)
    return tuple(replace(one, story=now.get(one.story, one.story)) for one in made)


def records(shift: Shift, sources: Collection[str]) -> dict[str, SourceRecord]:
    """The records of sources as of now, by source."""
    options, muted = shift.settings.stories, muted_sources(shift.settings.taste)
    kept = shift.store.track_records(shift.audience, muted)
    named = sorted(sources)
    until = shift.now - _A_DAY  # a burst of today is not what is usual
    lately = shift.now - timedelta(days=options.rhythm_days)
    rhythm = kept.rhythm(lately, until)
    echoes = _echoes(shift, kept.counted(named, lately, until), until)
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
        echoed = echoes.get(source, ())
        found[source] = SourceRecord(
            source=source,
            a_day=_a_day(*rhythm[source], until) if source in rhythm else None,
            echo=usual_echo(echoed), echoed=len(echoed),
            races=race.races, first=race.first, chance=race.chance,
            texts=texts[source], corrected=min(texts[source], corrected[source]),
        )  # fmt: skip
    return found


def _a_day(many: int, first: datetime, until: datetime) -> float | None:
    if many < _KNOWN:
        return None
    return round(many / max(1.0, (until - first) / _A_DAY), 4)


def _echoes(
    shift: Shift, counted: Mapping[str, Sequence[tuple[str, Counts]]], until: datetime
) -> dict[str, tuple[int, ...]]:
    """By source, the sums of the latest counts of its captures."""
    names = [name for some in counted.values() for name, _ in some]
    latest = shift.store.captures.engagement_of(names, until)
    return {
        source: tuple(sum(count for _, count in latest.get(name, first)) for name, first in some)
        for source, some in counted.items()
    }


def _strangers(shift: Shift, owners: Collection[str]) -> frozenset[str]:
    """Owners the desk had nothing of before a few days ago; none on a desk that has not watched for
    several times as long: there, most owners are new to it."""
    options, kept = shift.settings.stories, shift.store.track_records(shift.audience)
    before = shift.now - timedelta(days=options.newcomer_days)
    oldest = kept.oldest()
    watched = timedelta(days=_WATCHED * options.newcomer_days)
    if not options.newcomer_days or oldest is None or oldest > shift.now - watched:
        return frozenset()
    since = before - timedelta(days=options.record_days)
    return frozenset(owners) - kept.owners_between(sorted(owners), since, before)
