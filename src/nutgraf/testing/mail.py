"""An IMAP server on loopback that holds the mails it was given, and goes wrong where it is told to.

It speaks as much of RFC 3501 as a reader needs: CAPABILITY, LOGIN, AUTHENTICATE XOAUTH2 and PLAIN,
EXAMINE and SELECT, UID SEARCH, UID FETCH, LOGOUT. What would change a mailbox it takes down in `asked`
and refuses, so a test can see that nobody tried.
"""

from __future__ import annotations

import base64
import re
import socketserver
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BufferedIOBase
from typing import Literal

from nutgraf.testing.serving import Serving

Fault = Literal[
    "", "silence", "garbage", "cut in a mail", "endless line", "endless answers", "huge literal", "no greeting",
    "sizes refused", "mail refused"
]  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(slots=True, kw_only=True)
class MailFolder:
    """A folder of the server: its mails with UIDs from 1, each with the time it was received."""

    mails: dict[int, bytes] = field(default_factory=dict)
    uidvalidity: int = 1
    received: dict[int, datetime] = field(default_factory=dict)

    def put(self, mail: bytes, received: datetime = datetime(2026, 4, 2, 8, tzinfo=UTC)) -> int:
        """A new mail, and its UID."""
        uid = max(self.mails, default=0) + 1
        self.mails[uid], self.received[uid] = mail, received
        return uid

    def renumber(self, uidvalidity: int) -> None:
        """The UIDs count anew, as after a move to another server."""
        kept = [(self.mails[uid], self.received[uid]) for uid in sorted(self.mails)]
        self.mails, self.received, self.uidvalidity = {}, {}, uidvalidity
        for mail, received in kept:
            self.put(mail, received)


class ScriptedMail(Serving):
    """A server on 127.0.0.1 for as long as the block lasts.

    `asked` lists the commands it was given, without passwords; `fault` may be set at any time and
    holds for the answers from then on. With `tls` it speaks TLS from the first byte.
    """

    def __init__(
        self, *, user: str = "desk@home.example", password: str = "", token: str = "",
        tls: ssl.SSLContext | None = None,
    ) -> None:  # fmt: skip
        self.folders: dict[str, MailFolder] = {"INBOX": MailFolder()}
        self.asked: list[str] = []
        self.fault: Fault = ""
        self.user, self.password, self.token = user, password, token
        super().__init__(_Server(("127.0.0.1", 0), _handler(self, tls)))

    def wait(self) -> None:
        """Says nothing until the block ends."""
        self._done.wait(30)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True


def _handler(
    server: ScriptedMail, tls: ssl.SSLContext | None
) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        def setup(self) -> None:
            if tls is not None:
                self.request = tls.wrap_socket(self.request, server_side=True)
            super().setup()

        def handle(self) -> None:
            try:
                _Conversation(server, self.rfile, self.wfile.write).hold()
            except (OSError, ValueError):
                return

    return Handler


