"""A Markdown note is one item; simple front matter between `---` lines says who it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nutgraf.errors import Refused
from nutgraf.sources.address import canonical_address, host_of, join
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.model import Metadata, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.prose import line_of, utf8
from nutgraf.sources.refusing import refuse
from nutgraf.sources.times import doubted, instant

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_FIELD = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*?)[ \t]*\r?$", re.M)
_NAMED = re.compile(r"[\"']?[^\W\d][\w.-]*[\"']?[ \t]*:(?:\s|\Z)")
_GOES_ON = (" ", "\t", "-", "#", "]", "}")
_HEADING = re.compile(r"^(?:#[ \t]+(.+?)[ \t]*#*|([^\n]+)\n=+)[ \t]*$", re.M)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def read_markdown(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The note without its front matter, in UTF-8."""
    decoded = decode(raw.data, media_type=raw.media_type)
    if isinstance(decoded, Undecodable):
        yield refuse(raw, source, decoded.rule, decoded.happened, decoded.next_step)
        return
    said, body = front_matter(decoded.text)
    heading = _HEADING.search(body[:4000])
    title = said.get("title") or ((heading[1] or heading[2]) if heading else "")
    # Blank lines stand for the front matter, so that lines count as in the file.
    above = "\n" * decoded.text[: len(decoded.text) - len(body)].count("\n")
    yield noted(
        raw, source, "text/markdown", above + body, {**said, "title": _LINK.sub(r"\1", title)}
    )


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The `name: value` lines between `---` at the top, names in lower case, and the text after."""
    found = _FRONT.match(text)
    if not found or not is_front_matter(found[1]):
        return {}, text
    return fields(found[1]), text[found.end() :]


def is_front_matter(block: str) -> bool:
    """Whether what stands between `---` at the top names fields; else the first is a rule above prose.

    The first line must be `name:`, and every other one too, or go on from the line before (indented,
    an item of a list) or be a comment.
    """
    first, *rest = [line for line in block.splitlines() if line.strip()] or ["none:"]
    return bool(_NAMED.match(first)) and all(
        line.startswith(_GOES_ON) or _NAMED.match(line) for line in rest
    )


def fields(block: str) -> dict[str, str]:
    """`name: value` lines; quotes around a value and brackets around a list of names are dropped."""
    out: dict[str, str] = {}
    for name, value in _FIELD.findall(block):
        plain = value.strip()
        if plain[:1] == plain[-1:] and plain[:1] in {'"', "'"}:
            plain = plain[1:-1]
        elif plain.startswith("[") and plain.endswith("]"):
            plain = plain[1:-1].replace('"', "").replace("'", "")
        out.setdefault(name.lower(), plain)
    return out


def noted(
    raw: RawObject, source: Source, media_type: str, body: str, said: dict[str, str]
) -> Received:
    """One item whose metadata stand in a header of `name: value` lines."""
    address = (
        join("", said.get("url") or said.get("link") or said.get("canonical") or "") or raw.address
    )
    when = said.get("date") or said.get("published") or said.get("published_at") or ""
    author = line_of(said.get("author") or said.get("authors") or "", tags=False)
    publication = line_of(said.get("owner") or said.get("publication") or "", tags=False)
    if not publication and author.casefold() == source.owner.casefold():
        publication = source.owner  # a publication's own note, not one clipped from elsewhere
    return Received(
        source=source.id,
        key=said.get("id") or canonical_address(address) or raw.name,
        media_type=media_type,
        body=utf8(body),
        raw=raw.sha256,
        address=address,
        charset="utf-8",
        metadata=Metadata(
            title=line_of(said.get("title", ""), tags=False),
            author=author,
            owner=publication or host_of(address),
            published_at=instant(when),
            lang=said.get("lang", "")[:20],
            marks=doubted(when, instant(when)),
        ),
    )
