"""A feed reader on loopback that speaks the Google Reader API, as FreshRSS and Miniflux do."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

_LIST = "/reader/api/0/stream/contents/user/-/state/com.google/reading-list"
_TOKEN = "ann/8e6845e089457af25303abc6f53356eb60bdb5f8"  # noqa: S105 - of a server that is none


def reader_item(number: int, title: str, html: str, **more: Any) -> dict[str, Any]:
    """An item as such a server gives it; `number` orders them in time, a second each."""
    return {
        "id": f"tag:google.com,2005:reader/item/{number:016x}",
        "crawlTimeMsec": str(1_775_034_000_000 + number * 1000),
        "timestampUsec": str(1_775_034_000_000_000 + number * 1_000_000),
        "published": 1_775_034_000 + number,
        "title": title,
        "canonical": [{"href": f"https://feed.example/{number}"}],
        "alternate": [{"href": f"https://feed.example/{number}", "type": "text/html"}],
        "categories": ["user/-/state/com.google/reading-list", "user/-/label/AI"],
        "origin": {
            "streamId": "feed/1", "title": "Feed Example", "htmlUrl": "https://feed.example/",
        },
        "summary": {"content": html},
        "author": "Ann Example",
        **more,
    }  # fmt: skip


class ScriptedReader:
    """A server on 127.0.0.1 for as long as the block lasts, with one user and newest items first.

    `asked` lists method and path of each request, `agents` who asked; `page` is the most items it gives
    at once, whatever is asked. While it runs, `expired` makes it refuse its token and `leads_to` send
    whoever logs in elsewhere.
    """

    def __init__(
        self,
        items: Sequence[dict[str, Any]],
        subscriptions: Sequence[dict[str, Any]] = (),
        *,
        user: str = "ann",
        password: str = "open sesame",  # noqa: S107 - of a server that is none
        page: int = 100,
    ) -> None:
        self.asked: list[tuple[str, str]] = []
        self.agents: list[str] = []
        self.expired = False
        self.leads_to = ""
        self._items = sorted(items, key=lambda item: -int(item["timestampUsec"]))
        self._subscriptions = list(subscriptions)
        self._user, self._password, self._page = user, password, page
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        """The address of its API, as a source names it."""
        return f"http://127.0.0.1:{self.port}/api/greader.php"

    @property
    def token(self) -> str:
        """The token it gives whom it lets in."""
        return _TOKEN

    def _answer(self, path: str, asked: dict[str, str]) -> tuple[int, Any]:
        if path.endswith("/reader/api/0/subscription/list"):
            return 200, {"subscriptions": self._subscriptions}
        if not path.endswith(_LIST):
            return 404, {"error": "no such stream"}
        oldest = int(asked.get("ot", "0")) * 1_000_000
        found = [item for item in self._items if int(item["timestampUsec"]) >= oldest]
        start = int(asked.get("c", "0"))
        until = start + min(int(asked.get("n", "20")), self._page)
        page: dict[str, Any] = {
            "id": "user/-/state/com.google/reading-list",
            "updated": 1_775_034_000,
            "items": found[start:until],
        }
        return 200, page | ({"continuation": str(until)} if until < len(found) else {})

    def _login(self, form: dict[str, str]) -> tuple[int, str]:
        if (form.get("Email"), form.get("Passwd")) != (self._user, self._password):
            return 401, "Error=BadAuthentication\n"
        return 200, f"SID={_TOKEN}\nLSID=null\nAuth={_TOKEN}\n"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        reader = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                reader._heard("GET", self.path, self.headers.get("User-Agent", ""))
                parts = urlsplit(self.path)
                given = self.headers.get("Authorization", "")
                if reader.expired or given != f"GoogleLogin auth={_TOKEN}":
                    self._say(401, b"Unauthorized!", "text/plain")
                    return
                asked = {name: found[0] for name, found in parse_qs(parts.query).items()}
                status, value = reader._answer(parts.path, asked)
                self._say(status, json.dumps(value).encode(), "application/json")

            def do_POST(self) -> None:
                reader._heard("POST", self.path, self.headers.get("User-Agent", ""))
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                form = {name: found[0] for name, found in parse_qs(body.decode()).items()}
                if reader.leads_to:
                    self._say(307, b"", "text/plain", ("Location", reader.leads_to))
                elif urlsplit(self.path).path.endswith("/accounts/ClientLogin"):
                    status, text = reader._login(form)
                    self._say(status, text.encode(), "text/plain")
                else:
                    self._say(404, b"", "text/plain")

            def _say(self, status: int, body: bytes, kind: str, *more: tuple[str, str]) -> None:
                self.send_response(status)
                for name, value in (("Content-Type", kind), *more):
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                return None

        return Handler

    def _heard(self, method: str, path: str, agent: str) -> None:
        self.asked.append((method, path))
        self.agents.append(agent)

    def __enter__(self) -> ScriptedReader:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
