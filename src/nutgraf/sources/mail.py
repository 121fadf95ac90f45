"""A mail is one item: the words of its HTML or plain part, and its headers made safe."""

from __future__ import annotations

import email.errors
import email.header
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from nutgraf.errors import Refused
from nutgraf.sources.address import join
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.keys import own_bytes
from nutgraf.sources.model import Metadata, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.prose import line_of, utf8
from nutgraf.sources.refusing import refuse
from nutgraf.sources.times import doubted, instant

_BOUNDARY = re.compile(rb"boundary\s*=", re.I)
_ENVELOPE = re.compile(rb"\A>?From [^\n]*\n")
_MAILBOX = re.compile(rb"^From \S+[^\n]* \d{4}\r?$", re.M)
_FOLDED = re.compile(r"[\r\n]+[ \t]*")
_ANGLED = re.compile(r"<([^<>]*)>")
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}\Z")
_EMPTY_HTML = re.compile(r"<style.*?</style>|<script.*?</script>|<[^>]*>|&nbsp;|\s+", re.S | re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One leaf of the mail: its place as dotted numbers (RFC 3501, section 6.4.5) and its text."""

    number: str
    media_type: str
    text: str


def read_mail(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The mail as one Received; of broken MIME what can be read. Images are never loaded."""
    mails = len(_MAILBOX.findall(raw.data))
    if mails > 1:
        yield refuse(
            raw, source, "mailbox", f"The file is a mailbox of {mails} mails, not one mail.",
            "Save the mails one by one as .eml and add their folder.",
        )  # fmt: skip
        return
    message = _parse(raw, source, options)
    if isinstance(message, Refused):
        yield message
        return
    parts = list(_texts(message, "", options.deepest_mail, [options.most_mail_parts]))
    best = _best(parts)
    if best is None:
        yield refuse(
            raw, source, "mail-empty", "The mail has no part with words we can read.",
            "Open it in a mail program and save its text as .txt or .html; the bytes are kept.",
        )  # fmt: skip
        return
    yield _received(message, best, raw, source)


def _parse(raw: RawObject, source: Source, options: SourcesOptions) -> Message | Refused:
    many = len(_BOUNDARY.findall(raw.data)) > options.most_mail_parts
    lines = raw.data.count(b"\n--") > 20 * options.most_mail_parts
    if not many and not lines:
        try:
            # compat32 keeps headers and bodies as they came, however malformed
            return BytesParser(policy=compat32).parsebytes(_ENVELOPE.sub(b"", raw.data))
        except (RecursionError, ValueError, LookupError, AttributeError, IndexError, TypeError):
            pass
    return refuse(
        raw, source, "mail-parts" if many or lines else "mail-broken",
        f"The mail has more than {options.most_mail_parts} parts."
        if many or lines
        else "The mail's MIME structure cannot be read.",
        "Open it in a mail program and save its text as .txt or .html; the bytes are kept.",
    )  # fmt: skip


def _texts(message: Message, place: str, deepest: int, left: list[int]) -> Iterator[_Part]:
    """The text leaves in order, attachments and mails inside mails left out."""
    if left[0] <= 0 or deepest < 0:
        return
    left[0] -= 1
    payload = message.get_payload()
    if isinstance(payload, list):
        if message.get_content_maintype() == "multipart":
            for at, child in enumerate(payload, 1):
                yield from _texts(child, f"{place}.{at}".lstrip("."), deepest - 1, left)
        return
    kind = message.get_content_type()
    if kind not in {"text/html", "text/plain"} and message.get_content_maintype() != "multipart":
        return
    if (message.get_content_disposition() or "") == "attachment":
        return
    text = _leaf(message)
    if text is not None:
        # a multipart whose boundary never comes is its own text: what can be read is read
        html = kind == "text/html"
        yield _Part(
            number=place or "1", media_type="text/html" if html else "text/plain", text=text
        )


def _leaf(message: Message) -> str | None:
    try:
        payload = message.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        payload = None
    if not isinstance(payload, bytes):
        return None
    charset = _parameter(message, "charset")
    kind = f"text/plain; charset={charset}" if charset else ""
    decoded = decode(payload, media_type=kind)
    return None if isinstance(decoded, Undecodable) else decoded.text.replace("\x00", "")


def _parameter(message: Message, name: str) -> str:
    try:
        value = message.get_param(name)
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        return ""
    plain = value[2] if isinstance(value, tuple) else value
    return plain if isinstance(plain, str) else ""


def _best(parts: list[_Part]) -> _Part | None:
    """The first HTML part with words, else the longest plain one with words."""
    for part in parts:
        if part.media_type == "text/html" and _EMPTY_HTML.sub("", part.text):
            return part
    plain = [part for part in parts if part.media_type == "text/plain" and part.text.strip()]
    return max(plain, key=lambda part: len(part.text.strip()), default=None)


def _received(message: Message, part: _Part, raw: RawObject, source: Source) -> Received:
    name, sender = email.utils.parseaddr(_header_raw(message, "From"))
    author = _decoded(name) or line_of(sender, tags=False)
    domain = sender.rpartition("@")[2].lower()
    listed = _decoded(_ANGLED.sub("", _header_raw(message, "List-Id"))).strip('" ')
    archived = _ANGLED.search(_header_raw(message, "Archived-At"))
    body = utf8(part.text)
    return Received(
        source=source.id,
        key=_message_id(message) or own_bytes(raw.data),
        media_type=part.media_type,
        body=body,
        raw=raw.sha256,
        address=join("", archived[1]) if archived else "",
        charset="utf-8",
        part=part.number,
        metadata=Metadata(
            title=_header(message, "Subject"),
            author=author,
            owner=_decoded(name) or listed or (domain if _HOST.match(domain) else ""),
            published_at=_sent(message),
            lang=_header(message, "Content-Language")[:20],
            marks=doubted(_header(message, "Date"), _sent(message)),
        ),
    )


def _sent(message: Message) -> datetime | None:
    return instant(re.sub(r"\([^)]*\)", "", _header(message, "Date")))


def _message_id(message: Message) -> str:
    written = _header(message, "Message-ID")
    angled = _ANGLED.search(written)
    return (angled[1] if angled else written).strip()


def _header(message: Message, name: str) -> str:
    return _decoded(_header_raw(message, name))


def _header_raw(message: Message, name: str) -> str:
    """The first header of that name, unfolded, its raw bytes decoded; "" when it is absent."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            octets = str(value).encode("utf-8", "surrogateescape")
            decoded = decode(octets)
            text = octets.decode("latin-1") if isinstance(decoded, Undecodable) else decoded.text
            return _FOLDED.sub(" ", text).strip()
    return ""


def _decoded(value: str) -> str:
    """RFC 2047 words as text on one showable line: no line break survives, so none can be injected."""
    if "=?" not in value:
        return line_of(value, tags=False)
    try:
        pieces = email.header.decode_header(value)
    except (email.errors.HeaderParseError, ValueError):
        return line_of(value, tags=False)
    out = []
    for piece, charset in pieces:
        if isinstance(piece, str):
            out.append(piece)
            continue
        decoded = decode(piece, media_type=f"charset={charset}" if charset else "")
        out.append("" if isinstance(decoded, Undecodable) else decoded.text)
    return line_of("".join(out), tags=False)
