"""Sources that are talked to rather than asked: a mailbox on the disk or on a server, a reader.

select: what of theirs was looked at before, and where the last session ended · work: wire (edges
only) · keep: like any look, and where this session ended
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from nutgraf.errors import Refused
from nutgraf.rundown.shift import Shift
from nutgraf.sources.looks.visits import Errand, Validators, Visit
from nutgraf.sources.mail.mailbox_state import MailboxState
from nutgraf.sources.model import Lead, RawObject, Source
from nutgraf.wire.mailbox import MailboxOptions, Postman
from nutgraf.wire.reader_api import log_in

# A reader lists by when an item was published or taken in: late ones are still found so far back.
_BACK = timedelta(days=7)

# What is said of a single mail is no failure of the session.
_OF_ONE_MAIL = frozenset({"feed-too-long", "mailbox-older", "mail-too-large", "unreadable"})


class Session:
    """One talk with a source: what comes of it, and then how it ended."""

    def __init__(self, shift: Shift, source: Source) -> None:
        self._shift = shift
        self._source = source
        kept = shift.store.following.validators([source.id]).get((source.id, source.address))
        self._state = kept.etag if kept else ""
        self._failed: Refused | None = None
        self._objects = 0

    def came(self) -> Iterator[tuple[Source, RawObject, Lead | None] | Refused]:
        """Objects as they come, and why it ended early where it did."""
        for found in _talk(self._shift, self._source, self._state):
            if isinstance(found, MailboxState):
                self._state = found.text
            elif isinstance(found, Refused):
                row = replace(found, source=self._source.id)
                self._failed = self._failed if found.rule in _OF_ONE_MAIL else row
                yield row
            else:
                self._objects += 1
                yield self._source, found, None

    def ended(self) -> tuple[Errand, Visit]:
        """What the session was, once all that came of it was handed on."""
        # What a reader did not list this time is not asked for again once a look counts as read.
        whole = self._source.kind == "reader"
        refused = self._failed if whole or not self._objects else None
        return (
            Errand(address=self._source.address, source=self._source.id),
            Visit(
                address=self._source.address, at=self._shift.now, refused=refused,
                outcome="refused" if refused else "read" if self._objects else "unchanged",
                validators=Validators(etag=self._state),
            ),
        )  # fmt: skip


def _talk(shift: Shift, source: Source, state: str) -> Iterator[RawObject | MailboxState | Refused]:
    if source.kind == "mailbox":
        names = shift.store.looks.names(source.id)
        postman = Postman(
            options=MailboxOptions(allow=shift.settings.fetch.allow),
            look_up=shift.way_out.fetcher.look_up,
            connect=shift.way_out.fetcher.connect,
        )
        yield from postman.mailbox(
            source, shift.store.folder, known=names.__contains__, state=state
        )
        return
    reader = log_in(shift.way_out.fetcher, source)
    if isinstance(reader, Refused):
        yield reader
        return
    standing = shift.store.following.standings().get(source.id)
    last = standing.last_good if standing else None
    yield from reader.items(
        last - _BACK if last else None,
        known=lambda key: bool(shift.store.captures.newest_of(source.id, [key])),
    )
