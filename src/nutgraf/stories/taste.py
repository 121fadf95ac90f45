"""What an editor wants more of and what not at all: rules for names, topics and sources.

`name: Qwen` is a name and its variants, `topic: robotics` words a story is told in, `source: letters`
a source of the desk. Following raises a story by the part `taste` of its signal; muting leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from nutgraf.entities import SENSE_MARK, Registry, key_of, shipped
from nutgraf.stories.member import Member
from nutgraf.stories.model import StoryName
from nutgraf.stories.terms import terms

Kind = Literal["name", "topic", "source"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_MUTING = 3  # a story is about its first names; one that mentions a muted name in passing is not
_FOLLOWING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TasteOptions:
    """What this desk follows and what it mutes.

    `follow`, `mute`: rules such as `name: Qwen`, `topic: robotics`, `source: letters`. A muted name
    leaves out the stories whose main names it is among, a muted topic those told in its words,
    unless they are kept by hand; the captures of a muted source stay searchable, and count and lead
    nowhere. `learned`: whether the editor's rulings change the weights of a signal. `learn_from`:
    the rulings it takes before they do.
    """

    follow: tuple[str, ...] = ()
    mute: tuple[str, ...] = ()
    learned: bool = True
    learn_from: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, read."""

    kind: Kind
    value: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"


def read_rule(written: str) -> Rule:
    """A rule as written; raises ValueError that says what is wrong with it."""
    kind, colon, value = written.partition(":")
    kind, value = kind.strip().casefold(), " ".join(value.split())
    found = next((one for one in KINDS if one == kind), None)
    if not colon or found is None:
        raise ValueError(f"{written!r} does not begin with name:, topic: or source:")
    if not value or (found == "name" and not key_of(value)):
        raise ValueError(f"{written!r} names nothing after {kind}:")
    if found == "topic" and not set(terms(value)):
        raise ValueError(f"{written!r} has no word that tells one story from another")
    return Rule(kind=found, value=value)


def muted_sources(options: TasteOptions) -> frozenset[str]:
    """The ids of the sources a desk mutes."""
    rules = map(read_rule, options.mute)
    return frozenset(one.value for one in rules if one.kind == "source")


def followed(
    options: TasteOptions,
    names: Sequence[StoryName],
    counted: Sequence[Member],
    known: Registry | None = None,
) -> tuple[str, ...]:
    """The follow rules a story answers to, as written; `known` are the names the desk knows, those of
    the package when left out."""
    rules = [read_rule(one) for one in options.follow]
    return tuple(str(one) for one in rules if _answers(one, names[:_FOLLOWING], counted, known))


def muted(
    options: TasteOptions,
    names: Sequence[StoryName],
    counted: Sequence[Member],
    known: Registry | None = None,
) -> tuple[str, ...]:
    """The mute rules for names and topics a story answers to, as written; `known` as of `followed`."""
    rules = [one for one in map(read_rule, options.mute) if one.kind != "source"]
    return tuple(str(one) for one in rules if _answers(one, names[:_MUTING], counted, known))


def is_named(name: str, key: str, known: Registry | None = None) -> bool:
    """Whether the key of a mention is that of a name, of an alias of it, or of a variant:
    `Qwen` is also `qwen3 6 plus`, and not `qwen team`, which is a company of its own; `Apple` is
    not `apple pie`. A sense that is not the usual one answers to its own key alone
    (`cursor~pointer`). What follows a name nobody knows is a variant of it.
    """
    known = known or shipped()
    wanted, found = known.meant(name), known.meant(key)
    if found == wanted or SENSE_MARK in wanted or SENSE_MARK in found:
        return found == wanted
    varies = known.find(key) is not None or known.find(wanted) is None
    return found.startswith(f"{wanted} ") and varies


def _answers(
    rule: Rule, names: Sequence[StoryName], counted: Sequence[Member], known: Registry | None
) -> bool:
    if rule.kind == "name":
        return any(is_named(rule.value, name.key, known) for name in names)
    if rule.kind == "source":
        return any(member.features.source == rule.value for member in counted)
    return _is_told_in(set(terms(rule.value)), counted)


def _is_told_in(wanted: set[str], counted: Iterable[Member]) -> bool:
    """Whether half of the texts or more have every word of a topic."""
    having = [wanted <= {term for term, _ in member.features.terms} for member in counted]
    return bool(having) and 2 * sum(having) >= len(having)
