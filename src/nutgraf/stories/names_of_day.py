"""The names of the day: whom and what all of a day's captures are about, in named parts.

Not the most mentioned: those most people speak of. A capture's voices are the accounts it cites;
each counts once for a name, however often it is cited, and a dozen a capture at most. Copies count
in nothing. The parts are counts: `voices` of the accounts cited with the name, `gathered` of those one
capture cites with it at most, `story` of those its strongest story cites, `reach` of accounts and sites
cited with it or with what it makes, `makes` of its things that are named, `strongest` of the voices
of the first of these, `itself` of the accounts cited where one of its own speaks, `owners` of the
captures' owners, `opening` of the captures that open with it; `exact` is whether a version is named.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from nutgraf.entities import SENSE_MARK, Entity, Registry, key_of
from nutgraf.stories.accounts import account_of
from nutgraf.stories.member import Member
from nutgraf.stories.model import NameOfDay, Signal, SignalPart

KINDS_OF_DAY: tuple[str, ...] = ("company", "model")
MOST_OF_KIND = 5
# (part, weight) by kind. Fitted on the first half of a stream of 116 days with what its editors
# listed (companies by a softmax over the names of a day, models by logistic regression), and rounded;
# see docs/decisions/0036-names-of-the-day.md.
WEIGHTS: Mapping[str, tuple[tuple[str, float], ...]] = {
    "company": (
        ("voices", 0.15), ("gathered", 0.2), ("story", 0.15), ("reach", 0.15), ("makes", 0.1),
        ("strongest", 0.1), ("itself", 0.05), ("owners", 0.1),
    ),
    "model": (("voices", 0.45), ("reach", 0.15), ("opening", 0.2), ("owners", 0.15), ("exact", 0.05)),
}  # fmt: skip
_OPENING = 60  # characters in which a text says what it is about
_MOST_CITED = 12  # accounts, and hosts, one capture speaks for; a page of links buys no place
_SHARED = 0.67  # the share of the captures of a name that speak of another form of it as well
# How long a model was let think is no part of its name: `GPT-5.2 High`, `o3-mini-high`.
_EFFORT = re.compile(r"(.*\d.*?)[\s-](?:x?high|low|medium|minimal)\Z", re.IGNORECASE)
_PLENTY = 50  # of anything counted; more adds nothing


@dataclass(slots=True)
class _Heard:
    """What the day's captures say of one name."""

    entity: Entity | None
    rest: bool
    written: Counter[str] = field(default_factory=Counter)
    captures: list[str] = field(default_factory=list)
    owners: set[str] = field(default_factory=set)
    voices: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    opening: int = 0
    gathered: int = 0
    itself: set[str] = field(default_factory=set)
    stories: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


def names_of_the_day(
    members: Sequence[Member],
    registry: Registry,
    learned: Mapping[str, str] | None = None,
    strangers: Collection[str] = (),
) -> tuple[NameOfDay, ...]:
    """The first names of each kind, companies before models, strongest first, at most five each.

    `members` are the day's captures; the order they come in changes nothing. `learned` has the
    kinds of names the registry does not know, by key. A company is written as the registry writes
    it, all else as the day's captures write it most often, in full where any does. What owners that
    nothing was known of before (`strangers`) cite counts as nobody's voice.
    """
    heard = _heard(members, registry, strangers)
    around = _Around.of(members, heard, strangers)
    found: list[NameOfDay] = []
    for kind in KINDS_OF_DAY:
        named = [
            _named(key, one, kind, around)
            for key, one in heard.items()
            if kind in one.kinds or (learned or {}).get(key) == kind
        ]
        named.sort(key=lambda one: (-one.signal.score, -len(one.captures), one.key))
        found += _distinct(named)[:MOST_OF_KIND]
    return tuple(found)


