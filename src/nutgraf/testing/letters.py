"""Eighty letters nobody should have to trust, and the honest ones beside them, all made here.

Forged senders, line breaks smuggled into headers, MIME that nests or spreads without end, and pictures
that tell the sender who reads. The keys that sign some of them are made from a seed.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from nutgraf.testing.signing import SigningKey, signed, signing_key

Trick = Literal["forged sender", "header", "structure", "remote image", "honest"]
SENDER = "letters@policy.example via mailer.example"
OWN_ADDRESS = f"{SENDER} to desk+policy@home.example"
_CYRILLIC = "p\u043elicy.example"
_INJECTED = (
    "a\r\nBcc: x@evil.example",
    "=?utf-8?q?a=0D=0ABcc:_x=40evil.example?=",
    "a\x00b\x0b\u202ec\u2066d\x1b[2J",
)
_HEADERS = (
    "From", "Subject", "Date", "Message-ID", "List-Id", "Archived-At", "Content-Language", "Reply-To",
    "To", "Authentication-Results",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter, its trick, and the `sender` its source expects ("" for nobody in particular)."""

    name: str
    trick: Trick
    data: bytes
    sender: str = ""


@cache
def keys() -> dict[str, SigningKey]:
    """The keys of the three domains that sign, by domain."""
    domains = ("policy.example", "mailer.example", "evil.example")
    return {domain: signing_key(number) for number, domain in enumerate(domains, 11)}


def txt(name: str, seconds: float) -> tuple[bytes, ...]:
    """The name system of these letters: their three keys."""
    domain = name.removeprefix("s1._domainkey.")
    return (keys()[domain].record,) if domain in keys() and domain != name else ()


def hostile() -> tuple[Letter, ...]:
    """The eighty."""
    return (*_forged(), *_headers(), *_structures(), *_images())


def honest() -> tuple[Letter, ...]:
    """Letters that are what they say, to hold beside the others."""
    plain = letter()
    mailer = keys()["mailer.example"]
    return tuple(
        Letter(name=name, trick="honest", data=data, sender=sender)
        for name, data, sender in (
            ("signed by its own domain", _sign(plain, "policy.example"), SENDER),
            ("signed, and passed on by a list", b"Received: by list\r\n" + _sign(plain, "policy.example"), SENDER),
            ("signed by its mailing service", signed(plain, "mailer.example", mailer), SENDER),
            ("signed twice, once by a stranger", signed(_sign(plain, "policy.example"), "evil.example", keys()["evil.example"]), SENDER),
            ("a subdomain of the domain", _sign(letter(sender="a@mail.policy.example"), "policy.example"), "@policy.example"),
            ("it reached the source's own address", letter(to="desk+policy@home.example"), OWN_ADDRESS),
            ("delivered to the source's own address", b"Delivered-To: desk+policy@home.example\r\n" + plain, OWN_ADDRESS),
        )
    )  # fmt: skip


def letter(
    *, sender: str = "Policy Signal <letters@policy.example>", to: str = "reader@home.example",
    subject: str = "Issue 12", more: str = "", words: str = "Marrow opened a desk today.\r\n",
) -> bytes:  # fmt: skip
    """A plain letter."""
    head = (
        f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: Thu, 02 Apr 2026 10:00:00 +0000\r\n"
        f"Message-ID: <12@policy.example>\r\n{more}"
    )
    return f"{head}\r\n{words}".encode()


def _sign(data: bytes, domain: str) -> bytes:
    return signed(data, domain, keys()[domain])


