"""What a story is told by and about: the sources and names that speak for a section or a beat."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from nutgraf.entities import SENSE_MARK, Registry, key_of, shipped
from nutgraf.sources.model import Source
from nutgraf.stories.background import MAIN_NAMES
from nutgraf.stories.memory import names_a_measure
from nutgraf.text import fold

_THINGS = frozenset({"model", "product", "benchmark"})


def main_name_of(
    wanted: Iterable[str], names: Collection[str], known: Registry | None = None
) -> str:
    """The first of the wanted names, as written there, that is one of a story's main names.

    `names` are keys, main ones first. A name is wanted under any alias, a variant under its family
    (`gpt 5 3` under GPT), a model or product under its maker; a sense that is not the usual one
    under its own key alone (`cursor~pointer`). "" where there is none. `known` are the names the desk
    knows, those of the package when left out.
    """
    registry = known or shipped()
    main = [_known_as(key, registry) for key in islice(names, MAIN_NAMES)]
    for name in wanted:
        key = registry.meant(name)
        if key and any(key in answers for answers in main):
            return name
    return ""


def main_kind_of(names: Collection[str], known: Registry | None = None) -> str:
    """What a story's first name is, by the registry or by how a benchmark's is built."""
    first = next(iter(names), "")
    kind = (known or shipped()).kind_of(first) if first else "other"
    return "benchmark" if kind == "other" and names_a_measure(first) else kind


def unnamed(text: str, names: Iterable[tuple[str, str]]) -> str:
    """A text without its models, products and benchmarks of several words; `names` are names and kinds.

    The words of a name say nothing of what is told: a model in Microsoft Foundry is no news of a foundry.
    """
    for name, kind in names:
        if kind in _THINGS and " " in name:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    return text


def tellers(wanted: Iterable[str], sources: Sequence[Source]) -> list[Source]:
    """Those of the sources that a list names by id or name, in their own order."""
    sought = {fold(one).text.strip() for one in wanted}
    return [one for one in sources if sought & {fold(one.id).text, fold(one.name).text.strip()}]


def _known_as(key: str, registry: Registry) -> frozenset[str]:
    """The keys a name answers to: its own, its family's, its maker's."""
    meant = registry.meant(key)
    if SENSE_MARK in meant:
        return frozenset({meant})
    entity = registry.find(key)
    family = {entity.key, registry.canonical(key_of(entity.maker))} if entity else set()
    return frozenset({meant, *family} - {""})
