"""The DKIM verdict on a mail, made when it arrives and kept (RFC 6376, RFC 8301).

Keys are changed and withdrawn, so the same mail may not be checked again later: the verdict is stored
beside the bytes (`RawObject.seen`). dkimpy checks; the key comes through a look-up of ours. Stricter than
dkimpy in three things: rsa-sha1 is no signature (RFC 8301), a signature over only the beginning of the
words (`l=`) does not speak for the rest, and the answers of the name system are bounded.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nutgraf.wire.txt import LookUpTxt, look_up_txt

Seen = tuple[tuple[str, str], ...]
Authenticate = Callable[[bytes], Seen]
_DOMAIN = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+\Z")
_SELECTOR = re.compile(r"[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63}){0,5}\Z")
_LEAST_BITS = 1024
_MOST_HEADERS = 1000
_MOST_HEAD = 256 * 1024
# Where the check and the parser of mails would not see the same headers: a bare CR ends a line only for
# the parser, and a line `From ` is passed over only by the check.
_READ_TWO_WAYS = re.compile(rb"\r(?!\n)|(?<=\n)From ")
_BLANKS = re.compile(rb"(?<![\t ])[\t ]{256,}")
_MOST_BLANKS = 1_000_000_000  # the check takes a time that grows with the square of each run
_LONGEST_SIGNATURE = 1500  # in base64: a key of 8192 bits
# The headers a reader is shown: each may stand once, and these two must be signed.
_SHOWN = (
    "from",
    "subject",
    "date",
    "message-id",
    "list-id",
    "content-type",
    "content-transfer-encoding",
)
_MUST = ("from", "subject")


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimOptions:
    """Limits of a check: signatures looked at, look-ups of one mail, seconds for all of them."""

    most_signatures: int = 5
    most_look_ups: int = 5
    seconds: float = 10.0


@dataclass(slots=True)
class _Asked:
    """The look-ups of one mail: each name once, so many in all, within one deadline."""

    look_up: LookUpTxt
    left: int
    ends: float
    known: dict[str, tuple[bytes, ...]] = field(default_factory=dict)
    problem: str = ""

    def txt(self, name: bytes, timeout: float = 5) -> bytes | None:
        """The key record of a name, None when there is none; `problem` says why one is not known."""
        plain = name.decode("ascii", "replace").rstrip(".").lower()
        if plain not in self.known:
            self.left -= 1
            seconds = self.ends - time.monotonic()
            if self.left < 0 or seconds <= 0:
                self.problem = "too many look-ups for one mail"
                return None
            try:
                self.known[plain] = self.look_up(plain, min(seconds, float(timeout)))
            except OSError:
                self.problem = "the name system gave no answer"
                return None
        records = [one for one in self.known[plain] if b"p=" in one.replace(b" ", b"")]
        if not records:
            self.problem = f"there is no key at {plain[:200]}"
        return records[0] if records else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dkim:
    """Checks signatures. `look_up` may be replaced, as tests do."""

    options: DkimOptions = field(default_factory=DkimOptions)
    look_up: LookUpTxt = look_up_txt

    def seen(self, mail: bytes) -> Seen:
        """A row (`dkim`, verdict) for each signature, in order; one row `none` for an unsigned mail.

        Verdicts: `pass DOMAIN`; `fail DOMAIN: why` where the signature does not hold; `unchecked:
        why` where that cannot be known (no key to be had, an algorithm we do not check, expired).
        Nothing raises for what a mail or the name system says.
        """
        import dkim  # type: ignore[import-untyped]  # dkimpy ships no types

        head = re.split(rb"\r?\n\r?\n", mail, maxsplit=1)[0] + b"\n"
        if len(head) > _MOST_HEAD or _READ_TWO_WAYS.search(head):
            return (("dkim", "unchecked: its headers cannot be read"),)
        if sum(len(run) ** 2 for run in _BLANKS.findall(mail)) > _MOST_BLANKS:
            return (("dkim", "unchecked: it holds too many blanks in a row"),)
        try:
            signed = dkim.DKIM(mail, minkey=_LEAST_BITS)
        except (dkim.DKIMException, ValueError, IndexError):
            return (("dkim", "unchecked: its headers cannot be read"),)
        if len(signed.headers) > _MOST_HEADERS:
            return (("dkim", "unchecked: it has too many headers"),)
        many = sum(1 for name, _ in signed.headers if name.lower() == b"dkim-signature")
        asked = _Asked(
            self.look_up, self.options.most_look_ups, time.monotonic() + self.options.seconds
        )
        rows = [
            ("dkim", _verdict(signed, index, asked))
            for index in range(min(many, self.options.most_signatures))
        ]
        return tuple(rows) or (("dkim", "none"),)


def _verdict(signed: Any, index: int, asked: _Asked) -> str:
    """The words on one signature."""
    import dkim

    fields = _fields(signed, index)
    domain = fields.get("d", "").lower()
    if not _DOMAIN.match(domain) or not _SELECTOR.match(fields.get("s", "")):
        return "unchecked: the signature cannot be read"
    if fields.get("a") not in {"rsa-sha256", "ed25519-sha256"}:
        return f"unchecked: {domain} signs by a method that is not checked"
    if "l" in fields:
        return f"unchecked: {domain} signed only the beginning of the words"
    if len(fields.get("b", "")) > _LONGEST_SIGNATURE:
        return "unchecked: the signature cannot be read"
    if words := _open_to_change(signed, domain, fields.get("h", "")):
        return words
    asked.problem = ""
    try:
        holds = signed.verify(index, dnsfunc=asked.txt)
    except dkim.NaClNotFoundError:
        return f"unchecked: {domain} signs by a method that is not checked"
    except dkim.ValidationError as problem:
        return _invalid(domain, str(problem))
    except (dkim.DKIMException, ValueError, TypeError, KeyError, IndexError, ArithmeticError):
        return f"unchecked: {asked.problem or f'the signature or key of {domain} cannot be read'}"
    if holds:
        return f"pass {domain}"
    if asked.problem:
        return f"unchecked: {asked.problem}"
    if getattr(signed, "keysize", 0) < _LEAST_BITS:
        return f"unchecked: the key of {domain} cannot be read or is too short"
    return f"fail {domain}: the headers or the words were changed, or somebody else signed"


def _open_to_change(signed: Any, domain: str, listed: str) -> str:
    """The verdict where a header could be added or changed without breaking the signature, else "".

    A second Subject above the signed one is shown by many programs, ours among them, and the
    signature still holds (RFC 6376, section 8.15).
    """
    there = Counter(name.decode("latin-1").lower() for name, _ in signed.headers)
    signs = Counter(name.strip().lower() for name in listed.split(":"))
    for name in _SHOWN:
        if there[name] > 1 and signs[name] < there[name]:
            return f"fail {domain}: the {name} header stands more often than was signed"
        if name in _MUST and there[name] and not signs[name]:
            return f"unchecked: {domain} did not sign the {name} header"
    return ""


def _invalid(domain: str, problem: str) -> str:
    if "body hash" in problem:
        return f"fail {domain}: the words were changed"
    if "expired" in problem or "x=" in problem:
        return f"unchecked: the signature of {domain} has expired"
    return f"unchecked: the signature of {domain} cannot be read"


def _fields(signed: Any, index: int) -> dict[str, str]:
    """The tags of one signature as text; {} when they cannot be read."""
    from dkim.util import InvalidTagValueList, parse_tag_value  # type: ignore[import-untyped]

    values = [value for name, value in signed.headers if name.lower() == b"dkim-signature"]
    try:
        said = parse_tag_value(values[index])
    except (InvalidTagValueList, ValueError, IndexError):
        return {}
    return {
        name.decode("latin-1"): re.sub(rb"\s+", b"", value).decode("latin-1")
        for name, value in said.items()
    }
