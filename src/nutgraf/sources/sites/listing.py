"""A page that lists its items and has no feed: read by the rules of its source.

`Rules` name the items' elements in CSS or XPath; each becomes a lead to the page it links, or, where the
words stand in the listing itself, an item.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nutgraf.errors import Refused
from nutgraf.sources.address import canonical_address, host_of, join
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.depth import html_depth
from nutgraf.sources.keys import own_bytes, told_apart
from nutgraf.sources.model import Lead, Metadata, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.page import parsed
from nutgraf.sources.prose import line_of, utf8
from nutgraf.sources.refusing import refuse
from nutgraf.sources.sites.selecting import MOST_ELEMENTS, Selector, affordable, selector, shape
from nutgraf.sources.sites.written_dates import written_day

_MEND = "Change the rules of the source in sources.toml, or remove it and add its address again."
_PARTS = ("item", "link", "title", "date", "text")
_MOST_BYTES = 4 * 1024 * 1024
_DEEPEST = 200
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LONGEST_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class _Item:
    address: str
    title: str
    when: datetime | None
    words: bytes


def read_listing(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Lead | Refused]:
    """The items of a listing page in its own order.

    Refused by `listing-rules` (none are given), `listing-selector` (which one, and what is wrong with
    it), `listing-large`, `html-depth`, or `listing-empty` when the rules find nothing, as after a
    redesign. Elements without link and words are counted in a note.
    """
    rules = _selectors(raw, source)
    if isinstance(rules, Refused):
        yield rules
        return
    root = _tree(raw, source, rules)
    if isinstance(root, Refused):
        yield root
        return
    elements = rules["item"].find(root)
    base = _base(root, raw.address or source.address)
    found = [_item(element, rules, base) for element in elements[: options.newest_entries]]
    items = [item for item in found if item.words or (item.address and "text" not in rules)]
    if not items:
        yield refuse(
            raw, source, "listing-empty",
            f"The rules find no item in the page ({len(elements)} elements match "
            f"`{rules['item'].written}`, none with {'words' if 'text' in rules else 'a link'}).",
            "Look whether the page has changed; then " + _MEND[0].lower() + _MEND[1:],
        )  # fmt: skip
        return
    yield from _given(items, raw, source, told="text" in rules)
    yield from _notes(raw, source, len(elements), len(found), len(items))


def _notes(raw: RawObject, source: Source, there: int, read: int, used: int) -> Iterator[Refused]:
    if used < read:
        yield refuse(
            raw, source, "listing-empty-items",
            f"{read - used} of {read} elements the rules find hold no item.",
            "Nothing needs doing, if these are headings or advertisements.",
        )  # fmt: skip
    if read < there:
        yield refuse(
            raw, source, "listing-too-long",
            f"The page lists {there:,} items; the {there - read:,} last ones were not taken.",
            "Raise sources.newest_entries if you want them.",
        )  # fmt: skip


def _selectors(raw: RawObject, source: Source) -> dict[str, Selector] | Refused:
    if source.rules is None or not source.rules.item.strip():
        return refuse(
            raw, source, "listing-rules", "The source has no rules that say what its items are.",
            "Give it `rules` with a selector `item` in sources.toml.",
        )  # fmt: skip
    out: dict[str, Selector] = {}
    for part in _PARTS:
        written = getattr(source.rules, part)
        if not written.strip():
            continue
        made = selector(written, inside=part != "item")
        if isinstance(made, str):
            return refuse(
                raw, source, "listing-selector",
                f"The selector `{written[:120]}` ({part}) cannot be used: {made}.", _MEND,
            )  # fmt: skip
        out[part] = made
    return out


def _tree(raw: RawObject, source: Source, rules: dict[str, Selector]) -> Any | Refused:
    """The tree of the page, when the rules surely end on it."""
    decoded = decode(raw.data, media_type=raw.media_type)
    if isinstance(decoded, Undecodable):
        return refuse(raw, source, decoded.rule, decoded.happened, decoded.next_step)
    body = utf8(decoded.text.replace("\x00", ""))
    if html_depth(body, _DEEPEST) > _DEEPEST:
        return refuse(
            raw, source, "html-depth", f"The page nests deeper than {_DEEPEST} levels.",
            "Look whether the site has a feed or a site map, and add that instead.",
        )  # fmt: skip
    root = parsed(body) if len(body) <= _MOST_BYTES else None
    size = shape(root) if root is not None else None
    if root is None or size is None or size.elements > MOST_ELEMENTS:
        many = f"{size.elements:,} elements" if size else f"{len(body):,} bytes"
        return refuse(
            raw, source, "listing-large",
            f"The page is no listing we read: it holds {many}, of which at most {MOST_ELEMENTS:,} "
            f"elements in {_MOST_BYTES // 2**20} MiB are searched.",
            "Look whether the site has a feed or a site map, and add that instead.",
        )  # fmt: skip
    for part, chosen in rules.items():
        if not affordable(chosen, size):
            return refuse(
                raw, source, "listing-selector",
                f"The selector `{chosen.written[:120]}` ({part}) could take minutes on this page.",
                "Name the elements more directly: fewer steps, `>` between them, no `~`.",
            )  # fmt: skip
    return root


def _base(root: Any, address: str) -> str:
    for element in root.iter("base"):
        return join(address, element.get("href") or "") or address
    return address


def _item(element: Any, rules: dict[str, Selector], base: str) -> _Item:
    link = _link(element, rules.get("link"))
    address = join(base, link.get("href") or "") if link is not None else ""
    if not canonical_address(address):
        address = ""
    return _Item(
        address=address,
        title=_title(element, rules.get("title"), link),
        when=_date(element, rules.get("date")),
        words=_words(element, rules.get("text")),
    )


def _first(element: Any, chosen: Selector | None) -> Any | None:
    found = chosen.find(element) if chosen else []
    return found[0] if found else None


def _link(element: Any, chosen: Selector | None) -> Any | None:
    """The element with the item's href: the chosen one or one in it, else the first, else around."""
    start = _first(element, chosen) if chosen else element
    if start is None:
        return None
    inside = next((one for one in start.iter("a", "area") if one.get("href")), None)
    if inside is not None or chosen:
        return inside
    return next((one for one in element.iterancestors("a") if one.get("href")), None)


