"""How far a mailbox on a server has been read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"imap ([1-9]\d{0,9}) (\d{1,10}) (\d{4}-\d\d-\d\d|-)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxState:
    """The last mail taken from a folder: its UID, valid under `uidvalidity` (RFC 9051, section
    2.3.1.1), and the day (UTC) the server got it, to go on from when the UIDs become invalid."""

    uidvalidity: int
    uid: int = 0
    day: date | None = None

    @property
    def text(self) -> str:
        """The state as one string to keep: `imap 17 204 2026-04-02`."""
        return f"imap {self.uidvalidity} {self.uid} {self.day.isoformat() if self.day else '-'}"


def mailbox_state(text: str) -> MailboxState | None:
    """The state a string names, None for any other string."""
    found = _WRITTEN.match(text)
    if found is None:
        return None
    try:
        day = None if found[3] == "-" else date.fromisoformat(found[3])
    except ValueError:
        return None
    return MailboxState(uidvalidity=int(found[1]), uid=int(found[2]), day=day)
