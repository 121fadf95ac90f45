"""A scripted server that runs in a thread for as long as its block lasts."""

from __future__ import annotations

import socketserver
import threading
from types import TracebackType
from typing import Self


class Serving:
    """Runs a server between entering and leaving: `done` is set first, for handlers that wait."""

    def __init__(self, server: socketserver.TCPServer) -> None:
        self._server = server
        self._done = threading.Event()
        self._thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._server.shutdown()
        self._server.server_close()
