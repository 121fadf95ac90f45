"""How strong a story is, in named parts of 0-1 that each say in words what was counted.

Copies, and texts that others edited a little, count in no part: whoever repeats a text, and however
often, a story stays where it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nutgraf.now import show_day
from nutgraf.stories.background import MAIN_NAMES, Background
from nutgraf.stories.duplicates import figures_of
from nutgraf.stories.first_hand import FIRST_HAND, first_hand
from nutgraf.stories.member import Member
from nutgraf.stories.model import Signal, SignalPart, StoryName, Told
from nutgraf.stories.options import SIGNAL_PARTS, StoriesOptions
from nutgraf.stories.spread import cited, surprise
from nutgraf.stories.voices import Voices

_OWNERS_HALF = 3.0  # further independent owners that make half of the part
_BREADTH_HALF = 8.0  # others that the texts quote or lead to
_SPEED_HALF = 2.0  # fully surprising voices
_FIGURES_HALF = 6.0
_FRESH_HALF_HOURS = 24.0
_MOST_ENGAGED = 6.0  # powers of ten: a million is all there is
_ECHO_ROOM = 2.0  # powers of ten above the usual that make all of the part
_ECHO_KNOWN = 5  # captures with counts before a source has a usual number
_RETOLD = 0.3  # a told story with captures since, saying nothing that can be pointed at
_NEW_PARTS = 5  # names and figures not told that make a follow-up as good as it gets
_FOLLOW_UP = 0.8
_INDIFFERENT = 0.5  # of the part `taste`


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a signal is counted from.

    `since` are the voices of captures since the story was last told, all of them where it never was.
    """

    voices: Voices
    since: Voices
    names: tuple[StoryName, ...]
    told: tuple[Told, ...]
    now: datetime
    day: date
    followed: tuple[str, ...] = ()


def signal(counted: Counted, background: Background, options: StoriesOptions) -> Signal:
    """Every part of a story's signal."""
    values = {
        "owners": _owners(counted),
        "breadth": _breadth(counted, background),
        "speed": _speed(counted, background),
        "novelty": _novelty(counted),
        "weight": _weight(counted, background),
        "figures": _figures(counted),
        "engagement": _engagement(counted, background),
        "freshness": _freshness(counted),
        "taste": _taste(counted, background),
    }
    return Signal(
        parts=tuple(
            _part(part, *values[part], options.weight_of(part), background.learned.factor_of(part))
            for part in SIGNAL_PARTS
        )
    )


def _part(name: str, value: float, note: str, weight: float, factor: float) -> SignalPart:
    if factor != 1.0 and weight:
        note += f"; weight {weight:g} made {weight * factor:.3g} by your rulings"
    return SignalPart(
        name=name, value=round(min(1.0, max(0.0, value)), 6), weight=round(weight * factor, 6),
        note=note,
    )  # fmt: skip


def last_told(told: Sequence[Told], now: datetime, day: date) -> datetime | None:
    """When a story was last told: what came later is new; None where it never was.

    The instant its last edition was made as of; where that is not known, whole days before `now`.
    """
    if not told:
        return None
    last = max(one.edition for one in told)
    known = [one.told_at for one in told if one.edition == last and one.told_at is not None]
    if known:
        return max(known)
    return now - timedelta(days=max(1, (day - last).days))


def _owners(counted: Counted) -> tuple[float, str]:
    voices = counted.since
    others = max(0, len(voices.members) - 1)
    note = _number(len(voices.members), "independent owner")
    if counted.told:
        note += " since it was told"
    if voices.newcomers:
        note += f"; {len(voices.newcomers)} newcomers count as one"
    if voices.repeating:
        repeating = len(voices.repeating)
        note += f"; {repeating} more only {'repeats' if repeating == 1 else 'repeat'} a text"
    return others / (others + _OWNERS_HALF), note


def _breadth(counted: Counted, background: Background) -> tuple[float, str]:
    told = {member.owner.casefold() for member in counted.since.members}
    known = [one for one in counted.since.texts if one.owner not in background.strangers]
    named = cited(known) - told
    note = f"its texts lead to {_number(len(named), 'other')}"
    return len(named) / (len(named) + _BREADTH_HALF), note


