"""OPML: a list of sources to follow, folders in folders (opml.org, version 2.0)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nutgraf.errors import Refused
from nutgraf.sources.address import join
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.depth import xml_depth
from nutgraf.sources.entities import disarm
from nutgraf.sources.feeds.markup import without_declaration
from nutgraf.sources.prose import line_of, utf8

_DEEPEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of the list: its name, its address, the site's address, and the folders it lies in."""

    name: str
    address: str
    site: str = ""
    folders: tuple[str, ...] = ()


def opml(data: bytes) -> tuple[tuple[Outline, ...], tuple[Refused, ...]]:
    """The feeds of an OPML file in its own order, and the outlines that could not be used."""
    root = _root(data)
    if isinstance(root, Refused):
        return (), (root,)
    outlines: list[Outline] = []
    refused: list[Refused] = []
    seen: set[str] = set()
    for row in _rows(root, ()):
        if isinstance(row, Refused):
            refused.append(row)
        elif row.address not in seen:
            seen.add(row.address)
            outlines.append(row)
    if not outlines and not refused:
        refused.append(
            _refuse(
                "",
                "opml-empty",
                "The OPML file names no feed.",
                "Export the list again from your reader.",
            )
        )
    return tuple(outlines), tuple(refused)


def _refuse(where: str, rule: str, happened: str, next_step: str) -> Refused:
    return Refused(where=where or "OPML", rule=rule, happened=happened, next_step=next_step)


def _root(data: bytes) -> Any | Refused:
    """The root element, parsed without network, entities from outside or huge trees."""
    from lxml import etree

    decoded = decode(data)
    broken = _refuse("", "opml-broken", "The OPML file cannot be read.", "Export the list again.")
    if isinstance(decoded, Undecodable):
        return broken
    disarmed = disarm(without_declaration(decoded.text))
    if disarmed is None:
        return broken
    body = utf8(disarmed.text)
    if xml_depth(body, _DEEPEST) > _DEEPEST:
        return _refuse(
            "",
            "opml-depth",
            f"The OPML file nests deeper than {_DEEPEST} folders.",
            "Export the list again.",
        )
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, no_network=True, resolve_entities="internal", huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError):
        return broken
    return (
        broken
        if root is None or (root.find(".//{*}outline") is None and root.tag != "opml")
        else root
    )


def _rows(element: Any, folders: tuple[str, ...]) -> Iterator[Outline | Refused]:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag.rpartition("}")[2].lower() != "outline":
            yield from _rows(child, folders)
            continue
        said = {str(name).lower(): str(value).strip() for name, value in child.attrib.items()}
        name = line_of(said.get("title") or said.get("text") or said.get("name") or "", tags=False)
        written = said.get("xmlurl", "")
        address = join("", written)
        if address:
            site = join("", said.get("htmlurl", ""))
            yield Outline(name=name or address, address=address, site=site, folders=folders)
        elif written or said.get("type", "").lower() in {"rss", "atom"}:
            yield _refuse(
                f"outline {name!r}", "opml-outline",
                f"The outline {name!r} has no web address we can follow ({written[:200] or 'none'}).",
                "Add the source by its address instead.",
            )  # fmt: skip
        yield from _rows(child, (*folders, name) if name and not written else folders)
