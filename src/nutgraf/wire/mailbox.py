"""Mailboxes: a Maildir or an mbox file on the disk, a folder on an IMAP server. Nothing is changed in
any of them; each mail comes as it is kept there, with the verdict on its signatures."""

from __future__ import annotations

import os
import re
import ssl
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.mail.mailbox_state import MailboxState
from nutgraf.sources.mail.mbox import ToldOnly, mails
from nutgraf.sources.model import RawObject, Source
from nutgraf.wire.dkim import Authenticate, Dkim, Seen
from nutgraf.wire.resolver import LookUp, look_up_name
from nutgraf.wire.transport import Connect, connect_to

_MIB = 1024 * 1024
_MESSAGE_ID = re.compile(rb"(?im)^message-id:\s*<?([^<>\s]{1,250})>?\s*$")
_PLAIN = re.compile(r"[^ -~]")
_LONGEST_LINE = 1 << 20


def trust() -> ssl.SSLContext:
    """The system's certificate authorities and, where it is installed, certifi's."""
    context = ssl.create_default_context()
    with suppress(ImportError):
        import certifi

        context.load_verify_locations(certifi.where())
    return context


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxOptions:
    """Limits of a look at a mailbox: mails of one look, bytes of one mail, seconds.

    `allow` are the operator's `CIDR:port` entries, as for fetching; plain `imap:` is spoken only to
    loopback and to these.
    """

    most: int = 200
    largest: int = 25 * _MIB
    total_seconds: float = 120.0
    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    allow: tuple[str, ...] = ()


