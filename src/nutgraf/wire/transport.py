"""HTTP requests over connections pinned to addresses that were checked.

The name is never looked up a second time; TLS is verified against the name all the same. Every wait
is given what is left of the total time (`bounded.Deadline`), whatever the other side is doing. A
connection may be kept for the next request to its origin, and is used again only when the address it
leads to is among those just checked.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any, cast

from nutgraf.wire.addresses import Address
from nutgraf.wire.bounded import BoundedReader, Deadline, HeadersError
from nutgraf.wire.inflate import STEP
from nutgraf.wire.resolver import Checked, Target

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection
    from urllib3.response import BaseHTTPResponse

__all__ = ["Answer", "Connect", "Connections", "HeadersError", "ask", "connect_to", "prepare"]

Connect = Callable[[Address, int, float], socket.socket]
_MOST_ATTEMPTS = 4
_MOST_HEADER_BYTES = 64 * 1024
# So much of a body nobody wants is read so that its connection can be kept.
_DRAIN = 64 * 1024
_SWITCHING = 101


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers (names in lower case) and the raw body as it comes."""

    status: int
    reason: str
    headers: Mapping[str, str]
    pieces: Iterator[bytes]


def connect_to(address: Address, port: int, timeout: float) -> socket.socket:
    """A TCP connection to exactly this address. Raises OSError."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(timeout)
        sock.connect((str(address), port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError:
        sock.close()
        raise
    return sock


@dataclass(slots=True, kw_only=True)
class _Open:
    """A connection under way or kept, and the address it leads to."""

    address: Address
    connection: HTTPConnection
    sock: socket.socket
    response: _Response | None = None

    def shut(self) -> None:
        """End it, whatever it is doing; may be called from another thread."""
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)

    @property
    def may_be_kept(self) -> bool:
        """Whether the last answer was read whole, and nothing beyond it came."""
        done = self.response
        return (
            done is not None and self.connection.sock is not None
            and done.isclosed() and done.reader.all_read and done.status != _SWITCHING
        )  # fmt: skip


class Connections:
    """The connections to the origins of one host: one request at a time, used by one thread at a time.

    With `keep`, the connection of a finished request waits for the next one to its origin.
    """

    def __init__(self, *, connect: Connect = connect_to, keep: bool = True) -> None:
        self._connect = connect
        self._keep = keep
        self._kept: dict[tuple[str, str, int], _Open] = {}
        self._at_work: _Open | None = None
        self._shut = False

    @contextmanager
    def ask(
        self,
        checked: Checked,
        headers: Mapping[str, str],
        *,
        connect_timeout: float = 10.0,
        read_timeout: float = 15.0,
        total: float = 30.0,
        method: str = "GET",
        body: bytes | None = None,
    ) -> Iterator[Answer]:
        """Ask for the target; the body may be read while the context is open.

        All times in seconds. Raises OSError (TimeoutError among them), urllib3's HTTPError, and
        HeadersError past 64 KiB of headers.
        """
        deadline = Deadline(total, read_timeout)
        opened, response = self._asked(
            checked, headers, deadline, min(connect_timeout, total), method, body
        )
        whole = False
        try:
            yield Answer(
                status=response.status,
                reason=response.reason or "",
                headers=_headers(response),
                pieces=response.stream(STEP, decode_content=False),
            )
            whole = self._keep and _drained(response)
        finally:
            self._at_work = None
            if whole and opened.may_be_kept and not self._shut:
                self._kept[_origin(checked.target)] = opened
            else:
                _end(opened)

    def _asked(
        self, checked: Checked, headers: Mapping[str, str], deadline: Deadline,
        connect_timeout: float, method: str, body: bytes | None,
    ) -> tuple[_Open, BaseHTTPResponse]:  # fmt: skip
        """The open connection and its answer's head; a kept one that went stale is replaced once."""
        kept = self._again(checked)
        if kept is not None:
            try:
                return kept, self._sent(kept, checked.target, headers, deadline, method, body)
            except ConnectionError:
                # Closed by the server while it waited; nothing of an answer came, and GET may be
                # sent again (RFC 9112, section 9.3.1).
                if method != "GET":
                    raise
        address, sock = _first(
            checked.addresses, checked.target.port, self._connect, connect_timeout
        )
        opened = _opened(checked.target, address, sock)
        return opened, self._sent(opened, checked.target, headers, deadline, method, body)

    def _again(self, checked: Checked) -> _Open | None:
        """The kept connection to this origin, if it still leads where the check just allowed."""
        kept = self._kept.pop(_origin(checked.target), None)
        if kept is None:
            return None
        if kept.address in checked.addresses and kept.connection.is_connected:
            return kept
        _end(kept)
        return None

    def _sent(
        self, opened: _Open, target: Target, headers: Mapping[str, str], deadline: Deadline,
        method: str, body: bytes | None,
    ) -> BaseHTTPResponse:  # fmt: skip
        connection = opened.connection
        self._at_work = opened
        try:
            if self._shut:
                raise ConnectionAbortedError("nothing is asked any more")
            connection.timeout = deadline.seconds()
            if connection.sock is None:
                connection.connect()
                opened.sock = cast(socket.socket, connection.sock)
            connection.response_class = _answering(opened, deadline)  # type: ignore[assignment]
            connection.request(
                method, target.path, body=body, headers=headers,
                preload_content=False, decode_content=False,
            )  # fmt: skip
            connection.timeout = deadline.seconds()
            return connection.getresponse()
        except BaseException:
            self._at_work = None
            _end(opened)
            raise

    def shut(self) -> None:
        """End what is under way; the thread at work gets an error. From any thread."""
        self._shut = True
        at_work = self._at_work
        if at_work is not None:
            at_work.shut()

    def close(self) -> None:
        """Close the kept connections."""
        while self._kept:
            _end(self._kept.popitem()[1])


