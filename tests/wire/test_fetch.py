"""The fetch against a scripted loopback server: bodies, bombs, redirects, slow and broken answers."""

from __future__ import annotations

import gzip
import hashlib
import socket
import threading
import time
import zlib
from typing import TYPE_CHECKING

import pytest

from nutgraf.errors import Refused
from nutgraf.sources.address import without_user
from nutgraf.sources.model import RawObject
from nutgraf.wire.inflate import BombError, inflate

if TYPE_CHECKING:
    from tests.wire.conftest import Server

FEED = b"<rss version='2.0'><channel><title>T</title></channel></rss>"


def rule(answer: RawObject | Refused) -> str:
    assert isinstance(answer, Refused), answer
    assert answer.happened.endswith(".") and answer.next_step
    return answer.rule


def test_a_feed_comes_as_it_was_sent(server: Server) -> None:
    server.says(
        FEED, "Content-Type: application/rss+xml; charset=utf-8", f"Content-Length: {len(FEED)}"
    )
    raw = server.fetcher(contact="desk@news.example").fetch(server.url("/feed?x=1"))
    assert isinstance(raw, RawObject)
    assert raw.data == FEED and raw.sha256 == hashlib.sha256(FEED).hexdigest()
    assert raw.media_type == "application/rss+xml; charset=utf-8"
    assert raw.address == raw.name == server.url("/feed?x=1")
    assert b"desk@news.example" in server.requests[0] and b"nutgraf/" in server.requests[0]
    assert b"Cookie" not in server.requests[0] and b"Authorization" not in server.requests[0]


@pytest.mark.parametrize("name", ["gzip", "deflate", "x-gzip", "bare deflate", "two members"])
def test_packed_bodies(server: Server, name: str) -> None:
    bare = zlib.compressobj(wbits=-15)
    bodies = {
        "gzip": gzip.compress(FEED, mtime=0), "x-gzip": gzip.compress(FEED, mtime=0), "deflate": zlib.compress(FEED),
        "bare deflate": bare.compress(FEED) + bare.flush(),
        "two members": gzip.compress(FEED[:20], mtime=0) + gzip.compress(FEED[20:], mtime=0),
    }  # fmt: skip
    encoding = {"bare deflate": "deflate", "two members": "gzip"}.get(name, name)
    server.says(bodies[name], f"Content-Encoding: {encoding}")
    raw = server.fetcher().fetch(server.url())
    assert isinstance(raw, RawObject) and raw.data == FEED


BOMB = gzip.compress(b"\0" * 40_000_000, 9, mtime=0)


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        (("Content-Encoding: gzip",), BOMB, "too-large"),
        (("Content-Encoding: deflate",), zlib.compress(b"\0" * 40_000_000, 9), "too-large"),
        (("Content-Encoding: gzip",), gzip.compress(BOMB, mtime=0), "ok"),
        (("Content-Encoding: gzip, gzip",), gzip.compress(BOMB, mtime=0), "encoding"),
        (("Content-Encoding: " + ", ".join(["gzip"] * 10),), BOMB, "encoding"),
        (("Content-Encoding: gzip", "Content-Encoding: gzip"), BOMB, "encoding"),
        (("Content-Encoding: br",), b"\x0b\x00\x80", "encoding"),
        (("Content-Encoding: zstd",), b"\x28\xb5\x2f\xfd", "cut"),
        (("Content-Encoding: rot13",), b"x", "encoding"),
        (("Transfer-Encoding: gzip, chunked",), b"1\r\nx\r\n0\r\n\r\n", "encoding"),
        (("Content-Length: 99999999999",), b"x", "too-large"),
        ((), b"x" * (16 * 1024 * 1024), "too-large"),
        (("Content-Encoding: gzip",), b"no gzip", "cut"),
        (("Content-Encoding: gzip",), gzip.compress(FEED, mtime=0)[:-9], "cut"),
        (("Content-Length: 100",), b"x", "cut"),
        (("Transfer-Encoding: chunked",), b"5\r\nabc", "cut"),
        (tuple(f"X-{n}: {'a' * 2000}" for n in range(60)), FEED, "too-large"),
        (tuple(f"X-{n}: a" for n in range(400)), FEED, "unreachable"),
    ],
)  # fmt: skip
def test_bodies_that_are_too_much_or_too_little(
    server: Server, headers: tuple[str, ...], body: bytes, expected: str
) -> None:
    server.says(body, *headers)
    answer = server.fetcher().fetch(server.url())
    if expected == "ok":  # one layer is taken off; what is inside is bytes like any other
        assert isinstance(answer, RawObject) and len(answer.data) == len(BOMB)
    else:
        assert rule(answer) in {expected, "cut" if expected == "unreachable" else expected}