def _speed(counted: Counted, background: Background) -> tuple[float, str]:
    if not counted.since.members[1:]:
        return 0.0, "no further owner" if counted.told else "one owner so far"
    first, *rest = counted.since.members
    later = [one for one in rest if one.moment > first.moment]
    if not later:
        return 0.0, "all seen at one instant, so how fast is not known"
    hours = [(one.moment - first.moment).total_seconds() / 3600 for one in later]
    rates = [background.a_day(one.features.source) for one in later]
    came = math.fsum(surprise(*one) for one in zip(hours, rates, strict=True))
    within = _number(max(1, math.ceil(max(hours))), "hour")
    note = f"{_number(len(later), 'further owner')} within {within}"
    known = [
        (rate, one.features.source)
        for rate, one in zip(rates, later, strict=True)
        if rate is not None
    ]
    if known:
        rate, source = min(known)
        note += f"; {source} usually has {_usual(rate)}"
    return came / (came + _SPEED_HALF), note


def _usual(rate: float) -> str:
    return f"{rate:.0f} a day" if rate >= 1.5 else f"{max(1, round(7 * rate))} a week"


def _novelty(counted: Counted) -> tuple[float, str]:
    if not counted.told:
        return 1.0, "not told before"
    last = max(one.edition for one in counted.told)
    since = last_told(counted.told, counted.now, counted.day) or counted.now
    read = (*counted.voices.texts, *counted.voices.updates)
    new = [one for one in read if one.features.fetched_at > since]
    if not new:
        return 0.0, f"told on {show_day(last)}, nothing new since"
    old = [one for one in read if one.features.fetched_at <= since]
    parts = _parts(new) - _parts(old)
    share = min(len(parts), _NEW_PARTS) / _NEW_PARTS
    note = (
        f"told on {show_day(last)}; {_number(len(new), 'capture')} since, with "
        f"{_number(len(parts), 'name or figure', 'names or figures')} not told"
    )
    return _RETOLD + (_FOLLOW_UP - _RETOLD) * share, note


def _parts(members: Sequence[Member]) -> set[str]:
    named = {name for one in members for name in one.features.names}
    return named | {figure for one in members for figure in figures_of(one.features)}


def _weight(counted: Counted, background: Background) -> tuple[float, str]:
    best = max(
        counted.voices.members,
        key=lambda one: (background.weight(one.features.source), one.capture),
    )
    source = best.features.source
    weight = background.weight(source)
    note = f"the weightiest source is {source} ({weight:.3g} of 2"
    if (record := background.records.get(source)) and record.said and record.factor != 1.0:
        note += f": {background.weights.get(source, 1.0):g} set, {record.said}"
    return weight / 2, f"{note})"


def _figures(counted: Counted) -> tuple[float, str]:
    most = max(one.figures for one in counted.voices.texts)
    note = f"{_number(most, 'figure')} in one capture"
    share, said = first_hand(counted.voices.texts, counted.names)
    if said:
        note += f"; {said}"
    return share + (1 - FIRST_HAND) * most / (most + _FIGURES_HALF), note


def _engagement(counted: Counted, background: Background) -> tuple[float, str]:
    """How far counts stand above what their source usually gets; where that is unknown, in all.

    What its source usually gets is worth no more than what comes from one that counts nothing.
    """
    given = [
        (one.features.source, _count(one))
        for one in counted.voices.members
        if one.owner not in background.strangers
    ]
    total = sum(count for _, count in given)
    if not total:
        return 0.0, "no counts given"
    note = f"{total} likes, replies and the like"
    measured = [(math.log10(1 + count), background.records.get(source)) for source, count in given]
    known = [
        (echo - record.echo, 10**record.echo - 1)
        for echo, record in measured
        if record is not None and record.echoed >= _ECHO_KNOWN
    ]
    if not known:
        return math.log10(1 + total) / _MOST_ENGAGED, note
    above, usual = max(known)
    return above / _ECHO_ROOM, f"{note}; its source usually has {usual:.0f}"


def _count(member: Member) -> int:
    return sum(max(0, count) for _, count in member.engagement)


def _taste(counted: Counted, background: Background) -> tuple[float, str]:
    names = [name.key for name in counted.names[:MAIN_NAMES]]
    sources = {one.features.source for one in counted.voices.members}
    learned, said = background.learned.offset_of(names, sorted(sources))
    value, notes = _INDIFFERENT + learned, []
    if counted.followed:
        value += _INDIFFERENT
        notes.append(f"followed: {', '.join(counted.followed)}")
    if said:
        notes.append(f"learned: {said}")
    return value, "; ".join(notes) or "nothing followed or learned"


def _freshness(counted: Counted) -> tuple[float, str]:
    last = max(one.moment for one in counted.voices.texts)
    hours = max(0.0, (counted.now - last).total_seconds() / 3600)
    age = _number(math.floor(hours), "hour")
    return 0.5 ** (hours / _FRESH_HALF_HOURS), f"the latest is {age} old"


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
