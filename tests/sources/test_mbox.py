"""mbox files: every way of writing one, read mail by mail, and nothing lost or made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.sources.mail.mbox import Mail, ToldOnly, is_mbox, mails

if TYPE_CHECKING:
    from tests.sources.conftest import Read

FROM = b"From letters@policy.example Thu Apr  2 10:00:00 2026\n"
HEAD = b"From: Letters <letters@policy.example>\nSubject: Issue\nMessage-ID: <%d@policy.example>\n"


def one(number: int, words: bytes, more: bytes = b"") -> bytes:
    return HEAD % number + more + b"\n" + words


def split(data: bytes, largest: int = 1 << 20) -> list[Mail | ToldOnly]:
    return list(mails(data.splitlines(keepends=True), largest=largest))


def written(*found: bytes) -> bytes:
    """mboxrd, as a mail program writes it."""
    import re

    return b"".join(
        FROM + re.sub(rb"(?m)^(>*From )", rb">\1", mail).rstrip(b"\n") + b"\n\n" for mail in found
    )


def test_each_mail_of_a_file_is_an_item(read: Read) -> None:
    data = written(one(1, b"First words.\n"), one(2, b"Second.\nFrom here on it is quoted 2026\n"))
    received, refused = read(data, "mail/box.mbox")
    assert refused == [] and [item.key for item in received] == [
        "1@policy.example", "2@policy.example",
    ]  # fmt: skip
    assert received[1].body == b"Second.\nFrom here on it is quoted 2026\n"


def test_mails_that_share_a_message_id_are_told_apart_and_copies_are_one(read: Read) -> None:
    data = written(one(1, b"First.\n"), one(1, b"Other words.\n"), one(1, b"First.\n"))
    received, _ = read(data, "box.mbox")
    assert [item.body for item in received] == [b"First.\n", b"Other words.\n"]
    assert len({item.key for item in received}) == 2


def test_a_mail_that_cannot_be_read_is_named_by_its_place(read: Read) -> None:
    data = written(one(1, b"First.\n"), one(2, b"AAAA\n", b"Content-Type: image/png\n"))
    received, refused = read(data, "box.mbox")
    assert len(received) == 1
    assert [(row.rule, row.where) for row in refused] == [("mail-empty", "box.mbox mail 2")]


@pytest.mark.parametrize(
    ("data", "bodies"),
    [
        (FROM + one(1, b"a\nFrom me to you\nb\n\n") + FROM + one(2, b"c\n"), [b"a\nFrom me to you\nb\n", b"c\n"]),
        (FROM + one(1, b">From mboxo\n>>From mboxrd\n\n") + FROM + one(2, b"c\n"), [b"From mboxo\n>From mboxrd\n", b"c\n"]),
        # mboxcl2: nothing is quoted, the length says where the words end
        (FROM + one(1, b"a\n\n" + FROM + b"b\n\n", b"Content-Length: 58\n") + FROM + one(2, b"c\n"),
         [b"a\n\n" + FROM + b"b\n", b"c\n"]),
        # a length that lies covers the next mail, which is found all the same
        (FROM + one(1, b"a\n\n", b"Content-Length: 100\n") + FROM + one(2, b"c\n\n") + FROM + one(3, b"d\n"),
         [b"a\n", b"c\n", b"d\n"]),
        (FROM + one(1, b"a\n\n", b"Content-Length: 999999999999\n") + FROM + one(2, b"c\n"), [b"a\n", b"c\n"]),
        (FROM.replace(b"\n", b"\r\n") + one(1, b"a\r\n\r\n").replace(b"\n", b"\n") + FROM + one(2, b"c"), [b"a\r\n", b"c"]),
        (b"From - Thu Apr 02 10:00:00 2026\n" + one(1, b"a\n\n") + b"From 17@xxx Thu Apr 02 10:00:00 +0000 2026\n" + one(2, b"c\n"),
         [b"a\n", b"c\n"]),
    ],
)  # fmt: skip
def test_the_ways_of_writing_one(data: bytes, bodies: list[bytes]) -> None:
    assert is_mbox(data)
    found = [mail for mail in split(data) if isinstance(mail, Mail)]
    assert [
        mail.data.replace(b"\r\n\r\n", b"\n\n", 1).split(b"\n\n", 1)[1] for mail in found
    ] == bodies
    assert [mail.number for mail in found] == list(range(1, len(bodies) + 1))


def test_a_mail_that_is_too_large_is_told_and_the_others_are_read() -> None:
    data = written(one(1, b"small\n"), one(2, b"x" * 5000 + b"\n"), one(3, b"small too\n"))
    first, large, third = split(data, largest=1000)
    assert isinstance(first, Mail) and isinstance(third, Mail)
    assert isinstance(large, ToldOnly) and large.number == 2 and large.size > 5000


def test_one_mail_that_quotes_a_mailbox_is_one_mail(read: Read) -> None:
    (item,), _ = read(one(1, b"Look:\n\n" + FROM + b"Subject: x\n\nwords\n"), "a.eml")
    assert FROM in item.body


def test_the_newest_are_taken_of_a_long_file() -> None:
    from nutgraf import sources
    from nutgraf.errors import Refused
    from nutgraf.ids import sha256_hex
    from nutgraf.sources.model import RawObject, Received, Source

    data = written(*(one(n, b"words %d\n" % n) for n in range(30)))
    raw = RawObject(name="box", data=data, sha256=sha256_hex(data))
    source = Source(id="s", name="S", kind="file", address="box", owner="")
    found = list(sources.read(raw, source, options=sources.SourcesOptions(newest_mails=10)))
    keys = [item.key for item in found if isinstance(item, Received)]
    assert keys == [f"{n}@policy.example" for n in range(20, 30)]
    assert [row.rule for row in found if isinstance(row, Refused)] == ["mailbox-too-long"]


WORDS = st.lists(
    st.sampled_from([b"words", b"From a@b Thu Apr  2 10:00:00 2026", b">From x 2026", b"", b"From", b"--b"]),
    max_size=8,
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_what_was_written_is_read_again(bodies: list[list[bytes]]) -> None:
    said = [one(n, b"\n".join([b"s", *lines, b"e"]) + b"\n") for n, lines in enumerate(bodies)]
    assert [mail.data for mail in split(written(*said)) if isinstance(mail, Mail)] == said


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400), st.integers(0, 300), st.integers(0, 400))
def test_any_damage_is_survived_and_no_byte_is_made_up(noise: bytes, at: int, largest: int) -> None:
    data = written(one(1, b"First\n"), one(2, b"Second\n"))
    damaged = data[:at] + noise + data[at:]
    found = split(damaged, largest)
    total = sum(len(mail.data) if isinstance(mail, Mail) else mail.size for mail in found)
    assert total <= len(damaged)
    assert all(len(mail.data) <= largest for mail in found if isinstance(mail, Mail))