def counted_again(
    members: Sequence[Member], registry: Registry, kind: str, name: str
) -> NameOfDay | None:
    """A printed name of the day, counted from its own captures alone; None where one of them has it
    not, or writes it otherwise.

    What the rest of the day adds (`reach`, `story`, `makes`, `strongest`) can only be more, what
    strangers cite (`voices`, `gathered`, `itself`) only be less than here.
    """
    alone = [
        replace(one, membership=replace(one.membership, story=one.capture, copy_of=None))
        for one in members
    ]
    heard = _heard(alone, registry, ())
    around = _Around.of(alone, heard, ())
    for key, one in heard.items():
        if len(one.captures) == len(alone) and _written(key, one, kind) == name:
            return _named(key, one, kind, around)
    return None


def _heard(
    members: Sequence[Member], registry: Registry, strangers: Collection[str]
) -> dict[str, _Heard]:
    heard: dict[str, _Heard] = {}
    for member in members:
        if member.membership.copy_of is not None:
            continue
        links = () if member.owner in strangers else member.features.links
        accounts = _accounts(member, strangers)
        hosts = _first(link.partition("/")[0] for link in links)
        spoken = {key_of(one) for one in (*accounts, member.owner)}
        first: dict[str, int] = {}
        for name in member.names:
            key, one = _entry(heard, name.key, registry)
            one.written[_EFFORT.sub(r"\1", name.text.lstrip("@"))] += 1
            one.kinds.add(name.kind)
            first[key] = min(first.get(key, name.start), name.start)
            if ahead := _company_ahead(name.key, one, registry):
                key, _ = _entry(heard, ahead, registry)
                first[key] = min(first.get(key, name.start), name.start)
        for key, start in first.items():
            one = heard[key]
            one.captures.append(member.capture)
            one.owners.add(member.owner)
            one.voices |= accounts
            one.links |= accounts | hosts or {member.owner} - set(strangers)
            one.opening += start < _OPENING
            one.gathered = max(one.gathered, len(accounts))
            one.stories.add(member.membership.story)
            if _speaks_itself(one, spoken, registry):
                one.itself |= accounts
    return heard


def _first(cited: Iterable[str]) -> set[str]:
    """The first dozen of what a capture cites."""
    return set(islice(dict.fromkeys(filter(None, cited)), _MOST_CITED))


def _entry(heard: dict[str, _Heard], named: str, registry: Registry) -> tuple[str, _Heard]:
    sensed = SENSE_MARK in named
    named = _EFFORT.sub(r"\1", named)
    key = named if sensed else registry.canonical(named)
    one = heard.get(key)
    if one is None:
        entity = None if sensed else registry.find(named)
        one = heard[key] = _Heard(entity=entity, rest=entity is not None and key != entity.key)
        if entity is not None and not one.rest:
            one.kinds |= entity.kinds
    return key, one


def _company_ahead(key: str, one: _Heard, registry: Registry) -> str:
    """The company at the head of a longer name (`vercel gateway`), as its key; "" for none."""
    if one.entity is not None and one.entity.kind == "company":
        return one.entity.key if one.rest else ""
    maker = key_of(one.entity.maker) if one.entity is not None else None
    words = key.split()
    for size in range(min(2, len(words) - 1), 0, -1):
        entity = registry.is_alias(" ".join(words[:size]))
        if entity is not None and entity.kind == "company" and maker in {None, entity.key}:
            return entity.key
    return ""


