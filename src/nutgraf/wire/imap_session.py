"""One IMAP session over a connection that was made for it, every answer bounded (RFC 3501, RFC 9051).

The server is not trusted: a line, a literal and all answers together may only be so long.
"""

from __future__ import annotations

import base64
import imaplib
import re
import socket
from datetime import UTC, date, datetime, timedelta

_ITEM = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,12})\b")
_RECEIVED = re.compile(rb'\bINTERNALDATE "([^"]{1,40})"')
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ANSWER = 4 * 1024 * 1024  # bytes of all answers besides the mails


class Session(imaplib.IMAP4):
    """The standard library's client over a connection that was made for it, with bounds."""

    def __init__(self, sock: socket.socket, seconds: float) -> None:
        self._given = sock
        self._left = _ANSWER
        self._mail_left = 0
        super().__init__("", 0, seconds)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return self._given

    def read(self, size: int) -> bytes:
        """So many bytes of a literal, if it may be that long."""
        if size > max(self._left, self._mail_left):
            raise self.abort("an answer is longer than was asked for")
        if size <= self._mail_left:
            self._mail_left -= size
        else:
            self._left -= size
        data = super().read(size)
        if len(data) != size:
            raise self.abort("the connection ended in the middle")
        return data

    def readline(self) -> bytes:
        line = super().readline()
        self._left -= len(line)
        if self._left < 0:
            raise self.abort("the answers are longer than they may be")
        return line

    def log_in(self, user: str, secret: str) -> None:
        """LOGIN, with user and password as quoted strings, or as literals where they need it."""
        if user.isascii() and secret.isascii():
            self.login(self._quote(user), secret)  # of the two the library quotes the password only
        else:
            # SASL PLAIN (RFC 4616) takes UTF-8, which LOGIN does not.
            self.authenticate("PLAIN", lambda _: f"\0{user}\0{secret}".encode())

    def uids(self, criteria: str) -> list[int]:
        """The UIDs that a search finds, ascending."""
        answer, found = self.uid("SEARCH", criteria)
        if answer != "OK":
            raise self.abort("the search was refused")
        words = b" ".join(part for part in found if isinstance(part, bytes)).split()
        return sorted({int(word) for word in words if word.isdigit() and len(word) <= 10})

    def about(self, uids: list[int]) -> dict[int, tuple[int, date | None]]:
        """Of each of these mails that is still there its size in bytes and the day (UTC) the server
        got it, None for a day that cannot be read."""
        wanted = ",".join(str(uid) for uid in uids)
        answer, found = self.uid("FETCH", wanted, "(UID RFC822.SIZE INTERNALDATE)")
        if answer != "OK":
            raise self.abort("the mails were not given")
        out: dict[int, tuple[int, date | None]] = {}
        for said in found:
            if isinstance(said, bytes) and (uid := _uid_of(said)) is not None:
                size, received = _SIZE.search(said), _RECEIVED.search(said)
                day = _day(received[1].decode("latin-1")) if received else None
                if size is not None:
                    out[uid] = int(size[1]), day
        return out

    def mail(self, uid: int, largest: int) -> bytes | None:
        """The bytes of a mail, its flags untouched; None when it is there no more."""
        self._mail_left = largest
        answer, found = self.uid("FETCH", str(uid), "(UID BODY.PEEK[])")
        self._mail_left = 0
        if answer != "OK":
            raise self.abort("the mails were not given")
        for part in found:
            if isinstance(part, tuple) and len(part) > 1 and _uid_of(part[0]) in {uid, None}:
                return bytes(part[1])
        return None


def _uid_of(said: bytes) -> int | None:
    found = _ITEM.search(said)
    return int(found[1]) if found else None


def _day(written: str) -> date | None:
    """The day of an INTERNALDATE such as ` 2-Apr-2026 10:00:00 +0200`."""
    found = re.match(
        r"\s*(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\Z", written
    )
    if found is None or found[2].title() not in MONTHS:
        return None
    away = timedelta(hours=int(found[8]), minutes=int(found[9]))
    try:
        local = datetime(
            int(found[3]), MONTHS.index(found[2].title()) + 1, int(found[1]),
            int(found[4]), int(found[5]), int(found[6]), tzinfo=UTC,
        )  # fmt: skip
        return (local + away if found[7] == "-" else local - away).date()
    except (ValueError, OverflowError):
        return None


def mailbox_name(folder: str) -> str:
    """A folder's name as IMAP writes it: modified UTF-7 (RFC 3501, section 5.1.3), quoted."""
    out: list[str] = []
    for piece in re.split(r"([^ -~]+)", folder):
        if piece and not " " <= piece[0] <= "~":
            packed = base64.b64encode(piece.encode("utf-16-be")).rstrip(b"=").decode("ascii")
            out.append(f"&{packed.replace('/', ',')}-")
        else:
            out.append(piece.replace("&", "&-"))
    name = "".join(out).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}"'
