"""What a story is told by and about: the sources and names that speak for a section or a beat."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from nutgraf.entities import SENSE_MARK, canonical, find, key_of
from nutgraf.sources.model import Source
from nutgraf.stories.background import MAIN_NAMES
from nutgraf.text import fold


def main_name_of(wanted: Iterable[str], names: Collection[str]) -> str:
    """The first of the wanted names, as written there, that is one of a story's main names.

    `names` are keys, main ones first. A name is wanted under any alias, a variant under its family
    (`gpt 5 3` under GPT), a model or product under its maker; a sense that is not the usual one
    under its own key alone (`cursor~pointer`). "" where there is none.
    """
    main = [_known_as(key) for key in islice(names, MAIN_NAMES)]
    for name in wanted:
        key = name.casefold().strip() if SENSE_MARK in name else canonical(key_of(name))
        if key and any(key in known for known in main):
            return name
    return ""


def tellers(wanted: Iterable[str], sources: Sequence[Source]) -> list[Source]:
    """Those of the sources that a list names by id or name, in their own order."""
    sought = {fold(one).text.strip() for one in wanted}
    return [one for one in sources if sought & {fold(one.id).text, fold(one.name).text.strip()}]


def _known_as(key: str) -> frozenset[str]:
    """The keys a name answers to: its own, its family's, its maker's."""
    if SENSE_MARK in key:
        return frozenset({key})
    entity = find(key)
    family = {entity.key, key_of(entity.maker)} if entity else set()
    return frozenset({canonical(key), *family} - {""})
