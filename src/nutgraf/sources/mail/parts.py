"""The MIME parts of a mail: the leaf with the words, and what was left beside it (RFC 2045-2049)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from email.message import Message

from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.options import SourcesOptions

_EMPTY_HTML = re.compile(
    r"<style.*?(?:</style>|\Z)|<script.*?(?:</script>|\Z)|<[^<>]*>|&nbsp;|\s+", re.S | re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One leaf of the mail: its place as dotted numbers (RFC 3501, section 6.4.5) and its text."""

    number: str
    media_type: str
    text: str


@dataclass(slots=True, kw_only=True)
class _Walk:
    """What was found so far; `left` parts may still be looked at."""

    left: int
    deepest: int
    texts: list[Part] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)


def parts(
    message: Message, options: SourcesOptions
) -> tuple[tuple[Part, ...], tuple[tuple[str, int], ...]]:
    """The text leaves in order, and what was left out as (what, count): attachments, mails inside
    the mail, parts past `most_mail_parts` or deeper than `deepest_mail`."""
    walk = _Walk(left=options.most_mail_parts, deepest=options.deepest_mail)
    _look(message, "", 0, walk)
    return tuple(walk.texts), tuple(sorted(walk.passed.items()))


def best(texts: tuple[Part, ...]) -> Part | None:
    """The first HTML part with words, else the longest plain one with words."""
    for part in texts:
        if part.media_type == "text/html" and _EMPTY_HTML.sub("", part.text):
            return part
    plain = [part for part in texts if part.media_type == "text/plain" and part.text.strip()]
    return max(plain, key=lambda part: len(part.text.strip()), default=None)


def _look(message: Message, place: str, depth: int, walk: _Walk) -> None:
    if walk.left <= 0 or depth > walk.deepest:
        walk.passed["part beyond the limits"] += 1
        return
    walk.left -= 1
    payload = message.get_payload()
    many = message.get_content_maintype() == "multipart"
    if isinstance(payload, list):
        if not many:
            walk.passed["mail inside the mail"] += 1
            return
        for at, child in enumerate(payload, 1):
            _look(child, f"{place}.{at}".lstrip("."), depth + 1, walk)
        return
    kind = message.get_content_type()
    if _attached(message) or (kind not in {"text/html", "text/plain"} and not many):
        walk.passed["inline image" if _shown_in_text(message) else "attachment"] += 1
        return
    text = _leaf(message)
    if text is not None:
        # a multipart whose boundary never comes is its own text: what can be read is read
        kind = "text/html" if kind == "text/html" else "text/plain"
        walk.texts.append(Part(number=place or "1", media_type=kind, text=text))


def _attached(message: Message) -> bool:
    return (message.get_content_disposition() or "") == "attachment"


def _shown_in_text(message: Message) -> bool:
    return message.get_content_maintype() == "image" and message.get("Content-ID") is not None


def _leaf(message: Message) -> str | None:
    try:
        payload = message.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        payload = None
    if not isinstance(payload, bytes):
        return None
    charset = _parameter(message, "charset")
    kind = f"text/plain; charset={charset}" if charset else ""
    read = decode(payload, media_type=kind)
    return None if isinstance(read, Undecodable) else read.text.replace("\x00", "")


def _parameter(message: Message, name: str) -> str:
    try:
        value = message.get_param(name)
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        return ""
    plain = value[2] if isinstance(value, tuple) else value
    return plain if isinstance(plain, str) else ""
