"""A mailbox on a server: each mail once, nothing changed, no secret told, no server trusted."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nutgraf.errors import Refused
from nutgraf.sources.mail.mailbox_state import MailboxState, mailbox_state
from nutgraf.sources.model import RawObject, Source
from nutgraf.testing import MailFolder, ScriptedMail
from nutgraf.testing.mail import Fault
from nutgraf.wire.addresses import Address
from nutgraf.wire.imap import place, shown
from nutgraf.wire.imap_session import mailbox_name
from nutgraf.wire.mailbox import MailboxOptions, Postman

PASSWORD = 'pa"ss\\word'


@pytest.fixture
def server(socket_enabled: None) -> Iterator[ScriptedMail]:
    with ScriptedMail(password=PASSWORD, token="token-1") as scripted:
        scripted.folders["News/Größe"] = MailFolder()
        for number in range(1, 8):
            scripted.folders["INBOX"].put(mail(number))
        yield scripted


def mail(number: int) -> bytes:
    return b"From: a@news.example\r\nSubject: %d\r\n\r\n* %d FETCH (FLAGS)\r\n.\r\n" % (
        number,
        number,
    )


def address(server: ScriptedMail, folder: str = "INBOX", auth: str = "") -> str:
    return f"imap://desk%40home.example{auth}@127.0.0.1:{server.port}/{folder}"


class Desk:
    """What looks at a server, and what it keeps between looks."""

    def __init__(self, server: ScriptedMail, where: str = "", **limits: float) -> None:
        self.server, self.state, self.known = server, "", set[str]()
        self.source = Source(
            id="letters", name="Letters", kind="mailbox", address=where or address(server), owner="",
            secret="LETTERS_PASSWORD",
        )  # fmt: skip
        options = MailboxOptions(
            allow=(f"127.0.0.0/8:{server.port}",), total_seconds=limits.pop("total_seconds", 20), **limits  # type: ignore[arg-type]
        )  # fmt: skip
        self.postman = Postman(
            options=options, authenticate=lambda data: (("dkim", "none"),),
            environ={"LETTERS_PASSWORD": PASSWORD},
        )  # fmt: skip
        self.rows: list[Refused] = []

    def look(self, stop_after: int = 1000) -> list[bytes]:
        """The mails of one look; what it says to keep is kept, as a run does."""
        taken: list[bytes] = []
        self.rows = []
        found = self.postman.mailbox(
            self.source, Path(), known=self.known.__contains__, state=self.state
        )
        for one in found:
            if isinstance(one, RawObject):
                if len(taken) == stop_after:
                    break
                taken.append(one.data)
                self.known.add(one.name)
            elif isinstance(one, MailboxState):
                self.state = one.text
            else:
                self.rows.append(one)
        assert PASSWORD not in repr(self.rows) and PASSWORD not in self.state
        return taken


def test_the_first_look_takes_the_newest_and_later_ones_go_on(server: ScriptedMail) -> None:
    desk = Desk(server, most=3)
    assert desk.look() == [mail(5), mail(6), mail(7)]
    assert [row.rule for row in desk.rows] == ["mailbox-older"] and "4 older" in desk.rows[
        0
    ].happened
    assert desk.look() == [] and desk.rows == []
    for number in range(8, 16):
        server.folders["INBOX"].put(mail(number))
    assert [desk.look() for _ in range(4)] == [
        [mail(8), mail(9), mail(10)], [mail(11), mail(12), mail(13)], [mail(14), mail(15)], [],
    ]  # fmt: skip


def test_nothing_of_the_mailbox_is_changed(server: ScriptedMail) -> None:
    Desk(server).look()
    verbs = {line.split()[0].upper() for line in server.asked}
    assert verbs <= {"CAPABILITY", "LOGIN", "EXAMINE", "UID", "LOGOUT"}
    fetched = [line for line in server.asked if "BODY" in line.upper()]
    assert len(fetched) == 7 and all("BODY.PEEK[]" in line for line in fetched)


def test_a_look_that_was_killed_is_gone_on_with(server: ScriptedMail) -> None:
    desk = Desk(server)
    first = desk.look(stop_after=2)
    assert first == [mail(1), mail(2)]
    assert desk.look() == [mail(number) for number in range(3, 8)]


def test_an_empty_folder_then_a_mail(server: ScriptedMail) -> None:
    folder = server.folders["News/Größe"]
    desk = Desk(server, address(server, "News/Gr%C3%B6%C3%9Fe"), most=2)
    server.folders[mailbox_name("News/Größe").strip('"')] = folder
    assert desk.look() == [] and desk.rows == [] and desk.state == "imap 1 0 -"
    for number in (1, 2, 3):
        folder.put(mail(number))
    assert [desk.look() for _ in range(2)] == [[mail(1), mail(2)], [mail(3)]]


def test_when_the_uids_count_anew_nothing_is_passed_over(server: ScriptedMail) -> None:
    folder = server.folders["INBOX"]
    folder.received = {uid: datetime(2026, 4, uid, 23, tzinfo=UTC) for uid in folder.received}
    desk = Desk(server, most=3)
    assert desk.look() == [mail(5), mail(6), mail(7)] and desk.state == "imap 1 7 2026-04-07"
    for number in (8, 9, 10):
        folder.put(mail(number), datetime(2026, 4, 8, tzinfo=UTC))
    folder.renumber(2)
    found = [one for _ in range(4) for one in desk.look()]
    assert found == [mail(6), mail(7), mail(8), mail(9), mail(10)]  # two of them once more


def test_when_the_uids_count_anew_and_nothing_is_new_the_archive_is_not_taken(
    server: ScriptedMail,
) -> None:
    folder = server.folders["INBOX"]
    desk = Desk(server, most=3)
    assert len(desk.look()) == 3
    folder.received = dict.fromkeys(folder.received, datetime(2026, 3, 1, tzinfo=UTC))
    folder.renumber(2)
    assert desk.look() == [] and desk.state == "imap 2 7 2026-04-02"
    folder.put(mail(8))
    assert [desk.look() for _ in range(2)] == [[mail(8)], []]


@pytest.mark.parametrize("user", ['the "desk"', "a b", "back\\slash", "desk) (x"])
def test_a_user_is_quoted(server: ScriptedMail, user: str) -> None:
    server.user = user
    desk = Desk(server)
    desk.source = replace(desk.source, user=user)
    assert len(desk.look()) == 7 and desk.rows == []


def test_a_mail_that_is_too_large_is_told_once_and_passed(server: ScriptedMail) -> None:
    server.folders["INBOX"].put(b"x" * 5000)
    server.folders["INBOX"].put(mail(9))
    desk = Desk(server, largest=4000)
    assert mail(9) in desk.look() and [row.rule for row in desk.rows] == ["mail-too-large"]
    assert desk.look() == [] and desk.rows == []


def test_an_access_token_goes_by_xoauth2(server: ScriptedMail) -> None:
    desk = Desk(server, address(server, auth=";AUTH=XOAUTH2"))
    desk.postman = replace(desk.postman, environ={"LETTERS_PASSWORD": "token-1"})
    assert len(desk.look()) == 7
    assert any(line.startswith("AUTHENTICATE XOAUTH2") for line in server.asked)
    desk = Desk(server, address(server, auth=";AUTH=XOAUTH2"))
    desk.postman = replace(desk.postman, environ={"LETTERS_PASSWORD": "old"})
    assert desk.look() == [] and [row.rule for row in desk.rows] == ["mail-login"]


def test_a_password_that_is_not_ascii(server: ScriptedMail) -> None:
    server.password = "pässwörd"
    desk = Desk(server)
    desk.postman = replace(desk.postman, environ={"LETTERS_PASSWORD": "pässwörd"})
    assert len(desk.look()) == 7


@pytest.mark.parametrize(
    ("environ", "rule"),
    [({"LETTERS_PASSWORD": "wrong"}, "mail-login"), ({}, "mail-secret"), ({"LETTERS_PASSWORD": "a\r\nA2 DELETE INBOX"}, "mail-secret")],
)  # fmt: skip
def test_a_secret_that_is_none(server: ScriptedMail, environ: dict[str, str], rule: str) -> None:
    desk = Desk(server)
    desk.postman = replace(desk.postman, environ=environ)
    assert desk.look() == [] and [row.rule for row in desk.rows] == [rule]
    assert "LETTERS_PASSWORD" in desk.rows[0].happened + desk.rows[0].next_step
    assert not any("DELETE" in line for line in server.asked)


def test_no_such_folder(server: ScriptedMail) -> None:
    desk = Desk(server, address(server, 'No"such'))
    assert desk.look() == [] and [row.rule for row in desk.rows] == ["mail-folder"]


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("silence", "timeout"), ("no greeting", "timeout"), ("garbage", "mail-server"),
        ("cut in a mail", "mail-server"), ("endless line", "mail-server"),
        ("endless answers", "mail-server"), ("huge literal", "mail-server"),
    ],
)  # fmt: skip
def test_a_server_that_goes_wrong_ends_the_look_only(
    server: ScriptedMail, fault: Fault, rule: str
) -> None:
    server.fault = fault
    desk = Desk(server, read_seconds=1.0, total_seconds=20.0)
    began = time.monotonic()
    assert desk.look() == [] and [row.rule for row in desk.rows] == [rule]
    assert time.monotonic() - began < 30
    server.fault = ""
    assert len(desk.look()) == 7


@pytest.mark.parametrize("fault", ["sizes refused", "mail refused"])
def test_mails_that_were_not_given_once_are_taken_at_the_next_look(
    server: ScriptedMail, fault: Fault
) -> None:
    desk = Desk(server)
    assert len(desk.look()) == 7
    state = desk.state
    for number in (8, 9):
        server.folders["INBOX"].put(mail(number))
    server.fault = fault
    assert desk.look() == [] and [row.rule for row in desk.rows] == ["mail-server"]
    assert desk.state == state
    server.fault = ""
    assert desk.look() == [mail(8), mail(9)] and desk.rows == []


@pytest.mark.parametrize(
    ("where", "rule"),
    [
        ("imaps://me@10.0.0.1/INBOX", "address-private"),
        ("imaps://me@169.254.169.254/INBOX", "address-private"),
        ("imaps://me@[::1]/INBOX", "address-private"),
        ("imaps://me@inside.example/INBOX", "address-private"),
        ("imaps://me@mail.example:8080/INBOX", "address-port"),
        ("imap://me@mail.example/INBOX", "mail-tls"),
        ("imaps://me:secret@mail.example/INBOX", "mailbox-address"),
        ("imaps://mail.example/INBOX", "mailbox-address"),
        ("imaps://me;AUTH=GSSAPI@mail.example/", "mailbox-address"),
        ("imaps://me%0d%0a@mail.example/", "mailbox-address"),
        ("imaps://me@mail.example/a%0d%0aA1%20DELETE%20b", "mailbox-address"),
        ("imaps://me@[bad/", "mailbox-address"),
        ("imaps://me@unknown.example/", "unreachable"),
    ],
)
def test_where_no_password_is_ever_sent(where: str, rule: str) -> None:
    def look_up(host: str, port: int, seconds: float) -> tuple[str, ...]:
        if host == "unknown.example":
            raise OSError("not known")
        return ("192.168.1.4",) if host == "inside.example" else ("93.184.215.14",)

    def connect(to: Address, port: int, seconds: float) -> socket.socket:
        raise AssertionError("nothing may be connected to")

    postman = Postman(look_up=look_up, connect=connect, environ={"S": "pass"})
    source = Source(id="s", name="S", kind="mailbox", address=where, owner="", secret="S")
    (row,) = postman.mailbox(source, Path(), known=lambda name: False)
    assert isinstance(row, Refused) and row.rule == rule
    assert "secret" not in row.where and "pass" not in repr(row)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for mail.example that signs itself."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed, which makes the certificate")
    path = tmp_path / "both.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=mail.example",
         "-addext", "subjectAltName=DNS:mail.example", "-keyout", str(path), "-out", str(tmp_path / "c.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_bytes(path.read_bytes() + (tmp_path / "c.pem").read_bytes())
    return path


@pytest.mark.parametrize(
    ("host", "trusted", "rule"),
    [("mail.example", True, ""), ("other.example", True, "mail-tls"), ("mail.example", False, "mail-tls")],
)  # fmt: skip
def test_the_certificate_is_checked_against_the_name(
    socket_enabled: None, certificate: Path, host: str, trusted: bool, rule: str
) -> None:
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    with ScriptedMail(password=PASSWORD, tls=serving) as server:
        server.folders["INBOX"].put(mail(1))
        desk = Desk(server, f"imaps://desk%40home.example@{host}:{server.port}/INBOX")
        desk.postman = replace(desk.postman, look_up=lambda host, port, seconds: ("127.0.0.1",))
        if trusted:
            desk.postman = replace(
                desk.postman, trust=lambda: ssl.create_default_context(cafile=str(certificate))
            )
        found = desk.look()
        assert [row.rule for row in desk.rows] == ([rule] if rule else [])
        assert found == ([] if rule else [mail(1)])
        assert bool(server.asked) == (not rule)


def test_the_state_reads_back() -> None:
    for text in ("imap 17 204 2026-04-02", "imap 1 0 -"):
        state = mailbox_state(text)
        assert state is not None and state.text == text
    for text in ("", "imap", "imap 0 1 -", "imap 1 1 2026-13-01", 'W/"etag"', "imap 1 1 - "):
        assert mailbox_state(text) is None


@pytest.mark.parametrize("secret", ["pass", "pa/ss", "pa@ss", "12/pa:s@s"])
def test_an_address_is_shown_without_its_password(secret: str) -> None:
    assert shown(f"imaps://me:{secret}@mail.example/INBOX") == "imaps://...@mail.example/INBOX"


def test_names_and_addresses() -> None:
    assert mailbox_name("Entwürfe/日本 & co") == '"Entw&APw-rfe/&ZeVnLA- &- co"'
    where = place("imaps://me%40home.example;AUTH=XOAUTH2@mail.example/A%20b")
    assert where is not None
    assert (where.user, where.port, where.token, where.folder) == (
        "me@home.example", 993, True, "A b",
    )  # fmt: skip
