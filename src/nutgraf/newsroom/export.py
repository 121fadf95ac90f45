"""What a desk follows, as a list for another reader or another desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nutgraf import sources
from nutgraf.errors import UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.sources.model import Source
from nutgraf.store.database import saying_what_failed
from nutgraf.store.objects import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The list, the sources in it, and those that only this desk can follow."""

    data: bytes
    listed: tuple[Source, ...]
    left_out: tuple[Source, ...]


def export(desk: Desk, now: datetime | None = None) -> Exported:
    """The sources of a desk as OPML 2.0.

    Folders, files, mailboxes and imports, and sources that need a secret or are not for every reader,
    are left out: nobody else could follow them, or nobody else should.
    """
    followed = desk.store.followed()
    listed = tuple(source for source in followed if sources.followable(source))
    return Exported(
        data=sources.opml_of(listed, desk.settings.desk.name, desk.moment(now)),
        listed=listed,
        left_out=tuple(source for source in followed if source not in listed),
    )


def write_export(exported: Exported, file: Path) -> None:
    """Write the list, whole or not at all.

    Raises UsageError where its folder is not there, StoreError when the disk refuses.
    """
    if not file.parent.is_dir():
        raise UsageError(
            f"There is no folder {str(file.parent)!r} to write the list into.",
            "Make the folder first, or name a file in one that is there.",
        )
    if file.is_dir():
        raise UsageError(f"{str(file)!r} is a folder.", "Name a file, such as sources.opml.")
    with saying_what_failed():
        write_whole(file, exported.data)
