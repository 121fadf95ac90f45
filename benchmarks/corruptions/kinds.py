"""The kinds of defect, and one corrupted sentence of a kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from types import MappingProxyType

from benchmarks.corruptions.amounts import other_date, other_number, other_unit
from benchmarks.corruptions.parties import (
    foreign_name,
    name_of_same_text,
    other_speaker,
    swapped_roles,
)
from benchmarks.corruptions.passages import Passage
from benchmarks.corruptions.wording import (
    invented_tail,
    stronger,
    turned_comparison,
    turned_negation,
)

Corruption = Callable[[Passage, Random, Sequence[str]], str | None]

# Names by two ways of going wrong; `did-by` and `said-by` stay within the text as well.
KINDS: Mapping[str, Corruption] = MappingProxyType(
    {
        "number": other_number,
        "unit": other_unit,
        "date": other_date,
        "negation": turned_negation,
        "foreign name": foreign_name,
        "name of the same text": name_of_same_text,
        "said-by": other_speaker,
        "did-by": swapped_roles,
        "strength": stronger,
        "comparison": turned_comparison,
        "tail": invented_tail,
    }
)


def corrupt(kind: str, passage: Passage, seed: int, strangers: Sequence[str]) -> str | None:
    """The sentence of a passage with one defect of a kind, None where it has no place for one.

    The same passage, kind and seed give the same sentence. `strangers` are names of other texts.
    What comes out is never what went in, nor a sentence of the source.
    """
    made = KINDS[kind](passage, Random(f"{seed}/{kind}/{passage.id}"), strangers)
    if made is None or _same(made) == _same(passage.text) or _same(made) in _same(passage.source):
        return None
    return made


def _same(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
