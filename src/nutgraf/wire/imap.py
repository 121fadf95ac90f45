"""A folder on an IMAP server, read and never changed (RFC 3501, RFC 9051): EXAMINE and BODY.PEEK.

The server's name goes through the one checked resolver and the connection through the one transport,
as for fetching. The server is not trusted: every line, literal and answer is bounded, and a watchdog
shuts the connection when the time is up.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from nutgraf.errors import Refused
from nutgraf.sources.mail.mailbox_state import MailboxState, mailbox_state
from nutgraf.sources.model import RawObject, Source
from nutgraf.wire.addresses import Address, Allowed, allowed
from nutgraf.wire.imap_session import MONTHS, Session, mailbox_name
from nutgraf.wire.mailbox import row, too_large
from nutgraf.wire.refusing import ALLOW
from nutgraf.wire.resolver import ForbiddenError, check

if TYPE_CHECKING:
    from nutgraf.wire.mailbox import Postman

_PORTS = {"imaps": 993, "imap": 143}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BATCH = 50
_LATER = "Look again later; nothing else of the run is touched."
_FORM = "Write it as imaps://user@host/Folder, an @ in the user as %40."


class _EndedError(Exception):
    """A look that ends here: rule, what happened, what to do."""

    def __init__(self, rule: str, happened: str, next_step: str) -> None:
        super().__init__(happened)
        self.row = (rule, happened, next_step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An IMAP address taken apart (RFC 5092): `imaps://user;AUTH=XOAUTH2@host:port/Folder`.

    Without `;AUTH=` the secret is a password; with `;AUTH=XOAUTH2` an OAuth 2 access token.
    """

    secure: bool
    host: str
    port: int
    user: str
    token: bool
    folder: str


