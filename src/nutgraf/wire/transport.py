"""One HTTP request over a connection pinned to an address that was checked.

The name is never looked up a second time; TLS is verified against the name all the same. A
watchdog closes the socket when the total time is up, whatever the other side is doing.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nutgraf.wire.addresses import Address
from nutgraf.wire.inflate import STEP
from nutgraf.wire.resolver import Checked

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection
    from urllib3.response import BaseHTTPResponse

Connect = Callable[[Address, int, float], socket.socket]
_MOST_ATTEMPTS = 4
_MOST_HEADER_BYTES = 64 * 1024


class HeadersError(Exception):
    """More header than an honest answer has."""


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
    except OSError:
        sock.close()
        raise
    return sock


@contextmanager
def ask(
    checked: Checked,
    headers: Mapping[str, str],
    *,
    connect: Connect = connect_to,
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
    sock = _first(checked.addresses, checked.target.port, connect, min(connect_timeout, total))
    watchdog = threading.Timer(total, _shut, (sock,))
    watchdog.daemon = True
    watchdog.start()
    connection = _connection(checked, sock, read_timeout)
    try:
        connection.connect()
        connection.request(method, checked.target.path, body=body, headers=headers,
                           preload_content=False, decode_content=False)  # fmt: skip
        response = connection.getresponse()
        yield Answer(
            status=response.status,
            reason=response.reason or "",
            headers=_headers(response),
            pieces=response.stream(STEP, decode_content=False),
        )
    finally:
        watchdog.cancel()
        _shut(sock)
        connection.close()
        sock.close()


def _first(
    addresses: Sequence[Address], port: int, connect: Connect, timeout: float
) -> socket.socket:
    problem: OSError = OSError("there is nothing to connect to")
    tried = addresses[:_MOST_ATTEMPTS]
    for address in tried:
        try:
            return connect(address, port, timeout / len(tried))
        except OSError as failed:
            problem = failed
    raise problem


def _shut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _connection(checked: Checked, sock: socket.socket, read_timeout: float) -> HTTPConnection:
    from urllib3.connection import HTTPConnection, HTTPSConnection

    target = checked.target
    timeout = read_timeout
    sock.settimeout(timeout)

    class Pinned(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return sock

    class PinnedTls(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return sock

    if target.scheme == "http":
        return Pinned(target.host, target.port, timeout=timeout)
    return PinnedTls(target.host, target.port, timeout=timeout, ssl_context=_trust())


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