def _no_signatures(mail: bytes) -> Seen:
    return (("dkim", "unchecked: checking is off"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Postman:
    """Takes mails out of mailboxes. What reaches outside may be replaced, as tests do.

    `authenticate` gives the verdict on a mail's signatures (`Dkim().seen`; None checks nothing);
    `environ` is where the secret named by a source is looked up, `trust` whom TLS believes.
    """

    options: MailboxOptions = field(default_factory=MailboxOptions)
    look_up: LookUp = look_up_name
    connect: Connect = connect_to
    authenticate: Authenticate | None = field(default_factory=lambda: Dkim().seen)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    trust: Callable[[], ssl.SSLContext] = trust

    def mailbox(
        self, source: Source, root: Path, *, known: Callable[[str], bool], state: str = ""
    ) -> Iterator[RawObject | MailboxState | Refused]:
        """The mails of a mailbox source that are not known yet, at most `most` a look.

        On the disk, a mail whose name `known` knows is passed over; the others come oldest first.
        On a server the first look takes the newest, every later one goes on where the last ended,
        oldest first, so that none is passed over; after each mail comes the `MailboxState` to keep
        (its `text`) once that mail is kept, and `state` is the last one kept ("" for none). `root`
        is the folder paths count from. Nothing raises for what a mailbox holds or a server says.
        """
        if source.address.lower().startswith(("imaps:", "imap:")):
            from nutgraf.wire.imap import look

            yield from look(self, source, known, state)
            return
        try:
            place = (root / Path(source.address).expanduser()).resolve()
        except (ValueError, RuntimeError, OSError):  # no path at all: a NUL, an unknown user
            place = root / "\0"
        if place.is_dir():
            yield from self._maildir(place, source, known)
        elif place.is_file():
            yield from self._mbox(place, source, known)
        else:
            yield row(
                source, str(source.address), "mailbox-missing", "The mailbox is not there.",
                f"Put it back, or remove the source with `nutgraf sources remove {source.id}`.",
            )  # fmt: skip

    def arrived(self, name: str, data: bytes, address: str = "") -> RawObject:
        """A mail as a raw object, its signatures looked at now."""
        seen = self.authenticate or _no_signatures
        return RawObject(
            name=name, data=data, sha256=sha256_hex(data), media_type="message/rfc822",
            address=address, seen=seen(data),
        )  # fmt: skip

    def _maildir(
        self, place: Path, source: Source, known: Callable[[str], bool]
    ) -> Iterator[RawObject | Refused]:
        if not (place / "cur").is_dir() and not (place / "new").is_dir():
            yield row(
                source, str(source.address), "mailbox-form", "The folder is no Maildir: it has neither `cur` nor `new`.",
                "Name the folder that holds `cur` and `new`, or add it as a folder of .eml files.",
            )  # fmt: skip
            return
        taken = 0
        for name, path in _letters(place):
            if known(name):
                continue
            if taken == self.options.most:
                return
            data = _bytes(path, self.options.largest)
            if data is None:
                # not under its name alone, by which it would be known and never looked at again
                yield row(
                    source, f"{source.address} {name}", "unreadable", "The mail could not be read, or is no file.",
                    "Check that it is there and that you may read it.",
                )  # fmt: skip
            elif len(data) > self.options.largest:
                yield too_large(source, name, self.options.largest)
            else:
                taken += 1
                yield self.arrived(name, data)

    def _mbox(
        self, place: Path, source: Source, known: Callable[[str], bool]
    ) -> Iterator[RawObject | Refused]:
        taken = 0
        seen: dict[str, str] = {}
        try:
            with place.open("rb") as stream:
                for mail in mails(_lines(stream), largest=self.options.largest):
                    if isinstance(mail, ToldOnly):
                        yield too_large(
                            source, f"{place.name} mail {mail.number}", self.options.largest
                        )
                        continue
                    name = _name(place.name, mail.data, seen)
                    if not name or known(name):
                        continue
                    taken += 1
                    if taken > self.options.most:
                        return
                    yield self.arrived(name, mail.data)
        except OSError as problem:
            yield row(
                source, place.name, "unreadable", f"It could not be read: {problem.strerror}.",
                "Check that the file is there and that you may read it.",
            )  # fmt: skip


def too_large(source: Source, name: str, largest: int) -> Refused:
    """The row about a mail that is larger than may be."""
    return row(
        source, name, "mail-too-large", f"The mail is larger than {largest // _MIB} MiB.",
        "Save the mail as .eml without its attachments and add that.",
    )  # fmt: skip


def row(source: Source, where: str, rule: str, happened: str, next_step: str) -> Refused:
    """A row of the report about a mailbox or a mail in it."""
    return Refused(
        where=_PLAIN.sub("�", where)[:300] if not where.isprintable() else where[:300],
        rule=rule, happened=happened, next_step=next_step, source=source.id,
    )  # fmt: skip


def _letters(place: Path) -> list[tuple[str, Path]]:
    """The mails of a Maildir by name, oldest first. The name is the part that never changes: flags
    stand behind a colon (or a sign in its place), and a mail moves from `new` to `cur`."""
    found: dict[str, Path] = {}
    for folder in ("new", "cur"):
        try:
            entries = sorted(one.name for one in (place / folder).iterdir())
        except OSError:
            continue
        for entry in entries:
            if not entry.startswith("."):
                unique = re.split(r"[:;!]2,", entry, maxsplit=1)[0]
                shown = unique.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
                found[shown] = place / folder / entry
    return sorted(found.items(), key=lambda one: (_second(one[0]), one[0]))


def _second(name: str) -> int:
    """The delivery second a Maildir name begins with, 0 for another name."""
    number = re.match(r"\d{1,12}(?=\.|_|\Z)", name)
    return int(number[0]) if number else 0


def _bytes(path: Path, largest: int) -> bytes | None:
    """At most one byte more than the largest mail; None for what is no plain file."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return None
            return stream.read(largest + 1)
    except OSError:
        return None


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(_LONGEST_LINE):
        yield line


def _name(box: str, mail: bytes, seen: dict[str, str]) -> str:
    """The name of a mail in an mbox: by its Message-ID, else a digest of it; "" for a second copy.

    A place in the file would change when an earlier mail is taken out, and the Status headers that
    mail programs write into the file would change a digest; so the Message-ID goes first.
    """
    head = re.split(rb"\r?\n\r?\n", mail, maxsplit=1)
    found = _MESSAGE_ID.search(head[0])
    words = sha256_hex(head[1] if len(head) > 1 else mail)
    name = f"{box} <{found[1].decode('latin-1')}>" if found else f"{box} {sha256_hex(mail)[:16]}"
    name = _PLAIN.sub("_", name)
    for one in (name, f"{name} {words[:12]}"):
        if one not in seen:
            seen[one] = words
            return one
        if seen[one] == words:
            return ""
    return ""
