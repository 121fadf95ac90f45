"""Step 6, rank: the day's stories as of now, with what was told of them, strongest first.

select: captures later than the last edition, until now; the stories they are in, whole
work: stories.rank (a fold) · keep: nothing; it is made again from what is kept
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nutgraf import stories
from nutgraf.archive.model import Capture
from nutgraf.editions.model import LeftOut
from nutgraf.entities import registry_with
from nutgraf.reading.model import Name
from nutgraf.rundown.background import background
from nutgraf.rundown.read import read, readings
from nutgraf.rundown.remember import Memory, recall, recalling, told_of
from nutgraf.rundown.shift import Shift
from nutgraf.rundown.withdrawals import once_told
from nutgraf.rundown.work import Reading
from nutgraf.sources.model import Source
from nutgraf.stories import Member
from nutgraf.stories.model import Membership, Story, Told
from nutgraf.stories.taste import muted, muted_sources

REVOKED = "taken back by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The stories of a day and what they are made of, by capture id.

    `considered` are the captures of the day, `new` those of them that are candidates, `left_out`
    the others with the reason; `members` the placements of every capture of every story that counts;
    `muted` the stories that the settings mute, with the reason; `memory` what earlier editions told
    of what the candidates say; `strangers` the owners that nothing was known of before these days.
    """

    stories: tuple[Story, ...]
    captures: dict[str, Capture]
    readings: dict[str, Reading]
    members: tuple[Membership, ...]
    considered: tuple[str, ...]
    new: frozenset[str]
    left_out: tuple[LeftOut, ...]
    memory: Memory
    muted: dict[str, str]
    strangers: frozenset[str]

    def texts(self) -> dict[str, str]:
        """The words each story is told in: titles and texts of its captures that are no copies."""
        return {story.id: self.text_of(story) for story in self.stories}

    def text_of(self, story: Story) -> str:
        """The words a story is told in."""
        told = (self.captures[name] for name in originals(story))
        return "\n".join(f"{capture.title}\n{capture.text}" for capture in told)

    def told_by(self, followed: Sequence[Source]) -> dict[str, tuple[Source, ...]]:
        """The sources that tell each story, those the desk follows, in its order."""
        by_story = {
            story.id: {self.captures[name].source for name in story.captures}
            for story in self.stories
        }
        return {
            story: tuple(source for source in followed if source.id in telling)
            for story, telling in by_story.items()
        }


def originals(story: Story) -> list[str]:
    """The captures of a story that are no copies, in order."""
    copies = {copy for copy, _ in story.copies}
    return [name for name in story.captures if name not in copies]


def rank(shift: Shift, since: datetime | None, day_now: date, *, every: bool = False) -> Ranked:
    """Rank the stories of captures fetched after `since` (None: ever) and until now.

    What editions of days before `day_now` told is their memory. With `every`, captures that are
    no candidates (stale, replaced) open their stories too.
    """
    kept = shift.store.captures
    considered = kept.arrived(shift.audience, since, shift.now)
    places = shift.store.placements(shift.audience)
    recent = {m.capture: m.story for m in places.between(since, shift.now)}
    day = {capture.id: capture for capture in kept.get(considered, layout=False)}
    left_out = _no_candidates(shift, day)
    new = frozenset(considered) - {one.capture for one in left_out}
    open_stories = sorted(
        {recent[capture] for capture in (considered if every else new) if capture in recent}
    )
    placed = places.of_stories(open_stories, shift.now)
    standing = _standing(shift, placed)
    members, captures = _counting(shift, standing, day)
    read(shift, [m.capture for m in members])
    known = readings(shift, [m.capture for m in members])
    counts = kept.engagement_of([m.capture for m in members], shift.now)
    of_stories = [_member(m, captures[m.capture], known[m.capture], counts) for m in members]
    behind = background(
        shift, {one.features.source for one in of_stories}, {one.owner for one in of_stories}
    )
    ranked = stories.rank(
        of_stories,
        told=(*told_of(shift, members, day_now), *_told_once(shift, placed, standing, day_now)),
        now=shift.now,
        options=shift.settings.stories,
        background=behind,
        day=day_now,
    )
    claims = {name: known[name].claims for name in sorted(new & known.keys())}
    memory = recall(shift, claims, day_now)
    return Ranked(
        stories=recalling(ranked, claims, memory), memory=memory, captures=captures, readings=known, members=members,
        considered=tuple(considered), new=new, left_out=left_out,
        muted=_muted(shift, ranked, of_stories), strangers=behind.strangers,
    )  # fmt: skip


