"""Papers of arXiv: one key for the abstract page, the PDF and the entry of a feed, whatever the version.

An abstract page is the abstract, with what its `citation_*` elements say (Google Scholar's inclusion
guidelines, which arXiv follows). A new version changes the text under the same key, so it is a revision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from nutgraf.errors import Refused
from nutgraf.sources.address import canonical_address, host_of
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.model import Lead, Metadata, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.prose import line_of, utf8
from nutgraf.sources.times import instant
from nutgraf.text import one_line

# Identifiers since April 2007, and before (arXiv help, "Understanding the arXiv identifier").
_ID = r"(\d{4}\.\d{4,5}|[a-z][a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(\d{1,3}))?"
_PATH = re.compile(rf"/(?:abs|pdf|html|format|ps|src|e-print)/{_ID}(?:\.pdf)?/?\Z")
_NAMED = re.compile(
    rf"(?:oai:arXiv\.org:|arXiv:|(?:https?://)?(?:dx\.)?doi\.org/10\.48550/arXiv\.|10\.48550/arXiv\.){_ID}\Z",
    re.I,
)
_HOSTS = frozenset({"arxiv.org", "www.arxiv.org", "export.arxiv.org", "browse.arxiv.org"})
_SAYS_ABSTRACT = b"citation_arxiv_id"
_OWNER = "arXiv"
_MOST_AUTHORS = 100


def arxiv_key(name: str) -> str:
    """`arxiv:2203.01017` for an address of a paper at arXiv (abstract, PDF, HTML), its DOI or its name
    in a feed, without the version; "" for everything else."""
    found = _parts(name)
    return f"arxiv:{found[1]}" if found else ""


def arxiv_version(name: str) -> int | None:
    """The version an address or name asks for, None where it leaves it open or is no paper."""
    found = _parts(name)
    return int(found[2]) if found and found[2] else None


def named(item: Received, raw: RawObject) -> Received:
    """An item that came from arXiv under its arXiv key; what others publish keeps the key they gave."""
    key = _key_of(item.key, raw)
    return replace(item, key=key) if key else item


def lead_named(lead: Lead, raw: RawObject) -> Lead:
    """A lead to an item of arXiv under its arXiv key, what it falls back on too."""
    key = _key_of(lead.key, raw) if lead.kind == "item" else ""
    fallback = named(lead.fallback, raw) if lead.fallback is not None else None
    return replace(lead, key=key or lead.key, fallback=fallback)


def _key_of(key: str, raw: RawObject) -> str:
    ours = host_of(raw.address) in _HOSTS or key.startswith("oai:arXiv.org:")
    return arxiv_key(key) if ours else ""


def is_abstract(raw: RawObject) -> bool:
    """Whether a page is the abstract page of a paper: by its address, or what its head says."""
    at_home = "/abs/" in urlsplit(canonical_address(raw.address)).path if raw.address else True
    said = _SAYS_ABSTRACT in raw.data[:65_536]
    return said and at_home and (not raw.address or bool(arxiv_key(raw.address)))


def read_abstract(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Lead | Refused]:
    """The abstract as plain text; with `arxiv_papers`, a lead to the paper with it to fall back on.

    A page that has no abstract is read as any other page.
    """
    from nutgraf.sources.page import read_page

    item = _abstract(raw, source)
    if item is None:
        yield from read_page(raw, source, options)
    elif options.arxiv_papers and source.full_text == "auto":
        yield Lead(
            source=source.id, address=item.address.replace("/abs/", "/pdf/", 1), key=item.key,
            kind="item", why="the paper behind its abstract", raw=raw.sha256,
            metadata=item.metadata, fallback=item,
        )  # fmt: skip
    else:
        yield item


def _parts(name: str) -> re.Match[str] | None:
    plain = name.strip()
    found = _NAMED.match(plain)
    if found or len(plain) > 300:
        return found
    try:
        parts = urlsplit(plain)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    ours = parts.scheme.lower() in {"http", "https"} and host in _HOSTS
    return _PATH.match(parts.path) if ours else None


def _abstract(raw: RawObject, source: Source) -> Received | None:
    from nutgraf.sources.depth import html_depth
    from nutgraf.sources.page import parsed

    decoded = decode(raw.data, media_type=raw.media_type)
    if isinstance(decoded, Undecodable):
        return None
    page = utf8(decoded.text.replace("\x00", ""))
    root = (
        parsed(page) if html_depth(page, DEFAULTS.deepest_html) <= DEFAULTS.deepest_html else None
    )
    if root is None:
        return None
    said = _citation(root)
    words = one_line(said.get("abstract", [""])[0])
    number = said.get("arxiv_id", [""])[0]
    key = arxiv_key(f"arXiv:{number}")
    if not words or not key:
        return None
    address = f"https://arxiv.org/abs/{key.removeprefix('arxiv:')}"
    return Received(
        source=source.id,
        key=key,
        media_type="text/plain",
        body=utf8(words),
        raw=raw.sha256,
        address=address,
        charset="utf-8",
        metadata=_metadata(root, said),
    )


def _citation(root: Any) -> dict[str, list[str]]:
    """The `citation_*` elements by what comes behind, each with its values in order."""
    out: dict[str, list[str]] = {}
    for row in root.iter("meta"):
        name, value = row.get("name") or "", (row.get("content") or "").strip()
        if name.startswith("citation_") and value:
            out.setdefault(name.removeprefix("citation_"), []).append(value)
    return out


def _metadata(root: Any, said: dict[str, list[str]]) -> Metadata:
    authors = [_forename_first(line_of(one, tags=False)) for one in said.get("author", [])]
    day = (said.get("online_date") or said.get("date") or [""])[0].replace("/", "-")
    first = (said.get("date") or [""])[0].replace("/", "-")
    subjects = line_of(
        " ".join(root.xpath("//td[contains(@class, 'subjects')]//text()")), tags=False
    )
    marks = [("subjects", subjects)] if subjects else []
    if first and first != day:
        marks.append(("version", f"of {day}, first of {first}"))
    return Metadata(
        title=line_of(said.get("title", [""])[0], tags=False),
        author=", ".join(authors[:_MOST_AUTHORS]),
        owner=_OWNER,
        published_at=instant(day),
        lang="en",
        marks=tuple(marks),
    )


def _forename_first(author: str) -> str:
    """`Byron, Ada` as `Ada Byron`."""
    last, _, first = author.partition(", ")
    return f"{first} {last}".strip()
