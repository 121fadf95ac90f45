"""Sources that are talked to rather than asked: a mailbox on a server or on the disk, a reader."""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf.errors import Refused
from nutgraf.rundown.ledger import Ledger
from nutgraf.rundown.shift import Shift
from nutgraf.sources.model import Lead, RawObject, Source


def session(
    shift: Shift, source: Source, ledger: Ledger
) -> Iterator[tuple[Source, RawObject, Lead | None] | Refused]:
    """What came of one session: objects, and why it ended early where it did."""
    raise NotImplementedError
    yield
