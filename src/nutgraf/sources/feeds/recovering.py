"""A damaged feed taken entry by entry: as it is, straightened, by lxml's recovery, by an HTML parser.

The entries that could be read are put into a new frame with the feed's own head and namespaces, and
that document is read by the parser that reads whole feeds: dates, names and content mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from nutgraf.sources.feeds.markup import Pieces, closed_literals, cut_apart, without_declaration
from nutgraf.sources.feeds.straightening import straightened
from nutgraf.sources.prose import utf8

_DOCTYPE = re.compile(r"\s*<!DOCTYPE feed \[\n(?P<rows>.*?)\n\]>", re.S)
_DECLARED = re.compile(r"<!ENTITY (\S+) ")
_XMLNS = re.compile(r"""xmlns(?::([A-Za-z_][\w.-]*))?\s*=\s*["']([^"'<>&\s]{1,200})["']""")
_PREFIX = re.compile(r"[<\s]/?([A-Za-z_][\w.-]*):[A-Za-z_]")
_ROOT = re.compile(r"<(?:[\w.-]+:)?(rss|feed|rdf)\b[^<>]*", re.I)
_KEPT = re.compile(r"""\sxml:(base|lang)\s*=\s*["']([^"'<>&]{1,300})["']""")
_FIRST = re.compile(r"<(?:[\w.-]+:)?(entry|item)[\s>/]", re.I)
_ATOM = "http://www.w3.org/2005/Atom"
_RSS_1 = "http://purl.org/rss/1.0/"
_USUAL = {
    "atom": _ATOM, "atom10": _ATOM, "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd", "media": "http://search.yahoo.com/mrss/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/", "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}  # fmt: skip
_FIELDS = {
    "title": "title", "link": "link", "guid": "guid", "id": "guid", "pubdate": "pubDate",
    "published": "pubDate", "issued": "pubDate", "date": "pubDate", "updated": "updated",
    "description": "description", "summary": "description", "encoded": "description",
    "content": "description",
}  # fmt: skip
_NAMED = re.compile(
    r"<(/?)(?:[\w.-]+:)?(title|link|guid|id|pubdate|published|issued|date|updated|description|summary|encoded|content)(?=[\s>/])",
    re.I,
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """A well-formed feed of the entries that could be read, and by which way how many were."""

    text: str
    entries: int
    ways: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What stands around the entries: the opening with its namespaces, and the end."""

    opening: str
    closing: str
    declared: frozenset[str]


def whole(text: str) -> str | None:
    """The document as lxml's recovery sees it, as well-formed text; None where it sees nothing."""
    root = _tree(utf8(text), recover=True)
    return None if root is None else _written(root)


def entry_by_entry(text: str) -> Recovered | None:
    """The feed made anew of its entries; None when none can be made out."""
    mended = closed_literals(text)
    pieces = cut_apart(mended)
    if not pieces.entries:
        return None
    frame = _frame(mended, pieces)
    ways = {"as is": 0, "straightened": 0, "lxml": 0, "html": 0}
    kept: list[str] = []
    for piece in pieces.entries:
        if not _fields(piece):
            continue  # a pair of tags with nothing between them
        way, read = _read(piece, frame)
        if read:
            ways[way] += 1
            kept.append(read)
    if not kept:
        return None
    head = _head(pieces.head, frame)
    return Recovered(
        text=frame.opening + head + "".join(kept) + frame.closing,
        entries=len(kept),
        ways=tuple((way, count) for way, count in ways.items() if count),
    )


def _read(piece: str, frame: _Frame) -> tuple[str, str]:
    """The way that read one entry, and the entry well formed; "" where nothing can be read."""
    if _sound(piece, frame):
        return "as is", piece
    straight = straightened(piece, frame.declared)
    if _sound(straight, frame):
        return "straightened", straight
    recovered = _recovered(straight, frame)
    by_html = _by_html(piece)
    if recovered and _fields(recovered) >= _fields(by_html):
        return "lxml", recovered
    return "html", by_html if _sound(by_html, frame) else ""


def _sound(piece: str, frame: _Frame) -> bool:
    root = _tree(utf8(frame.opening + piece + frame.closing), recover=False)
    return root is not None


def _recovered(piece: str, frame: _Frame) -> str:
    root = _tree(utf8(frame.opening + piece + frame.closing), recover=True)
    if root is None:
        return ""
    found = next(iter(root.iter("{*}item", "{*}entry", "item", "entry")), None)
    written = "" if found is None else _written(found) or ""
    return without_declaration(written) if written and _sound(written, frame) else ""


def _fields(piece: str) -> int:
    return len({found[2].lower() for found in _NAMED.finditer(piece) if not found[1]})


