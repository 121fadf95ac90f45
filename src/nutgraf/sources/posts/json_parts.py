"""JSON that anybody may have written, taken apart without trusting its shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from nutgraf.errors import Refused
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.model import RawObject, Source
from nutgraf.sources.prose import characters
from nutgraf.sources.refusing import refuse

_NOTHING: Mapping[str, Any] = {}


def parsed(raw: RawObject, source: Source) -> Any | Refused:
    """The value the object holds, or why it holds none."""
    decoded = decode(raw.data, media_type=raw.media_type)
    if isinstance(decoded, Undecodable):
        return refuse(raw, source, decoded.rule, decoded.happened, decoded.next_step)
    return value_of(decoded.text, raw, source)


def value_of(text: str, raw: RawObject, source: Source) -> Any | Refused:
    """The value of a JSON text, or why it has none."""
    try:
        return json.loads(text)
    except RecursionError:
        problem = "it nests too deep"
    except ValueError as error:
        problem = str(error)
    return refuse(
        raw, source, "posts-unreadable", f"The posts cannot be read: {problem}.",
        "Fetch or export them again; the bytes are kept and can be read again.",
    )  # fmt: skip


def table(of: object, *path: str) -> Mapping[str, Any]:
    """The object at a path of names; an empty one where there is none."""
    for name in path:
        of = of.get(name) if isinstance(of, Mapping) else None
    return of if isinstance(of, Mapping) else _NOTHING


def rows(of: object, *path: str) -> list[Mapping[str, Any]]:
    """The objects of the list at a path of names (or of the list itself); all else is left out."""
    if path:
        of = table(of, *path[:-1]).get(path[-1])
    return [row for row in of if isinstance(row, Mapping)] if isinstance(of, list) else []


def text(of: object, *path: str) -> str:
    """The text at a path of names without the space around it, "" where there is none."""
    value = table(of, *path[:-1]).get(path[-1])
    return characters(value).strip() if isinstance(value, str) else ""


def name(of: object, *path: str) -> str:
    """The text, or the whole number written out, at a path of names."""
    value = table(of, *path[:-1]).get(path[-1])
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 64:
        return str(value)
    return characters(value).strip() if isinstance(value, str) else ""
