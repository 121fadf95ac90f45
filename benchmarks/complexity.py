"""Every hostile input through every parser of the desk: how long, and read or refused by which rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from benchmarks import complexity_inputs as made
from nutgraf import archive, sources
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.model import Kind, RawObject, Received, Rules, Source

HERE = "https://a.example/x"
_RULES = Rules(item="a, p, li, td", link="a", date="time, .date")


def parse(parser: str, body: str) -> str:
    """What a parser makes of an input: `read`, or the first rule that refused it."""
    return PARSERS[parser](body)


def _read(kind: Kind, name: str, data: bytes, media_type: str) -> str:
    """An object through `sources.read` and each of its items through `archive.canonical`."""
    source = Source(id="s", name="S", kind=kind, address=HERE, owner="S", rules=_RULES)
    raw = RawObject(
        name=name, data=data, sha256=sha256_hex(data), media_type=media_type, address=HERE
    )
    rules: list[str] = []
    for found in sources.read(raw, source):
        text = archive.canonical(found) if isinstance(found, Received) else found
        if isinstance(text, Refused):
            rules.append(text.rule)
        else:
            return "read"
    return rules[0] if rules else "nothing"


def _opml(body: str) -> str:
    outlines, refused = sources.opml(made.outlines(body))
    return "read" if outlines else refused[0].rule


def _discovery(body: str) -> str:
    data = made.page(body)
    raw = RawObject(name=HERE, data=data, sha256=sha256_hex(data), address=HERE)
    return "read" if sources.candidates(raw, HERE) else "nothing"


def _revision(body: str) -> str:
    """Two captures of the text and of the text with a word put in: what the revision costs."""
    pair = []
    for text in (body, body[: len(body) // 2] + " word " + body[len(body) // 2 :]):
        received = Received(
            source="s",
            key="k",
            media_type="text/plain",
            body=text.encode(),
            raw="r",
            charset="utf-8",
        )
        canonical = archive.canonical(received)
        if isinstance(canonical, Refused):
            return canonical.rule
        pair.append(archive.capture(received, canonical, owner="s", fetched_at=_NOW))
    archive.describe(pair[0], pair[1])
    return "read"


_NOW = datetime(2026, 4, 3, tzinfo=UTC)

PARSERS: dict[str, Callable[[str], str]] = {
    "page": lambda body: _read("page", HERE, made.page(body), "text/html"),
    "feed": lambda body: _read("feed", HERE, made.feed(body), "application/rss+xml"),
    "feed entry": lambda body: _read("feed", HERE, made.feed_entry(body), "application/rss+xml"),
    "Markdown": lambda body: _read("folder", "x.md", made.plain(body), ""),
    "mail": lambda body: _read("folder", "x.eml", made.mail(body), ""),
    "listing": lambda body: _read("listing", HERE, made.page(body), "text/html"),
    "site map": lambda body: _read("site", HERE, made.sitemap(body), "application/xml"),
    "OPML": _opml,
    "discovery": _discovery,
    "revision": _revision,
}
