"""The items of a JSON Feed that cannot be read as a whole: each object that can be read alone."""

from __future__ import annotations

import json
import re
from typing import Any

_ITEMS = re.compile(r'"?items"?\s*:\s*\[?')
_LIST = re.compile(r'\[\s*(?=\{\s*"(?:id|url|title)")')
_NEXT = re.compile(r"\}\s*+,?\s*+(\{)")
_MEMBER = re.compile(
    r'"(?P<name>id|url|external_url|title|content_html|content_text|summary|date_published|date_modified)"'
    r'\s*:\s*"(?P<value>(?:[^"\\]|\\.)*)"',
    re.S,
)
_HEAD = re.compile(
    r'"(?P<name>title|home_page_url|language|next_url)"\s*:\s*"(?P<value>(?:[^"\\]|\\.)*)"'
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MOST = 100_000


def salvaged_json(text: str) -> dict[str, Any] | None:
    """A feed of the items that could be read; None when there is not one.

    An item that is no JSON gives the members of it whose values are whole strings.
    """
    text = _CONTROL.sub("", text)
    begins = _ITEMS.search(text) or _LIST.search(text)
    if begins is None:
        return None
    head = {
        found["name"]: _string(found["value"]) for found in _HEAD.finditer(text[: begins.start()])
    }
    items: list[dict[str, Any]] = []
    at = text.find("{", begins.end())
    decoder = json.JSONDecoder(strict=False)
    while at >= 0 and len(items) < _MOST:
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            value, end = _loose(text, at)
        if value:
            items.append(value)
        at = text.find("{", end)
    return {**head, "items": items} if items else None


def _loose(text: str, at: int) -> tuple[dict[str, Any], int]:
    """What can be read of a damaged object, and where the next one may begin."""
    found = _NEXT.search(text, at + 1)
    while found is not None and not _is_item(text, found.start(1)):
        found = _NEXT.search(text, found.start(1))
    end = found.start(1) if found else len(text)
    members = {one["name"]: _string(one["value"]) for one in _MEMBER.finditer(text, at, end)}
    return {name: value for name, value in members.items() if value}, end


def _is_item(text: str, at: int) -> bool:
    """Whether an object begins here that names itself as an item does."""
    return bool(
        re.match(
            r'\{\s*"(?:id|url|title|content_html|content_text|date_published|guid)"',
            text[at : at + 400],
        )
    )


def _string(written: str) -> str:
    try:
        return str(json.loads(f'"{written}"', strict=False))
    except ValueError:
        return written
