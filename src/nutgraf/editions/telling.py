"""What a story is told by and about: the sources and names that speak for a section or a beat."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from nutgraf.entities import SENSE_MARK, Registry, key_of, shipped
from nutgraf.sources.model import Source
from nutgraf.stories.background import MAIN_NAMES
from nutgraf.text import fold


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
