"""RSS, Atom and RDF feeds, from bytes: one Received per entry."""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from nutgraf.errors import Refused
from nutgraf.sources.address import canonical_address, host_of, join
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.depth import xml_depth
from nutgraf.sources.entities import disarm
from nutgraf.sources.keys import own_bytes, told_apart
from nutgraf.sources.model import Metadata, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.prose import line_of, utf8
from nutgraf.sources.refusing import refuse
from nutgraf.sources.times import doubted, instant, sane

_DECLARATION = re.compile(r"<\?xml\b[^>]*\?>")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ITEM = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.I)
_LITERAL = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))", re.S)
_STRAY = re.compile(
    r"<(?![A-Za-z_/!?])|&(?!#\d{1,8};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z_][\w.-]{0,63};)"
)
_END = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_TAIL = 4000
_MOST_STRAY = 1000
_MOST_SIGNS = 2_000_000
_HARMLESS = ("undefined entity", "unbound prefix")
_VAGUE = frozenset(
    {"", "blog", "news", "feed", "rss", "rss feed", "atom feed", "home", "posts", "articles"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feed:
    """What the parser made of the bytes; `damage` is its complaint, "" when it had none."""

    entries: tuple[Mapping[str, Any], ...]
    title: str
    link: str
    lang: str
    known: bool
    damage: str


def read_feed(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The entries of a feed in its own order; a damaged feed gives what could be read."""
    text = _text(raw, source, options)
    if isinstance(text, Refused):
        yield text
        return
    disarmed = disarm(text)
    parsed = _mended(disarmed.text, raw.address) if disarmed else None
    if parsed is None or (not parsed.entries and (parsed.damage or not parsed.known)):
        yield refuse(
            raw, source, "feed-unreadable", "The feed is damaged beyond reading.",
            "Open its address in a browser; when it is a feed there, look again later.",
        )  # fmt: skip
        return
    if disarmed and disarmed.dropped:
        yield refuse(
            raw, source, "feed-entities",
            f"The feed declares {len(disarmed.dropped)} entities that could hide text or grow without end; "
            "they were left out.",
            "Tell the publisher; the rest of the feed was read.",
        )  # fmt: skip
    entries, older = _newest(parsed.entries, options.newest_entries)
    items = [_received(entry, parsed, raw, source) for entry in entries]
    said = [item for item in items if item.body.strip()]
    yield from told_apart(said)
    if len(said) < len(items):
        yield refuse(
            raw, source, "entry-empty",
            f"{len(items) - len(said)} of {len(items)} entries have neither text nor title.",
            "Nothing needs doing; an entry that gets words is read then.",
        )  # fmt: skip
    if older:
        yield refuse(
            raw, source, "feed-too-long",
            f"The feed has {older + len(entries):,} entries; {older:,} older items were not taken.",
            "Raise sources.newest_entries if you want them.",
        )  # fmt: skip
    damage = parsed.damage or _cut(text)
    if damage:
        there = max(len(_ITEM.findall(text)), len(parsed.entries))
        yield refuse(
            raw, source, "feed-damaged",
            f"The feed is damaged ({damage}): {len(parsed.entries)} of {there} entries were read, "
            "others may be missing.",
            "Tell the publisher; the bytes are kept and can be read again.",
        )  # fmt: skip


def _text(raw: RawObject, source: Source, options: SourcesOptions) -> str | Refused:
    decoded = decode(raw.data, media_type=raw.media_type)
    if isinstance(decoded, Undecodable):
        return refuse(raw, source, decoded.rule, decoded.happened, decoded.next_step)
    text = without_declaration(decoded.text)
    if text.count("<") + text.count("&") > _MOST_SIGNS:
        return refuse(
            raw, source, "feed-markup", f"The feed holds more than {_MOST_SIGNS:,} tags and entities.",
            "Ask the publisher for a shorter feed, or remove the source.",
        )  # fmt: skip
    if xml_depth(text.encode("utf-8", "replace"), options.deepest_html) > options.deepest_html:
        return refuse(
            raw, source, "feed-depth",
            f"The feed nests deeper than {options.deepest_html} levels, as none made for readers does.",
            "Tell the publisher, or remove the source.",
        )  # fmt: skip
    return text


def without_declaration(text: str) -> str:
    """XML text from its first tag on, without its XML declaration and without what XML forbids."""
    plain = _NO_XML.sub("", text)
    plain = plain[max(plain.find("<"), 0) :]
    found = _DECLARATION.search(plain[:1024])
    return (plain[: found.start()] + plain[found.end() :]).lstrip() if found else plain


def _mended(text: str, address: str) -> _Feed | None:
    """What the parser reads; of a damaged feed, what it reads once stray signs are escaped.

    A bare `&` or `<` is the commonest damage, and plain words once it is escaped.
    """
    stray = sum(1 for _ in _STRAY.finditer(text[: 1 << 20]))
    first = _parse(text, address) if stray < _MOST_STRAY else None
    if first is not None and not first.damage:
        return first
    mended = _escaped(text)
    if mended == text:
        return first
    second = _parse(mended, address)
    if first is None or second is None:
        return second or first
    better = len(second.entries) >= len(first.entries) and not second.damage
    return second if better or len(second.entries) > len(first.entries) else first


def _cut(text: str) -> str:
    """Says so when a feed stops before its end; the parser passes over that after other damage."""
    return "" if _END.search(text[-_TAIL:]) else "it stops in the middle"


def _escaped(text: str) -> str:
    """The text with stray `&` and `<` escaped, CDATA and comments left alone."""
    pieces = _LITERAL.split(text)
    for at in range(0, len(pieces), 2):
        pieces[at] = _STRAY.sub(lambda sign: "&lt;" if sign[0] == "<" else "&amp;", pieces[at])
    return "".join(pieces)


def _parse(text: str, address: str) -> _Feed | None:
    """What feedparser reads. It gets a stream of bytes: a string it would take for an address, and
    bytes for the name of a file."""
    import feedparser

    try:
        parsed = feedparser.parse(
            io.BytesIO(utf8(text)),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception:  # a parser of hostile bytes may fail in any way; the raw bytes are kept
        return None
    feed = parsed.feed
    problem = str(parsed.get("bozo_exception", "")) if parsed.get("bozo") else ""
    harmless = any(words in problem for words in _HARMLESS)
    return _Feed(
        entries=tuple(parsed.entries),
        title=_title(feed),
        link=_link(feed, address),
        lang=str(feed.get("language") or ""),
        known=bool(parsed.get("version")) or "title" in feed,
        damage="" if harmless else _complaint(problem),
    )


def _complaint(problem: str) -> str:
    """The parser's words without the name it gave the stream."""
    place = re.search(r":(\d+):\d+: (.+)", problem)
    return f"line {place[1]}: {place[2]}" if place else line_of(problem)


def _newest(
    entries: tuple[Mapping[str, Any], ...], most: int
) -> tuple[tuple[Mapping[str, Any], ...], int]:
    """The newest entries in the feed's order, and how many were left."""
    if len(entries) <= most:
        return entries, 0
    never = datetime.min.replace(tzinfo=UTC)
    places = sorted(
        range(len(entries)), key=lambda at: (_when(entries[at]) or never, -at), reverse=True
    )
    return tuple(entries[at] for at in sorted(places[:most])), len(entries) - most


def _received(entry: Mapping[str, Any], feed: _Feed, raw: RawObject, source: Source) -> Received:
    title = _title(entry)
    address = _link(entry, feed.link or raw.address)
    media_type, body = _body(entry, title)
    guid = _text_of(entry.get("id"))
    if guid.isdigit() and source.kind == "folder":
        guid = f"{host_of(feed.link) or feed.title} {guid}"  # two feeds of a folder may both count
    origin = entry.get("source")
    origin_title = _title(origin) if isinstance(origin, Mapping) else ""
    return Received(
        source=source.id,
        key=guid or canonical_address(address) or own_bytes(title, body),
        media_type=media_type,
        body=body,
        raw=raw.sha256,
        address=address,
        charset="utf-8",
        metadata=Metadata(
            title=title,
            author=line_of(_text_of(entry.get("author"))),
            owner=origin_title or _owner(feed, raw, address),
            published_at=_when(entry),
            lang=feed.lang,
            marks=doubted(_written(entry), _when(entry)),
        ),
    )


def _owner(feed: _Feed, raw: RawObject, address: str) -> str:
    """The feed's title, unless it says nothing; then the host of its link."""
    host = host_of(feed.link) or host_of(raw.address) or host_of(address)
    return host if feed.title.lower() in _VAGUE and host else feed.title


def _text_of(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _title(of: Mapping[str, Any]) -> str:
    detail = of.get("title_detail")
    kind = detail.get("type", "") if isinstance(detail, Mapping) else ""
    return line_of(_text_of(of.get("title")), tags="html" in kind)


def _link(of: Mapping[str, Any], base: str) -> str:
    """The address of an entry or feed: its link, else an alternate one, else a guid that is one."""
    link = _text_of(of.get("link"))
    if not link:
        rows = of.get("links") or ()
        link = next(
            (_text_of(row.get("href")) for row in rows if row.get("rel") == "alternate"), ""
        )
    return join(base, link) if link else ""


def _when(entry: Mapping[str, Any]) -> datetime | None:
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        if name not in entry:  # asked with get, the parser would answer with another date
            continue
        try:
            moment = sane(datetime.fromtimestamp(calendar.timegm(entry[name]), UTC))
        except (TypeError, ValueError, OverflowError, OSError):
            continue
        if moment:
            return moment
    return instant(_written(entry))


def _written(entry: Mapping[str, Any]) -> str:
    """The date of an entry as it is written, the first there is."""
    names = ("published", "updated", "created")
    return next((_text_of(entry[name]) for name in names if name in entry), "")


def _body(entry: Mapping[str, Any], title: str) -> tuple[str, bytes]:
    """Media type and bytes of the entry's own text: its content, else its summary, else its title.

    A feed of bare headlines says no more than those, so they are what can be cited.
    """
    rows = [row for row in entry.get("content") or () if _readable(row)]
    detail = entry.get("summary_detail")
    if not rows and isinstance(detail, Mapping) and _readable(detail):
        rows = [detail]
    if not rows:
        return "text/plain", utf8(title)
    best = max(rows, key=lambda row: len(row["value"]))
    plain = best.get("type") == "text/plain"
    return "text/plain" if plain else "text/html", utf8(best["value"])


def _readable(row: Mapping[str, Any]) -> bool:
    kind = str(row.get("type") or "text/html")
    return kind.startswith(("text/", "application/xhtml")) and bool(_text_of(row.get("value")))
