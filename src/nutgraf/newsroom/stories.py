"""The stories a desk knows: listed, and one of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nutgraf import rundown
from nutgraf.editions.beats import Carried, beats_of
from nutgraf.editions.planning import about, assign_story, rulings_on
from nutgraf.editions.sections import Assigned, named
from nutgraf.entities import registry_with
from nutgraf.errors import UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.now import day_of, show_instant
from nutgraf.runners.pool import Inline
from nutgraf.sources.model import Source
from nutgraf.stories.model import SignalPart, Story
from nutgraf.telemetry import Silent


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRef:
    """A capture as `nutgraf stories --json` names it."""

    id: str
    key: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One part of a signal as printed."""

    value: float
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStory:
    """A story as `nutgraf stories --json` prints it (`score` is the weighted sum of `signal`).

    `section` is where it belongs by evidence, `beats` the topics it carries.
    """

    id: str
    headline: str
    first_seen: str
    last_seen: str
    captures: tuple[CaptureRef, ...]
    signal: dict[str, Weighed]
    score: float
    section: str
    beats: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMember:
    """A capture of a story, and why it is there."""

    capture: str
    owner: str
    title: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedBeat:
    """A beat a story carries, and why."""

    beat: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStory:
    """A story in full.

    `section` is where it belongs by the evidence that `section_reason` names, `next_best` the
    section that came next ("" where none did); an edition may have it among the strongest instead,
    or where `moved` says that somebody moved it. `beats` are the topics it carries, with reasons.
    """

    id: str
    headline: str
    parts: tuple[SignalPart, ...]
    members: tuple[ShownMember, ...]
    section: str
    section_reason: str
    next_best: str
    moved: str
    beats: tuple[CarriedBeat, ...]


def list_stories(
    desk: Desk, *, now: datetime | None = None, since: datetime | None = None
) -> tuple[ListedStory, ...]:
    """Stories with a capture fetched after `since` (default: ever), until now, strongest first."""
    ranked = _ranked(desk, now, since, every=True)
    followed = desk.store.followed()
    told_by = ranked.told_by(followed)
    return tuple(
        _listed(story, ranked, _placed(desk, story, ranked, told_by[story.id]))
        for story in ranked.stories
    )


def show_story(desk: Desk, name: str, *, now: datetime | None = None) -> ShownStory:
    """One story (by id or a unique beginning of one) in full; raises UsageError."""
    wanted = story_of(desk, name, now=now)
    ranked = _ranked(desk, now, None, every=True)
    story = next((story for story in ranked.stories if story.id == wanted), None)
    if story is None:
        at = desk.moment(now)
        if not desk.store.placements(desk.audience).of_stories([wanted], at):
            raise UsageError(
                f"The story {wanted[:12]} was not there on {show_instant(at)}.",
                "Ask as of a later time; nutgraf stories lists those there were with the same --now.",
            )
        raise UsageError(
            f"Every capture of the story {wanted[:12]} was taken back or is of a muted source.",
            "nutgraf stories lists others; nutgraf taste shows the rules.",
        )
    reasons = {m.capture: m.reason for m in ranked.members}
    placed = _placed(desk, story, ranked, ranked.told_by(desk.store.followed())[story.id])
    return ShownStory(
        id=story.id,
        headline=headline(story, ranked),
        parts=story.signal.parts,
        members=tuple(
            ShownMember(
                capture=name, owner=ranked.captures[name].owner, title=ranked.captures[name].title,
                url=ranked.captures[name].address, reason=reasons[name],
            )
            for name in story.captures
        ),
        section=placed.assigned.section,
        section_reason=placed.assigned.reason,
        next_best=placed.assigned.runner_up,
        moved=_moved(desk, story, now),
        beats=tuple(CarriedBeat(beat=one.beat, reason=one.reason) for one in placed.carried),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """The section of a story and its beats."""

    assigned: Assigned
    carried: tuple[Carried, ...]


def _placed(desk: Desk, story: Story, ranked: rundown.Ranked, sources: Sequence[Source]) -> _Placed:
    options, text = desk.settings.edition, ranked.text_of(story)
    known = registry_with(desk.names)
    keys = [name.key for name in story.names]
    return _Placed(
        assigned=assign_story(story, text, options, sources=sources, known=known),
        carried=beats_of(about(story, text), options, names=keys, sources=sources, known=known),
    )


def _moved(desk: Desk, story: Story, now: datetime | None) -> str:
    """The section somebody had moved a story to last by now, "" where nobody had."""
    shift = desk.shift(Inline(), Silent(), desk.moment(now))
    held = rulings_on(story.id, rundown.rulings_at(shift))
    section = named(held.get("move", ""), desk.settings.edition.sections)
    return section.name if section else ""


def story_of(desk: Desk, prefix: str, *, now: datetime | None = None) -> str:
    """The id of a story, from it or a unique beginning: of the story it was merged into by `now` (the
    desk's clock unless given), where it was; raises UsageError."""
    places = desk.store.placements(desk.audience)
    found = places.stories_starting_with(prefix) if prefix else ()
    if len(found) == 1 or prefix in found:
        story = prefix if prefix in found else found[0]
        return places.now_in([story], desk.moment(now)).get(story, story)
    if not found:
        raise UsageError(f"This desk has no story {prefix!r}.", "nutgraf stories lists them.")
    raise UsageError(f"More than one story begins with {prefix!r}.", "Write more of its id.")


def _ranked(
    desk: Desk, now: datetime | None, since: datetime | None, *, every: bool = False
) -> rundown.Ranked:
    """What is placed already, ranked as of now; places nothing new."""
    shift = desk.shift(Inline(), Silent(), desk.moment(now))
    day = day_of(shift.now, desk.settings.desk.time_zone)
    return rundown.rank(shift, since, day, every=every)


def headline(story: Story, ranked: rundown.Ranked) -> str:
    """The title of the capture that had it first, else its first sentence."""
    first = ranked.captures[story.first]
    if first.title:
        return first.title
    claims = ranked.readings[story.first].claims
    return claims[0].text if claims else first.text[:120]


def _listed(story: Story, ranked: rundown.Ranked, placed: _Placed) -> ListedStory:
    refs = [ranked.captures[name] for name in story.captures]
    return ListedStory(
        id=story.id,
        headline=headline(story, ranked),
        first_seen=show_instant(story.first_seen),
        last_seen=show_instant(story.last_seen),
        captures=tuple(CaptureRef(id=c.id, key=c.key, url=c.address or None) for c in refs),
        signal={p.name: Weighed(value=p.value, weight=p.weight) for p in story.signal.parts},
        score=story.signal.score,
        section=placed.assigned.section,
        beats=tuple(one.beat for one in placed.carried),
    )
