"""Steps 6 to 9 of a run: rank, plan, write and judge, compose.

select: the day's captures · work: rank, plan, compose (folds), write (a map) · keep: drafts in the
journal; the edition is kept by `publish`
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nutgraf import __version__, editions
from nutgraf.archive.version import VERSION as ARCHIVE
from nutgraf.editions.model import Edition, Failure
from nutgraf.editions.planning import Plan, Planned
from nutgraf.editions.version import VERSION as EDITIONS
from nutgraf.entities import registry_with
from nutgraf.errors import Refused
from nutgraf.gate.version import VERSION as GATE
from nutgraf.now import day_of
from nutgraf.reading.version import VERSION as READING
from nutgraf.rundown.collecting import few_collections
from nutgraf.rundown.drafts import write
from nutgraf.rundown.embed import embedder_of
from nutgraf.rundown.names import names_of_the_day
from nutgraf.rundown.past import past_of
from nutgraf.rundown.ranked import Ranked, originals, rank
from nutgraf.rundown.rulings import rulings_at
from nutgraf.rundown.shift import Shift
from nutgraf.sources.looks.health import health
from nutgraf.sources.refusing import NOTES
from nutgraf.sources.version import VERSION as SOURCES
from nutgraf.stories.features import VERSION as STORIES
from nutgraf.stories.model import Story
from nutgraf.writing.model import Brief
from nutgraf.writing.version import VERSION as WRITING

_PER_BRIEF = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An edition and the refusals its colophon tells of."""

    edition: Edition
    refused: tuple[Refused, ...]


@few_collections()
def make(shift: Shift, since: datetime | None, revision: int) -> Made:
    """The edition of now from what is kept: captures later than the last edition (or `since`)."""
    zone = shift.settings.desk.time_zone
    day = day_of(shift.now, zone)
    last = shift.store.editions(shift.audience).last_before(day)
    after = since if since is not None else last.now if last else None
    ranked = rank(shift, after, day)
    plan = _plan(shift, ranked)
    briefs = _briefs(shift, plan, ranked)
    drafts = write(shift, plan.planned, briefs)
    refused = shift.store.looks.refusals(shift.audience, after, shift.now)
    edition = editions.compose(
        day=day,
        now=shift.now,
        desk=shift.settings.desk.name,
        plan=plan,
        stories=ranked.stories,
        briefs=list(briefs.values()),
        drafts=drafts,
        records=[capture.record for capture in ranked.captures.values()],
        considered=ranked.considered,
        left_out=ranked.left_out,
        failed=_failures(shift, refused),
        versions=(*versions(), *_embedder_version(shift)),
        revision=revision,
        names_of_the_day=names_of_the_day(shift, ranked, plan),
        options=shift.settings.edition,
        writing=shift.settings.writing,
        past=past_of(shift, ranked, day),
    )
    return Made(edition=edition, refused=refused)


def _plan(shift: Shift, ranked: Ranked) -> Plan:
    return editions.plan(
        ranked.stories,
        ranked.texts(),
        options=shift.settings.edition,
        rulings=rulings_at(shift),
        new=ranked.new,
        told_by=ranked.told_by(shift.store.followed()),
        muted=ranked.muted,
        known=registry_with(shift.names),
    )


def _briefs(shift: Shift, plan: Plan, ranked: Ranked) -> dict[str, Brief]:
    """A brief of each planned story, by story id."""
    stories = {story.id: story for story in ranked.stories}
    stale = {one.capture for one in ranked.left_out}
    limits = {source.id: source.quote_limit for source in shift.store.followed()}
    return {
        one.story: _brief(one, stories[one.story], ranked, stale, limits) for one in plan.planned
    }


def _brief(
    planned: Planned, story: Story, ranked: Ranked, stale: set[str], limits: Mapping[str, int]
) -> Brief:
    """A story with its captures that are no copies and still stand; the latest where it is long."""
    names = [name for name in originals(story) if name not in stale][-_PER_BRIEF:]
    captures = tuple(ranked.captures[name] for name in names)
    return Brief(
        story=story,
        section=planned.section,
        captures=captures,
        claims=tuple(claim for name in names for claim in ranked.readings[name].claims),
        limits=tuple(
            sorted({(c.source, limits[c.source]) for c in captures if c.source in limits})
        ),
    )


def _failures(shift: Shift, refused: Sequence[Refused]) -> tuple[Failure, ...]:
    """One row a failed source, file or line, by source and place; and one a source that does not
    stand well though nothing was refused in this edition's time."""
    names: Mapping[str, str] = shift.store.known_sources()
    by_source: defaultdict[str, list[str]] = defaultdict(list)
    for one in refused:
        if one.rule in NOTES:  # nothing failed; the list of what was left out has it
            continue
        where = f"{one.where}: " if one.where else ""
        by_source[names.get(one.source) or one.source or "import"].append(f"{where}{one.happened}")
    told = {one.source for one in refused}
    for source, said in _unwell(shift):
        if source not in told:
            by_source[names.get(source) or source].append(said)
    return tuple(
        Failure(source=source, message=message)
        for source in sorted(by_source)
        for message in by_source[source]
    )


_UNWELL = frozenset({"failing", "gone", "silent", "empty", "moved"})
# A look belongs to the run that took it, though it is a little later than when that began.
_A_RUN = timedelta(hours=1)


def _unwell(shift: Shift) -> Iterator[tuple[str, str]]:
    """Sources on the web that give nothing, and in words why; as far as was known by now."""
    standings = shift.store.following.standings()
    for source in shift.store.followed():
        standing = standings.get(source.id)
        if standing is None or not shift.audience.admits(source.id):
            continue
        if standing.last_look is None or standing.last_look > shift.now + _A_RUN:
            continue
        found = health(standing, shift.now, source=source)
        if found.state in _UNWELL:
            yield source.id, found.said


def versions() -> tuple[tuple[str, str], ...]:
    """What made an edition: the package, and each room whose results it stands on."""
    rooms = {
        "sources": SOURCES, "archive": ARCHIVE, "reading": READING, "stories": STORIES,
        "writing": WRITING, "gate": GATE, "editions": EDITIONS,
    }  # fmt: skip
    return (("nutgraf", __version__), *((name, str(version)) for name, version in rooms.items()))


def _embedder_version(shift: Shift) -> tuple[tuple[str, str], ...]:
    embedder = embedder_of(shift)
    return () if embedder is None else ((f"embedder {embedder.name}", embedder.version),)