def _counting(
    shift: Shift, members: Sequence[Membership], day: Mapping[str, Capture]
) -> tuple[tuple[Membership, ...], dict[str, Capture]]:
    """The members that are not of a muted source, and every capture of theirs and of the day."""
    silent = muted_sources(shift.settings.taste)
    older = [m.capture for m in members if m.capture not in day]
    captures = dict(day) | {
        capture.id: capture for capture in shift.store.captures.get(older, layout=False)
    }
    return tuple(m for m in members if captures[m.capture].source not in silent), captures


def _muted(shift: Shift, ranked: Sequence[Story], members: Sequence[Member]) -> dict[str, str]:
    taste = shift.settings.taste
    if not taste.mute:
        return {}
    by_capture = {one.capture: one for one in members}
    known = registry_with(shift.names)
    found = {}
    for story in ranked:
        copies = {copy for copy, _ in story.copies}
        texts = [by_capture[name] for name in story.captures if name not in copies]
        if rules := muted(taste, story.names, texts, known):
            found[story.id] = f"in stories that are muted ({rules[0]})"
    return found


def _standing(shift: Shift, members: Sequence[Membership]) -> tuple[Membership, ...]:
    """The members without captures that were taken back: they count for nothing any more.

    Copies of such a capture stay copies of one text, and one of them stands in for it.
    """
    gone = shift.store.revocations.among([one.capture for one in members], shift.now)
    return tuple(one for one in members if one.capture not in gone)


def _told_once(
    shift: Shift, placed: Sequence[Membership], standing: Sequence[Membership], day: date
) -> tuple[Told, ...]:
    """What was told of stories from captures that were taken back since."""
    stand = {one.capture for one in standing}
    gone = {one.capture: one.story for one in placed if one.capture not in stand}
    return once_told(shift, gone, day) if gone else ()


def _no_candidates(shift: Shift, day: dict[str, Capture]) -> tuple[LeftOut, ...]:
    """Captures that are read but cannot be told: muted, too old, or replaced by a later text."""
    days = shift.settings.edition.stale_days
    oldest = shift.now - timedelta(days=days)
    replaced = shift.store.captures.replaced(day, shift.now)
    silent = muted_sources(shift.settings.taste)
    found = []
    revoked = shift.store.revocations.among(list(day), shift.now)
    for capture in day.values():
        if capture.id in revoked:
            found.append(LeftOut(capture=capture.id, reason=REVOKED))
        elif capture.source in silent:
            found.append(LeftOut(capture=capture.id, reason=f"muted (source: {capture.source})"))
        elif capture.id in replaced:
            found.append(LeftOut(capture=capture.id, reason="replaced by a later text of theirs"))
        elif capture.published_at is not None and capture.published_at < oldest:
            reason = f"published more than {days} days before"
            found.append(LeftOut(capture=capture.id, reason=reason))
    return tuple(found)


def _member(
    membership: Membership,
    capture: Capture,
    reading: Reading,
    counts: Mapping[str, tuple[tuple[str, int], ...]],
) -> Member:
    names: Sequence[Name] = [name for claim in reading.claims for name in claim.parts.names]
    return Member(
        features=reading.features,
        membership=membership,
        record=capture.record,
        names=tuple(names),
        figures=sum(len(claim.parts.quantities) for claim in reading.claims),
        engagement=counts.get(capture.id, capture.engagement),
    )