def test_a_bomb_stops_long_before_it_is_unpacked() -> None:
    taken = 0

    def pieces() -> object:
        nonlocal taken
        for at in range(0, len(BOMB), 1000):
            taken += 1
            yield BOMB[at : at + 1000]

    with pytest.raises(BombError):
        inflate(pieces(), "gzip", 15 * 1024 * 1024)  # type: ignore[arg-type]
    assert taken < len(BOMB) // 1000 / 5


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
def test_redirects_are_followed_and_each_hop_is_checked(server: Server, status: str) -> None:
    def script(connection: socket.socket, path: str) -> None:
        if path == "/new":
            connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + FEED)
        else:
            where = "/new" if path == "/old" else "http://169.254.169.254/latest"
            connection.sendall(
                f"HTTP/1.1 {status}\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode()
            )

    server.script = script
    raw = server.fetcher().fetch(server.url("/old"))
    assert isinstance(raw, RawObject) and raw.address == server.url("/new")
    assert rule(server.fetcher().fetch(server.url("/inside"))) == "address-private"


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("file:///etc/passwd", "address-scheme"),
        ("data:text/html,x", "address-scheme"),
        ("gopher://127.0.0.1/", "address-scheme"),
        ("//user@127.0.0.1/", "address-userinfo"),
        ("http://[::1]/", "address-private"),
        ("http://127.0.0.1:22/", "address-port"),
        ("http://0x7f000001/", "address-form"),
    ],
)
def test_redirects_that_lead_inside(server: Server, location: str, expected: str) -> None:
    server.says(b"", f"Location: {location}", "Content-Length: 0", status="302 Found")
    assert rule(server.fetcher().fetch(server.url())) == expected
    assert len(server.requests) == 1


def test_a_password_in_an_address_is_not_shown(server: Server) -> None:
    found = server.fetcher().fetch(server.url().replace("//", "//me:s3cret@"))
    assert isinstance(found, Refused) and found.rule == "address-userinfo"
    assert "s3cret" not in found.where and "/@someone" in without_user("https://a.example/@someone")


@pytest.mark.parametrize("header", ["Refresh: 0; url=http://127.0.0.1/", "X: y"])
def test_a_refresh_is_not_followed(server: Server, header: str) -> None:
    page = b'<meta http-equiv="refresh" content="0;url=http://169.254.169.254/">'
    server.says(page, header)
    raw = server.fetcher().fetch(server.url())
    assert isinstance(raw, RawObject) and raw.data == page and len(server.requests) == 1


@pytest.mark.threat("F5")
def test_circles_and_long_chains_end_within_five_hops(server: Server) -> None:
    server.says(b"", "Location: /", "Content-Length: 0", status="302 Found")
    assert rule(server.fetcher().fetch(server.url())) == "redirect-loop"

    def chain(connection: socket.socket, path: str) -> None:
        step = int(path.strip("/") or 0) + 1
        connection.sendall(
            f"HTTP/1.1 302 F\r\nLocation: /{step}\r\nContent-Length: 0\r\n\r\n".encode()
        )

    server.script = chain
    server.requests.clear()
    assert rule(server.fetcher().fetch(server.url())) == "redirect-limit"
    assert len(server.requests) == 6  # the first and five more


@pytest.mark.parametrize(
    "status", ["401 U", "403 F", "404 N", "410 G", "429 T", "500 E", "503 S", "999 X"]
)
def test_answers_that_are_no_success(server: Server, status: str) -> None:
    server.says(b"no", status=status)
    answer = server.fetcher().fetch(server.url(), source="import-ai")
    assert isinstance(answer, Refused)
    assert answer.rule == "http-status" and status[:3] in answer.happened
    assert answer.source == "import-ai"


def test_slow_headers_and_slow_bodies_end_at_the_deadline(server: Server) -> None:
    def dribble(start: bytes) -> None:
        def script(connection: socket.socket, path: str) -> None:
            connection.sendall(start)
            while True:
                connection.sendall(b"a")
                waiting.wait(0.05)

        server.script = script

    waiting = threading.Event()
    for start in (b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n",
                  b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"):  # fmt: skip
        dribble(start)
        assert rule(server.fetcher(total_seconds=0.4).fetch(server.url())) == "timeout"
    waiting.set()


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\nwords"])
def test_silence_ends_at_the_deadline_not_at_the_read_timeout(server: Server, start: bytes) -> None:
    waiting = threading.Event()

    def script(connection: socket.socket, path: str) -> None:
        connection.sendall(start)
        waiting.wait(30)

    server.script = script
    began = time.monotonic()
    answer = server.fetcher(total_seconds=0.4, read_seconds=20.0).fetch(server.url())
    assert rule(answer) == "timeout" and time.monotonic() - began < 10
    waiting.set()


def test_a_server_that_says_nothing_or_no_http(server: Server) -> None:
    server.script = lambda connection, path: None
    assert rule(server.fetcher().fetch(server.url())) in {"cut", "unreachable"}
    server.script = lambda connection, path: connection.sendall(b"SSH-2.0-OpenSSH\r\n\r\n")
    assert rule(server.fetcher().fetch(server.url())) in {"cut", "unreachable"}
    server.close()
    assert rule(server.fetcher(total_seconds=1).fetch(server.url())) in {"unreachable", "cut"}