def _speaks_itself(one: _Heard, spoken: set[str], registry: Registry) -> bool:
    """Whether an account of the thing, or of who makes it, is among those that speak."""
    if one.entity is None:
        return False
    own = {one.entity.key, key_of(one.entity.maker)}
    return any(
        (known := registry.is_alias(name)) is not None and known.key in own for name in spoken
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What the day knows beside a name: by story the accounts cited in it, by company whom it
    reaches and the voices of each thing it makes."""

    told: Mapping[str, set[str]]
    reach: Mapping[str, set[str]]
    makes: Mapping[str, list[int]]

    @classmethod
    def of(
        cls, members: Sequence[Member], heard: Mapping[str, _Heard], strangers: Collection[str]
    ) -> _Around:
        told: dict[str, set[str]] = {}
        for member in members:
            if member.membership.copy_of is None:
                told.setdefault(member.membership.story, set()).update(_accounts(member, strangers))
        makes: dict[str, list[int]] = {}
        for one in heard.values():
            if one.entity is not None and one.entity.maker:
                makes.setdefault(key_of(one.entity.maker), []).append(len(one.voices))
        return cls(told=told, reach=_reach(heard), makes=makes)


def _accounts(member: Member, strangers: Collection[str]) -> set[str]:
    """The accounts a capture speaks for."""
    links = () if member.owner in strangers else member.features.links
    return _first(account_of(link) for link in links)


def _reach(heard: Mapping[str, _Heard]) -> dict[str, set[str]]:
    """Whom is cited with a name or with anything its owner makes, by key of the company."""
    reach: dict[str, set[str]] = {}
    for key, one in heard.items():
        reach.setdefault(key, set()).update(one.links)
        if one.entity is not None:
            reach.setdefault(one.entity.key, set()).update(one.links)
            if one.entity.maker:
                reach.setdefault(key_of(one.entity.maker), set()).update(one.links)
    return reach


def _named(key: str, one: _Heard, kind: str, around: _Around) -> NameOfDay:
    made = around.makes.get(key, [])
    counts = {
        "voices": len(one.voices),
        "reach": len(around.reach[key]),
        "gathered": one.gathered,
        "story": max(len(around.told[story]) for story in one.stories),
        "makes": len(made),
        "strongest": max(made, default=0),
        "owners": len(one.owners),
        "opening": one.opening,
        "itself": len(one.itself),
    }
    values = {part: _of_plenty(count) for part, count in counts.items()}
    values["exact"] = float(one.rest and any(letter.isdigit() for letter in key))
    notes = {part: str(count) for part, count in counts.items()}
    return NameOfDay(
        name=_written(key, one, kind),
        key=key,
        kind=kind,
        captures=tuple(sorted(one.captures)),
        signal=Signal(
            parts=tuple(
                SignalPart(
                    name=part, value=round(values[part], 6), weight=weight,
                    note=notes.get(part, "a version is named" if values[part] else "no version"),
                )
                for part, weight in WEIGHTS[kind]
            )
        ),
    )  # fmt: skip


def _of_plenty(count: int) -> float:
    return min(1.0, math.log1p(count) / math.log1p(_PLENTY))


def _written(key: str, one: _Heard, kind: str) -> str:
    """A company, and what nobody writes alone (Vercel of Vercel AI Gateway), as the registry has it;
    else `Claude Opus 4.6` rather than `Opus 4.6`, where both are written; of those, the commonest."""
    if one.entity is not None and not one.rest and (kind == "company" or not one.written):
        return one.entity.name
    whole = [text for text in one.written if key_of(text) == key] or list(one.written)
    return min(whole, key=lambda text: (-one.written[text], len(text), text))


def _distinct(named: Sequence[NameOfDay]) -> list[NameOfDay]:
    """Without names that are written as a stronger one is, and without forms of a name that the
    same captures have: of `Gemma 4` and `Gemma 4 31B`, the one more captures write.
    """
    written: dict[str, NameOfDay] = {}
    for one in named:
        written.setdefault(key_of(one.name), one)
    families: dict[str, list[NameOfDay]] = {}
    kept: set[str] = set()
    for one in sorted(written.values(), key=lambda one: -len(one.captures)):
        family = families.setdefault(one.key.split()[0], [])
        if not any(_is_form(one, other) for other in family):
            family.append(one)
            kept.add(one.key)
    return [one for one in written.values() if one.key in kept]


def _is_form(one: NameOfDay, other: NameOfDay) -> bool:
    """Whether the key of either is that of the other with more behind it, and most captures of
    `one` have both."""
    if "model" not in (one.kind, other.kind):
        return False  # Google DeepMind is no form of Google
    short, long = sorted((one.key, other.key), key=len)
    if not long.startswith(f"{short} "):
        return False
    shared = len(set(one.captures) & set(other.captures))
    return shared >= _SHARED * len(one.captures)