@contextmanager
def ask(
    checked: Checked, headers: Mapping[str, str], *, connect: Connect = connect_to, **limits: Any
) -> Iterator[Answer]:
    """One request over a connection of its own; the rest as `Connections.ask`."""
    with Connections(connect=connect, keep=False).ask(checked, headers, **limits) as answer:
        yield answer


def _origin(target: Target) -> tuple[str, str, int]:
    return target.scheme, target.host, target.port


def _first(
    addresses: Sequence[Address], port: int, connect: Connect, timeout: float
) -> tuple[Address, socket.socket]:
    problem: OSError = OSError("there is nothing to connect to")
    tried = addresses[:_MOST_ATTEMPTS]
    for address in tried:
        try:
            return address, connect(address, port, timeout / len(tried))
        except OSError as failed:
            problem = failed
    raise problem


def _end(opened: _Open) -> None:
    opened.shut()
    if opened.response is not None:
        with suppress(OSError):
            opened.response.close()
    opened.connection.close()
    opened.sock.close()  # still open when the connection never took it over


def _drained(response: BaseHTTPResponse) -> bool:
    """Whether the rest of the body was short enough to be read away."""
    from urllib3.exceptions import HTTPError

    drained = 0
    try:
        for piece in response.stream(STEP, decode_content=False):
            drained += len(piece)
            if drained > _DRAIN:
                return False
    except (OSError, HTTPError, HeadersError, ValueError):
        return False
    return True


class _Response(HTTPResponse):
    """An answer read through a BoundedReader, interim answers passed over (RFC 9110, 15.2)."""

    def __init__(self, sock: socket.socket, deadline: Deadline, method: str | None) -> None:
        self.reader = BoundedReader(sock, deadline)
        super().__init__(_Source(self.reader), method=method)  # type: ignore[arg-type]

    def begin(self) -> None:
        """Read the head of the final answer; all heads together count against its limit."""
        super().begin()
        while 100 <= self.status < 200 and self.status != _SWITCHING:
            self.headers = self.msg = None  # type: ignore[assignment]
            super().begin()


class _Source:
    """As much of a socket as http.client asks for when it reads an answer."""

    def __init__(self, reader: BoundedReader) -> None:
        self._reader = reader

    def makefile(self, mode: str) -> BoundedReader:
        return self._reader


def _answering(opened: _Open, deadline: Deadline) -> Callable[..., _Response]:
    def response(sock: socket.socket, debuglevel: int = 0, method: str | None = None) -> _Response:
        opened.response = _Response(sock, deadline, method)
        return opened.response

    return response


def _opened(target: Target, address: Address, sock: socket.socket) -> _Open:
    plain, tls = _kinds()
    connection: HTTPConnection
    if target.scheme == "http":
        connection = plain(target.host, target.port)
    else:
        connection = tls(target.host, target.port, ssl_context=_trust())
    connection.pinned = sock  # type: ignore[attr-defined]
    return _Open(address=address, connection=connection, sock=sock)


def prepare() -> None:
    """Import now what requests need: modules that need each other must not be imported by two threads
    at the same time."""
    _kinds()


@cache
def _kinds() -> tuple[type[HTTPConnection], Any]:
    """Connections of urllib3 over a socket that is already there."""
    from urllib3.connection import HTTPConnection, HTTPSConnection

    class Pinned(HTTPConnection):
        pinned: socket.socket

        def _new_conn(self) -> socket.socket:
            self.pinned.settimeout(self.timeout)
            return self.pinned

    class PinnedTls(HTTPSConnection):
        pinned: socket.socket

        def _new_conn(self) -> socket.socket:
            self.pinned.settimeout(self.timeout)
            return self.pinned

    return Pinned, PinnedTls


@cache
def _trust() -> ssl.SSLContext:
    """The system's certificate authorities and, where it is installed, certifi's."""
    context = ssl.create_default_context()
    with suppress(ImportError):
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def _headers(response: BaseHTTPResponse) -> dict[str, str]:
    out: dict[str, str] = {}
    size = 0
    for name, value in response.headers.iteritems():
        size += len(name) + len(value) + 4
        if size > _MOST_HEADER_BYTES:
            raise HeadersError("the answer has more than 64 KiB of headers")
        key = name.lower()
        out[key] = f"{out[key]}, {value}" if key in out else value
    return out
