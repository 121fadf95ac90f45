"""The headers of a mail made safe: each on one showable line, bounded, its encoded words read.

Nothing of a header goes further as it came: no line break, control or hiding character survives, so
no header can be injected into what is made of it (RFC 5322 section 2.2, RFC 2047).
"""

from __future__ import annotations

import email.errors
import email.header
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from itertools import islice

from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.prose import line_of

_FOLDED = re.compile(r"[\r\n]+[ \t]*")
_ANGLED = re.compile(r"<([^<>]*)>")
_LONGEST = 10_000
_MOST = 50
_MOST_HEADERS = 20
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\Z")
_LOCAL = re.compile(r"[^\s<>()\[\],;:\\\"@]{1,200}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """An address with the name shown beside it (RFC 5322, section 3.4).

    `address` is `local@domain` in lower case with the domain in ASCII (IDNA), "" for one that is no
    address; `written` the domain as it was written, where that was not ASCII.
    """

    name: str
    address: str
    written: str = ""

    @property
    def domain(self) -> str:
        """The domain of the address, "" without one."""
        return self.address.rpartition("@")[2]


def header(message: Message, name: str) -> str:
    """The first header of that name on one showable line; "" when it is absent."""
    return decoded(header_as_sent(message, name))


def header_as_sent(message: Message, name: str) -> str:
    """The first header of that name, unfolded, its encoded words left as they are."""
    return next(headers_as_sent(message, name), "")


def headers_as_sent(message: Message, name: str) -> Iterator[str]:
    """Every header of that name in order, unfolded, its raw bytes decoded, at most 10,000 long."""
    wanted = name.lower()
    for key, value in message.raw_items():
        if key.lower() == wanted:
            octets = str(value)[:_LONGEST].encode("utf-8", "surrogateescape")
            read = decode(octets)
            text = octets.decode("latin-1") if isinstance(read, Undecodable) else read.text
            yield _FOLDED.sub(" ", text).strip()


def decoded(value: str) -> str:
    """RFC 2047 words as text on one showable line."""
    if "=?" not in value:
        return line_of(value, tags=False)
    try:
        pieces = email.header.decode_header(value[:_LONGEST])
    except (email.errors.HeaderParseError, ValueError):
        return line_of(value, tags=False)
    out = []
    for piece, charset in pieces:
        if isinstance(piece, str):
            out.append(piece)
            continue
        read = decode(piece, media_type=f"charset={charset}" if charset else "")
        out.append("" if isinstance(read, Undecodable) else read.text)
    return line_of("".join(out), tags=False)


def mailboxes(message: Message, name: str) -> tuple[Mailbox, ...]:
    """The addresses in every header of that name, at most 50."""
    written = list(islice(headers_as_sent(message, name), _MOST_HEADERS))
    try:
        pairs = email.utils.getaddresses(written)[:_MOST]
    except RecursionError:  # comments in comments, without end
        return ()
    return tuple(_mailbox(shown, address) for shown, address in pairs if shown or address)


def _mailbox(shown: str, address: str) -> Mailbox:
    local, _, domain = decoded(address).rpartition("@")
    plain = domain.strip().rstrip(".")
    try:
        ascii_domain = plain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        ascii_domain = ""
    good = bool(_LOCAL.match(local) and _HOST.match(ascii_domain))
    return Mailbox(
        name=decoded(shown),
        address=f"{local}@{ascii_domain}".lower() if good else "",
        written="" if plain.isascii() else plain.lower(),
    )


def message_id(message: Message) -> str:
    """The Message-ID without its brackets, "" when there is none."""
    written = header(message, "Message-ID")
    angled = _ANGLED.search(written)
    return (angled[1] if angled else written).strip()


def list_of(message: Message) -> tuple[str, str]:
    """The List-Id (RFC 2919) in lower case and the words before it; "" for what it does not say."""
    written = header_as_sent(message, "List-Id")
    angled = list(_ANGLED.finditer(written))
    if not angled:
        plain = decoded(written)
        return (plain.lower(), "") if "." in plain and " " not in plain else ("", plain)
    words = decoded(written[: angled[-1].start()]).strip("\"' ")
    return decoded(angled[-1][1]).strip().lower(), words


def archived_at(message: Message) -> str:
    """The address the mail is archived at (RFC 5064), "" when there is none."""
    found = _ANGLED.search(header_as_sent(message, "Archived-At"))
    return found[1].strip() if found else ""
