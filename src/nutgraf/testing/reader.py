"""A feed reader on loopback that speaks the Google Reader API, as FreshRSS and Miniflux do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from nutgraf.testing.serving import Serving

_LIST = "user/-/state/com.google/reading-list"
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


class ScriptedReader(Serving):
    """A server on 127.0.0.1 for as long as the block lasts, with one user and newest items first.

    It behaves as FreshRSS does, or with `miniflux` as Miniflux: there a POST is let in by the `T` of its
    form alone, and what is not known is answered `[]`. `asked` lists method and path of each request,
    `agents` who asked; `page` is the most ids it lists at once, whatever is asked. While it runs,
    `expired` makes it refuse its token and `leads_to` send whoever logs in elsewhere.
    """

    def __init__(
        self,
        items: Sequence[dict[str, Any]],
        subscriptions: Sequence[dict[str, Any]] = (),
        *,
        user: str = "ann",
        password: str = "open sesame",  # noqa: S107 - of a server that is none
        page: int = 100,
        miniflux: bool = False,
    ) -> None:
        self.asked: list[tuple[str, str]] = []
        self.agents: list[str] = []
        self.expired = False
        self.leads_to = ""
        self._items = sorted(items, key=_newest)
        self._subscriptions = list(subscriptions)
        self._user, self._password, self._page = user, password, page
        self._miniflux = miniflux
        super().__init__(ThreadingHTTPServer(("127.0.0.1", 0), self._handler()))

    @property
    def address(self) -> str:
        """The address of its API, as a source names it."""
        return f"http://127.0.0.1:{self.port}" + ("" if self._miniflux else "/api/greader.php")

    @property
    def token(self) -> str:
        """The token it gives whom it lets in."""
        return _TOKEN

    def add(self, item: dict[str, Any]) -> None:
        """Let one more item stand in its list."""
        self._items = sorted([*self._items, item], key=_newest)

    def _answer(self, what: str, asked: dict[str, list[str]]) -> tuple[int, Any]:
        """What an endpoint says to whom was let in."""
        if what == "GET subscription/list":
            return 200, {"subscriptions": self._subscriptions}
        if what == "GET stream/items/ids" and asked.get("s") == [_LIST]:
            return 200, self._ids({name: values[0] for name, values in asked.items()})
        if what == "POST stream/items/contents":
            wanted = {int(one) for one in asked.get("i", [])}
            found = [one for one in self._items if _number(one) in wanted]
            return 200, {"id": _LIST, "updated": 1_775_034_000, "items": found}
        return (200, []) if self._miniflux else (400, {"error": "Bad Request!"})

    def _ids(self, asked: dict[str, str]) -> dict[str, Any]:
        oldest = int(asked.get("ot", "0")) * 1_000_000
        found = [item for item in self._items if int(item["timestampUsec"]) >= oldest]
        start = int(asked.get("c", "0"))
        until = start + min(int(asked.get("n", "20")), self._page)
        refs = [{"id": str(_number(item))} for item in found[start:until]]
        return {"itemRefs": refs} | ({"continuation": str(until)} if until < len(found) else {})

    def _login(self, form: dict[str, list[str]]) -> tuple[int, str]:
        if (form.get("Email"), form.get("Passwd")) != ([self._user], [self._password]):
            return 401, "Error=BadAuthentication\n"
        return 200, f"SID={_TOKEN}\nLSID=null\nAuth={_TOKEN}\n"

    def _lets_in(self, method: str, header: str, form: dict[str, list[str]]) -> bool:
        if self.expired:
            return False
        if self._miniflux and method == "POST":
            return form.get("T") == [_TOKEN]
        return header == f"GoogleLogin auth={_TOKEN}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        reader = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._ask("GET", parse_qs(urlsplit(self.path).query))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                form = parse_qs(body.decode())
                if reader.leads_to:
                    self._heard("POST")
                    self._say(307, "", "text/plain", ("Location", reader.leads_to))
                elif urlsplit(self.path).path.endswith("/accounts/ClientLogin"):
                    self._heard("POST")
                    self._say(*reader._login(form), "text/plain")
                else:
                    self._ask("POST", form)

            def _ask(self, method: str, asked: dict[str, list[str]]) -> None:
                self._heard(method)
                if not reader._lets_in(method, self.headers.get("Authorization", ""), asked):
                    self._say(401, "Unauthorized", "text/plain")
                    return
                what = urlsplit(self.path).path.partition("/reader/api/0/")[2]
                status, value = reader._answer(f"{method} {what}", asked)
                self._say(status, json.dumps(value), "application/json")

            def _heard(self, method: str) -> None:
                reader.asked.append((method, self.path))
                reader.agents.append(self.headers.get("User-Agent", ""))

            def _say(self, status: int, text: str, kind: str, *more: tuple[str, str]) -> None:
                body = text.encode()
                self.send_response(status)
                for name, value in (("Content-Type", kind), *more):
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                return None

        return Handler


def _number(item: dict[str, Any]) -> int:
    return int(str(item["id"]).rpartition("/")[2], 16)


def _newest(item: dict[str, Any]) -> int:
    return -int(item["timestampUsec"])
