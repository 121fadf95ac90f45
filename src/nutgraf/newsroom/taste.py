"""What an editor wants more of: rules in nutgraf.toml, and what rulings taught, shown and forgotten."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from nutgraf.errors import SettingsError, UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.rundown.background import learned, lessons
from nutgraf.runners.pool import Inline
from nutgraf.settings import FILE, read_settings
from nutgraf.store.folder import change_list, held, parse_toml
from nutgraf.stories.learning import Lesson, Offset, standing
from nutgraf.stories.taste import Rule, read_rule
from nutgraf.telemetry import Silent

Key = Literal["follow", "mute"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedWeight:
    """A part's weight as set and as rulings made it, and the rulings that pulled it either way."""

    part: str
    set: float
    made: float
    up: tuple[str, ...]
    down: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """The rules of a desk and all that was learned.

    `rulings` are those that count, `needed` how many it takes before they act, `acts` whether they
    do; `unknown` rules for sources that the desk does not follow.
    """

    follow: tuple[str, ...]
    mute: tuple[str, ...]
    unknown: tuple[str, ...]
    learned: bool
    acts: bool
    needed: int
    rulings: tuple[str, ...]
    weights: tuple[LearnedWeight, ...]
    offsets: tuple[Offset, ...]


def taste_of(desk: Desk, *, now: datetime | None = None) -> Taste:
    """The taste of a desk as of now."""
    options, at = desk.settings.taste, desk.moment(now)
    rulings = standing(lessons(desk.store, desk.audience, at))
    found = learned(desk.shift(Inline(), Silent(), at))
    weight = desk.settings.stories.weight_of
    return Taste(
        follow=options.follow,
        mute=options.mute,
        unknown=tuple(str(one) for one in _unknown(desk)),
        learned=options.learned,
        acts=options.learned and len(rulings) >= options.learn_from,
        needed=options.learn_from,
        rulings=tuple(one.said for one in rulings),
        weights=tuple(
            LearnedWeight(
                part=one.part, set=weight(one.part), made=round(weight(one.part) * one.factor, 4),
                up=one.up, down=one.down,
            )
            for one in found.factors
        ),
        offsets=found.offsets,
    )  # fmt: skip


def unknown_sources(desk: Desk) -> tuple[SettingsError, ...]:
    """What is to be said of each rule for a source that the desk does not follow; no run stops at
    it, for a source may be let go before its rules are."""
    ids = [source.id for source in desk.store.followed()]
    found = []
    for rule in _unknown(desk):
        near = difflib.get_close_matches(rule.value, ids, n=1, cutoff=0.6)
        step = f"Did you mean {near[0]!r}?" if near else "nutgraf sources lists those there are."
        what = f"In {FILE}, [taste] has {str(rule)!r}, and the desk follows no source of this id."
        found.append(SettingsError(what, step))
    return tuple(found)


def _unknown(desk: Desk) -> list[Rule]:
    options, ids = desk.settings.taste, {source.id for source in desk.store.followed()}
    rules = [read_rule(one) for one in (*options.follow, *options.mute)]
    return [one for one in rules if one.kind == "source" and one.value not in ids]


def forget(desk: Desk) -> int:
    """Let what was learned so far count no more; the rulings stay. Returns how many those are."""
    editions, at = desk.store.editions(desk.audience), desk.moment()
    gone = len(standing(lessons(desk.store, desk.audience, at)))
    editions.learn(Lesson(verb="forget", at=at))
    return gone


def change_rule(desk: Desk, key: Key, written: str, *, add: bool) -> tuple[Rule, bool]:
    """Add a rule to nutgraf.toml or take it out, comments kept; says whether anything changed.

    Raises UsageError when it is no rule or names a source that the desk does not follow.
    """
    try:
        rule = read_rule(written)
    except ValueError as problem:
        raise UsageError(
            f"{problem}.",
            'Write "name: Qwen", "topic: robotics" or "source: letters".',
        ) from problem
    if add and rule.kind == "source" and rule.value not in {s.id for s in desk.store.followed()}:
        there = ", ".join(source.id for source in desk.store.followed()) or "none yet"
        raise UsageError(f"This desk follows no source {rule.value!r}.", f"It follows: {there}.")
    said = getattr(desk.settings.taste, key)
    same = [one for one in said if str(read_rule(one)).casefold() == str(rule).casefold()]
    if bool(same) == add:
        return rule, False
    wanted = (*said, str(rule)) if add else tuple(one for one in said if one not in same)
    with held(desk.folder):
        change_list(desk.folder / FILE, "taste", key, wanted, check=_can_be_read)
    return rule, True


def _can_be_read(text: str) -> None:
    read_settings(parse_toml(text, FILE), text)
