"""Connections that are kept, and answers that do not end."""

from __future__ import annotations

import socket
from contextlib import closing
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest

from nutgraf.errors import Refused
from nutgraf.sources.looks.visits import Errand
from nutgraf.sources.model import RawObject
from nutgraf.testing import Answer, ScriptedNames, ScriptedWeb, at
from nutgraf.wire import Fetcher, FetchOptions
from nutgraf.wire.addresses import Address, is_public
from nutgraf.wire.resolver import Checked, take_apart
from nutgraf.wire.transport import Connections, ask, connect_to

if TYPE_CHECKING:
    from tests.wire.conftest import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
NOW = at("2026-04-01")
PUBLIC = "93.184.215.14"


class Switchboard:
    """A connect() that leads every public address to a scripted web, and no other anywhere."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.asked: list[Address] = []

    def __call__(self, address: Address, port: int, timeout: float) -> socket.socket:
        self.asked.append(address)
        if not is_public(address):
            raise ConnectionRefusedError("nothing is sent in tests")
        return connect_to(ip_address("127.0.0.1"), self._port, timeout)


@pytest.mark.parametrize("run", range(50))
def test_a_name_that_turns_private_is_not_asked_again_over_a_kept_connection(run: int) -> None:
    inside = ("127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "192.168.1.1")[run % 5]
    good = 1 + run % 3
    web = ScriptedWeb({"/": Answer(body=b"page")})
    with web:
        board = Switchboard(web.port)
        names = ScriptedNames(table={"flip.example": [PUBLIC] * good + [inside]})
        fetcher = Fetcher(look_up=names, connect=board)
        with closing(fetcher.connections()) as kept:
            outcomes = []
            for _ in range(6):
                journey = fetcher.journey(Errand(address="http://flip.example/", source="s"), NOW)
                visit = fetcher.step(journey, kept)
                assert visit is not None
                outcomes.append(visit.outcome)
    assert outcomes == ["read"] * good + ["refused"] * (6 - good)
    assert [address for address in board.asked if not is_public(address)] == []
    assert len(board.asked) == 1 and len(web.log) == good


def test_a_kept_connection_to_an_address_the_name_left_is_not_used() -> None:
    web = ScriptedWeb({"/": Answer(body=b"page")})
    with web:
        board = Switchboard(web.port)
        names = ScriptedNames(table={"moves.example": [PUBLIC, PUBLIC, "93.184.215.15"]})
        fetcher = Fetcher(look_up=names, connect=board)
        with closing(fetcher.connections()) as kept:
            for _ in range(3):
                errand = Errand(address="http://moves.example/", source="s")
                assert fetcher.step(fetcher.journey(errand, NOW), kept) is not None
    assert [str(address) for address in board.asked] == [PUBLIC, "93.184.215.15"]
    assert [asked.connection for asked in web.log] == [1, 1, 2]


def test_a_connection_is_kept_after_bodies_nobody_wants() -> None:
    web = ScriptedWeb(
        {
            "a.example/1": Answer(status=302, headers=(("Location", "/2"),), body=b"moved"),
            "a.example/2": Answer(status=404, body=b"x" * 1000),
            "a.example/3": Answer(body=b"page", etag='"1"'),
            "a.example/4": Answer(status=500, body=b"x" * 1_000_000),
        }
    )
    with web:
        fetcher = Fetcher(options=FetchOptions(allow=web.allow), look_up=web.names)
        with closing(fetcher.connections()) as kept:
            for path in ("/1", "/3", "/4", "/3"):
                journey = fetcher.journey(
                    Errand(address=web.at("a.example", path), source="s"), NOW
                )
                while fetcher.step(journey, kept) is None:
                    pass
    paths = [(asked.path, asked.connection) for asked in web.log]
    assert paths == [("/1", 1), ("/2", 1), ("/3", 1), ("/4", 1), ("/3", 2)]


def test_a_connection_the_server_closed_is_replaced(server: Server) -> None:
    server.script = lambda connection, path: connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"
    )  # and the connection ends, though nothing said so
    fetcher = server.fetcher()
    with closing(fetcher.connections()) as kept:
        for _ in range(3):
            visit = fetcher.step(
                fetcher.journey(Errand(address=server.url(), source="s"), NOW), kept
            )
            assert visit is not None and visit.outcome == "read"


def test_what_comes_after_an_answer_is_nobodys_answer(server: Server) -> None:
    used_again: list[bytes] = []

    def script(connection: socket.socket, path: str) -> None:
        own = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nown"
        planted = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nplanted"
        connection.sendall(own + planted)
        connection.settimeout(5)
        if more := connection.recv(100):
            used_again.append(more)

    server.script = script
    fetcher = server.fetcher()
    with closing(fetcher.connections()) as kept:
        for _ in range(3):
            errand = Errand(address=server.url(), source="s")
            visit = fetcher.step(fetcher.journey(errand, NOW), kept)
            assert visit is not None and visit.raw is not None and visit.raw.data == b"own"
    assert used_again == [] and len(server.requests) == 3


def test_interim_answers_are_passed_over(server: Server) -> None:
    for interim in ("100 Continue", "103 Early Hints", "102 Processing"):
        head = f"HTTP/1.1 {interim}\r\nLink: </style.css>\r\n\r\n" * 3
        whole = head.encode() + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"
        server.script = lambda connection, path, whole=whole: connection.sendall(whole)  # type: ignore[misc]
        found = server.fetcher().fetch(server.url())
        assert isinstance(found, RawObject) and found.data == b"body"


ENDLESS = {
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X-More: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"),
    "one header": (b"HTTP/1.1 200 OK\r\nX-More: ", b"a" * 1000),
    "one status line": (b"HTTP/1.1 200 ", b"a" * 1000),
    "100": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "103": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
    "chunk extension": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", b"a=b;" * 200),
    "chunk extensions": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;" + b"a" * 900 + b"\r\nx\r\n",
    ),
    "trailers": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", b"X-Trailer: a\r\n",
    ),
    "a chunk of negative length": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", b"x" * 1000,
    ),
    "a chunk longer than all": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffff\r\n", b"x" * 1000,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(ENDLESS))
def test_what_never_ends_is_not_listened_to(server: Server, name: str) -> None:
    start, more = ENDLESS[name]
    taken = 0

    def script(connection: socket.socket, path: str) -> None:
        nonlocal taken
        connection.sendall(start)
        while True:
            connection.sendall(more)
            taken += len(more)

    server.script = script
    found = server.fetcher(largest=300_000, total_seconds=20.0).fetch(server.url())
    assert isinstance(found, Refused) and found.rule in {"too-large", "cut", "unreachable"}, found
    # What the kernel holds on both sides is sent as well; nothing near what would be unbounded.
    assert taken < 16 << 20


def test_a_body_may_be_sent() -> None:
    web = ScriptedWeb({"/": lambda asked: Answer(body=asked.method.encode() + asked.body)})
    with web:
        checked = Checked(target=take_apart(web.address), addresses=(ip_address("127.0.0.1"),))
        with ask(checked, {"Content-Type": "text/plain"}, method="POST", body=b" words") as answer:
            assert answer.status == 200 and b"".join(answer.pieces) == b"POST words"


def test_closing_from_another_thread_ends_what_is_under_way(server: Server) -> None:
    import threading

    reached = threading.Event()

    def script(connection: socket.socket, path: str) -> None:
        reached.set()
        connection.recv(1)  # until the other side goes

    server.script = script
    kept = Connections()
    checked = Checked(
        target=take_apart(server.url()), addresses=(ip_address("127.0.0.1"),), listed=True
    )
    ended: list[str] = []

    def ask() -> None:
        try:
            with kept.ask(checked, {}):
                ended.append("answered")
        except OSError as problem:
            ended.append(type(problem).__name__)

    asking = threading.Thread(target=ask)
    asking.start()
    assert reached.wait(5)
    kept.shut()
    asking.join(5)
    assert not asking.is_alive() and ended != ["answered"] and len(ended) == 1
    with pytest.raises(ConnectionError), kept.ask(checked, {}):
        pass
