"""Step 10, publish: the edition is kept with what it told, then its files are written.

select: an edition · work: every rendering of it · keep: the row and what it told in one
transaction, then each file, whole. Run again after a kill, it writes the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nutgraf.editions.feed import Card, feed
from nutgraf.editions.model import Edition
from nutgraf.editions.renderings import render_all
from nutgraf.errors import Refused
from nutgraf.rundown.shift import Shift
from nutgraf.store.editions import Editions, KeptEdition
from nutgraf.store.store import Store
from nutgraf.stories.model import Told

_IN_FEED = 30
_TOLD = frozenset({"headline", "fact", "quote"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """An edition's folder, the files in it and the feed, and renderings that could not be made."""

    path: Path
    files: tuple[Path, ...]
    refused: tuple[Refused, ...] = ()


def publish(shift: Shift, edition: Edition) -> Published:
    """Keep an edition and write its files."""
    return publish_to(shift.store, shift.store.editions(shift.audience), edition)


def publish_to(store: Store, kept: Editions, edition: Edition) -> Published:
    """Keep an edition among others and write its files and the feed."""
    rendered = render_all(edition)
    kept.keep(
        KeptEdition(
            id=edition.id, date=edition.date, revision=edition.revision, now=edition.now,
            released_by=edition.released_by, title=edition.title,
            summary=" ".join(sentence.text for sentence in edition.lede),
            content=dict(rendered.files)["edition.json"],
        ),
        tuple(_told(edition)),
    )  # fmt: skip
    files = store.write_edition_files(edition.id, rendered.files)
    files += store.write_edition_files("", [("feed.xml", _feed(edition.desk, kept))])
    path = store.folder / "editions" / edition.id
    return Published(path=path, files=files, refused=rendered.refused)


def _told(edition: Edition) -> Iterator[Told]:
    for story in edition.stories():
        for sentence in story.sentences:
            if sentence.role in _TOLD:
                span = sentence.cites[0].span
                yield Told(
                    edition=edition.date, story=story.id, role=sentence.role, text=sentence.text,
                    capture=span.capture, start=span.start, end=span.end,
                )  # fmt: skip


def _feed(desk: str, kept: Editions) -> bytes:
    """The Atom feed of the latest editions, the last revision of each day."""
    return feed(
        [
            Card(
                id=edition.id, title=edition.title, date=edition.date, now=edition.now,
                summary=edition.summary, href=f"{edition.id}/edition.html",
            )
            for edition in kept.newest(_IN_FEED)
        ],
        desk=desk,
    )  # fmt: skip
