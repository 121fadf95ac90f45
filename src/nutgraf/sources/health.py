"""interim"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nutgraf.sources.model import Source
from nutgraf.sources.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    state: str
    said: str
    next_step: str


def health(standing: Standing, now: datetime, *, source: Source) -> Health:
    return Health(
        state="failing" if standing.failures else "good",
        said=standing.happened or "good",
        next_step="",
    )