def _title(element: Any, chosen: Selector | None, link: Any | None) -> str:
    named = _first(element, chosen)
    if named is not None or chosen:
        return _line(named)
    heading = next(iter(element.iter(*_HEADINGS)), None)
    return _line(heading) or _line(link)


def _date(element: Any, chosen: Selector | None) -> datetime | None:
    named = _first(element, chosen) if chosen else next(iter(element.iter("time")), None)
    if named is None:
        return None
    said = next((one.get("datetime") for one in named.iter() if one.get("datetime")), "")
    return written_day(said) or written_day(_line(named))


def _words(element: Any, chosen: Selector | None) -> bytes:
    if chosen is None:
        return b""
    from lxml import html

    found = [one for one in chosen.find(element) if _line(one)]
    kept = [one for one in found if not any(other in one.iterancestors() for other in found)]
    return utf8("\n".join(html.tostring(one, encoding="unicode", with_tail=False) for one in kept))


def _line(element: Any | None) -> str:
    if element is None:
        return ""
    return line_of("".join(element.itertext())[:_LONGEST_WORDS], tags=False)


def _given(
    items: list[_Item], raw: RawObject, source: Source, *, told: bool
) -> Iterator[Received | Lead]:
    if told:
        yield from told_apart([_received(item, raw, source) for item in items])
        return
    seen: set[str] = set()
    for item in items:
        key = canonical_address(item.address)
        if key not in seen:
            seen.add(key)
            yield Lead(
                source=source.id, address=item.address, key=key, kind="item",
                why="an item of the listing", raw=raw.sha256,
                metadata=Metadata(title=item.title, published_at=item.when),
            )  # fmt: skip


def _received(item: _Item, raw: RawObject, source: Source) -> Received:
    return Received(
        source=source.id,
        key=canonical_address(item.address) or own_bytes(item.title, item.words),
        media_type="text/html",
        body=item.words,
        raw=raw.sha256,
        address=item.address or raw.address,
        charset="utf-8",
        metadata=Metadata(
            title=item.title, published_at=item.when, owner=host_of(raw.address) or source.owner
        ),
    )
