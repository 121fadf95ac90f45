"""Release an edition under a name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from nutgraf import rundown
from nutgraf.editions.fragments import span_links
from nutgraf.editions.model import Edition
from nutgraf.editions.passages import passages
from nutgraf.editions.rereading import read_edition
from nutgraf.errors import Refused, UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.store.editions import KeptEdition
from nutgraf.store.folder import held
from nutgraf.store.words import KeptWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A released edition, its files, and renderings of other packages that could not be made."""

    edition: str
    released_by: str
    files: tuple[Path, ...]
    refused: tuple[Refused, ...] = ()


def release_edition(desk: Desk, name: str, by: str) -> Released:
    """Release the draft of an id such as `2026-04-03`; a later run makes the next revision.

    Raises UsageError when there is no such edition, nobody is named, or it is released already.
    """
    if not by.strip():
        raise UsageError("Nobody was named.", "Write who releases it: --by NAME")
    with held(desk.folder):
        # Read only now: a run that was under way may have written another draft.
        found = _draft(desk, name)
        published = rundown.publish_to(
            desk.store, desk.store.editions(desk.audience), _under(desk, found, by.strip())
        )
    return Released(
        edition=found.id,
        released_by=by.strip(),
        files=published.files,
        refused=published.refused,
    )


def _draft(desk: Desk, name: str) -> KeptEdition:
    """The edition of an id, not released yet; raises UsageError."""
    kept = desk.store.editions(desk.audience)
    found = kept.get(Path(name).name)
    if found is None:
        there = ", ".join(edition.id for edition in kept.all()) or "none yet"
        raise UsageError(f"This desk has no edition {name!r}.", f"It has: {there}.")
    if found.released_by:
        raise UsageError(
            f"The edition {found.id} was released by {found.released_by} already.",
            "Run again for a new revision of that day, then release that.",
        )
    return found


def _under(desk: Desk, draft: KeptEdition, name: str) -> Edition:
    """A draft under a name, with its passages and links made again; raises UsageError."""
    words = KeptWords(desk.store.captures)
    edition = read_edition(draft.content, words)
    if isinstance(edition, Refused):
        raise UsageError(edition.happened, edition.next_step)
    captures = {r.capture: c for r in edition.records if (c := words.capture(r.capture))}
    return replace(
        edition,
        released_by=name,
        passages=passages(edition.sentences(), captures),
        links=span_links(edition.sentences(), captures),
    )
