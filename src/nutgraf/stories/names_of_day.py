"""The names of the day: whom and what all of a day's captures are about, in named parts.

Not the most mentioned: those most people speak of. A capture's voices are the accounts it cites;
each counts once for a name, however often it is cited, and a dozen a capture at most. Copies count
in nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from nutgraf.entities import SENSE_MARK, Entity, Registry, key_of
from nutgraf.stories.accounts import account_of
from nutgraf.stories.member import Member
from nutgraf.stories.model import NameOfDay, Signal, SignalPart

KINDS_OF_DAY: tuple[str, ...] = ("company", "model")
MOST_OF_KIND = 5
# (part, weight) by kind. Fitted by logistic regression on the first half of a stream of 116 days
# with what its editors listed, and rounded; see docs/decisions/0036-names-of-the-day.md.
WEIGHTS: Mapping[str, tuple[tuple[str, float], ...]] = {
    "company": (("voices", 0.35), ("reach", 0.4), ("itself", 0.1), ("opening", 0.1), ("owners", 0.05)),
    "model": (("voices", 0.45), ("reach", 0.15), ("opening", 0.2), ("owners", 0.15), ("exact", 0.05)),
}  # fmt: skip
_OPENING = 60  # characters in which a text says what it is about
_MOST_CITED = 12  # accounts, and hosts, one capture speaks for; a page of links buys no place
_SHARED = 0.67  # the share of the captures of a name that speak of another form of it as well
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
    itself: int = 0
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
    reach = _reach(heard)
    found: list[NameOfDay] = []
    for kind in KINDS_OF_DAY:
        named = [
            _named(key, one, kind, reach)
            for key, one in heard.items()
            if kind in one.kinds or (learned or {}).get(key) == kind
        ]
        named.sort(key=lambda one: (-one.signal.score, -len(one.captures), one.key))
        found += _distinct(named)[:MOST_OF_KIND]
    return tuple(found)


def _heard(
    members: Sequence[Member], registry: Registry, strangers: Collection[str]
) -> dict[str, _Heard]:
    heard: dict[str, _Heard] = {}
    for member in members:
        if member.membership.copy_of is not None:
            continue
        links = () if member.owner in strangers else member.features.links
        accounts = _first(account_of(link) for link in links)
        hosts = _first(link.partition("/")[0] for link in links)
        spoken = {key_of(one) for one in (*accounts, member.owner)}
        first: dict[str, int] = {}
        for name in member.names:
            key, one = _entry(heard, name.key, registry)
            one.written[name.text.lstrip("@")] += 1
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
            one.links |= accounts | hosts
            one.opening += start < _OPENING
            one.itself += _speaks_itself(one, spoken, registry)
    return heard


def _first(cited: Iterable[str]) -> set[str]:
    """The first dozen of what a capture cites."""
    return set(islice(dict.fromkeys(filter(None, cited)), _MOST_CITED))


def _entry(heard: dict[str, _Heard], named: str, registry: Registry) -> tuple[str, _Heard]:
    sensed = SENSE_MARK in named
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
    if one.entity is not None:
        return one.entity.key if one.rest and one.entity.kind == "company" else ""
    words = key.split()
    for size in range(min(2, len(words) - 1), 0, -1):
        entity = registry.is_alias(" ".join(words[:size]))
        if entity is not None and entity.kind == "company":
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


def _named(key: str, one: _Heard, kind: str, reach: Mapping[str, set[str]]) -> NameOfDay:
    counts = {
        "voices": len(one.voices),
        "reach": len(reach[key]),
        "owners": len(one.owners),
        "opening": one.opening,
        "itself": one.itself,
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
    """`Claude Opus 4.6` rather than `Opus 4.6`, where both are written; of those, the commonest."""
    if kind == "company" and one.entity is not None and not one.rest:
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
