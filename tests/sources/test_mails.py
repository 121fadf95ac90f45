"""Newsletters: the part with the words, the headers made safe, whatever the MIME is like."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.sources.conftest import Read

HEAD = (
    "From: =?utf-8?q?Policy_S=C3=ADgnal?= <letters@policy.example>\r\n"
    "Subject: =?utf-8?b?{subject}?=\r\n =?utf-8?q?_and_more?=\r\n"
    "Date: Thu, 02 Apr 2026 18:25:00 +0200 (CEST)\r\n"
    "Message-ID: <1@policy.example>\r\nArchived-At: <https://policy.example/1>\r\n"
    "MIME-Version: 1.0\r\n"
)
BOTH = (
    'Content-Type: multipart/mixed; boundary="o"\r\n\r\npreamble\r\n--o\r\n'
    'Content-Type: multipart/alternative; boundary="i"\r\n\r\n--i\r\n'
    "Content-Type: text/plain; charset=utf-8\r\n\r\nPlain words.\r\n--i\r\n"
    "Content-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "<p>Caf=E9 <img src=3D'http://track.example/p.gif'></p>\r\n--i--\r\n--o\r\n"
    "Content-Type: text/html\r\nContent-Disposition: attachment\r\n\r\n<p>attached</p>\r\n--o--\r\n"
)


def mail(body: str, subject: str = "Größe 1") -> bytes:
    return (HEAD.format(subject=base64.b64encode(subject.encode()).decode()) + body).encode()


def test_a_newsletter(read: Read) -> None:
    (item,), refused = read(mail(BOTH), "mail/a.eml")
    assert refused == [] and (item.media_type, item.part) == ("text/html", "1.2")
    assert item.body.decode().startswith("<p>Café ")
    assert item.key == "1@policy.example" and item.address == "https://policy.example/1"
    said = item.metadata
    assert (said.title, said.author, said.owner) == (
        "Größe 1 and more",
        "Policy Sígnal",
        "Policy Sígnal",
    )
    assert said.published_at == datetime(2026, 4, 2, 16, 25, tzinfo=UTC)


def test_a_mail_named_txt_is_a_mail_and_its_bytes_are_its_last_name(read: Read) -> None:
    (item,), _ = read(
        b"Received: from x\nFrom: a@b.example\nSubject: Hi\n\nWords.\n", "00001.abc.txt"
    )
    assert item.media_type == "text/plain" and item.body == b"Words.\n" and item.part == "1"
    assert item.metadata.owner == "b.example" and item.key.startswith("sha256:")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Content-Type: text/plain; charset=bogus\r\n\r\nCaf\u00e9 words", "Caf\u00e9 words"),
        ("Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+eDwvcD4", "<p>x</p>"),
        ("Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+eDwvcD4=====!!", "<p>x</p>"),
        ("Content-Type: multipart/mixed; boundary=never\r\n\r\nJust words.", "Just words."),
        ("Content-Type: multipart/mixed\r\n\r\nJust words.", "Just words."),
        ("Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nCut short", "Cut short"),
        ("Content-Type: ;;;\r\n\r\nJust words.", "Just words."),
        ("\r\nNo type at all", "No type at all"),
        ("Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
         "<style>x</style> &nbsp;\r\n--b\r\nContent-Type: text/plain\r\n\r\nWords.\r\n--b--", "Words."),
    ],
)  # fmt: skip
def test_of_broken_mails_what_can_be_read_is_read(read: Read, body: str, words: str) -> None:
    (item,), _ = read(mail(body), "a.eml")
    assert item.body.decode().strip() == words


def nested(levels: int) -> str:
    out = "Content-Type: text/plain\r\n\r\ndeep words\r\n"
    for level in range(levels):
        out = f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n{out}\r\n--b{level}--\r\n'
    return out


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (mail(nested(9)), ""),
        (mail(nested(11)), "mail-empty"),
        (mail(nested(190)), "mail-empty"),
        (mail(nested(1000)), "mail-parts"),
        (mail("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\n\r\n" * 10_000), "mail-parts"),
        (mail("Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA"), "mail-empty"),
        (mail("Content-Type: text/plain\r\n\r\n \r\n"), "mail-empty"),
        (mail("Content-Type: text/plain; charset=utf-7\r\n\r\n+ADw-"), "mail-empty"),
    ],
)  # fmt: skip
def test_too_deep_too_many_or_empty(read: Read, data: bytes, rule: str) -> None:
    received, refused = read(data, "a.eml")
    assert [row.rule for row in refused] == ([rule] if rule else [])
    assert len(received) == (0 if rule else 1)


@pytest.mark.parametrize(
    "subject",
    [
        "a\r\nBcc: x@y.example",
        "a\nb",
        "\x00a",
        "a\u202eb",
        "=?utf-8?q?a=0D=0ABcc:_x?=",
        "=?x?y?z?=",
    ],
)
def test_no_line_break_survives_in_a_header(read: Read, subject: str) -> None:
    (item,), _ = read(mail("\r\nwords", subject), "a.eml")
    title = item.metadata.title
    assert not any(char in title for char in "\r\n\x00\u202e") and title.endswith("and more")


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300), st.integers(0, 900))
def test_any_damage_is_survived(read: Read, noise: bytes, at: int) -> None:
    whole = mail(BOTH)
    received, refused = read(whole[:at] + noise + whole[at:], "a.eml")
    assert len(received) + len(refused) == 1
