"""Reading registry.jsonl: a name a line, `{"name", "kind", "aliases", "maker", ...}`."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from nutgraf.entities.folding import key_of
from nutgraf.entities.model import Entity, EntityKind, Sense


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the file; what is left out is as in `Entity`."""

    name: str
    kind: EntityKind
    maker: str = ""
    aliases: tuple[str, ...] = ()
    also: tuple[EntityKind, ...] = ()
    versioned: bool = False
    senses: tuple[Sense, ...] = ()
    usual: str = ""
    apart: tuple[str, ...] = ()
    notes: str = ""


def rows(data: bytes) -> Iterator[Entity]:
    """The entities of the file's lines, in order. Raises msgspec.ValidationError for a bad line."""
    for row in msgspec.json.Decoder(Row).decode_lines(data):
        yield Entity(
            key=key_of(row.name), name=row.name, kind=row.kind, maker=row.maker,
            aliases=row.aliases, also=row.also, versioned=row.versioned, senses=row.senses,
            usual=row.usual, apart=row.apart, notes=row.notes,
        )  # fmt: skip
