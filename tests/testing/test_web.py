"""The scripted web is what tests lean on: it must not let a wrong client pass."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from nutgraf.testing import (
    Answer,
    Asked,
    ScriptedNames,
    ScriptedWeb,
    VirtualTime,
    at,
    overlapping,
    web_in_process,
)

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def talk(web: ScriptedWeb, *requests: str) -> list[bytes]:
    """Send requests one after another over one connection; what came back for each."""
    out = []
    with socket.create_connection(("127.0.0.1", web.port), timeout=10) as sock:
        for request in requests:
            sock.sendall(request.replace("\n", "\r\n").encode())
            out.append(sock.recv(65536))
    return out


def get(host: str, path: str = "/", extra: str = "") -> str:
    return f"GET {path} HTTP/1.1\nHost: {host}:80\n{extra}\n"


def test_hosts_and_paths_over_one_connection() -> None:
    web = ScriptedWeb(
        {"a.example/": Answer(body=b"a"), "/": Answer(body=b"any")}, hosts=["c.example"]
    )
    with web:
        answers = talk(web, get("a.example"), get("b.example"), get("a.example", "/x"))
    assert [answer.rsplit(b"\r\n", 1)[1] for answer in answers] == [b"a", b"any", b""]
    assert answers[2].startswith(b"HTTP/1.1 404 Not Found\r\n")
    assert [(asked.host, asked.path, asked.connection) for asked in web.log] == [
        ("a.example", "/", 1), ("b.example", "/", 1), ("a.example", "/x", 1),
    ]  # fmt: skip
    assert web.hosts == ("a.example", "c.example") and web.asked == ["/", "/", "/x"]


@pytest.mark.parametrize(
    ("answer", "extra", "status"),
    [
        (Answer(etag='"1"'), 'If-None-Match: "1"\n', 304),
        (Answer(etag='"1"'), 'If-None-Match: W/"1"\n', 200),
        (Answer(etag='"1"', last_modified="then"), "If-Modified-Since: then\n", 200),
        (Answer(last_modified="then"), "If-Modified-Since: then\n", 304),
        (Answer(last_modified="then"), "If-Modified-Since: Then\n", 200),
        (Answer(), "", 200),
        (Answer(status=500, etag='"1"'), 'If-None-Match: "1"\n', 500),
    ],
)
def test_validators_count_word_for_word(answer: Answer, extra: str, status: int) -> None:
    web = ScriptedWeb({"/": answer})
    with web:
        [said] = talk(web, get("a.example", extra=extra))
    assert int(said.split()[1]) == status == web.log[0].status


def test_functions_get_the_request_and_its_number() -> None:
    def script(asked: Asked) -> Answer:
        return Answer(body=f"{asked.number} {asked.headers['x-a']}".encode())

    web = ScriptedWeb({"/": script})
    with web:
        answers = talk(web, *(get("a.example", extra=f"X-A: {n}\n") for n in "xyz"))
    assert [answer.rsplit(b"\n", 1)[1] for answer in answers] == [b"0 x", b"1 y", b"2 z"]


def test_two_at_once_to_a_host_are_found() -> None:
    web = ScriptedWeb({"/": Answer(latency=0.2), "/quick": Answer()})
    with web:
        both = [
            threading.Thread(target=talk, args=(web, get("a.example"))),
            threading.Thread(target=talk, args=(web, get("b.example"))),
        ]
        for thread in both:
            thread.start()
        time.sleep(0.1)
        assert web.overlapping() == []
        talk(web, get("a.example", "/quick"))
        for thread in both:
            thread.join()
        talk(web, get("a.example", "/quick"))
    [(first, second)] = web.overlapping()
    assert (first.path, second.path) == ("/", "/quick")
    assert overlapping(one for one in web.log if one.host == "b.example") == []


def test_slow_pieces_and_whole_answers() -> None:
    web = ScriptedWeb({"/": Answer(pieces=(b"a", b"b"), pause=0.01), "/raw": Answer(whole=b"SSH")})
    with web:
        with socket.create_connection(("127.0.0.1", web.port), timeout=10) as sock:
            sock.sendall(get("a.example").replace("\n", "\r\n").encode())
            whole = b"".join(iter(lambda: sock.recv(100), b""))
        assert whole.endswith(b"\r\n\r\nab") and b"Connection: close" in whole
        assert talk(web, get("a.example", "/raw")) == [b"SSH"]


def test_names_that_are_known_that_change_and_that_are_not() -> None:
    names = ScriptedNames(["a.example"], {"flip.example": ["93.184.215.14", "10.0.0.1"]})
    assert names("a.example", 80, 1) == ("127.0.0.1",)
    assert [names("flip.example", 80, 1)[0] for _ in range(3)] == [
        "93.184.215.14", "10.0.0.1", "10.0.0.1",
    ]  # fmt: skip
    with pytest.raises(OSError, match="not known"):
        names("b.example", 80, 1)
    assert len(names.calls) == 5


def test_virtual_time_passes_only_in_sleep() -> None:
    passing = VirtualTime(at("2026-04-01"))
    passing.sleep(3600)
    passing.sleep(-5)
    assert passing.now() == at("2026-04-01T19:00:00Z") and passing.clock() == passing.slept == 3600
    passing.move_to(at("2026-04-02"))
    passing.move_to(at("2026-04-01"))
    assert passing.now() == at("2026-04-02") and passing.slept == 3600


def pages() -> dict[str, Answer]:
    return {"a.example/": Answer(body=b"from afar")}


def test_a_web_in_a_process_of_its_own() -> None:
    with web_in_process(pages) as served:
        with socket.create_connection(("127.0.0.1", served.port), timeout=10) as sock:
            sock.sendall(get("a.example").replace("\n", "\r\n").encode())
            assert sock.recv(65536).endswith(b"from afar")
        [asked] = served.log()
        assert served.names("a.example", served.port, 1) == ("127.0.0.1",)
        assert served.at("a.example", "/x") == f"http://a.example:{served.port}/x"
    assert (asked.host, asked.path) == ("a.example", "/")
