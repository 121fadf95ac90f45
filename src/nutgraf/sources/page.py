"""One HTML page is one item; its text is found by the archive, here it says who it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from nutgraf.errors import Refused
from nutgraf.sources.address import canonical_address, host_of, join
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.depth import html_depth
from nutgraf.sources.model import Metadata, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.prose import line_of, utf8
from nutgraf.sources.refusing import refuse
from nutgraf.sources.times import instant

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "headline")
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author",
            "sailthru.author", "byl", "citation_author", "twitter:data1")  # fmt: skip
_DATES = ("article:published_time", "og:article:published_time", "datepublished", "date",
          "parsely-pub-date", "sailthru.date", "dc.date", "dc.date.issued", "dcterms.date",
          "dcterms.created", "pubdate", "publishdate", "publish-date", "citation_publication_date",
          "citation_date", "article:modified_time")  # fmt: skip
_MOST_TRIED = 5
_SITES = ("og:site_name", "application-name", "al:android:app_name")
_ARTICLES = frozenset({"article", "newsarticle", "blogposting", "reportagenewsarticle", "webpage",
                       "scholarlyarticle", "techarticle", "analysisnewsarticle", "report"})  # fmt: skip


def read_page(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The page as one Received in UTF-8, or why it cannot be read."""
    decoded = decode(raw.data, media_type=raw.media_type)
    if isinstance(decoded, Undecodable):
        yield refuse(raw, source, decoded.rule, decoded.happened, decoded.next_step)
        return
    body = utf8(decoded.text.replace("\x00", ""))
    if html_depth(body, options.deepest_html) > options.deepest_html:
        yield refuse(
            raw, source, "html-depth",
            f"The page nests deeper than {options.deepest_html} levels or has a tag of more than 500 "
            "attributes, as no page made for readers does.",
            "Save its text as .txt or .md and add that; the bytes are kept.",
        )  # fmt: skip
        return
    root = parsed(body)
    said = _Said(root) if root is not None else None
    address = _address(said, raw) if said else raw.address
    yield Received(
        source=source.id,
        key=_key(address, raw),
        media_type="text/html",
        body=body,
        raw=raw.sha256,
        address=address,
        charset="utf-8",
        metadata=said.metadata(host_of(address)) if said else Metadata(owner=host_of(address)),
    )


def parsed(page: bytes) -> Any | None:
    """The element tree of UTF-8 bytes, depth already checked; None when there is no element."""
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, huge_tree=False, no_network=True
    )
    try:
        return html.document_fromstring(page, parser=parser, ensure_head_body=False)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _address(said: _Said, raw: RawObject) -> str:
    """Where the page says it lives: believed on its own host, or when nobody knows its host."""
    base = join(raw.address, said.attribute("//base/@href")) or raw.address
    for named in (said.attribute("//link[@rel='canonical']/@href"), said.meta("og:url")):
        claimed = join(base, named)
        if not claimed:
            continue
        if not raw.address:
            return claimed
        same = host_of(claimed) == host_of(raw.address)
        front = urlsplit(claimed).path in {"", "/"} and urlsplit(raw.address).path not in {"", "/"}
        if same and not front:
            return claimed
    return raw.address


def _key(address: str, raw: RawObject) -> str:
    """The canonical address, but for a saved page that claims a whole site's front: its file name."""
    canonical = canonical_address(address)
    if canonical and (raw.address or urlsplit(canonical).path != "/" or urlsplit(canonical).query):
        return canonical
    return raw.name


