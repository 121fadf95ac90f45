"""The text of entities.toml with one [[name]] written, written again, or taken out; the rest stays."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Any

from nutgraf.entities import key_of
from nutgraf.errors import UsageError
from nutgraf.store.folder import ENTITIES

_HEAD = "[[name]]"


def entry_of(text: str, name: str) -> dict[str, Any] | None:
    """What the file says of a name, by the name it stands under or is renamed to; None for nothing."""
    at = _place(text, name)
    return None if at is None else dict(_entries(text)[at])


def with_entry(text: str, said: Mapping[str, Any]) -> str:
    """The text with this said of a name: in place of what it says now, else at the end.

    Raises UsageError where the file is laid out so that its other names would change.
    """
    at = _place(text, said["name"])
    if at is None:
        return f"{text.rstrip()}\n\n{_block(said)}" if text.strip() else _block(said)
    entries = [dict(said) if n == at else one for n, one in enumerate(_entries(text))]
    return _replaced(text, at, _block(said).splitlines(), entries)


def without_entry(text: str, name: str) -> str:
    """The text without what it says of a name, which it must say; raises UsageError as above."""
    at = _place(text, name)
    if at is None:
        return text
    entries = [one for n, one in enumerate(_entries(text)) if n != at]
    return _replaced(text, at, [], entries)


def _entries(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(text).get("name", [])
    return found


def _place(text: str, name: str) -> int | None:
    wanted = key_of(name)
    for at, one in enumerate(_entries(text)):
        if wanted in (key_of(one["name"]), key_of(one.get("rename", ""))):
            return at
    return None


def _replaced(text: str, at: int, block: list[str], entries: list[dict[str, Any]]) -> str:
    """The text with the lines of one entry replaced; comments above it and below it stay."""
    lines = text.splitlines()
    heads = [n for n, line in enumerate(lines) if line.strip().replace(" ", "") == _HEAD]
    if at < len(heads):
        start = heads[at]
        end = heads[at + 1] if at + 1 < len(heads) else len(lines)
        while end > start and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1
        made = "\n".join([*lines[:start], *block, *lines[end:]]).strip()
        made = f"{made}\n" if made else ""
        if tomllib.loads(made).get("name", []) == entries:
            return made
    raise UsageError(
        f"{ENTITIES} is laid out in a way that cannot be changed here.",
        f"Change its [[name]] in {ENTITIES} in an editor.",
    )


def _block(said: Mapping[str, Any]) -> str:
    plain = {field: value for field, value in said.items() if field != "senses"}
    lines = [_HEAD, *_fields(plain)]
    for sense in said.get("senses", ()):
        lines += ["", "[[name.senses]]", *_fields(sense)]
    return "\n".join(lines) + "\n"


def _fields(said: Mapping[str, Any]) -> list[str]:
    # A string, a bool and a list of strings are written in TOML as they are in JSON.
    return [f"{field} = {json.dumps(value, ensure_ascii=False)}" for field, value in said.items()]
