"""How much of a damaged feed is saved: the entries still there, and which of them were read."""

from __future__ import annotations

import html
import io
import re
import time
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import real_files
from nutgraf import sources
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.decode import Decoded, decode
from nutgraf.sources.model import RawObject, Received, Source
from nutgraf.testing.mutations import KINDS, mutated

SOURCE = Source(id="real", name="Real", kind="folder", address="real", owner="Real")
FEED = Source(id="real", name="Real", kind="feed", address="https://real.example/", owner="Real")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What an entry is known by: its id, and its link with its title."""

    id: str
    link: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One damaged feed: the entries of the whole one, those whose id, or link and title, still stand
    in the bytes, those of them that we and feedparser alone read, and the seconds of CPU we took."""

    file: str
    kind: str
    seed: int
    whole: int
    there: int
    ours: int
    theirs: int
    seconds: float
    lost: tuple[str, ...]
    verdict: str


def trials(data: Path, count: int) -> Iterable[Trial]:
    """`count` trials over the real feeds and the kinds of damage, in turn."""
    feeds = [
        (name, body, named)
        for name, body in real_files.feeds(data)
        if (named := entries(name, body))
    ]
    kinds = tuple(KINDS)
    for seed in range(count):
        name, body, named = feeds[seed % len(feeds)]
        kind = kinds[(seed + seed // len(feeds)) % len(kinds)]
        yield trial(name, body, named, kind, seed)


def trial(name: str, body: bytes, named: tuple[Named, ...], kind: str, seed: int) -> Trial:
    """One feed damaged once and read by both."""
    damaged = mutated(body, seed, kind)
    began = time.process_time()
    ours, refused = read(name, damaged)
    seconds = time.process_time() - began
    theirs = by_parser(damaged)
    there = standing(damaged, named)
    lost = tuple(f"{one.id or one.link}" for one in there if not _found(one, ours))
    return Trial(
        file=name, kind=kind, seed=seed, whole=len(named), there=len(there),
        ours=len(there) - len(lost), theirs=sum(_found(one, theirs) for one in there),
        seconds=seconds, lost=lost, verdict=", ".join(sorted({row.rule for row in refused})),
    )  # fmt: skip


def read(name: str, body: bytes) -> tuple[tuple[Named, ...], tuple[Refused, ...]]:
    """What we read, each item by its names; as a source of the kind feed in a folder without a net."""
    raw = RawObject(name=name, data=body, sha256=sha256_hex(body))
    found = tuple(sources.read(raw, FEED))
    items = tuple(
        Named(id=one.key, link=one.address, title=one.metadata.title)
        for one in found
        if isinstance(one, Received)
    )
    return items, tuple(one for one in found if isinstance(one, Refused))


def by_parser(body: bytes) -> tuple[Named, ...]:
    """What feedparser alone reads."""
    import feedparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            parsed = feedparser.parse(
                io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False
            )
        except Exception:  # counted as nothing read
            return ()
    return tuple(
        Named(id=_text(row, "id"), link=_text(row, "link"), title=_text(row, "title"))
        for row in parsed.entries
    )


def _text(row: object, name: str) -> str:
    value = row.get(name) if isinstance(row, dict) else ""
    return value.strip() if isinstance(value, str) else ""


def entries(name: str, body: bytes) -> tuple[Named, ...]:
    """The entries of a whole feed that can be told apart: as feedparser reads them; a JSON Feed's as we
    read them."""
    rows = by_parser(body) or read(name, body)[0]
    return tuple(dict.fromkeys(row for row in rows if row.id or (row.link and row.title)))


_SEQUENCE = re.compile(r"<[\w.-]*:?li\s[^<>]*>")  # RSS 1.0 lists the ids once more in its channel


def standing(body: bytes, named: tuple[Named, ...]) -> tuple[Named, ...]:
    """The entries whose id, or link and title, still stand in the bytes, escaped or not, and as the
    whole of an element or a value."""
    decoded = decode(body)
    text = decoded.text if isinstance(decoded, Decoded) else body.decode("latin-1")
    text = _SEQUENCE.sub("", text)
    plain = text + "\n" + html.unescape(text) + "\n" + text.replace("\\/", "/")

    def stands(words: str) -> bool:
        at = plain.find(words) if words else -1
        while at >= 0:
            before, behind = plain[at - 1 : at], plain[at + len(words) : at + len(words) + 1]
            if (before in _BEFORE or before.isspace()) and (behind in _BEHIND or behind.isspace()):
                return True
            at = plain.find(words, at + 1)
        return False

    return tuple(one for one in named if stands(one.id) or (stands(one.link) and stands(one.title)))


_BEFORE, _BEHIND = ("", ">", '"', "'", "["), ("", "<", '"', "'", "]")


def _found(one: Named, rows: tuple[Named, ...]) -> bool:
    return any(
        (one.id and (row.id == one.id or row.id.startswith(f"{one.id} ")))
        or (one.link and one.title and row.link == one.link and _same(row.title, one.title))
        for row in rows
    )


def _same(one: str, other: str) -> bool:
    """Titles alike but for spaces, invisible signs and where a long one is cut."""
    return _letters(one)[:200] == _letters(html.unescape(other))[:200]


def _letters(words: str) -> str:
    return "".join(char for char in words if char.isprintable() and not char.isspace())
