"""Write docs/settings.md from the options the rooms declare: python tools/settings_page.py"""

from __future__ import annotations

import inspect
import json
import textwrap
import types
import typing
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

import msgspec

from nutgraf.editions.options import BeatOptions, SectionOptions
from nutgraf.settings import RANGES, Settings
from nutgraf.sources.model import Rules, Source

PAGE = Path(__file__).resolve().parents[1] / "docs" / "settings.md"
_PLAIN = {int: "whole number", float: "number", str: "text", bool: "true or false"}
_INTRO = """\
# Settings

A desk has two files to edit: `nutgraf.toml` (settings) and `sources.toml` (what it follows).
`nutgraf settings show` prints every setting with its value and where the value comes from: the file
and line, or `default`. A key that is not in these tables is an error that names the file, the line
and the nearest key there is.

This page is written by `python tools/settings_page.py` from the options themselves; a test fails
when it is not.

## nutgraf.toml

```toml
[desk]
name = "The harbour desk"
time_zone = "Europe/Berlin"

[edition]
most_words = 1500
```
"""
_SOURCES = """\
## sources.toml

`nutgraf sources add` writes this file; comments in it are kept. One `[[source]]` for each:

```toml
[[source]]
id = "letters"
name = "Letters"
kind = "folder"
address = "letters"
owner = "The harbour office"
weight = 1.5
quote_limit = 2
```
"""


def page() -> str:
    """The whole page."""
    parts = [_INTRO]
    for name, kind in typing.get_type_hints(Settings).items():
        parts.append(f"### [{name}]\n\n{_said(kind)}\n\n{_table(kind, name)}\n")
    parts.append(
        f"### [[edition.sections]]\n\n{_said(SectionOptions)}\n\n{_table(SectionOptions)}\n"
    )
    parts.append(f"{_sections()}\n")
    parts.append(f"### [[edition.beats]]\n\n{_said(BeatOptions)}\n\n{_table(BeatOptions)}\n")
    parts.append(_SOURCES)
    parts.append(f"{_said(Source)}\n\n{_table(Source)}\n")
    parts.append(f"### [source.rules]\n\n{_said(Rules)}\n\n{_table(Rules)}\n")
    return "\n".join(parts)


def _said(kind: type) -> str:
    """What the options say of themselves, as paragraphs."""
    text = inspect.getdoc(kind) or ""
    paragraphs = (" ".join(part.split()) for part in text.split("\n\n"))
    return "\n\n".join(textwrap.fill(part, 100, break_on_hyphens=False) for part in paragraphs)


def _table(kind: type, room: str = "") -> str:
    rows = ["| key | is | default |", "|---|---|---|"]
    hints = typing.get_type_hints(kind)
    for one in fields(kind):
        least, most = RANGES.get(f"{room}.{one.name}", (None, None))
        bounds = "" if least is None else f", {least:,} to {most:,}"
        rows.append(
            f"| `{one.name}` | {_type(hints[one.name])}{bounds} | {_default(kind, one.name)} |"
        )
    return "\n".join(rows)


def _sections() -> str:
    return "The sections that are there unless others are set:\n\n" + "\n".join(
        textwrap.fill(line, 100, subsequent_indent="  ", break_on_hyphens=False)
        for one in Settings().edition.sections
        for line in _section(one)
    )


def _section(one: SectionOptions) -> Iterator[str]:
    yield f"- **{one.name}** (at most {one.most_stories}): {', '.join(one.words) or 'no words'}"
    yield from (f"  - such as: {example}" for example in one.examples)


def _type(hint: Any) -> str:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if typing.get_origin(hint) is typing.Literal:
        return " or ".join(f"`{value}`" for value in typing.get_args(hint))
    if isinstance(hint, types.UnionType):
        parts = (part for part in typing.get_args(hint) if part is not type(None))
        return " or ".join(_type(part) for part in parts)
    if is_dataclass(hint):
        return "a table, see below"
    inner = typing.get_args(hint)
    if typing.get_origin(hint) is tuple and inner[-1] is ...:
        if is_dataclass(inner[0]):
            return "tables, see below"
        return f"list of {' or '.join(_items(inner[0]))}"
    raise TypeError(f"no words for {hint!r}")


def _items(hint: Any) -> Iterator[str]:
    if typing.get_origin(hint) is tuple:
        yield f"pairs of {' and '.join(_type(part) for part in typing.get_args(hint))}"
    else:
        yield _type(hint)


def _default(kind: type, name: str) -> str:
    one = next(field for field in fields(kind) if field.name == name)
    value = one.default_factory() if one.default_factory is not MISSING else one.default
    if value is MISSING:
        return "needed"
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        return "see below"
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return ", ".join(f"{part} {number:g}" for part, number in value)
    return f"`{json.dumps(msgspec.to_builtins(value), ensure_ascii=False)}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
