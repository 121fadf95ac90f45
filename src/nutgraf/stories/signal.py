"""How strong a story is, in named parts of 0-1 that each say in words what was counted.

Copies, and texts that others edited a little, count in no part: whoever repeats a text, and however
often, a story stays where it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nutgraf.now import show_day
from nutgraf.stories.duplicates import figures_of
from nutgraf.stories.member import Member
from nutgraf.stories.model import Signal, SignalPart, Told
from nutgraf.stories.options import SIGNAL_PARTS, StoriesOptions
from nutgraf.stories.voices import Voices

_OWNERS_HALF = 3.0  # further independent owners that make half of the part
_SPEED_HALF_HOURS = 12.0
_FIGURES_HALF = 6.0
_FIRST_HAND = 0.25
_FRESH_HALF_HOURS = 24.0
_MOST_ENGAGED = 6.0  # powers of ten: a million is all there is
_RETOLD = 0.3  # a told story with captures since, saying nothing that can be pointed at
_NEW_PARTS = 5  # names and figures not told that make a follow-up as good as it gets
_FOLLOW_UP = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a signal is counted from."""

    voices: Voices
    told: tuple[Told, ...]
    now: datetime
    day: date


def signal(counted: Counted, weights: Mapping[str, float], options: StoriesOptions) -> Signal:
    """Every part of a story's signal; `weights` are those of sources (0-2, 1 where none is set)."""
    values = {
        "owners": _owners(counted),
        "speed": _speed(counted),
        "novelty": _novelty(counted),
        "weight": _weight(counted, weights),
        "figures": _figures(counted),
        "engagement": _engagement(counted),
        "freshness": _freshness(counted),
    }
    return Signal(
        parts=tuple(
            SignalPart(
                name=part, value=round(min(1.0, max(0.0, values[part][0])), 6),
                weight=options.weight_of(part), note=values[part][1],
            )
            for part in SIGNAL_PARTS
        )
    )  # fmt: skip


def _owners(counted: Counted) -> tuple[float, str]:
    others = len(counted.voices.members) - 1
    note = _number(others + 1, "independent owner")
    if counted.voices.repeating:
        repeating = len(counted.voices.repeating)
        note += f"; {repeating} more only {'repeats' if repeating == 1 else 'repeat'} a text"
    return others / (others + _OWNERS_HALF), note


def _speed(counted: Counted) -> tuple[float, str]:
    first, *later = counted.voices.members
    if not later:
        return 0.0, "one owner so far"
    hours = [(one.moment - first.moment).total_seconds() / 3600 for one in later]
    came = math.fsum(0.5 ** (after / _SPEED_HALF_HOURS) for after in hours)
    within = _number(max(1, math.ceil(max(hours))), "hour")
    return came / (came + 2), f"{_number(len(later), 'further owner')} within {within}"


def _novelty(counted: Counted) -> tuple[float, str]:
    if not counted.told:
        return 1.0, "not told before"
    last = max(one.edition for one in counted.told)
    since = counted.now - timedelta(days=max(1, (counted.day - last).days))
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


def _weight(counted: Counted, weights: Mapping[str, float]) -> tuple[float, str]:
    best = max(
        counted.voices.members, key=lambda one: (weights.get(one.features.source, 1.0), one.capture)
    )
    weight = weights.get(best.features.source, 1.0)
    return weight / 2, f"the weightiest source is {best.features.source} ({weight:g} of 2)"


def _figures(counted: Counted) -> tuple[float, str]:
    most = max(one.figures for one in counted.voices.texts)
    note = f"{_number(most, 'figure')} in one capture"
    value = (1 - _FIRST_HAND) * most / (most + _FIGURES_HALF)
    if owner := _first_hand(counted.voices.texts):
        return value + _FIRST_HAND, f"{note}; first-hand from {owner}"
    return value, note


def _first_hand(texts: Sequence[Member]) -> str:
    """The owner of a capture whose name most other owners of the story give: a party to it.

    One that a single colleague credits is a source, not a party.
    """
    naming: dict[str, set[str]] = {}
    for member in texts:
        for name in member.names:
            naming.setdefault(name.text.casefold(), set()).add(member.owner)
    owners = {member.owner for member in texts}
    for member in texts:
        others = naming.get(member.owner.casefold(), set()) - {member.owner}
        if others and 2 * len(others) >= len(owners) - 1:
            return member.owner
    return ""


def _engagement(counted: Counted) -> tuple[float, str]:
    given = [sum(max(0, count) for _, count in one.engagement) for one in counted.voices.members]
    total = sum(given)
    if not total:
        return 0.0, "no counts given"
    return math.log10(1 + total) / _MOST_ENGAGED, f"{total} likes, replies and the like"


def _freshness(counted: Counted) -> tuple[float, str]:
    last = max(one.moment for one in counted.voices.texts)
    hours = max(0.0, (counted.now - last).total_seconds() / 3600)
    age = _number(math.floor(hours), "hour")
    return 0.5 ** (hours / _FRESH_HALF_HOURS), f"the latest is {age} old"


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
