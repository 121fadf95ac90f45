"""Step 10, publish: the edition is kept with what it told, then its files are written.

select: an edition · work: every rendering of it · keep: the row and what it told in one
transaction, then each file, whole. Run again after a kill, it writes the same bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nutgraf.editions.feed import Card, feed
from nutgraf.editions.model import Edition
from nutgraf.editions.renderings import render_all
from nutgraf.editions.updating import CHANGED
from nutgraf.errors import Refused
from nutgraf.rundown.shift import Shift
from nutgraf.store.editions import Editions, KeptEdition
from nutgraf.store.store import Store
from nutgraf.stories.memory import remembered
from nutgraf.stories.model import Told
from nutgraf.text import one_line
from nutgraf.writing.model import CITED

_IN_FEED = 30
_EVER = datetime.max.replace(tzinfo=UTC)


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
        tuple(_told(edition, store.revocations.among(_cited(edition), _EVER))),
    )  # fmt: skip
    files = store.write_edition_files(edition.id, rendered.files)
    files += store.write_edition_files("", [("feed.xml", _feed(edition.desk, kept))])
    path = store.folder / "editions" / edition.id
    return Published(path=path, files=files, refused=rendered.refused)


def _told(edition: Edition, revoked: Collection[str]) -> Iterator[Told]:
    """Every cited sentence, with what memory finds it by; one of the opening belongs to the story
    its capture is in. What an update or a correction says now is told by it, in its source's words.
    Nothing is told from a capture that was taken back."""
    stories = {id(one): story.id for story in edition.stories() for one in story.sentences}
    of = {capture: story.id for story in edition.stories() for capture in story.captures}
    for number, sentence in enumerate(edition.sentences(), 1):
        changed = sentence.role == "why" and sentence.label in CHANGED
        if not changed and sentence.role not in CITED:
            continue
        cited = sentence.cites[-1 if changed else 0]
        span = cited.span
        if span.capture in revoked:
            continue
        yield remembered(
            Told(
                edition=edition.date, story=stories.get(id(sentence)) or of.get(span.capture, ""),
                role=sentence.role, text=one_line(cited.quote) if changed else sentence.text,
                capture=span.capture, start=span.start, end=span.end, name=edition.id,
                sentence=f"s{number}",
            )
        )  # fmt: skip


def _cited(edition: Edition) -> list[str]:
    return sorted({cite.span.capture for one in edition.sentences() for cite in one.cites})


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
