"""A mail is one item: the words of its HTML or plain part, and its headers made safe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from nutgraf.errors import Refused
from nutgraf.sources.address import join
from nutgraf.sources.keys import own_bytes, told_apart
from nutgraf.sources.mail.headers import (
    Mailbox,
    archived_at,
    header,
    list_of,
    mailboxes,
    message_id,
)
from nutgraf.sources.mail.mbox import Mail, ToldOnly, is_mbox, mails
from nutgraf.sources.mail.parts import Part, best, parts
from nutgraf.sources.mail.pixels import tracking_pixels
from nutgraf.sources.mail.sender import judged
from nutgraf.sources.model import Metadata, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.prose import line_of, utf8
from nutgraf.sources.refusing import refuse
from nutgraf.sources.times import doubted, instant

_BOUNDARY = re.compile(rb"boundary\s*=", re.I)
_ENVELOPE = re.compile(rb"\A>?From [^\n]*\n")
_REFUSALS = {
    "sender-forged": (
        "The letter only claims to come from the source's sender: {words}.",
        "If it is genuine, look at its headers and mend the source's `sender`; the bytes are kept.",
    ),
    "sender-other": (
        "The letter is not from the source's sender: {words}.",
        "Give that sender a source of its own if you want its letters; the bytes are kept.",
    ),
    "sender-unproved": (
        "Nothing shows that the letter comes from the source's sender: {words}.",
        "Take the word `proved` from the source's `sender` to have such letters marked instead.",
    ),
    "sender-unreadable": (
        "The sender of the source cannot be read: {words}.",
        "Write `sender` as ADDRESS or @DOMAIN, then perhaps `via DOMAIN`, `to ADDRESS`, `proved`.",
    ),
}


def read_mail(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The mail as one Received, or each mail of an mbox file; of broken MIME what can be read.

    Images are never loaded. Where the source names its sender, a letter that only claims to be from
    it is refused by `sender-forged`, one from somebody else by `sender-other` (`sources.sender`). A signature of a mail
    in an mbox file is not checked here (the bytes came without an arrival).
    """
    if not is_mbox(raw.data):
        yield _read_one(_ENVELOPE.sub(b"", raw.data, count=1), raw, source, options)
        return
    yield from _read_mbox(raw, source, options)


def _read_mbox(
    raw: RawObject, source: Source, options: SourcesOptions
) -> Iterator[Received | Refused]:
    found: list[Mail | ToldOnly] = list(
        mails(raw.data.splitlines(keepends=True), largest=len(raw.data))
    )
    older = max(len(found) - options.newest_mails, 0)
    items: list[Received] = []
    for mail in found[older:]:
        if isinstance(mail, Mail):
            one = _read_one(mail.data, raw, source, options, where=f"mail {mail.number}")
            if isinstance(one, Refused):
                yield one
            else:
                items.append(one)
    yield from told_apart(items)
    if older:
        yield refuse(
            raw, source, "mailbox-too-long",
            f"The file holds {len(found):,} mails; {older:,} older ones were not taken.",
            "Raise sources.newest_mails if you want them.",
        )  # fmt: skip


def _read_one(
    data: bytes, raw: RawObject, source: Source, options: SourcesOptions, where: str = ""
) -> Received | Refused:
    message = _parse(data, raw, source, options, where)
    if isinstance(message, Refused):
        return message
    sender = judged(message, raw.seen, source.sender, options.mail_server)
    if sender.rule:
        happened, next_step = _REFUSALS[sender.rule]
        words = sender.marks[0][1].partition(": ")[2]
        return refuse(
            raw, source, sender.rule, happened.format(words=words), next_step, where=where
        )
    texts, passed = parts(message, options)
    chosen = best(texts)
    if chosen is None:
        return refuse(
            raw, source, "mail-empty", "The mail has no part with words we can read.",
            "Open it in a mail program and save its text as .txt or .html; the bytes are kept.",
            where=where,
        )  # fmt: skip
    if chosen.media_type == "text/html" and (pixels := tracking_pixels(chosen.text)):
        passed = (*passed, ("tracking pixel", pixels))
    return _received(message, data, chosen, passed, sender.marks, raw, source)


def _parse(
    data: bytes, raw: RawObject, source: Source, options: SourcesOptions, where: str
) -> Message | Refused:
    many = len(_BOUNDARY.findall(data)) > options.most_mail_parts
    lines = data.count(b"\n--") > 20 * options.most_mail_parts
    if not many and not lines:
        try:
            # compat32 keeps headers and bodies as they came, however malformed
            return BytesParser(policy=compat32).parsebytes(data)
        except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
            pass
    return refuse(
        raw, source, "mail-parts" if many or lines else "mail-broken",
        f"The mail has more than {options.most_mail_parts} parts."
        if many or lines
        else "The mail's MIME structure cannot be read.",
        "Open it in a mail program and save its text as .txt or .html; the bytes are kept.",
        where=where,
    )  # fmt: skip


def _key(message: Message, sender: Mailbox, marks: tuple[tuple[str, str], ...], data: bytes) -> str:
    """The Message-ID, which anybody can write: of a verified letter with its sender's domain.

    So no stranger's letter, and none that is verified for another domain, is a revision of it.
    """
    named = message_id(message)
    if not named:
        return own_bytes(data)
    verified = dict(marks).get("sender", "").startswith("verified")
    return f"{named} of {sender.domain}" if verified else named


def _received(
    message: Message,
    data: bytes,
    part: Part,
    passed: tuple[tuple[str, int], ...],
    marks: tuple[tuple[str, str], ...],
    raw: RawObject,
    source: Source,
) -> Received:
    one = next(iter(mailboxes(message, "From")), Mailbox(name="", address=""))
    list_id, list_name = list_of(message)
    archived = archived_at(message)
    return Received(
        source=source.id,
        key=_key(message, one, marks, data),
        media_type=part.media_type,
        body=utf8(part.text),
        raw=raw.sha256,
        address=join("", archived) if archived else "",
        charset="utf-8",
        part=part.number,
        dropped=passed,
        metadata=Metadata(
            title=header(message, "Subject"),
            author=line_of(one.name or one.address, tags=False),
            owner=list_name or one.name or list_id or one.domain,
            published_at=_sent(message),
            lang=header(message, "Content-Language")[:20],
            marks=(
                *marks,
                *([("list", list_id)] if list_id else []),
                *doubted(header(message, "Date"), _sent(message)),
            ),
        ),
    )


def _sent(message: Message) -> datetime | None:
    return instant(re.sub(r"\([^)]*\)", "", header(message, "Date")))
