"""How the writers write: lengths in words, counts in sentences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingOptions:
    """Options of the extractive writer.

    `most_facts` and `fewest_facts` bound the fact sentences of a story (fewer only where its
    captures have no more); words bound the sentences it may take; `default_limit` is the most
    sentences of one capture where a source sets none; `same` is the share of a sentence's terms
    from which on two sentences say the same thing; `weakest` and `weakest_lede` the least score of a
    fact and of a fact in the opening.
    """

    fewest_facts: int = 2
    most_facts: int = 4
    most_quotes: int = 1
    shortest_sentence: int = 4
    longest_sentence: int = 45
    shortest_headline: int = 5
    longest_headline: int = 18
    longest_take: int = 45
    longest_quote: int = 40
    default_limit: int = 4
    same: float = 0.5
    weakest: float = 0.35
    weakest_lede: float = 2.0
