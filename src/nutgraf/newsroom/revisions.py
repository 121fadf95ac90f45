"""What sources changed after they said it: corrections, updates, and changes nobody told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nutgraf import archive
from nutgraf.archive.model import Record
from nutgraf.archive.revision import Revision
from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.follow import find


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """A capture that names one before it, and what was changed between the two."""

    old: Record
    new: Record
    revision: Revision


def revisions(
    desk: Desk, names: Sequence[str] = (), *, since: datetime | None = None
) -> tuple[Revised, ...]:
    """Every revision the audience may read, the newest first; of these sources, or of all.

    What only clocks, marks or another reader changed is left out.
    """
    chosen = {find(desk, name).id for name in names}
    pairs = desk.store.captures.revised(desk.audience, since)
    wanted = {name for pair in pairs for name in pair}
    kept = {one.id: one for one in desk.store.captures.get(sorted(wanted), layout=False)}
    found = []
    for old, new in pairs:
        if old not in kept or (chosen and kept[new].source not in chosen):
            continue
        if not desk.audience.admits(kept[old].source):
            continue
        revision = archive.describe(kept[old], kept[new])
        if revision.verdict != "noise":
            found.append(Revised(old=kept[old].record, new=kept[new].record, revision=revision))
    return tuple(found)
