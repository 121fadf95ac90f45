"""Whether our first story is the one a day's title names.

A day counts when its title names a company or model that its editors list: the listed name stands in
the title as whole words, both folded as `agreement.folded` does. The day is right when one of those
names is among the names of our first story. The rule was fixed before anything was tuned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.agreement import folded


def named(title: str, listed: Sequence[str]) -> frozenset[str]:
    """The listed names that stand in a title, folded."""
    whole = f" {folded(title)} "
    return frozenset(name for name in map(folded, listed) if name and f" {name} " in whole)


def is_right(edition: Mapping[str, Any], wanted: frozenset[str]) -> bool:
    """Whether the first story of an edition has one of the names."""
    for section in edition["sections"]:
        for story in section["stories"]:
            return bool({folded(name["name"]) for name in story["names"]} & wanted)
    return False


def summary(days: Sequence[tuple[Mapping[str, Any], frozenset[str]]]) -> dict[str, Any]:
    """Of (edition, names of its title) in order of days: how many were right, in all, and in the
    second half alone, which nothing was tuned on."""
    right = [is_right(edition, wanted) for edition, wanted in days if wanted]
    later = right[len(right) // 2 :]
    return {
        "days": len(right),
        "right": sum(right),
        "share": round(sum(right) / len(right), 3) if right else None,
        "later_days": len(later),
        "later_right": sum(later),
        "later_share": round(sum(later) / len(later), 3) if later else None,
    }
