"""The list of what was left out: nothing is dropped without a row that says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.follow import find


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One thing that was left out: of which source, what it was, by which rule, when, and why."""

    source: str
    what: str
    rule: str
    at: datetime
    happened: str
    next_step: str


def left_out(
    desk: Desk, names: Sequence[str] = (), *, since: datetime | None = None
) -> tuple[LeftOut, ...]:
    """What looks refused or did not take, and leads that were given up; the newest first."""
    chosen = {find(desk, name).id for name in names}
    rows = [
        LeftOut(
            source=one.refused.source, what=one.refused.where, rule=one.refused.rule, at=one.at,
            happened=one.refused.happened, next_step=one.refused.next_step,
        )
        for one in desk.store.looks.every_refusal(desk.audience, since)
    ] + [
        LeftOut(
            source=one.lead.source, what=one.lead.address, rule="lead", at=one.tried_at or one.found_at,
            happened=f"It was to be looked at ({one.lead.why}) and was given up: {one.said}",
            next_step="Open its address yourself; what the source said of it is kept.",
        )
        for one in desk.store.leads.given_up()
        if desk.audience.admits(one.lead.source) and (since is None or (one.tried_at or one.found_at) >= since)
    ]  # fmt: skip
    kept = [row for row in rows if not chosen or row.source in chosen]
    return tuple(sorted(kept, key=lambda row: (row.at, row.source, row.what), reverse=True))
