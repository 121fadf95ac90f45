"""What an editor may set about stories."""

from __future__ import annotations

from dataclasses import dataclass

SIGNAL_PARTS: tuple[str, ...] = (
    "owners", "speed", "novelty", "weight", "figures", "engagement", "freshness",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesOptions:
    """How captures come together and what makes a story strong.

    `window_days`: a story without a new capture for so long is closed. `join_threshold`: the
    similarity (0-1) from which a capture joins a story, `vector_threshold` the same where both have
    an embedding, whose similarities are higher. `copy_threshold`: the share of five-word
    runs (0-1) from which a text is a near copy. `half_life_days`: the gap in time that halves a
    similarity. `lookalike_factor`: what a similarity is multiplied with when both have names and
    share none that says anything. `signal_weights`: (part, weight) for every part of a signal.
    """

    window_days: int = 7
    join_threshold: float = 0.28
    vector_threshold: float = 0.3
    copy_threshold: float = 0.7
    half_life_days: float = 2.0
    lookalike_factor: float = 0.5
    signal_weights: tuple[tuple[str, float], ...] = (
        ("owners", 0.3),
        ("speed", 0.1),
        ("novelty", 0.2),
        ("weight", 0.1),
        ("figures", 0.1),
        ("engagement", 0.1),
        ("freshness", 0.1),
    )

    def weight_of(self, part: str) -> float:
        """The weight of one part of a signal, 0 for a part nobody set."""
        return dict(self.signal_weights).get(part, 0.0)
