"""How each source stands: last good look, next look, failures with a sentence, what it was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.follow import find
from nutgraf.rundown.errands import SESSIONS, is_elsewhere
from nutgraf.sources.looks.health import Health, State, health
from nutgraf.sources.looks.standing import Standing
from nutgraf.sources.model import Source
from nutgraf.store.following import KeptMove
from nutgraf.store.looks import LastLook
from nutgraf.telemetry import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """A source and how it stands. `leads` waiting, taken and failed; `moves` where it has moved."""

    source: Source
    health: Health
    standing: Standing
    leads: tuple[tuple[str, int], ...] = ()
    moves: tuple[KeptMove, ...] = ()


def health_of(
    desk: Desk, names: Sequence[str] = (), *, now: datetime | None = None
) -> tuple[SourceHealth, ...]:
    """How sources stand (all, when none is named), in the order of sources.toml."""
    chosen = [find(desk, name) for name in names] or list(desk.store.followed())
    standings = desk.store.following.standings()
    leads = desk.store.leads.counts()
    at = desk.moment(now)
    found = []
    for source in chosen:
        if not desk.audience.admits(source.id):
            continue
        standing = standings.get(source.id, Standing(source=source.id))
        found.append(
            SourceHealth(
                source=source,
                standing=standing,
                health=_on_the_web(source, standing, at)
                if is_elsewhere(source) or source.kind in SESSIONS
                else _here(source, desk.store.looks.last(source.id), at),
                leads=tuple(sorted(leads.get(source.id, {}).items())),
                moves=desk.store.following.moves(source.id),
            )
        )
    return tuple(found)


def _on_the_web(source: Source, standing: Standing, at: datetime) -> Health:
    return health(standing, at, source=source)


def _here(source: Source, look: LastLook | None, at: datetime) -> Health:
    """A folder, a file or an import stands as its last look left it."""
    if look is None:
        if source.kind == "import":
            return Health(source=source.id, state="good", said="imported", next_step="")
        return health(None, at, source=source)
    said = f"last look {look.at:%Y-%m-%d %H:%M} UTC: {counted(look.items, 'item')}"
    if look.refused:
        return Health(
            source=source.id,
            state="failing",
            said=f"{said}, {len(look.refused)} refused, first: {look.refused[0]}",
            next_step=f"See all of it with nutgraf left-out {source.id}.",
        )
    state: State = "good" if look.items else "empty"
    return Health(source=source.id, state=state, said=said, next_step="")