def place(address: str) -> Place | None:
    """The parts of an IMAP address, None for one that cannot be read."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not parts.hostname or parts.password is not None:
        return None
    user, _, auth = (parts.username or "").partition(";")
    auth = auth.upper()
    folder = unquote(parts.path.lstrip("/").partition(";")[0]) or "INBOX"
    if auth not in {"", "AUTH=*", "AUTH=PLAIN", "AUTH=XOAUTH2"}:
        return None
    if _CONTROL.search(unquote(user) + folder) or parts.query or parts.fragment:
        return None
    return Place(
        secure=scheme == "imaps",
        host=parts.hostname,
        port=port or _PORTS[scheme],
        user=unquote(user),
        token=auth == "AUTH=XOAUTH2",
        folder=folder,
    )


def look(
    postman: Postman, source: Source, known: Callable[[str], bool], state: str
) -> Iterator[RawObject | MailboxState | Refused]:
    """The mails of a folder that come next, each followed by the state to keep; see `Postman`."""
    try:
        yield from _Look(postman, source, known, mailbox_state(state)).mails()
    except _EndedError as ended:
        rule, happened, next_step = ended.row
        yield row(source, shown(source.address), rule, happened, next_step)


def shown(address: str) -> str:
    """The address without what could be a password in it."""
    return re.sub(r"//.*@", "//...@", address, flags=re.S)


class _Look:
    """One look at one folder."""

    def __init__(
        self, postman: Postman, source: Source, known: Callable[[str], bool],
        state: MailboxState | None,
    ) -> None:  # fmt: skip
        self._postman, self._source = postman, source
        self._known, self._state = known, state
        self._options = postman.options
        self._ends = time.monotonic() + self._options.total_seconds

    def mails(self) -> Iterator[RawObject | MailboxState | Refused]:
        where = place(self._source.address)
        if where is None:
            raise _EndedError(
                "mailbox-address", "The address of the mailbox cannot be read.", _FORM
            )
        user, secret = self._secret(where)
        sock = self._connected(where)
        watchdog = threading.Timer(self._options.total_seconds, _shut, (sock,))
        watchdog.daemon = True
        watchdog.start()
        try:
            yield from self._spoken(where, user, secret, sock)
        finally:
            watchdog.cancel()
            _shut(sock)
            sock.close()

    def _secret(self, where: Place) -> tuple[str, str]:
        user = self._source.user or where.user
        name = self._source.secret
        if not user or _CONTROL.search(user):
            raise _EndedError("mailbox-address", "The address of the mailbox names no user.", _FORM)
        secret = self._postman.environ.get(name, "") if name else ""
        if not secret:
            said = (
                f"The environment variable {name} is not set."
                if name
                else "The source names no secret."
            )
            raise _EndedError(
                "mail-secret", said,
                "Put the password into an environment variable and name that as the source's `secret`.",
            )  # fmt: skip
        if _CONTROL.search(secret):
            raise _EndedError(
                "mail-secret", f"The value of the environment variable {name} holds a control character.",
                "Set it again without a line end.",
            )  # fmt: skip
        return user, secret

    def _connected(self, where: Place) -> socket.socket:
        options = self._options
        entries = tuple(allowed(entry) for entry in options.allow)
        listed = [entry for entry in entries if entry.port == where.port]
        if where.port not in _PORTS.values() and not listed:
            raise _EndedError(
                "address-port", "Only the ports 143 and 993 of a mail server are asked.",
                "The operator can allow a network and port in fetch.allow.",
            )  # fmt: skip
        try:
            addresses = self._addresses(where, listed)
            self._protected(where, addresses, listed)
            return self._first(where, addresses)
        except ForbiddenError as forbidden:
            raise _EndedError(
                forbidden.rule, str(forbidden),
                f"Use a public mail server; {ALLOW}",
            ) from None  # fmt: skip
        except ssl.SSLError:
            raise _EndedError(
                "mail-tls", "The mail server's certificate is not valid for its name, or it speaks no TLS.",
                "Check the host and port of the mailbox's address.",
            ) from None  # fmt: skip
        except TimeoutError:
            raise _EndedError(
                "timeout", "The mail server did not answer in time.", _LATER
            ) from None
        except (OSError, ValueError):
            raise _EndedError(
                "unreachable", "The mail server could not be reached.", _LATER
            ) from None

    def _addresses(self, where: Place, listed: list[Allowed]) -> tuple[Address, ...]:
        """The addresses of the server, all of them checked as if it were a web server."""
        host = f"[{where.host}]" if ":" in where.host else where.host
        return check(
            f"https://{host}/", look_up=self._postman.look_up,
            allow=tuple(Allowed(network=entry.network, port=443) for entry in listed),
            timeout=self._options.connect_seconds,
        ).addresses  # fmt: skip

    def _protected(
        self, where: Place, addresses: tuple[Address, ...], listed: list[Allowed]
    ) -> None:
        """A password goes in the clear only where the operator said that it may."""
        inside = all(
            any(entry.admits(address, where.port) for entry in listed) for address in addresses
        )
        if not where.secure and not inside:
            raise _EndedError(
                "mail-tls", "The address asks for a connection without protection.",
                "Write imaps: in the place of imap:.",
            )  # fmt: skip

    def _first(self, where: Place, addresses: tuple[Address, ...]) -> socket.socket:
        problem: OSError = OSError("there is nothing to connect to")
        for address in addresses[:4]:
            try:
                sock = self._postman.connect(address, where.port, self._options.connect_seconds)
            except OSError as failed:
                problem = failed
                continue
            sock.settimeout(self._options.read_seconds)
            if not where.secure:
                return sock
            try:
                return self._postman.trust().wrap_socket(sock, server_hostname=where.host)
            except OSError:
                sock.close()
                raise
        raise problem

    def _spoken(
        self, where: Place, user: str, secret: str, sock: socket.socket
    ) -> Iterator[RawObject | MailboxState | Refused]:
        try:
            session = Session(sock, self._options.read_seconds)
            self._log_in(session, where, user, secret)
            validity, many = self._examine(session, where)
            yield from self._taken(session, where, validity, many)
            with suppress(imaplib.IMAP4.error, OSError):
                session.logout()
        except (imaplib.IMAP4.error, OSError, ValueError, IndexError, TypeError) as problem:
            late = isinstance(problem, TimeoutError) or time.monotonic() >= self._ends
            raise _EndedError(
                "timeout" if late else "mail-server",
                "The mail server did not answer in time."
                if late
                else "The mail server broke off, or gave an answer that is none.",
                _LATER,
            ) from None

    def _log_in(self, session: Session, where: Place, user: str, secret: str) -> None:
        refused = _EndedError(
            "mail-login", f"The mail server did not let {user} in.",
            f"Check the user and the value of the environment variable {self._source.secret}; "
            "many servers want a password made for programs.",
        )  # fmt: skip
        try:
            if where.token:
                words = f"user={user}\x01auth=Bearer {secret}\x01\x01".encode()
                answers = iter((words,))
                # after a refusal the server asks once more, and wants an empty answer
                session.authenticate("XOAUTH2", lambda _: next(answers, b""))
            else:
                session.log_in(user, secret)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            raise refused from None

    def _examine(self, session: Session, where: Place) -> tuple[int, int]:
        """UIDVALIDITY of the folder, opened for reading only, and how many mails are in it."""
        answer, said = session.select(mailbox_name(where.folder), readonly=True)
        if answer != "OK":
            raise _EndedError(
                "mail-folder", f"The mailbox has no folder {where.folder!r}.",
                "Check the folder in the source's address; inside others it is written Parent/Child.",
            )  # fmt: skip
        numbers = [one for one in session.response("UIDVALIDITY")[1] if isinstance(one, bytes)]
        many = said[0] if said and isinstance(said[0], bytes) else b"0"
        return int(numbers[-1]) if numbers else 1, int(many)

    def _taken(
        self, session: Session, where: Place, validity: int, many: int
    ) -> Iterator[RawObject | MailboxState | Refused]:
        state = self._state
        wanted, older = self._wanted(session, validity, many)
        if older:
            yield row(
                self._source, shown(self._source.address), "mailbox-older",
                f"The folder holds {older:,} older mails, which were not taken at the first look.",
                "Save the ones you want as .eml and add their folder.",
            )  # fmt: skip
        day = state.day if state is not None else None
        if not wanted and (state is None or state.uidvalidity != validity):
            # the highest UID, by the number the folder had when it was opened: later ones are still to come
            last = session.uids(f"{many}:*")[:1] if many else []
            yield MailboxState(uidvalidity=validity, uid=last[0] if last else 0, day=day)
        for first in range(0, len(wanted), _BATCH):
            batch = wanted[first : first + _BATCH]
            about = session.about(batch)
            for uid in batch:
                size, received = about.get(uid, (None, None))  # None: taken away since
                day = received or day
                if size is not None:
                    yield from self._one(session, f"{where.folder}/{validity}/{uid}", uid, size)
                yield MailboxState(uidvalidity=validity, uid=uid, day=day)

    def _one(
        self, session: Session, name: str, uid: int, size: int
    ) -> Iterator[RawObject | Refused]:
        if size > self._options.largest:
            yield too_large(self._source, name, self._options.largest)
        elif not self._known(name):
            data = session.mail(uid, self._options.largest)
            if data is not None:
                yield self._postman.arrived(name, data)

    def _wanted(self, session: Session, validity: int, many: int) -> tuple[list[int], int]:
        """The UIDs to take now, ascending, and how many older ones a first look leaves."""
        state, most = self._state, self._options.most
        if state is None:
            older = max(many - most, 0)
            return (session.uids(f"{older + 1}:*")[-most:] if many else []), older
        if state.uidvalidity == validity:
            return [uid for uid in session.uids(f"UID {state.uid + 1}:*") if uid > state.uid][
                :most
            ], 0
        # The UIDs count anew: from the day of the last mail on, so that none is passed over.
        if state.day is None:
            return session.uids("ALL")[:most], 0
        since = state.day - timedelta(days=1)
        return session.uids(f"SINCE {since.day}-{MONTHS[since.month - 1]}-{since.year}")[:most], 0


def _shut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
