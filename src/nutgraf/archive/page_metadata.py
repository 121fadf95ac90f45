"""What a page says of itself: title, author, date, language.

Only what is marked up as such is believed (Open Graph, Dublin Core, schema.org in JSON-LD and
microdata, `meta`, `time`); a date is never guessed from the words or the address, since a wrong
date does more harm than none.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from nutgraf.sources.model import Metadata
from nutgraf.sources.times import doubted, instant
from nutgraf.text import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

_TITLES = ("og:title", "citation_title", "dc.title", "twitter:title")
_AUTHORS = (
    "author", "citation_author", "dc.creator", "dcterms.creator", "parsely-author",
    "sailthru.author", "byl", "article:author", "og:article:author", "twitter:creator",
)  # fmt: skip
_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dcterms.date", "dc.date", "citation_publication_date", "citation_date", "pubdate",
    "publishdate", "publish-date", "publication_date", "date",
)  # fmt: skip
_FORMS = ("%Y/%m/%d", "%Y%m%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y")
_LONGEST = 300
_LD = 400_000


def page_metadata(root: _Element) -> Metadata:
    """Title, author, published_at and lang of a parsed page; what is not said stays empty."""
    said = _said(root)
    linked = list(_linked(root))
    titles = [*_of(said, _TITLES), *_texts(linked, "headline"), *_elements(root, "title", "h1")]
    authors = [*_of(said, _AUTHORS), *_authors(linked), *_marked(root, "author")]
    dates = [*_of(said, _DATES), *_texts(linked, "datePublished"), *_times(root)]
    when = next((moment for moment in map(_moment, dates) if moment), None)
    return Metadata(
        title=next((title for title in map(_line, titles) if title), ""),
        author=next((name for name in map(_line, authors) if _is_name(name)), ""),
        published_at=when,
        marks=doubted(next(iter(dates), ""), when),
        lang=(root.get("lang") or said.get("og:locale", "")).strip().replace("_", "-")[:35],
    )


def _moment(text: str) -> datetime | None:
    for form in _FORMS:
        try:
            # A bare day is its noon, as everywhere.
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC) + timedelta(hours=12)
        except ValueError:
            continue
    return instant(text)


def _line(text: str) -> str:
    return one_line(text[: 4 * _LONGEST])[:_LONGEST]


def _is_name(text: str) -> bool:
    return bool(text) and not text.startswith(("http:", "https:", "/", "@")) and len(text) <= 120


def _said(root: _Element) -> dict[str, str]:
    """The meta elements, by lower-case name; the first of a name counts."""
    out: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                out.setdefault(name, content)
    return out


def _of(said: dict[str, str], names: tuple[str, ...]) -> list[str]:
    return [said[name] for name in names if name in said]


def _linked(root: _Element) -> Iterator[dict[str, object]]:
    """The objects of the page's JSON-LD, whole articles before what they are part of."""
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            queue = deque[object]([json.loads((script.text or "")[:_LD], strict=False)])
        except (ValueError, RecursionError):
            continue
        while queue:
            value = queue.popleft()
            if isinstance(value, list):
                queue.extendleft(reversed(value))
            elif isinstance(value, dict):
                yield value
                queue += [value[name] for name in ("@graph", "mainEntity") if name in value]


def _texts(linked: list[dict[str, object]], name: str) -> list[str]:
    return [value for thing in linked if isinstance(value := thing.get(name), str)]


def _authors(linked: list[dict[str, object]]) -> Iterator[str]:
    for thing in linked:
        author = thing.get("author")
        people = author if isinstance(author, list) else [author]
        names = [one.get("name") if isinstance(one, dict) else one for one in people]
        yield ", ".join(name.strip() for name in names if isinstance(name, str))


def _elements(root: _Element, *tags: str) -> Iterator[str]:
    for tag in tags:
        element = next(root.iter(tag), None)
        if element is not None:
            yield "".join(element.itertext())


def _marked(root: _Element, what: str) -> Iterator[str]:
    for element in root.iter("a", "span", "address", "p", "div"):
        rel, prop = (element.get("rel") or "").split(), (element.get("itemprop") or "").split()
        if what in rel or what in prop:
            yield "".join(element.itertext())


def _times(root: _Element) -> Iterator[str]:
    for element in root.iter("time", "span", "abbr"):
        marks = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        if element.get("pubdate") is not None or "published" in marks:
            yield element.get("datetime") or element.get("content") or element.get("title") or ""
