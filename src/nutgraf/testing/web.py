"""A web on loopback that answers as it was told, and remembers what it was asked.

One server is as many hosts as a test names: `web.at("feeds.example.org", "/feed")` is an address of
it, `web.names` the name system that leads there, `web.allow` the entries that open the way.

    web = ScriptedWeb({"feeds.example.org/feed": Answer(body=FEED, etag='"1"'), "/robots.txt": Answer()})
    with web:
        options = FetchOptions(allow=web.allow)
        visit = Fetcher(options=options, look_up=web.names).visit(errand, now)
    assert web.overlapping() == []
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import pairwise
from types import TracebackType
from typing import BinaryIO

_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One scripted response.

    `status`, `body` and `headers` are sent exactly so, with a Content-Length. With `etag` or
    `last_modified` those headers are sent too, and a request that carries them back word for word is
    answered 304. `latency` is how many seconds pass before anything is sent. With `pieces` the body
    is sent piece by piece, `pause` seconds before each, and the connection closed at its end. With
    `whole` these bytes are sent instead of anything else, and the connection closed: an answer that is
    no HTTP, or cut.
    """

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    etag: str = ""
    last_modified: str = ""
    latency: float = 0.0
    pieces: tuple[bytes, ...] = ()
    pause: float = 0.0
    whole: bytes | None = None


@dataclass(slots=True, kw_only=True)
class Asked:
    """One request as it came: host without port, path with query, headers by lower-case name.

    `at` is the time by the web's clock, `number` how many came before it for the same host and path;
    `came` and `went` count the moments at which a request came or its answer was about to be sent,
    over all requests, `connection` the connections. `status` is what was answered, 0 until then.
    """

    host: str
    path: str
    headers: Mapping[str, str]
    at: float
    number: int
    came: int
    connection: int
    method: str = "GET"
    body: bytes = b""
    went: int = 0
    status: int = 0


Scripted = Answer | Callable[[Asked], Answer]


class ScriptedNames:
    """A name system: known names lead to 127.0.0.1, or where a table says; the others are not known.

    A sequence of addresses in the table is answered call by call, the last one from then on. `calls`
    lists the names asked for.
    """

    def __init__(
        self, names: Iterable[str] = (), table: Mapping[str, str | Sequence[str]] | None = None
    ) -> None:
        self._known = frozenset(names)
        self._table = dict(table or {})
        self.calls: list[str] = []

    def __call__(self, host: str, port: int, timeout: float) -> Sequence[str]:
        """The addresses of a name; raises OSError (socket.gaierror) for one that is not known."""
        before = self.calls.count(host) if host in self._table else 0
        self.calls.append(host)
        said = self._table.get(host)
        if said is not None:
            return (said,) if isinstance(said, str) else (said[min(before, len(said) - 1)],)
        if host in self._known:
            return ("127.0.0.1",)
        raise socket.gaierror(socket.EAI_NONAME, "the name is not known")


