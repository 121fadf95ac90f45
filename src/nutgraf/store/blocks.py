"""sources.toml as text: a block for each source, with the comments above it, each with its lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_SOURCE = re.compile(r"\s*\[\[\s*[\"']?source[\"']?\s*\]\]")
_HEADER = re.compile(r"\s*\[\[?\s*[\"']?([\w\-]+)[\"']?\s*(?:\.\s*[\"']?([\w\-]+)[\"']?\s*)?\]")
_KEY = re.compile(r"\s*[\"']?([\w\-]+)[\"']?\s*(?:\.\s*[\"']?([\w\-]+)[\"']?\s*)?=")


@dataclass(slots=True)
class Block:
    """One source: the comments that touch its header, its keys, and the comments below them."""

    lead: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The block as it stands in the file."""
        return "\n".join([*self.lead, *self.keys, *self.tail])

    @property
    def loose(self) -> list[str]:
        """The comments that stay when the source goes: those above it, and those set apart below."""
        apart = self.tail[self.tail.index("") :] if "" in self.tail else []
        return [*([""] if self.lead else []), *self.lead, *apart]


def blocks_of(text: str) -> tuple[str, list[Block]]:
    """What stands above the first source, and a block for each; blank lines are squeezed to one."""
    head: list[str] = []
    blocks: list[Block] = []
    for line in text.split("\n"):
        if not _SOURCE.match(line):
            (blocks[-1].keys if blocks else head).append(line)
            continue
        above = blocks[-1].keys if blocks else head
        lead: list[str] = []
        while above and above[-1].lstrip().startswith("#"):
            lead.insert(0, above.pop())
        blocks.append(Block(lead=lead, keys=[line]))
    for block in blocks:
        below: list[str] = []
        while block.keys[-1].strip() == "" or block.keys[-1].lstrip().startswith("#"):
            below.insert(0, block.keys.pop())
        block.tail = squeezed(below)
    return "\n".join(squeezed(head)), blocks


def squeezed(lines: Iterable[str]) -> list[str]:
    """Lines of comments with at most one blank line in a row, and none at the end."""
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1]):
            kept.append(line if line.strip() else "")
        elif not kept:
            kept.append("")
    while kept and not kept[-1]:
        kept.pop()
    return kept


def joined(parts: Iterable[str]) -> str:
    """Parts of the file with one blank line between them."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def lines_of(text: str) -> dict[str, int]:
    """The line of each source and key: `2`, `2.kind`, `2.rules.item`. The first one counts."""
    found: dict[str, int] = {}
    at, table = 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        if _SOURCE.match(line):
            at += 1
            table = str(at)
            found[table] = number
        elif header := _HEADER.match(line):
            inside = header[1] == "source" and header[2]
            table = f"{at}.{header[2]}" if inside else header[1]
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            name = f"{table}.{key[1]}" if table else key[1]
            found.setdefault(name, number)
            if key[2]:
                found.setdefault(f"{name}.{key[2]}", number)
    return found
