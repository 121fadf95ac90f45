"""Ranking: members of stories become stories, strongest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from nutgraf.stories.background import Background
from nutgraf.stories.live import order_of
from nutgraf.stories.member import Member
from nutgraf.stories.model import Story, Told
from nutgraf.stories.names import story_names
from nutgraf.stories.options import StoriesOptions
from nutgraf.stories.signal import Counted, last_told, signal
from nutgraf.stories.taste import followed
from nutgraf.stories.voices import Voices, voices


def rank(
    members: Sequence[Member],
    *,
    told: Sequence[Told],
    now: datetime,
    options: StoriesOptions,
    background: Background | None = None,
    day: date | None = None,
) -> tuple[Story, ...]:
    """The stories these captures make as of `now`, strongest first.

    `told` is what earlier editions printed, `background` what is known of sources, owners and the
    editor's taste, `day` the edition's day in the desk's time zone (the day of `now` in UTC when
    left out). Stories of the same score stand in order of when they were first out, then of their
    ids.
    """
    gathered: dict[str, list[Member]] = {}
    for member in sorted(members, key=lambda one: order_of(one.features)):
        gathered.setdefault(member.membership.story, []).append(member)
    of_story: dict[str, list[Told]] = {}
    for one in told:
        of_story.setdefault(one.story, []).append(one)
    as_of = (now, day or now.astimezone(UTC).date())
    stories = [
        _story(story, group, of_story.get(story, ()), background or Background(), as_of, options)
        for story, group in gathered.items()
    ]
    return tuple(sorted(stories, key=lambda one: (-one.signal.score, one.first_seen, one.id)))


def _story(
    story: str,
    group: Sequence[Member],
    told: Sequence[Told],
    background: Background,
    as_of: tuple[datetime, date],
    options: StoriesOptions,
) -> Story:
    copies = _copies(group)
    copying = {copy for copy, _ in copies}
    texts = tuple(one for one in group if one.capture not in copying)
    originals = tuple(one for one in texts if one.membership.copy != "reworded") or texts
    names = story_names(originals)
    heard = voices(originals, group, background.strangers)
    counted = Counted(
        voices=heard, since=_since(originals, group, heard, last_told(told, *as_of), background),
        names=names, told=tuple(told), now=as_of[0], day=as_of[1],
        followed=followed(background.taste, names, heard.members, background.known),
    )  # fmt: skip
    return Story(
        id=story,
        captures=tuple(one.capture for one in group),
        copies=copies,
        names=names,
        first=min(texts, key=lambda one: (one.moment, order_of(one.features))).capture,
        first_seen=group[0].features.fetched_at,
        last_seen=group[-1].features.fetched_at,
        signal=signal(counted, background, options),
        told=tuple(told),
    )


def _since(
    originals: Sequence[Member],
    group: Sequence[Member],
    heard: Voices,
    last: datetime | None,
    background: Background,
) -> Voices:
    """The voices of what came since a story was last told, by those whose text was not told then."""
    if last is None:
        return heard
    later = {one.capture for one in heard.texts if one.features.fetched_at > last}
    return voices(
        [one for one in originals if one.capture in later],
        [one for one in group if one.features.fetched_at > last],
        background.strangers,
    )


def _copies(group: Sequence[Member]) -> tuple[tuple[str, str], ...]:
    """(copy, original) for the copies whose original is here; another copy stands in for one that is not.

    What tells a release again in other words is counted with it, and is still a text of its own.
    """
    here = {one.capture for one in group}
    standing: dict[str, str] = {}
    copies = []
    for member in group:
        original = member.membership.copy_of
        if original is None or member.membership.copy == "reworded":
            continue
        stand_in = original if original in here else standing.setdefault(original, member.capture)
        if stand_in != member.capture:
            copies.append((member.capture, stand_in))
    return tuple(copies)