class _Conversation:
    """One connection."""

    def __init__(
        self, server: ScriptedMail, said: BufferedIOBase, write: Callable[[bytes], object]
    ) -> None:
        self._server, self._said, self._write = server, said, write
        self._in = False
        self._folder: MailFolder | None = None

    def hold(self) -> None:
        if self._server.fault == "no greeting":
            self._server.wait()
            return
        self._line("* OK IMAP4rev1 scripted")
        while line := self._said.readline(65536):
            tag, _, rest = line.decode("utf-8", "replace").rstrip("\r\n").partition(" ")
            verb = rest.upper()
            self._server.asked.append("LOGIN" if verb.startswith("LOGIN") else rest)
            if self._wrong(tag, verb):
                return
            if verb.startswith("LOGOUT"):
                self._line("* BYE then", f"{tag} OK done")
                return
            self._answer(tag, rest, verb)

    def _wrong(self, tag: str, verb: str) -> bool:
        """What goes wrong now, if anything; the connection ends after it."""
        fault = self._server.fault
        mail = "BODY.PEEK" in verb
        if fault == "silence":
            self._server.wait()
        elif fault == "garbage":
            self._write(b"\x00\xff{}{}()(( not IMAP at all\r\n" * 3)
        elif fault == "cut in a mail" and mail:
            self._write(b"* 1 FETCH (UID 1 BODY[] {5000}\r\nSubject: half of")
        elif fault == "endless line" and "SEARCH" in verb:
            self._pour(b"1 " * 4096)
        elif fault == "endless answers" and "SEARCH" in verb:
            self._pour(b"* 1 EXISTS\r\n" * 512)
        elif fault == "huge literal" and mail:
            self._write(b"* 1 FETCH (UID 1 BODY[] {4000000000}\r\n")
            self._pour(b"x" * 65536)
        else:
            return False
        return True

    def _pour(self, piece: bytes) -> None:
        """Sends a piece again and again until the other side goes away, 256 MiB at most."""
        for _ in range(256 * 1024 * 1024 // len(piece)):
            self._write(piece)

    def _answer(self, tag: str, rest: str, verb: str) -> None:
        if verb.startswith("CAPABILITY"):
            self._line("* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2", f"{tag} OK done")
        elif verb.startswith("LOGIN "):
            words = [
                re.sub(r"\\(.)", r"\1", word) for word in re.findall(r'"((?:\\.|[^"\\])*)"', rest)
            ]
            # both must be quoted strings, as no atom holds a blank or a quote
            self._let_in(tag, words == [self._server.user, self._server.password])
        elif verb.startswith("AUTHENTICATE "):
            self._authenticate(tag, verb.split()[1])
        elif not self._in:
            self._line(f"{tag} NO log in first")
        elif verb.startswith(("EXAMINE ", "SELECT ")):
            self._open(tag, rest.partition(" ")[2].strip('"'))
        elif self._folder is None:
            self._line(f"{tag} BAD no folder is open")
        elif verb.startswith("UID SEARCH "):
            found = self._search(self._folder, verb[11:])
            self._line(f"* SEARCH {' '.join(map(str, found))}".rstrip(), f"{tag} OK done")
        elif verb.startswith("UID FETCH ") and self._server.fault == (
            "mail refused" if "BODY.PEEK" in verb else "sizes refused"
        ):
            self._line(f"{tag} NO [UNAVAILABLE] not now")
        elif verb.startswith("UID FETCH "):
            self._fetch(self._folder, *verb[10:].split(" ", 1))
            self._line(f"{tag} OK done")
        else:
            self._line(f"{tag} BAD this server is read only")

    def _authenticate(self, tag: str, method: str) -> None:
        self._write(b"+ \r\n")
        given = base64.b64decode(self._said.readline(65536)).decode()
        server = self._server
        wanted = {
            "XOAUTH2": f"user={server.user}\x01auth=Bearer {server.token}\x01\x01",
            "PLAIN": f"\0{server.user}\0{server.password}",
        }[method]
        if given != wanted and method == "XOAUTH2":
            self._write(b"+ " + base64.b64encode(b'{"status":"401"}') + b"\r\n")
            self._said.readline(65536)
        self._let_in(tag, given == wanted)

    def _let_in(self, tag: str, right: bool) -> None:
        self._in = right
        self._line(f"{tag} OK done" if right else f"{tag} NO [AUTHENTICATIONFAILED] wrong")

    def _open(self, tag: str, name: str) -> None:
        self._folder = self._server.folders.get(name)
        if self._folder is None:
            self._line(f"{tag} NO [NONEXISTENT] no such folder")
            return
        self._line(
            f"* {len(self._folder.mails)} EXISTS", "* 0 RECENT",
            f"* OK [UIDVALIDITY {self._folder.uidvalidity}] valid", f"{tag} OK [READ-ONLY] done",
        )  # fmt: skip

    def _search(self, folder: MailFolder, criteria: str) -> list[int]:
        uids = sorted(folder.mails)
        if found := re.match(r"UID (\d+):\*", criteria):
            # `n:*` holds the last mail even where that is before n
            return [uid for uid in uids if uid >= int(found[1])] or uids[-1:]
        if found := re.match(r"(\d+):\*", criteria):
            return uids[int(found[1]) - 1 :]
        if found := re.match(r"SINCE (\d+)-(\w+)-(\d+)", criteria):
            month = _MONTHS.index(found[2].title()) + 1
            day = datetime(int(found[3]), month, int(found[1]), tzinfo=UTC)
            return [uid for uid in uids if folder.received[uid] >= day]
        return uids

    def _fetch(self, folder: MailFolder, wanted: str, items: str) -> None:
        for place, uid in enumerate(sorted(folder.mails), 1):
            if str(uid) not in wanted.split(","):
                continue
            mail, at = folder.mails[uid], folder.received[uid]
            if "BODY.PEEK[]" in items:
                self._write(
                    f"* {place} FETCH (UID {uid} BODY[] {{{len(mail)}}}\r\n".encode()
                    + mail
                    + b")\r\n"
                )
            else:
                date = f"{at.day:2}-{_MONTHS[at.month - 1]}-{at.year} {at:%H:%M:%S} +0000"
                self._line(
                    f'* {place} FETCH (UID {uid} RFC822.SIZE {len(mail)} INTERNALDATE "{date}")'
                )

    def _line(self, *lines: str) -> None:
        self._write("".join(f"{line}\r\n" for line in lines).encode())