def _tree(data: bytes, *, recover: bool) -> Any | None:
    """The root of XML bytes whose DOCTYPE is disarmed; nothing outside them is looked at."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, huge_tree=False, load_dtd=False,
        dtd_validation=False, attribute_defaults=False, recover=recover, encoding="utf-8",
        remove_comments=True, remove_pis=True, strip_cdata=False,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _written(root: Any) -> str | None:
    from lxml import etree

    try:
        return str(etree.tostring(root, encoding="unicode", with_tail=False))
    except (etree.LxmlError, ValueError):
        return None


def _frame(text: str, pieces: Pieces) -> _Frame:
    doctype = _DOCTYPE.match(text)
    root = _ROOT.search(pieces.head)
    first = _FIRST.search("".join(pieces.entries)[:4000])
    kind = root[1].lower() if root else "feed" if first and first[1].lower() == "entry" else "rss"
    spaces = _spaces(text, (pieces.head, *pieces.entries), kind)
    kept = "".join(
        f' xml:{found[1]}="{found[2]}"' for found in _once(_KEPT, root[0] if root else "")
    )
    words = "".join(
        f" xmlns{':' if prefix else ''}{prefix}={quoteattr(place)}"
        for prefix, place in sorted(spaces.items())
    )
    front = doctype[0].strip() if doctype else ""
    declared = frozenset(_DECLARED.findall(doctype["rows"])) if doctype else frozenset()
    if kind == "feed":
        return _Frame(opening=f"{front}<feed{words}{kept}>", closing="</feed>", declared=declared)
    if kind == "rdf":
        return _Frame(
            opening=f"{front}<rdf:RDF{words}{kept}>", closing="</rdf:RDF>", declared=declared
        )
    return _Frame(
        opening=f'{front}<rss version="2.0"{words}{kept}><channel>', closing="</channel></rss>",
        declared=declared,
    )  # fmt: skip


def _once(pattern: re.Pattern[str], text: str) -> Iterable[re.Match[str]]:
    seen: set[str] = set()
    for found in pattern.finditer(text):
        if found[1] not in seen:
            seen.add(found[1])
            yield found


def _spaces(text: str, parts: Sequence[str], kind: str) -> dict[str, str]:
    """A namespace for every prefix in use: the declared one, the usual one, or one of its own."""
    spaces: dict[str, str] = {}
    for found in _XMLNS.finditer(text[:100_000]):
        spaces.setdefault(found[1] or "", found[2])
    default = spaces.pop("", "")
    if kind == "feed":
        spaces[""] = default if "atom" in default.lower() else _ATOM
    elif kind == "rdf":
        spaces[""] = default or _RSS_1
        spaces["rdf"] = _USUAL["rdf"]
    elif default:
        spaces[""] = default
    used = {found for part in parts for found in _PREFIX.findall(part)}
    for prefix in sorted(used - spaces.keys() - {"xml", "xmlns"})[:200]:
        spaces[prefix] = _USUAL.get(prefix.lower(), f"urn:prefix:{prefix}")
    spaces.pop("xml", None)
    spaces.pop("xmlns", None)
    return spaces


def _head(head: str, frame: _Frame) -> str:
    """The feed's own title, link and language, as far as its head can be read."""
    inner = head
    root = _ROOT.search(inner)
    if root:
        inner = inner[root.end() :]
    channel = re.search(r"<(?:[\w.-]+:)?channel\b[^<>]*>", inner)
    if channel:
        inner = inner[channel.end() :]
    inner = re.sub(r"\A[^<]*>", "", inner, count=1) if not channel else inner
    straight = straightened("<item>" + inner, frame.declared)
    root_ = _tree(utf8(frame.opening + straight + frame.closing), recover=True)
    if root_ is None:
        return ""
    found = next(iter(root_.iter("{*}item", "item")), None)
    if found is None:
        return ""
    rows = "".join(_written(child) or "" for child in found if isinstance(child.tag, str))
    if "rdf:RDF" in frame.opening:
        rows = f"<channel>{rows}</channel>"
    return rows if _sound(rows, frame) else ""


def _by_html(piece: str) -> str:
    """The entry's main elements as an HTML parser finds them, as a plain RSS item."""
    from lxml import etree, html

    plain = _CDATA.sub(lambda found: escape(found[1]), piece)
    renamed = _NAMED.sub(lambda found: f"<{found[1]}x-{_FIELDS[found[2].lower()].lower()}", plain)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
    try:
        root = html.document_fromstring(utf8(f"<div>{renamed}</div>"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    rows: dict[str, str] = {}
    for one in root.iter(*(f"x-{name.lower()}" for name in set(_FIELDS.values()))):
        name = one.tag[2:]
        words = (one.text or "").strip() or (one.get("href") or "").strip()
        if (
            words
            and len(words) > len(rows.get(name, ""))
            and (name == "description" or name not in rows)
        ):
            rows[name] = words
    names = {"pubdate": "pubDate", "updated": "pubDate"}
    written = {names.get(name, name): words for name, words in sorted(rows.items(), reverse=True)}
    return (
        "<item>"
        + "".join(f"<{n}>{escape(w)}</{n}>" for n, w in sorted(written.items()))
        + "</item>"
        if written
        else ""
    )
