"""Maildir and mbox files: every mail once, whatever its flags, and nothing outside the mailbox."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nutgraf.errors import Refused
from nutgraf.sources.model import RawObject, Source
from nutgraf.wire.mailbox import MailboxOptions, Postman

MAIL = b"From: a@news.example\nSubject: %d\nMessage-ID: <%d@news.example>\n\nWords %d.\n"


def mail(number: int) -> bytes:
    return MAIL % (number, number, number)


def source(address: str) -> Source:
    return Source(id="letters", name="Letters", kind="mailbox", address=address, owner="")


def looked(
    root: Path, address: str, known: frozenset[str] = frozenset(), **limits: int
) -> tuple[list[RawObject], list[Refused]]:
    postman = Postman(
        options=MailboxOptions(**limits),  # type: ignore[arg-type]  # the limits used here are whole numbers
        authenticate=lambda data: (("dkim", "none"),),
    )
    found = list(postman.mailbox(source(address), root, known=known.__contains__))
    raws = [one for one in found if isinstance(one, RawObject)]
    rows = [one for one in found if isinstance(one, Refused)]
    assert len(raws) + len(rows) == len(found)
    assert all(row.source == "letters" and row.happened.endswith(".") for row in rows)
    return raws, rows


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for part in ("cur", "new", "tmp"):
        (tmp_path / "Mail" / part).mkdir(parents=True)
    return tmp_path / "Mail"


def test_a_mail_keeps_its_name_when_its_flags_change(maildir: Path) -> None:
    (maildir / "new" / "1775117000.M1P2.host").write_bytes(mail(1))
    (maildir / "cur" / "1775116000.M9P2.host:2,S").write_bytes(mail(2))
    (maildir / "tmp" / "1775116000.M8P2.host").write_bytes(mail(3))
    first, _ = looked(maildir.parent, "Mail")
    assert [raw.name for raw in first] == ["1775116000.M9P2.host", "1775117000.M1P2.host"]
    assert first[0].data == mail(2) and first[0].seen == (("dkim", "none"),)
    (maildir / "new" / "1775117000.M1P2.host").rename(maildir / "cur" / "1775117000.M1P2.host:2,FS")
    again, _ = looked(maildir.parent, "Mail")
    assert [raw.name for raw in again] == [raw.name for raw in first]
    assert looked(maildir.parent, "Mail", frozenset(raw.name for raw in first)) == ([], [])


def test_so_many_a_look_oldest_first_until_all_are_taken(maildir: Path) -> None:
    for number in range(1, 26):
        (maildir / "cur" / f"{1775116000 + number}.h:2,").write_bytes(mail(number))
    known: set[str] = set()
    taken = []
    while found := looked(maildir.parent, "Mail", frozenset(known), most=10)[0]:
        known |= {raw.name for raw in found}
        taken += [raw.data for raw in found]
    assert taken == [mail(number) for number in range(1, 26)]


def test_what_is_no_plain_mail_is_told(maildir: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"outside")
    (maildir / "cur" / "1.link:2,S").symlink_to(tmp_path / "secret")
    os.mkfifo(maildir / "cur" / "2.pipe:2,S")
    (maildir / "cur" / "3.folder:2,").mkdir()
    (maildir / "cur" / "4.large:2,").write_bytes(b"x" * 5000)
    (maildir / "cur" / ".hidden").write_bytes(mail(1))
    (maildir / "cur" / "5.good:2,").write_bytes(mail(5))
    raws, rows = looked(maildir.parent, "Mail", largest=4000)
    assert [raw.data for raw in raws] == [mail(5)]
    assert [(row.where, row.rule) for row in rows] == [
        ("Mail 1.link", "unreadable"), ("Mail 2.pipe", "unreadable"), ("Mail 3.folder", "unreadable"),
        ("4.large", "mail-too-large"),
    ]  # fmt: skip


def test_mails_that_cannot_be_read_hold_up_no_other(maildir: Path, tmp_path: Path) -> None:
    for number in range(20):
        (maildir / "cur" / f"1.{number}:2,").symlink_to(tmp_path / "nowhere")
    (maildir / "cur" / "2.good:2,").write_bytes(mail(5))
    raws, rows = looked(maildir.parent, "Mail", most=3)
    assert [raw.data for raw in raws] == [mail(5)] and len(rows) == 20


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("nowhere", "mailbox-missing"), ("a\0b", "mailbox-missing"),
        ("~nobody-here/m", "mailbox-missing"), (".", "mailbox-form"),
    ],
)  # fmt: skip
def test_a_mailbox_that_is_none(tmp_path: Path, address: str, rule: str) -> None:
    raws, rows = looked(tmp_path, address)
    assert raws == [] and [row.rule for row in rows] == [rule]


def box(*numbers: int) -> bytes:
    return b"".join(b"From a@b Thu Apr  2 10:00:00 2026\n" + mail(n) + b"\n" for n in numbers)


def test_an_mbox_gives_each_mail_under_a_name_that_stays(tmp_path: Path) -> None:
    (tmp_path / "box.mbox").write_bytes(box(1, 2, 3))
    raws, _ = looked(tmp_path, "box.mbox")
    assert [raw.data for raw in raws] == [mail(1), mail(2), mail(3)]
    assert [raw.name for raw in raws] == [f"box.mbox <{n}@news.example>" for n in (1, 2, 3)]
    known = frozenset(raw.name for raw in raws)
    # the first was taken out, a program wrote its flags into the second, a fourth came
    (tmp_path / "box.mbox").write_bytes(
        box(2, 3, 4).replace(b"Subject: 2", b"Status: RO\nSubject: 2")
    )
    raws, _ = looked(tmp_path, "box.mbox", known)
    assert [raw.data for raw in raws] == [mail(4)]


def test_mails_of_an_mbox_that_claim_one_message_id_both_come(tmp_path: Path) -> None:
    other = box(1).replace(b"Words 1", b"Other words")
    (tmp_path / "box").write_bytes(box(1) + other + box(1) + other)
    raws, _ = looked(tmp_path, "box")
    assert [b"Words" in raw.data for raw in raws] == [True, False]
    assert len({raw.name for raw in raws}) == 2
    assert looked(tmp_path, "box", frozenset(raw.name for raw in raws)) == ([], [])


def test_an_mbox_is_never_held_whole(tmp_path: Path) -> None:
    import tracemalloc

    with (tmp_path / "box").open("wb") as out:
        for number in range(200):
            out.write(box(number)[:-2] + b"x" * 100_000 + b"\n\n")
    postman = Postman(authenticate=None)
    tracemalloc.start()
    many = sum(1 for _ in postman.mailbox(source("box"), tmp_path, known=lambda name: False))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert many == 200 and peak < 5_000_000
