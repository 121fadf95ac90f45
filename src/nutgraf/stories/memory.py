"""What a sentence speaks of, as a key: the way back to what editions told of it, however long ago.

A story closes within days, so what was told months before is found by what it said. The key of a
sentence is its subject: the models, products and numbered names in it, else its other names without
whoever said it. A benchmark is no subject but a measure. Two sentences of one subject need not tell
the same; the gate compares them word for word (`gate.changes`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from nutgraf.entities import canonical, key_of
from nutgraf.reading import recognise
from nutgraf.reading.model import Claim, Name, Parts, Quantity
from nutgraf.reading.version import VERSION
from nutgraf.stories.model import Story, Told

MADE_BY = f"reading/{VERSION} memory/1"
_THINGS = frozenset({"model", "product"})
_MEASURING = re.compile(
    r"(?:bench(?:mark)?|evals?|arena|exam|olympiad|index|leaderboard|gauntlet|qa|test)(?: [\dv .]+)?\Z"
)
# Names with digits that are no things: licences stand in the news of every other release.
_LICENCES = re.compile(r"(?:apache|a?gpl|lgpl|mit|bsd|mpl|cc(?: by)?)(?: \w+)*\Z")
_BARE = frozenset({"number", "count"})
_NUMBER = re.compile(r"\d[\d.]*(?<!\.)")
_MOST_RECALLED = 60


def with_numbers(parts: Parts) -> Parts:
    """The parts with every bare number right behind a name made part of the name.

    In `Teal 30 achieves 65.8%` the number may be read as counting what follows; a figure of Teal 30
    must not be held against one of Teal 76.
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
    return name.kind == "benchmark" or _MEASURING.search(name.key) is not None


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


def figures_in(parts: Parts) -> tuple[tuple[str, str], ...]:
    """The (value, unit) pairs of a sentence, sorted, each once."""
    return tuple(sorted({(one.value, one.unit) for one in with_numbers(parts).quantities}))


def remembered(told: Told) -> Told:
    """A told sentence with what memory finds it by; read from its own words alone."""
    parts = recognise(told.text, today=told.edition)
    return replace(
        told, subject=subject_key(parts), figures=figures_in(parts), strength=parts.strength,
        made_by=MADE_BY,
    )  # fmt: skip


def subjects_of(claims: Iterable[Claim]) -> frozenset[str]:
    """The subjects of claims, without the empty one."""
    return frozenset(subject_key(claim.parts) for claim in claims) - {""}


def with_told(
    stories: Sequence[Story],
    claims: Mapping[str, Sequence[Claim]],
    about: Mapping[str, Sequence[Told]],
    recent: Sequence[Told],
    near: Callable[[str, str], bool],
) -> tuple[Story, ...]:
    """The stories, each with what editions told of the subjects of its captures' claims.

    `claims` are those of captures of today by capture id, `about` what was told by subject, newest
    first, `recent` what the last editions told of anything; `near` says of two texts whether one
    tells the other again in much the same words.
    """
    return tuple(
        replace(story, recalled=_recalled(story, claims, about, recent, near)) for story in stories
    )


def _recalled(
    story: Story,
    claims: Mapping[str, Sequence[Claim]],
    about: Mapping[str, Sequence[Told]],
    recent: Sequence[Told],
    near: Callable[[str, str], bool],
) -> tuple[Told, ...]:
    mine = [claim for capture in story.captures for claim in claims.get(capture, ())]
    found: dict[tuple[str, str], Told] = {}
    for subject in sorted(subjects_of(mine)):
        found.update({(one.name, one.sentence): one for one in about.get(subject, ())})
    found.update(
        {
            (one.name, one.sentence): one
            for one in recent
            if any(near(claim.text, one.text) for claim in mine)
        }
    )
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
