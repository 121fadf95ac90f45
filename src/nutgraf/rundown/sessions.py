"""Sources that are talked to rather than asked: a mailbox on the disk or on a server, a reader.

select: what of theirs was looked at before, and where the last session ended · work: wire (edges
only) · keep: like any look, and where this session ended
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from nutgraf.errors import Refused
from nutgraf.rundown.ledger import Ledger
from nutgraf.rundown.shift import Shift
from nutgraf.sources.mailbox_state import MailboxState
from nutgraf.sources.model import Lead, RawObject, Source
from nutgraf.sources.visits import Errand, Validators, Visit
from nutgraf.wire.mailbox import MailboxOptions, Postman
from nutgraf.wire.reader_api import log_in

# A reader lists by when an item was published or taken in: late ones are still found so far back.
_BACK = timedelta(days=7)

# What is said of a single mail is no failure of the session.
_OF_ONE_MAIL = frozenset({"mailbox-older", "mail-too-large", "unreadable"})


def session(
    shift: Shift, source: Source, ledger: Ledger
) -> Iterator[tuple[Source, RawObject, Lead | None] | Refused]:
    """What came of one session: objects, and why it ended early where it did."""
    errand = Errand(address=source.address, source=source.id)
    kept = shift.store.following.validators([source.id]).get((source.id, source.address))
    state = kept.etag if kept else ""
    failed: Refused | None = None
    objects = 0
    for found in _talk(shift, source, state):
        if isinstance(found, MailboxState):
            state = found.text
        elif isinstance(found, Refused):
            row = replace(found, source=source.id)
            failed = failed if found.rule in _OF_ONE_MAIL else row
            yield row
        else:
            objects += 1
            yield source, found, None
    refused = failed if failed is not None and not objects else None
    ledger.visited(
        source, errand,
        Visit(
            address=source.address, at=shift.now, refused=refused,
            outcome="refused" if refused else "read" if objects else "unchanged",
            validators=Validators(etag=state),
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
