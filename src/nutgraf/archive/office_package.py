"""The zip package of an office document (ECMA-376, part 2), opened without trust.

Only members that are asked for are read, each a stream that is never whole in memory, and counted: a
package that grows beyond what documents do is given up. XML is read as events without a tree; a
document type declaration, which the standard forbids, ends it. Nothing outside the bytes is opened:
relationships to other places are left where they are, nested archives and macros are only bytes.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

ENTRIES = 10_000
LARGEST = 100 << 20
# What a member may grow to, times its packed size, once it is beyond the first MiB.
RATIO = 200
FREE = 1 << 20
DEEPEST = 256
ELEMENTS = 1_200_000
CHARACTERS = 32 << 20
_CHUNK = 1 << 16
_ENCRYPTED = 0x1

Attributes = dict[str, str]


class PackageError(Exception):
    """A package that is not read further; `rule` is the refusal's."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relationship of a part: its id, the last word of its type, and the part it points to."""

    id: str
    kind: str
    part: str


class Package:
    """An office document's parts by name. Raises PackageError."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as problem:
            raise PackageError("office-broken") from problem
        if len(members) > ENTRIES:
            raise PackageError("office-bomb")
        self._members = {one.filename.lower(): one for one in reversed(members)}
        self._grown = 0

    def has(self, part: str) -> bool:
        return part.lower() in self._members

    def chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece, counted."""
        member = self._members.get(part.lower())
        if member is None:
            raise PackageError("office-broken")
        if member.flag_bits & _ENCRYPTED:
            raise PackageError("office-password")
        grown = 0
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    grown += len(chunk)
                    self._grown += len(chunk)
                    if grown > FREE and grown > RATIO * max(member.compress_size, 1):
                        raise PackageError("office-bomb")
                    if self._grown > LARGEST:
                        raise PackageError("office-bomb")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError,
                NotImplementedError, ValueError) as problem:  # fmt: skip
            raise PackageError("office-broken") from problem

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part ("" for the package) to parts inside it, by id."""
        folder, name = posixpath.split(part)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, Relation] = {}

        def start(element: str, said: Attributes) -> None:
            if element == "Relationship" and said.get("TargetMode", "").lower() != "external":
                target = said.get("Target", "")
                inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = said.get("Type", "").rpartition("/")[2]
                found[said.get("Id", "")] = Relation(id=said.get("Id", ""), kind=kind, part=inside)

        if self.has(place):
            read_xml(self.chunks(place), start=start)
        return found

    def main(self, usual: str) -> str:
        """The part the package begins at, else the usual one."""
        named = [one.part for one in self.relations("").values() if one.kind == "officeDocument"]
        return next((part for part in named if self.has(part)), usual)

    def properties(self) -> dict[str, str]:
        """The core properties (ECMA-376, part 2, 11): title, creator, created, modified, language."""
        part = "docProps/core.xml"
        said: dict[str, str] = {}
        words: list[str] = []

        def end(element: str) -> None:
            text = "".join(words).strip()
            if text:
                said.setdefault(element, text[:1000])
            words.clear()

        if self.has(part):
            read_xml(self.chunks(part), start=lambda *_: words.clear(), end=end, text=words.append)
        return said


def read_xml(
    chunks: Iterator[bytes],
    *,
    start: Callable[[str, Attributes], None] | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Events of an XML part, names without their namespaces. Raises PackageError."""
    from xml.parsers import expat

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = seen = said_so_far = 0

    def starts(name: str, said: Any) -> None:
        nonlocal depth, seen
        depth += 1
        seen += 1
        if seen > ELEMENTS:
            raise PackageError("office-bomb")
        if depth > DEEPEST:
            raise PackageError("office-broken")
        if start is not None:
            start(_local(name), {_attribute(key): value for key, value in said.items()})

    def ends(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(_local(name))

    def says(words: str) -> None:
        nonlocal said_so_far
        said_so_far += len(words)
        if said_so_far > CHARACTERS:
            raise PackageError("office-bomb")
        if text is not None:
            text(words)

    def declares(*_: object) -> None:
        raise PackageError("office-dtd")

    parser.StartElementHandler = starts
    parser.EndElementHandler = ends
    parser.CharacterDataHandler = says
    parser.StartDoctypeDeclHandler = declares
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as problem:
        raise PackageError("office-broken") from problem


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _attribute(name: str) -> str:
    """The local name; that of a relationship as `r:id`, which stands beside a plain `id`."""
    space, _, local = name.rpartition(" ")
    return f"r:{local}" if space.endswith("/relationships") else local
