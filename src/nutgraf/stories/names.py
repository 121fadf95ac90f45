"""What a story is about, in names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nutgraf.entities import SENSE_MARK, canonical
from nutgraf.stories.member import Member
from nutgraf.stories.model import StoryName


def story_names(originals: Sequence[Member]) -> tuple[StoryName, ...]:
    """The names in the captures of a story, those of most captures first, then by mentions.

    Names of one thing are one: `Opus 4.6` and `Claude Opus 4.6`, `Qwen3.6` and `Qwen 3.6`. It has the
    key most captures have, is shown as it is written most often, and has the kind it has most often,
    `other` only where no mention says more. Publications' own names are left out.
    """
    captures: dict[str, set[str]] = {}
    keys: dict[str, Counter[str]] = {}
    mentions: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    kinds: dict[str, Counter[str]] = {}
    for member in originals:
        own = frozenset(member.features.names)
        for key in member.features.names:
            captures.setdefault(_thing(key), set()).add(member.capture)
            keys.setdefault(_thing(key), Counter())[key] += 1
        for name in member.names:
            if name.key in own:
                thing = _thing(name.key)
                mentions[thing] += 1
                written.setdefault(thing, Counter())[name.text] += 1
                kinds.setdefault(thing, Counter())[name.kind] += name.kind != "other"
    first = {thing: at for at, thing in enumerate(captures)}
    ranked = sorted(mentions, key=lambda one: (-len(captures[one]), -mentions[one], first[one]))
    return tuple(
        StoryName(
            name=_most(written[thing]), key=_most(keys[thing]),
            kind=_most(+kinds[thing]) or "other", captures=len(captures[thing]),
        )
        for thing in ranked
    )  # fmt: skip


def _thing(key: str) -> str:
    """What names of one thing share; a sense that is not the usual one is a thing of its own."""
    return key if SENSE_MARK in key else canonical(key)


def _most(counts: Counter[str]) -> str:
    """The commonest, of equals the shortest and then the first by letter; "" of nothing."""
    return min(counts, key=lambda one: (-counts[one], len(one), one), default="")
