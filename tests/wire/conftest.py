"""A scripted server on loopback: bytes out for a request in, no HTTP library in between."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
import urllib3  # noqa: F401  (probes for IPv6 with a socket at import, so before they are blocked)

from nutgraf.wire import Fetcher, FetchOptions

_LENGTH = re.compile(rb"^Content-Length: *(\d+)", re.I | re.M)
Script = Callable[[socket.socket, str], None]


class Server:
    """Answers each connection with a script (connection, path), in a thread."""

    def __init__(self) -> None:
        self.script: Script = lambda connection, path: None
        self.requests: list[bytes] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._serving = threading.Thread(target=self._serve, daemon=True)
        self._serving.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            request = b""
            while b"\r\n\r\n" not in request and (piece := connection.recv(65536)):
                request += piece
            if not request:
                return
            # A form left unread would be answered with a reset instead of words.
            size = _LENGTH.search(request)
            head = request.partition(b"\r\n\r\n")[0]
            while (
                size
                and len(request) < len(head) + 4 + int(size[1])
                and (piece := connection.recv(65536))
            ):
                request += piece
            self.requests.append(request)
            try:
                self.script(connection, request.split(b" ", 2)[1].decode("ascii"))
            except OSError:
                return

    def says(self, body: bytes, *headers: str, status: str = "200 OK") -> None:
        """Answer every request with this body."""
        head = "".join(f"{header}\r\n" for header in (*headers, "Connection: close"))
        whole = f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body
        self.script = lambda connection, path: connection.sendall(whole)

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def fetcher(self, **limits: object) -> Fetcher:
        options = FetchOptions(allow=(f"127.0.0.0/8:{self.port}",), **limits)  # type: ignore[arg-type]
        return Fetcher(options=options)

    def close(self) -> None:
        """Stop listening and wait for it; closing alone would leave accept() waiting."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._serving.join(5)
        self._listening.close()


@pytest.fixture
def server(socket_enabled: None) -> Iterator[Server]:
    scripted = Server()
    yield scripted
    scripted.close()
