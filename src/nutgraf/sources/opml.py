"""OPML: a list of sources to follow, folders in folders (opml.org, version 2.0).

A feed that lies in several folders is listed in each; it is one source with all of them as tags. What
`opml_out` says in our own namespace is read back, but never what would open something: a list comes from
anybody, so it names no file, no secret, no user and no leave to pass over robots.txt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from nutgraf.errors import Refused
from nutgraf.sources.address import canonical_address, join
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.depth import xml_depth
from nutgraf.sources.entities import disarm
from nutgraf.sources.feeds.markup import without_declaration
from nutgraf.sources.prose import line_of, utf8

_DEEPEST = 100
NAMESPACE = "https://nutgraf.example/ns/sources/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One source of the list: its name, its address, the site's address, and the folders it lies in.

    `categories` are the other places it is sorted into, each a path with `/` between folders; `said`
    what the list says of it in our own namespace, as (name, words).
    """

    name: str
    address: str
    site: str = ""
    folders: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    said: tuple[tuple[str, str], ...] = ()

    @property
    def tags(self) -> tuple[str, ...]:
        """The folders as one tag (`AI/Labs`), then the categories, each once."""
        own = tag_of("/".join(self.folders))
        return tuple(dict.fromkeys(tag for tag in (own, *self.categories) if tag))


def tag_of(path: str) -> str:
    """A folder path as a tag: its parts without space around them, empty parts left out."""
    return "/".join(part for part in (part.strip() for part in path.split("/")) if part)


def opml(data: bytes) -> tuple[tuple[Outline, ...], tuple[Refused, ...]]:
    """The feeds of an OPML file in its own order, and the outlines that could not be used."""
    root = _root(data)
    if isinstance(root, Refused):
        return (), (root,)
    outlines: list[Outline] = []
    refused: list[Refused] = []
    for row in _rows(root, ()):
        if isinstance(row, Refused):
            refused.append(row)
        else:
            outlines.append(row)
    outlines = _once(outlines)
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


def _once(outlines: list[Outline]) -> list[Outline]:
    """Each address once, at its first place, with the tags of all; https where one of them is."""
    found: dict[str, Outline] = {}
    for outline in outlines:
        key = without_scheme(outline.address)
        first = found.get(key)
        if first is None:
            found[key] = outline
            continue
        safe = outline.address.lower().startswith("https:")
        found[key] = replace(
            first,
            address=outline.address if safe else first.address,
            site=first.site or outline.site,
            categories=tuple(
                tag
                for tag in dict.fromkeys((*first.tags, *outline.tags))
                if tag not in first.tags[:1]
            ),
            said=first.said or outline.said,
        )
    return list(found.values())


def without_scheme(address: str) -> str:
    """What http and https twins of an address have in common."""
    return (canonical_address(address) or address).partition("://")[2] or address


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
            yield Outline(
                name=name or address,
                address=address,
                site=join("", said.get("htmlurl", "")),
                folders=folders,
                categories=_categories(said.get("category", "")),
                said=_ours(child.attrib),
            )
        elif written or said.get("type", "").lower() in {"rss", "atom"}:
            yield _refuse(
                f"outline {name!r}", "opml-outline",
                f"The outline {name!r} has no web address we can follow ({written[:200] or 'none'}).",
                "Add the source by its address instead.",
            )  # fmt: skip
        yield from _rows(child, (*folders, name) if name and not written else folders)


def _categories(written: str) -> tuple[str, ...]:
    """`/AI/Labs,/x` as tags. A comma inside a tag stands as %2C, as `opml_out` writes it."""
    tags = (tag_of(one.replace("%2C", ",").replace("%25", "%")) for one in written.split(","))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _ours(attributes: Any) -> tuple[tuple[str, str], ...]:
    start = f"{{{NAMESPACE}}}"
    return tuple(
        sorted(
            (str(name).removeprefix(start), str(value))
            for name, value in attributes.items()
            if str(name).startswith(start)
        )
    )
