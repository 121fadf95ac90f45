"""A session with a reader on loopback: in, page by page, and nothing told to anyone else."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from nutgraf import sources
from nutgraf.errors import Refused
from nutgraf.sources.model import RawObject, Received, Source
from nutgraf.sources.reader_items import item_key, subscriptions
from nutgraf.testing.reader import ScriptedReader, reader_item
from nutgraf.wire.fetch import Fetcher, FetchOptions
from nutgraf.wire.post import post_form
from nutgraf.wire.reader_api import ReaderSession, log_in
from tests.wire.conftest import Server

PASSWORD = "open sesame"
HAVE = {"READER_PASSWORD": PASSWORD}
SUBSCRIPTIONS = [
    {"id": "feed/1", "title": "One", "url": "https://one.example/f", "categories": [{"id": "x", "label": "AI"}]},
    {"id": "feed/2", "title": "Two", "url": "", "categories": []},
]  # fmt: skip


@pytest.fixture(params=["freshrss", "miniflux"])
def reader(socket_enabled: None, request: pytest.FixtureRequest) -> Iterator[ScriptedReader]:
    items = [reader_item(n, f"Item {n}", f"<p>Words of item {n}.</p>") for n in range(250)]
    with ScriptedReader(items, SUBSCRIPTIONS, miniflux=request.param == "miniflux") as server:
        yield server


def fetcher(*ports: int, environ: dict[str, str] = HAVE) -> Fetcher:
    allow = tuple(f"127.0.0.0/8:{port}" for port in ports)
    return Fetcher(options=FetchOptions(allow=allow), environ=environ)


def source_at(address: str, **more: str) -> Source:
    said = {"user": "ann", "secret": "READER_PASSWORD"} | more
    return Source(id="r", name="Reader", kind="reader", address=address, owner="Me", **said)  # type: ignore[arg-type]


def session(reader: ScriptedReader) -> ReaderSession:
    made = log_in(fetcher(reader.port), source_at(reader.address))
    assert isinstance(made, ReaderSession)
    return made


def received(pages: list[RawObject | Refused], source: Source) -> list[Received]:
    found = [
        one for page in pages if isinstance(page, RawObject) for one in sources.read(page, source)
    ]
    assert all(isinstance(one, Received) for one in found), found
    return [one for one in found if isinstance(one, Received)]


def test_all_pages_come_once_and_belong_to_their_feeds(reader: ScriptedReader) -> None:
    pages = list(session(reader).items())
    assert len(pages) == 3 and all(isinstance(page, RawObject) for page in pages)
    items = received(pages, source_at(reader.address))
    assert [item.body for item in items] == [
        f"<p>Words of item {n}.</p>".encode() for n in range(249, -1, -1)
    ]
    one = items[0]
    assert (one.metadata.owner, one.metadata.author) == ("Feed Example", "Ann Example")
    assert one.metadata.title == "Item 249" and one.metadata.marks == (("tags", "AI"),)
    assert one.address == "https://feed.example/249" and one.key.endswith("/00000000000000f9")
    assert one.metadata.published_at == datetime.fromtimestamp(1_775_034_249, UTC)
    assert [method for method, _ in reader.asked] == ["POST", *["GET"] * 3, *["POST"] * 3]
    assert all(agent.startswith("nutgraf/") for agent in reader.agents)


def test_only_what_is_new_is_asked_for(reader: ScriptedReader) -> None:
    since = datetime.fromtimestamp(1_775_034_240, UTC)
    items = received(list(session(reader).items(since)), source_at(reader.address))
    assert [item.metadata.title for item in items] == [f"Item {n}" for n in range(249, 239, -1)]


def test_what_is_known_is_not_asked_for_again(reader: ScriptedReader) -> None:
    old = {item_key(str(n)) for n in range(200)}
    items = received(list(session(reader).items(known=old.__contains__)), source_at(reader.address))
    assert [item.metadata.title for item in items] == [f"Item {n}" for n in range(249, 199, -1)]
    assert not list(session(reader).items(known=lambda key: True))


def test_a_bounded_look_says_that_there_is_more(reader: ScriptedReader) -> None:
    *pages, last = session(reader).items(most=150)
    assert len(received(pages, source_at(reader.address))) == 150
    assert isinstance(last, Refused) and last.rule == "feed-too-long"


def test_what_it_follows_becomes_a_list(reader: ScriptedReader) -> None:
    found = session(reader).subscriptions()
    assert isinstance(found, RawObject)
    outlines, refused = subscriptions(found.data)
    assert [(o.name, o.tags) for o in outlines] == [("One", ("AI",))] and len(refused) == 1


def test_neither_password_nor_token_is_told(reader: ScriptedReader) -> None:
    made = session(reader)
    pages = [*made.items(), made.subscriptions()]
    reader.expired = True
    (refused,) = made.items()
    assert all(isinstance(page, RawObject) for page in pages)
    assert isinstance(refused, Refused) and refused.rule == "reader-login"
    guessing = fetcher(reader.port, environ={"READER_PASSWORD": "guessed secret"})
    wrong = log_in(guessing, source_at(reader.address))
    assert isinstance(wrong, Refused) and wrong.rule == "reader-login"
    shown = repr(
        (
            made,
            [(p.name, p.address, p.seen) for p in pages if isinstance(p, RawObject)],
            refused,
            wrong,
        )
    )
    for secret in (PASSWORD, "sesame", "guessed", reader.token):
        assert secret not in shown
        assert all(secret not in path for _, path in reader.asked)


@pytest.mark.parametrize(
    ("more", "environ", "rule"),
    [
        ({}, {}, "secret-missing"), ({}, {"READER_PASSWORD": " "}, "secret-missing"), ({"user": ""}, HAVE, "reader-user"),
        ({"secret": ""}, HAVE, "secret-name"),
    ],
)  # fmt: skip
def test_without_user_or_password_nothing_is_asked(
    reader: ScriptedReader, more: dict[str, str], environ: dict[str, str], rule: str
) -> None:
    found = log_in(fetcher(reader.port, environ=environ), source_at(reader.address, **more))
    assert isinstance(found, Refused) and found.rule == rule and reader.asked == []


def test_a_password_never_goes_over_plain_http_to_a_public_place() -> None:
    def never(*_: object) -> None:
        raise AssertionError("something was connected to")

    public = Fetcher(look_up=lambda *_: ("93.184.216.34",), connect=never, environ=HAVE)  # type: ignore[arg-type]
    found = log_in(public, source_at("http://reader.example"))
    assert isinstance(found, Refused) and found.rule == "secret-unprotected"
    private = Fetcher(look_up=lambda *_: ("10.0.0.1",), connect=never, environ=HAVE)  # type: ignore[arg-type]
    found = log_in(private, source_at("https://reader.example"))
    assert isinstance(found, Refused) and found.rule == "address-private"


def test_a_login_that_leads_elsewhere_is_not_followed(
    reader: ScriptedReader, server: Server
) -> None:
    server.says(b"Auth=stolen\n")
    reader.leads_to = server.url("/accounts/ClientLogin")
    found = log_in(fetcher(reader.port, server.port), source_at(reader.address))
    assert isinstance(found, Refused) and found.rule == "redirect-login"
    assert server.requests == []


@pytest.mark.parametrize(
    "body",
    [b"", b"Auth=", b"Auth=a b", b"Auth=\xff", b"<html>Auth=1</html>", b"SID=1\nAuth=x\x01y"],
)
def test_an_answer_without_a_token(server: Server, body: bytes) -> None:
    server.says(body)
    found = log_in(fetcher(server.port), source_at(server.url().rstrip("/")))
    assert isinstance(found, Refused) and found.rule == "reader-login"


@pytest.mark.parametrize(
    ("listed", "given"),
    [({"itemRefs": [{"id": "1"}], "continuation": "again"}, ["items"]), ([], ["reader-unreadable"]),
     ({"itemRefs": {}}, ["reader-unreadable"]), ({"itemRefs": [{"id": None}, {}, 3]}, []), ("x", ["reader-unreadable"])],
)  # fmt: skip
def test_lists_that_go_in_circles_or_are_none(
    server: Server, listed: object, given: list[str]
) -> None:
    def script(connection: socket.socket, path: str) -> None:
        page = listed if "/ids" in path else {"items": [reader_item(1, "T", "x")]}
        body = b"Auth=t\n" if "ClientLogin" in path else json.dumps(page).encode()
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    server.script = script
    made = log_in(fetcher(server.port), source_at(server.url().rstrip("/")))
    assert isinstance(made, ReaderSession)
    found = list(made.items())
    assert [one.rule if isinstance(one, Refused) else "items" for one in found] == given


def test_a_form_is_posted_as_forms_are(server: Server) -> None:
    server.says(b"words", status="202 Accepted")
    found = post_form(
        server.fetcher(),
        server.url("/hub"),
        {"hub.mode": "subscribe", "ü": "a b&c"},
        headers={"X-One": "1"},
    )
    assert found == (202, b"words")
    (request,) = server.requests
    assert request.startswith(b"POST /hub HTTP/1.1\r\n") and b"X-One: 1" in request
    assert b"application/x-www-form-urlencoded" in request
    for status, rule in (("302 Found", "redirect-login"), ("200 OK", "too-large")):
        server.says(b"x" * 5000, "Location: /else", status=status)
        answer = post_form(server.fetcher(largest=4000), server.url(), {})
        assert isinstance(answer, Refused) and answer.rule == rule


def test_a_refused_network_says_how_to_allow_one(server: Server) -> None:
    for answer in (
        server.fetcher().fetch("http://10.0.0.1/"),
        post_form(server.fetcher(), "http://10.0.0.1/", {}),
    ):
        assert isinstance(answer, Refused) and answer.rule == "address-private"
        assert "fetch.allow as CIDR:port, such as 192.168.1.0/24:8080" in answer.next_step


def test_an_id_has_one_spelling() -> None:
    long = "tag:google.com,2005:reader/item/00000000000000f9"
    assert item_key("249") == item_key("00000000000000f9") == item_key(long) == long
    assert item_key("-1").endswith("f" * 16) and item_key("urn:x") == "urn:x"


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"items": {}}', b"[" * 100_000, b""])
def test_what_is_no_stream(body: bytes) -> None:
    raw = RawObject(name="r", data=body, sha256="0", media_type="application/json")
    found = list(sources.read(raw, source_at("https://r.example")))
    assert found and all(isinstance(one, Refused) for one in found)