class _Said:
    """What a page says of itself in meta elements, JSON-LD and marked-up bylines."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._meta: dict[str, str] = {}
        for row in root.iter("meta"):
            value = (row.get("content") or "").strip()
            for name in " ".join(
                filter(None, (row.get("property"), row.get("name"), row.get("itemprop")))
            ).split():
                if value:
                    self._meta.setdefault(name.lower(), value)
        self._linked = _linked_data(root)

    def meta(self, *names: str) -> str:
        """The first of these meta values that is there."""
        return next((self._meta[name] for name in names if name in self._meta), "")

    def attribute(self, path: str) -> str:
        """The first result of an XPath to attributes."""
        found = self._root.xpath(path)
        return str(found[0]).strip() if found else ""

    def metadata(self, host: str) -> Metadata:
        """Title, author, owner, date and language."""
        site = line_of(self.meta(*_SITES)) or line_of(_name(self._linked.get("publisher")))
        when = next((time for text in self._dates() if (time := instant(text))), None)
        return Metadata(
            title=self._title(site),
            author=self._author(),
            owner=site or host,
            published_at=when,
            lang=(self._root.get("lang") or self.meta("og:locale", "language"))[:20].strip(),
        )

    def _title(self, site: str) -> str:
        named = self.meta(*_TITLES) or _first(self._linked.get("headline"))
        if named:
            return line_of(named)
        title = self._words("//head/title") or self._words("//title")
        heading = self._words("//article//h1 | //main//h1") or self._words("//h1")
        for mark in (" | ", " - ", " – ", " — ", " :: "):
            front, _, end = title.rpartition(mark)
            if front and (end == site or (heading and heading == front)):
                return front
        return title or heading

    def _author(self) -> str:
        for name in _AUTHORS:
            value = line_of(self.meta(name))
            if value and not value.startswith(("http:", "https:", "/", "@")):
                return value
        linked = line_of(_name(self._linked.get("author")))
        if linked:
            return linked if len(linked) <= 120 else ""
        rel, marked = (
            "//*[@rel='author']",
            (
                "//*[contains(concat(' ', @itemprop, ' '), ' author ')]",
                "//*[contains(concat(' ', @class, ' '), ' byline ')]",
                "//*[contains(concat(' ', @class, ' '), ' author ')]",
            ),
        )
        found = self._words(rel) or self._first_words(self._names_of_authors())
        found = found or next((words for path in marked if (words := self._words(path))), "")
        return found if len(found) <= 120 else ""

    def _dates(self) -> Iterator[str]:
        yield self.meta("article:published_time")
        for name in ("datePublished", "dateCreated", "uploadDate"):
            yield str(self._linked.get(name) or "")
        for name in _DATES:
            yield self.meta(name)
        yield self.attribute("//*[@itemprop='datePublished']/@datetime")
        yield self.attribute("//time[@pubdate]/@datetime")
        yield self.attribute("//article//time/@datetime")
        yield self.attribute("//time/@datetime")
        yield str(self._linked.get("dateModified") or "")

    def _names_of_authors(self) -> list[Any]:
        """The first names inside what is marked up as an author, found in one walk."""
        found: list[Any] = []
        inside: set[Any] = set()
        for element in self._root.iter("*"):
            above = element.getparent()
            within = above is not None and above in inside
            if within and element.get("itemprop") == "name":
                found.append(element)
                if len(found) == _MOST_TRIED:
                    break
            if within or " author " in f" {element.get('itemprop') or ''} ":
                inside.add(element)
        return found

    def _words(self, path: str) -> str:
        return self._first_words(self._root.xpath(path)[:_MOST_TRIED])

    def _first_words(self, elements: Sequence[Any]) -> str:
        for element in elements:
            words = line_of("".join(element.itertext()), tags=False)
            if words:
                return words
        return ""


def _linked_data(root: Any) -> dict[str, Any]:
    """The first JSON-LD object that is an article or page, {} when there is none."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        try:
            value = json.loads(script.text[:500_000], strict=False)
        except (ValueError, RecursionError):
            continue
        for row in _objects(value):
            kinds = row.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(str(name).lower() in _ARTICLES for name in names):
                return row
    return {}


def _objects(value: object) -> Iterator[dict[str, Any]]:
    rows: Sequence[object] = value if isinstance(value, list) else [value]
    for row in rows[:50]:
        if isinstance(row, dict):
            yield row
            graph = row.get("@graph")
            if isinstance(graph, list):
                yield from (part for part in graph[:200] if isinstance(part, dict))


def _first(value: object) -> str:
    """Words, or the first of a list that are any."""
    if isinstance(value, list):
        return next((one for one in value if isinstance(one, str) and one.strip()), "")
    return value if isinstance(value, str) else ""


def _name(value: object, deepest: int = 8) -> str:
    """A schema.org name: a string, an object with a name, or a list of either."""
    if isinstance(value, str):
        return "" if value.startswith(("http:", "https:")) else value
    if deepest <= 0:
        return ""
    if isinstance(value, dict):
        return _name(value.get("name"), deepest - 1)
    if isinstance(value, list):
        return ", ".join(
            filter(
                None, (_name(one, deepest - 1) for one in value[:10] if not isinstance(one, list))
            )
        )
    return ""