@dataclass(slots=True)
class _Log:
    requests: list[Asked] = field(default_factory=list)
    moments: int = 0
    connections: int = 0
    times: dict[tuple[str, str], int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


class ScriptedWeb:
    """A server on 127.0.0.1 for as long as the block lasts.

    The keys of `answers` are `/path` (at any host) or `host/path`, which goes first; values are
    answers, or functions from the request to one. What it was not told about gets 404. `clock` stamps
    the requests (a `VirtualTime.clock`, where time is simulated). `asked` lists the paths, `log` the
    requests. It speaks HTTP/1.1 and keeps connections.
    """

    def __init__(
        self,
        answers: Mapping[str, Scripted],
        *,
        hosts: Iterable[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._answers = dict(answers)
        self._clock = clock
        self._log = _Log()
        self._open: set[socket.socket] = set()
        named = {key.partition("/")[0] for key in self._answers} - {""}
        self.hosts = tuple(sorted({*named, *hosts}))
        self.names = ScriptedNames(self.hosts)
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._thread = threading.Thread(target=self._serve, daemon=True, name="scripted-web")

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._listening.getsockname()[1])

    @property
    def address(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def allow(self) -> tuple[str, ...]:
        """Entries for `FetchOptions.allow` that open the way to it."""
        return (f"127.0.0.0/8:{self.port}",)

    def at(self, host: str, path: str = "/") -> str:
        """The address of a path at one of its hosts."""
        return f"http://{host}:{self.port}{path}"

    def says(self, key: str, answer: Scripted) -> None:
        """Answer so from now on."""
        self._answers[key] = answer

    @property
    def asked(self) -> list[str]:
        """The paths it was asked for, in order."""
        return [asked.path for asked in self.log]

    @property
    def log(self) -> tuple[Asked, ...]:
        """Every request, in the order they came."""
        with self._log.lock:
            return tuple(self._log.requests)

    def overlapping(self) -> list[tuple[Asked, Asked]]:
        """Pairs of requests to one host the second of which came before the first was answered."""
        return overlapping(self.log)

    def nearest(self, host: str) -> float:
        """The shortest time between two requests to a host coming, by the web's clock; inf if none."""
        times = [asked.at for asked in self.log if asked.host == host]
        return min((b - a for a, b in pairwise(times)), default=float("inf"))

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with self._log.lock:
                self._log.connections += 1
                self._open.add(connection)
                number = self._log.connections
            threading.Thread(target=self._talk, args=(connection, number), daemon=True).start()

    def _talk(self, connection: socket.socket, number: int) -> None:
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with connection, connection.makefile("rb") as stream:
                while (asked := self._request(stream, number)) is not None:
                    if not self._answer(connection, asked):
                        return
        except (OSError, ValueError):
            return  # the other side went away
        finally:
            with self._log.lock:
                self._open.discard(connection)

    def _request(self, stream: BinaryIO, number: int) -> Asked | None:
        first = stream.readline(65536).decode("latin-1").split()
        if len(first) < 2:
            return None
        headers: dict[str, str] = {}
        while line := stream.readline(65536).decode("latin-1").rstrip("\r\n"):
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip(" \t")
        length = headers.get("content-length", "0")
        body: bytes = stream.read(int(length)) if length.isdigit() else b""
        host = headers.get("host", "").rsplit(":", 1)[0].lower()
        log = self._log
        with log.lock:
            log.moments += 1
            seen = log.times.get((host, first[1]), 0)
            log.times[host, first[1]] = seen + 1
            asked = Asked(
                host=host, path=first[1], headers=headers, at=self._clock(), number=seen,
                came=log.moments, connection=number, method=first[0], body=body,
            )  # fmt: skip
            log.requests.append(asked)
        return asked

    def _answer(self, connection: socket.socket, asked: Asked) -> bool:
        """Whether the connection stays open."""
        scripted = self._answers.get(asked.host + asked.path) or self._answers.get(asked.path)
        if scripted is None:
            scripted = Answer(status=404)
        answer = scripted if isinstance(scripted, Answer) else scripted(asked)
        if answer.latency:
            time.sleep(answer.latency)
        status, sent = _head(answer, asked)
        with self._log.lock:
            self._log.moments += 1
            asked.went, asked.status = self._log.moments, status
        if answer.whole is not None:
            connection.sendall(answer.whole)
            return False
        if not answer.pieces:
            connection.sendall(sent + (answer.body if status != _NOT_MODIFIED else b""))
            return True
        connection.sendall(sent)
        for piece in answer.pieces:
            time.sleep(answer.pause)
            connection.sendall(piece)
        return False

    def __enter__(self) -> ScriptedWeb:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._listening.close()
        with self._log.lock:
            left = tuple(self._open)
        for connection in left:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def overlapping(log: Iterable[Asked]) -> list[tuple[Asked, Asked]]:
    """Pairs of requests to one host the second of which came before the first was answered."""
    last: dict[str, Asked] = {}
    found = []
    for asked in sorted(log, key=lambda one: one.came):
        before = last.get(asked.host)
        if before is not None and not 0 < before.went < asked.came:
            found.append((before, asked))
        last[asked.host] = asked
    return found


def _head(answer: Answer, asked: Asked) -> tuple[int, bytes]:
    """The status, and the head of the response."""
    validators = [("ETag", answer.etag), ("Last-Modified", answer.last_modified)]
    known = [pair for pair in validators if pair[1]]
    same = answer.etag == asked.headers.get("if-none-match") if answer.etag else (
        answer.last_modified == asked.headers.get("if-modified-since")
    )  # fmt: skip
    status = _NOT_MODIFIED if known and same and answer.status == HTTPStatus.OK else answer.status
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Scripted"
    lines = [f"HTTP/1.1 {status} {phrase}"]
    lines += [f"{name}: {value}" for name, value in (*answer.headers, *known)]
    names = {name.lower() for name, _ in answer.headers}
    if answer.pieces:
        lines.append("Connection: close")
    elif status != _NOT_MODIFIED and not names & {"content-length", "transfer-encoding"}:
        lines.append(f"Content-Length: {len(answer.body)}")
    return status, ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
