"""The public formats as JSON Schema (draft 2020-12), shipped in the package."""

from __future__ import annotations

import json
import pkgutil
from typing import Any

from nutgraf.errors import UsageError

SCHEMAS: tuple[str, ...] = (
    "captures-in",
    "edition",
    "evidence-line",
    "verdict-pair-in",
    "verdict-pair-out",
)


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a public format; raises UsageError for a name that is none of SCHEMAS."""
    data = (
        pkgutil.get_data("nutgraf.editions", f"schemas/{name}.schema.json")
        if name in SCHEMAS
        else None
    )
    if data is None:
        raise UsageError(f"There is no schema {name!r}.", f"Use one of: {', '.join(SCHEMAS)}.")
    found: dict[str, Any] = json.loads(data)
    return found
