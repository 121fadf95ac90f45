"""What a sentence speaks of, as a key: the way back to what editions told of it, however long ago.

A story closes within days, so what was told months before is found by what it said. The key of a
sentence is its subject: the models, products and numbered names in it, else its other names without
whoever said it. A benchmark is no subject but a measure. A second key is the thing it names first:
news of one thing is told beside others. Two sentences of one key need not tell
the same; the gate compares them word for word (`gate.changes`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from nutgraf.entities import canonical, key_of
from nutgraf.reading import recognise
from nutgraf.reading.model import Claim, Name, Parts, Quantity
from nutgraf.reading.version import VERSION
from nutgraf.stories.model import Story, Told

LEAD = "first "
MADE_BY = f"reading/{VERSION} memory/2"
_THINGS = frozenset({"model", "product"})
_MEASURING = re.compile(
    r"(?:bench(?:mark)?|evals?|arena|exam|olympiad|index|leaderboard|gauntlet|qa|test)(?: [\dv .]+)?\Z"
)
# Names with digits that are no things: licences stand in the news of every other release.
_LICENCES = re.compile(r"(?:apache|a?gpl|lgpl|mit|bsd|mpl|cc(?: by)?)(?: \w+)*\Z")
_BARE = frozenset({"number", "count"})
_NUMBER = re.compile(r"\d[\d.]*(?<!\.)")
_MOST_RECALLED = 60
_REMEMBERED = 65536  # texts whose keys are kept


def with_numbers(parts: Parts) -> Parts:
    """The parts with every bare number right behind a name made part of the name.

    In `Teal 30 achieves 65.8%` the number may be read as counting what follows; a figure of Teal 30
    must not be held against one of Teal 76. Once: a second number counts something.
    """
    ends = {one.end + 1: one for one in parts.names}
    taken = {
        one: ends[one.start]
        for one in parts.quantities
        if one.start in ends and one.kind in _BARE and _NUMBER.match(one.literal)
    }
    longer = {name: _numbered(name, one) for one, name in taken.items()}
    return replace(
        parts,
        names=tuple(longer.get(one, one) for one in parts.names),
        quantities=tuple(one for one in parts.quantities if one not in taken),
    )


def _numbered(name: Name, figure: Quantity) -> Name:
    found = _NUMBER.match(figure.literal)
    digits = found[0] if found else figure.literal
    return replace(
        name, end=figure.start + len(digits), text=f"{name.text} {digits}",
        key=f"{name.key} {key_of(digits)}",
    )  # fmt: skip


def is_measure(name: Name) -> bool:
    """Whether a name is that of a benchmark, by the registry or by how it is built."""
    return name.kind == "benchmark" or names_a_measure(name.key)


def names_a_measure(key: str) -> bool:
    """Whether a key is built like the name of a benchmark: `tidebench`, `yc-bench 2`."""
    return _MEASURING.search(key) is not None


def subject_of(parts: Parts) -> tuple[str, ...]:
    """The keys of what a sentence speaks of, sorted; empty where it names nothing but measures."""
    parts = with_numbers(parts)
    named = {canonical(one.key): one for one in parts.names if not is_measure(one)}
    things = {key for key, one in named.items() if _is_thing(one)}
    spoken = {canonical(key_of(one.speaker)) for one in parts.speech}
    return tuple(sorted(things or (set(named) - spoken) or set(named)))


def subject_key(parts: Parts) -> str:
    """The subject as one string, "" for none; keys hold no bar."""
    return "|".join(subject_of(parts))


def lead_of(parts: Parts) -> str:
    """The key of the model, product or numbered thing a sentence names first, "" for none."""
    names = sorted(with_numbers(parts).names, key=lambda one: one.start)
    of = (canonical(one.key) for one in names if not is_measure(one) and _is_thing(one))
    return next(of, "")


@lru_cache(maxsize=_REMEMBERED)
def said_keys(text: str) -> tuple[str, str]:
    """The subject and the lead of a sentence, as its own words alone give them, "" for none.

    Told sentences and claims alike are keyed by this. What a desk knows besides (entities.toml) or
    the text around a claim says must not count: it would change with the desk, what was told not.
    """
    parts = recognise(text)
    return subject_key(parts), lead_of(parts)


def figures_in(parts: Parts) -> tuple[tuple[str, str], ...]:
    """The (value, unit) pairs of a sentence, sorted, each once."""
    return tuple(sorted({(one.value, one.unit) for one in with_numbers(parts).quantities}))


def remembered(told: Told) -> Told:
    """A told sentence with what memory finds it by; read from its own words alone."""
    parts = recognise(told.text, today=told.edition)
    subject, lead = said_keys(told.text)
    return replace(
        told, subject=subject, lead=lead, figures=figures_in(parts), strength=parts.strength,
        made_by=MADE_BY,
    )  # fmt: skip


def all_keys(claims: Iterable[Claim]) -> frozenset[str]:
    """Both ways claims are found by: their subjects, and, behind LEAD, the things they name first."""
    said = {said_keys(claim.text) for claim in claims}
    leads = {f"{LEAD}{lead}" for _, lead in said if lead}
    return frozenset({subject for subject, _ in said} | leads) - {""}


def with_told(
    stories: Sequence[Story],
    claims: Mapping[str, Sequence[Claim]],
    about: Mapping[str, Sequence[Told]],
    recent: Sequence[Told],
    near: Callable[[str], Iterable[int]],
) -> tuple[Story, ...]:
    """The stories, each with what editions told of the subjects of its captures' claims.

    `claims` are those of captures of today by capture id, `about` what was told by key, newest
    first, `recent` what the last editions told of anything; `near` gives the places in `recent` of
    what a text tells again in much the same words.
    """
    return tuple(
        replace(story, recalled=_recalled(story, claims, about, recent, near)) for story in stories
    )


def _recalled(
    story: Story,
    claims: Mapping[str, Sequence[Claim]],
    about: Mapping[str, Sequence[Told]],
    recent: Sequence[Told],
    near: Callable[[str], Iterable[int]],
) -> tuple[Told, ...]:
    mine = [claim for capture in story.captures for claim in claims.get(capture, ())]
    found: dict[tuple[str, str], Told] = {}
    for key in sorted(all_keys(mine)):
        found.update({(one.name, one.sentence): one for one in about.get(key, ())})
    again = (recent[at] for claim in mine for at in near(claim.text))
    found.update({(one.name, one.sentence): one for one in again})
    for one in story.told:
        found.pop((one.name, one.sentence), None)
    newest = sorted(found.values(), key=_order, reverse=True)[:_MOST_RECALLED]
    return tuple(sorted(newest, key=_order))


def _order(one: Told) -> tuple[object, ...]:
    return one.edition, one.name, _number(one.sentence)


def _number(sentence: str) -> int:
    return int(sentence[1:]) if sentence[1:].isdigit() else 0


def _is_thing(name: Name) -> bool:
    if name.kind in _THINGS:
        return True
    numbered = any(char.isdigit() for char in name.key) and name.kind == "other"
    return numbered and _LICENCES.match(name.key) is None
