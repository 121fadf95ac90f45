"""Sources as OPML 2.0, for another reader or another desk (opml.org/spec2.opml).

Folders are made of each source's first tag; all of its tags stand in `category`. What other readers do not
know (kind, weight, beats, ...) stands in a namespace of our own and is read back by `source_of`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from typing import Any, cast, get_args
from urllib.parse import urlsplit

from nutgraf.ids import slug
from nutgraf.sources.address import canonical_address
from nutgraf.sources.following import make_source
from nutgraf.sources.model import Kind, Rules, Source
from nutgraf.sources.opml import NAMESPACE, Outline, tag_of
from nutgraf.sources.prose import characters

# Kinds that stand at a web address anybody may follow.
FOLLOWED = frozenset({"feed", "page", "site", "listing", "posts"})
_PLAIN = Source(id="", name="", kind="feed", address="", owner="")
_MOST_WEIGHT, _MOST_QUOTED = 2.0, 10_000


def followable(source: Source) -> bool:
    """Whether a list may name it: a web address without a name or password in it, needing no secret
    and open to every reader of the desk."""
    try:
        parts = urlsplit(source.address)
        bare = parts.username is None and parts.password is None
    except ValueError:
        return False
    return (
        source.kind in FOLLOWED
        and bool(canonical_address(source.address))
        and bare
        and not (source.secret or source.user or source.readers)
    )


def opml_of(sources: Sequence[Source], title: str, now: datetime) -> bytes:
    """The sources that others can follow (`followable`), in their order, as OPML in UTF-8."""
    from lxml import etree

    root = etree.Element("opml", version="2.0", nsmap={"nutgraf": NAMESPACE})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _xml(title)
    etree.SubElement(head, "dateCreated").text = format_datetime(now, usegmt=True)
    body = etree.SubElement(root, "body")
    folders: dict[str, Any] = {"": body}
    for source in sources:
        if followable(source):
            place = _folder(folders, source.tags[0] if source.tags else "", etree.SubElement)
            etree.SubElement(place, "outline", dict(_attributes(source)))
    etree.indent(root)
    return cast(
        bytes, etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    )


def _folder(folders: dict[str, Any], tag: str, add: Any) -> Any:
    """The outline of a folder path, made with those above it where it is not there yet."""
    path = tag_of(tag)
    if path not in folders:
        above, _, name = path.rpartition("/")
        folders[path] = add(
            _folder(folders, above, add), "outline", text=_xml(name), title=_xml(name)
        )
    return folders[path]


def _attributes(source: Source) -> Iterator[tuple[str, str]]:
    yield "text", _xml(source.name)
    yield "title", _xml(source.name)
    yield "type", "rss" if source.kind == "feed" else "link"
    # Every reader follows xmlUrl; what is no feed has only its own name for the kind.
    yield "xmlUrl", _xml(source.address)
    if source.site:
        yield "htmlUrl", _xml(source.site)
    if source.tags:
        tags = (tag_of(tag).replace("%", "%25").replace(",", "%2C") for tag in source.tags)
        yield "category", _xml(",".join(f"/{tag}" for tag in tags))
    for name, value in _said(source):
        yield f"{{{NAMESPACE}}}{name}", _xml(value)


def _said(source: Source) -> Iterator[tuple[str, str]]:
    """What only another desk understands, where it is not as usual."""
    yield "id", source.id
    if source.kind != _PLAIN.kind:
        yield "kind", source.kind
    if source.owner != source.name:
        yield "owner", source.owner
    if source.weight != _PLAIN.weight:
        yield "weight", repr(float(source.weight))
    if source.quote_limit != _PLAIN.quote_limit:
        yield "quoteLimit", str(source.quote_limit)
    if source.full_text != _PLAIN.full_text:
        yield "fullText", source.full_text
    if source.beats:
        yield "beats", json.dumps(source.beats, ensure_ascii=False)
    if source.rules is not None:
        rules = {name: getattr(source.rules, name) for name in Rules.__slots__}
        yield "rules", json.dumps(rules, ensure_ascii=False)


def _xml(text: str) -> str:
    """The text without what XML 1.0 cannot hold; a lone surrogate as U+FFFD."""
    return "".join(
        char
        for char in characters(text)
        if char in "\t\n\r"
        or " " <= char <= "\ud7ff"
        or "\ue000" <= char <= "\ufffd"
        or char > "\uffff"
    )


def source_of(outline: Outline, owner: str, taken: Mapping[str, str]) -> Source:
    """The source an outline stands for, with an id that is not `taken` (ids to addresses).

    `owner` goes before what the list says. A kind, weight or rule that is none of ours is left as
    usual; nothing in a list can make a source of a file, name a secret, or open robots.txt.
    """
    said = dict(outline.said)
    kind = said.get("kind", "")
    known = kind in FOLLOWED and kind in get_args(Kind)
    made = make_source(
        name=outline.name,
        kind=cast(Kind, kind) if known else "feed",
        address=outline.address,
        owner=owner or said.get("owner", "") or outline.name,
        taken=taken,
    )
    id_ = said.get("id", "")
    return replace(
        made,
        id=id_ if id_ and slug(id_) == id_ and id_ not in taken else made.id,
        site=outline.site,
        tags=outline.tags,
        weight=_number(said.get("weight", ""), _PLAIN.weight, _MOST_WEIGHT),
        quote_limit=int(_number(said.get("quoteLimit", ""), _PLAIN.quote_limit, _MOST_QUOTED)),
        full_text="never" if said.get("fullText") == "never" else "auto",
        beats=_beats(said.get("beats", "")),
        rules=_rules(said.get("rules", "")),
    )


def _number(text: str, usual: float, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        return usual
    return value if 0 <= value <= most else usual


def _value(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def _beats(text: str) -> tuple[str, ...]:
    value = _value(text)
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()


def _rules(text: str) -> Rules | None:
    value = _value(text)
    if not isinstance(value, dict) or not isinstance(value.get("item"), str):
        return None
    known = {name: value.get(name) for name in Rules.__slots__}
    return Rules(**{name: said for name, said in known.items() if isinstance(said, str)})
