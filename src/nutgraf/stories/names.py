"""What a story is about, in names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nutgraf.stories.member import Member
from nutgraf.stories.model import StoryName


def story_names(originals: Sequence[Member]) -> tuple[StoryName, ...]:
    """The names in the captures of a story, those of most captures first, then by mentions.

    A name is shown as it is written most often, and has the kind it has most often, `other` only
    where no mention says more. Publications' own names are left out.
    """
    captures: Counter[str] = Counter()
    mentions: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    kinds: dict[str, Counter[str]] = {}
    for member in originals:
        captures.update(member.features.names)
        own = frozenset(member.features.names)
        for name in member.names:
            if name.key in own:
                mentions[name.key] += 1
                written.setdefault(name.key, Counter())[name.text] += 1
                kinds.setdefault(name.key, Counter())[name.kind] += name.kind != "other"
    first = {key: at for at, key in enumerate(captures)}
    ranked = sorted(mentions, key=lambda key: (-captures[key], -mentions[key], first[key]))
    return tuple(
        StoryName(
            name=_most(written[key]), key=key, kind=_most(+kinds[key]) or "other",
            captures=captures[key],
        )
        for key in ranked
    )  # fmt: skip


def _most(counts: Counter[str]) -> str:
    """The commonest, of equals the shortest and then the first by letter; "" of nothing."""
    return min(counts, key=lambda one: (-counts[one], len(one), one), default="")
