"""The stories a desk knows: listed, and one of them in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nutgraf import rundown
from nutgraf.errors import UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.rule import story_of
from nutgraf.now import day_of, show_instant
from nutgraf.runners.pool import Inline
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
    """A story as `nutgraf stories --json` prints it (`score` is the weighted sum of `signal`)."""

    id: str
    headline: str
    first_seen: str
    last_seen: str
    captures: tuple[CaptureRef, ...]
    signal: dict[str, Weighed]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMember:
    """A capture of a story, and why it is there."""

    capture: str
    owner: str
    title: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStory:
    """A story in full."""

    id: str
    headline: str
    parts: tuple[SignalPart, ...]
    members: tuple[ShownMember, ...]


def list_stories(
    desk: Desk, *, now: datetime | None = None, since: datetime | None = None
) -> tuple[ListedStory, ...]:
    """Stories with a capture fetched after `since` (default: ever), until now, strongest first."""
    ranked = _ranked(desk, now, since, every=True)
    return tuple(_listed(story, ranked) for story in ranked.stories)


def show_story(desk: Desk, name: str, *, now: datetime | None = None) -> ShownStory:
    """One story (by id or a unique beginning of one) in full; raises UsageError."""
    wanted = story_of(desk, name)
    ranked = _ranked(desk, now, None, every=True)
    story = next((story for story in ranked.stories if story.id == wanted), None)
    if story is None:
        raise UsageError(
            f"Every capture of the story {wanted[:12]} was taken back.",
            "nutgraf stories lists others.",
        )
    reasons = {m.capture: m.reason for m in ranked.members}
    return ShownStory(
        id=story.id,
        headline=_headline(story, ranked),
        parts=story.signal.parts,
        members=tuple(
            ShownMember(
                capture=name, owner=ranked.captures[name].owner, title=ranked.captures[name].title,
                url=ranked.captures[name].address, reason=reasons[name],
            )
            for name in story.captures
        ),
    )  # fmt: skip


def _ranked(
    desk: Desk, now: datetime | None, since: datetime | None, *, every: bool = False
) -> rundown.Ranked:
    """What is placed already, ranked as of now; places nothing new."""
    shift = desk.shift(Inline(), Silent(), desk.moment(now))
    day = day_of(shift.now, desk.settings.desk.time_zone)
    return rundown.rank(shift, since, day, every=every)


def _headline(story: Story, ranked: rundown.Ranked) -> str:
    """The title of the capture that had it first, else its first sentence."""
    first = ranked.captures[story.first]
    if first.title:
        return first.title
    claims = ranked.readings[story.first].claims
    return claims[0].text if claims else first.text[:120]


def _listed(story: Story, ranked: rundown.Ranked) -> ListedStory:
    refs = [ranked.captures[name] for name in story.captures]
    return ListedStory(
        id=story.id,
        headline=_headline(story, ranked),
        first_seen=show_instant(story.first_seen),
        last_seen=show_instant(story.last_seen),
        captures=tuple(CaptureRef(id=c.id, key=c.key, url=c.address or None) for c in refs),
        signal={p.name: Weighed(value=p.value, weight=p.weight) for p in story.signal.parts},
        score=story.signal.score,
    )