def _forged() -> Iterator[Letter]:
    good = _sign(letter(), "policy.example")
    evil = keys()["evil.example"]
    made: list[tuple[str, bytes, str]] = [
        ("unsigned", letter(), SENDER),
        ("unsigned, own address expected", letter(), OWN_ADDRESS),
        ("another address of the own domain", letter(to="desk@home.example"), OWN_ADDRESS),
        ("signed by somebody else", signed(letter(), "evil.example", evil), SENDER),
        ("signed with another key in its name", signed(letter(), "policy.example", evil), SENDER),
        ("signed by a key that is not there", signed(letter(), "policy.example", evil, selector="s9"), SENDER),
        ("signed by the mailing service's look-alike", signed(letter(), "evil.example", evil, selector="mailer"), SENDER),
        ("words changed", good.replace(b"Marrow", b"Norrland"), SENDER),
        ("words added", good + b"And buy this.\r\n", SENDER),
        ("subject changed", good.replace(b"Issue 12", b"Issue 13"), SENDER),
        ("second subject above", b"Subject: Buy this\r\n" + good, SENDER),
        ("second date above", b"Date: Fri, 03 Apr 2026 10:00:00 +0000\r\n" + good, SENDER),
        ("second content type above", b"Content-Type: text/html\r\n" + good.replace(b"From: P", b"Content-Type: text/plain\r\nFrom: P"), SENDER),
        ("signed only at its beginning", good.replace(b"v=1;", b"v=1; l=5;"), SENDER),
        ("signed with sha1", good.replace(b"rsa-sha256", b"rsa-sha1"), SENDER),
        ("trusts its own results", letter(more="Authentication-Results: home.example; dkim=pass header.d=policy.example\r\n"), SENDER),
        ("signature of nothing", letter(more="DKIM-Signature: v=1; a=rsa-sha256; d=policy.example; s=s1; h=from:subject; bh=; b=\r\n"), SENDER),
        ("a domain with a path in it", letter(more="DKIM-Signature: v=1; a=rsa-sha256; d=policy.example/x; s=s1; h=from; bh=AAAA; b=AAAA\r\n"), SENDER),
        ("two From headers", letter(more="From: letters@evil.example\r\n"), SENDER),
        ("two From headers, the first signed", good.replace(b"\r\nTo:", b"\r\nFrom: x@evil.example\r\nTo:"), SENDER),
        ("two senders in one From", letter(sender="letters@policy.example, x@evil.example"), SENDER),
        ("no From", letter().replace(b"From: ", b"X-From: "), SENDER),
        ("an empty From", letter(sender=""), SENDER),
        ("address in the name", letter(sender='"letters@policy.example" <x@evil.example>'), SENDER),
        ("address in an encoded name", letter(sender=f"=?utf-8?b?{base64.b64encode(b'letters@policy.example').decode()}?= <x@evil.example>"), SENDER),
        ("address in the name, signed by the other", signed(letter(sender='"letters@policy.example" <x@evil.example>'), "evil.example", evil), SENDER),
        ("a Cyrillic letter", letter(sender=f"letters@{_CYRILLIC}"), SENDER),
        ("a Cyrillic letter in punycode", letter(sender=f"letters@{_CYRILLIC.encode('idna').decode()}"), SENDER),
        ("a digit for a letter", letter(sender="letters@po1icy.example"), SENDER),
        ("a hyphen", letter(sender="letters@pol-icy.example"), SENDER),
        ("its domain as a subdomain", letter(sender="letters@policy.example.evil.example"), SENDER),
        ("its domain as the end of another", letter(sender="letters@notpolicy.example"), "@policy.example"),
        ("a comment in the address", letter(sender="letters@policy.example (x) <x@evil.example>"), SENDER),
        ("an address that breaks off", letter(sender="<letters@policy.example\r\n x@evil.example>"), SENDER),
    ]  # fmt: skip
    for name, data, sender in made:
        yield Letter(name=name, trick="forged sender", data=data, sender=sender)


def _headers() -> Iterator[Letter]:
    """Line breaks and controls in every header that is read, in each of the ways."""
    for header in _HEADERS:
        for number, words in enumerate(_INJECTED):
            value = {
                "From": f"{words} <letters@policy.example>",
                "Message-ID": f"<12{words}@policy.example>",
                "List-Id": f"{words} <policy{words}.example>",
                "Archived-At": f"<https://policy.example/{words}>",
                "Reply-To": f"{words} <x{words}@evil.example>",
            }.get(header, words)
            plain = letter()
            name = f"{header}: ".encode()
            lines = [line for line in plain.split(b"\r\n") if not line.startswith(name)]
            data = name + value.encode() + b"\r\n" + b"\r\n".join(lines)
            yield Letter(name=f"{header} {number}", trick="header", data=data)


def _structures() -> Iterator[Letter]:
    def nested(levels: int) -> str:
        head = "".join(
            f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n'
            for n in range(levels)
        )
        return head + "Content-Type: text/plain\r\n\r\ndeep words\r\n"

    parts = 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + "--b\r\n\r\nwords\r\n" * 10_000
    made = [
        ("10,000 levels", letter(words="").replace(b"\r\n\r\n", b"\r\n") + nested(10_000).encode()),
        ("60 levels", letter(words="").replace(b"\r\n\r\n", b"\r\n") + nested(60).encode()),
        ("10,000 mails in one another", letter(words="").replace(b"\r\n\r\n", b"\r\n") + b"Content-Type: message/rfc822\r\n\r\n" * 10_000),
        ("10,000 parts", letter(words="").replace(b"\r\n\r\n", b"\r\n") + parts.encode()),
        ("10,000 headers", letter(more="X-Long: words\r\n" * 10_000)),
        ("a header of 2 MB", letter(subject="=?utf-8?q?" + "a=20" * 500_000 + "?=")),
    ]  # fmt: skip
    for name, data in made:
        yield Letter(name=name, trick="structure", data=data)


def _images() -> Iterator[Letter]:
    pictures = (
        '<img src="https://t.example/a.gif" width="1" height="1">',
        "<IMG SRC=https://t.example/a.gif WIDTH=0 HEIGHT=0 >",
        '<img style="width:1px;height:1px" src="https://t.example/a.gif?id=7">',
        '<img src="https://t.example/a.gif" style="display:none">',
        '<img width="600" src="https://email.t.example/o/eyJlIjoxfQ">',
        '<img src="https://t.example/track/open.php?u=1&id=2">',
        '<img src="//t.example/a.gif" width="1" height="1" alt="Read this first">',
        '<img src="https://t.list-manage.com/track/open.php?u=1" width="1" height="1">',
        '<link rel="stylesheet" href="https://t.example/a.css"><img src="https://t.example/b.gif" height=1 width=1>',
        '<div style="background:url(https://t.example/a.gif)"></div><img src="https://t.example/c.gif" width="1px" height="1px"/>',
    )  # fmt: skip
    for number, picture in enumerate(pictures):
        words = f"<html><body><p>Marrow opened a desk today.</p>{picture}</body></html>"
        data = letter(more="Content-Type: text/html; charset=utf-8\r\n", words=words)
        yield Letter(name=f"picture {number}", trick="remote image", data=data)
