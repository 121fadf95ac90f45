"""interim"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nutgraf.sources.standing import Standing
from nutgraf.sources.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmOptions:
    soonest_hours: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    seconds: int = 0


def stated(raw: object) -> Stated:
    return Stated()


def is_due(standing: Standing | None, now: datetime) -> bool:
    return standing is None or (
        not standing.gone and (standing.next_look is None or standing.next_look <= now)
    )


def after(
    standing: Standing,
    visit: Visit,
    *,
    fresh: int,
    items: int,
    conditional: bool,
    stated: Stated | None,
    refused: int,
    options: RhythmOptions,
) -> Standing:
    ok = visit.outcome in {"read", "unchanged"}
    return replace(
        standing,
        next_look=visit.at + timedelta(hours=1),
        last_look=visit.at,
        last_good=visit.at if ok else standing.last_good,
        failures=0 if ok else standing.failures + 1,
        happened=visit.refused.happened if visit.refused else "",
        gone=visit.outcome == "gone",
        looks=standing.looks + 1,
    )
