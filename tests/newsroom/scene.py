"""A desk, a scripted web and a virtual time: what the tests of looks are played on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.look import Looked, look_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.runners.pool import Inline
from nutgraf.sources.model import Source
from nutgraf.telemetry import Silent
from nutgraf.testing import ScriptedNames, ScriptedWeb, VirtualTime, at
from nutgraf.wire import Fetcher, FetchOptions, WayOut

BEGIN = at("2026-04-01T06:00:00Z")
HOUR = timedelta(hours=1)
XML = (("Content-Type", "application/rss+xml"),)
TEXT = (("Content-Type", "text/plain"),)
LONG = "The harbour office opened the second quay on Tuesday. " * 30


def feed(*items: str) -> bytes:
    return (
        "<rss version='2.0'><channel><title>Harbour</title><link>http://harbour.example/</link>"
        f"{''.join(items)}</channel></rss>"
    ).encode()


def item(number: int, words: str, link: str = "") -> str:
    address = f"<link>{link}</link>" if link else ""
    return (
        f"<item><guid>tag:{number}</guid><title>Quay {number} opens</title>{address}"
        f"<description>{words}</description></item>"
    )


class Scene:
    """A desk, a web and a time."""

    def __init__(self, folder: Path, web: ScriptedWeb) -> None:
        self.time = VirtualTime(BEGIN)
        self.web = web
        make_desk(folder)
        self.folder = folder
        names = ScriptedNames({"harbour.example", "other.example", "quay.example"})
        self._out = WayOut(
            fetcher=Fetcher(options=FetchOptions(allow=web.allow), look_up=names),
            clock=self.time.clock,
            sleep=self.time.sleep,
        )

    def follow(self, **said: object) -> Source:
        known: dict[str, object] = {"id": "harbour", "name": "Harbour", "kind": "feed",
                                    "owner": "Harbour office"}  # fmt: skip
        source = Source(**(known | said))  # type: ignore[arg-type]
        with self.opened() as desk:
            desk.store.follow([*desk.store.followed(), source])
        return source

    def opened(self) -> Callable[..., Desk]:
        return open_desk(self.folder, way_out=self._out)  # type: ignore[return-value]

    def look(self, after: timedelta = timedelta()) -> Looked:
        self.time.move_to(self.time.now() + after)
        with self.opened() as desk:
            return look_desk(desk, runner=Inline(), progress=Silent(), now=self.time.now())

    def texts(self) -> list[str]:
        with self.opened() as desk:
            ids = desk.store.captures.arrived(desk.audience, None, self.time.now())
            return [capture.text for capture in desk.store.captures.get(ids)]

    def paths(self) -> list[str]:
        return [asked.path for asked in self.web.log if asked.path != "/robots.txt"]
