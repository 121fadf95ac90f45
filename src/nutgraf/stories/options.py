"""What an editor may set about stories."""

from __future__ import annotations

from dataclasses import dataclass

SIGNAL_PARTS: tuple[str, ...] = (
    "owners", "breadth", "speed", "novelty", "weight", "figures", "engagement", "freshness", "taste",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesOptions:
    """How captures come together and what makes a story strong.

    `window_days`: a story without a new capture for so long is closed. `join_threshold`: the
    similarity (0-1) from which a capture joins a story; a text of 32 terms or more has to reach a fifth
    more, and short ones less where a story of three shares a word of its own with them.
    `vector_threshold`: the same where both have an embedding, whose similarities are higher, for texts of any length. `copy_threshold`: the share of five-word
    runs (0-1) from which a text is a near copy. `half_life_days`: the gap in time that halves a
    similarity. `lookalike_factor`: what a similarity is multiplied with when both have names and
    share none that says anything. `signal_weights`: (part, weight) for every part of a signal; a
    part left out counts nothing. `newcomer_days`: an owner first seen less than so many days ago is
    a newcomer, and the newcomers of a story count as one owner together, on a desk that is four
    times as old (0: nobody is). `rhythm_days`: the days a source's usual number of captures is counted
    over. `record_days`: the days its track record is counted over.
    """

    window_days: int = 7
    join_threshold: float = 0.28
    vector_threshold: float = 0.3
    copy_threshold: float = 0.7
    half_life_days: float = 2.0
    lookalike_factor: float = 0.5
    signal_weights: tuple[tuple[str, float], ...] = (
        ("owners", 0.3),
        ("breadth", 0.2),
        ("speed", 0.1),
        ("novelty", 0.3),
        ("weight", 0.3),
        ("figures", 0.05),
        ("engagement", 0.05),
        ("freshness", 0.1),
        ("taste", 0.2),
    )
    newcomer_days: int = 7
    rhythm_days: int = 28
    record_days: int = 90

    def weight_of(self, part: str) -> float:
        """The weight of one part of a signal, 0 for a part nobody set."""
        return dict(self.signal_weights).get(part, 0.0)
