"""Which source a citation leads to: by its address, by a file's name, by a title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urlsplit

from nutgraf.archive.model import Capture
from nutgraf.audit.digest.model import Cite
from nutgraf.audit.sourcing.stretches import SourceText
from nutgraf.sources.same_page import same_page
from nutgraf.text import fold

_SPAN = re.compile(r"(?<![0-9a-f])([0-9a-f]{8,64}):(\d{1,12})-(\d{1,12})(?!\d)")
_SHORTEST_TITLE = 12
_SHORTEST_STEM = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A source: its captures from the earliest to the latest, each with another text."""

    versions: tuple[Capture, ...]

    def as_of(self, day: date | None) -> Capture:
        """The latest capture fetched no later than a day; the earliest where all are later."""
        known = [one for one in self.versions if day is None or one.fetched_at.date() <= day]
        return known[-1] if known else self.versions[0]


class Pages:
    """All sources at hand, and the way from a citation to one of them."""

    def __init__(self, captures: Iterable[Capture]) -> None:
        items: dict[str, list[Capture]] = {}
        for one in sorted(
            captures, key=lambda one: (one.fetched_at, one.published_at or one.fetched_at, one.id)
        ):
            items.setdefault(same_page(one.address) or f"{one.source}/{one.key}", []).append(one)
        self.pages = tuple(Page(versions=tuple(_distinct(held))) for held in items.values())
        self._by_address = dict(zip(items, self.pages, strict=True))
        self._by_stem: dict[str, list[Page]] = {}
        self._titles: list[tuple[str, Page]] = []
        for page in self.pages:
            for name in {name for one in page.versions for name in _file_names(one)}:
                self._by_stem.setdefault(name, []).append(page)
            titles = {fold(one.title).text.strip() for one in page.versions}
            self._titles += [
                (title, page) for title in sorted(titles) if len(title) >= _SHORTEST_TITLE
            ]
        self._texts: dict[str, SourceText] = {}

    def text(self, capture: Capture) -> SourceText:
        """A capture as stretches, read once."""
        found = self._texts.get(capture.id)
        if found is None:
            found = self._texts[capture.id] = SourceText(capture)
        return found

    def resolve(self, cite: Cite) -> Page | None:
        """The page a citation leads to, None where it is not at hand.

        By the name all copies of its page share, else by a file name only one source has, else, for
        a note without an address, by a span as this package writes it (`CAPTURE:START-END`) or by a
        title that stands in its words.
        """
        found = self._by_address.get(same_page(cite.url)) if cite.url else None
        if found is None and cite.url:
            held = self._by_stem.get(_last_name(cite.url), [])
            if len(held) == 1 and not (_has_host(cite.url) and held[0].versions[0].address):
                found = held[0]
        if found is None and not cite.url:
            found = self._by_span(cite.label) or self._by_title(cite.label)
        return found

    def _by_span(self, label: str) -> Page | None:
        named = [name for name, _, _ in spans_in(label)]
        held = [
            page
            for page in self.pages
            if any(one.id.startswith(name) for one in page.versions for name in named)
        ]
        return held[0] if len(held) == 1 else None

    def _by_title(self, label: str) -> Page | None:
        words = fold(label).text
        held = [page for title, page in self._titles if title in words]
        return held[0] if len(set(map(id, held))) == 1 else None


def spans_in(words: str) -> tuple[tuple[str, int, int], ...]:
    """The spans a note names: a beginning of the capture's id, start and end."""
    return tuple((one[1], int(one[2]), int(one[3])) for one in _SPAN.finditer(words))


def _distinct(held: Sequence[Capture]) -> list[Capture]:
    """Captures one after another whose text differs from the one before."""
    kept: list[Capture] = []
    for one in held:
        if not kept or kept[-1].text_sha256 != one.text_sha256:
            kept.append(one)
    return kept


def _file_names(capture: Capture) -> set[str]:
    """The names a file is linked by: whole, and without its ending."""
    name = capture.key.rsplit("/", 1)[-1].casefold()
    stem = name.rsplit(".", 1)[0]
    return {one for one in (name, stem) if len(one) >= _SHORTEST_STEM}


def _last_name(url: str) -> str:
    try:
        return unquote(urlsplit(url).path).rstrip("/").rsplit("/", 1)[-1].casefold()
    except ValueError:
        return ""


def _has_host(url: str) -> bool:
    return "://" in url
