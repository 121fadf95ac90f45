"""Whether two runs of content words speak of the same."""

from __future__ import annotations

from collections.abc import Sequence

from nutgraf.gate.content import Word


def shared(one: Sequence[Word], other: Sequence[Word]) -> int:
    """How many words of `one` are the same as, or kin to, a word of `other`."""
    stems = {word.stem for word in other}
    kin = {word.kin for word in other if word.kin >= 0}
    return sum(word.stem in stems or word.kin in kin for word in one)


def related(words: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether a sentence and one of the source speak of the same: two words in five are shared."""
    return shared(words, other) * 5 >= len(words) * 2
