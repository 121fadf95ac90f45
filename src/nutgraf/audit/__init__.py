"""Audit: does every sentence of an edition lead to the words it came from?

    check_edition(edition_json, *, evidence, words, files={}, objects=None) -> Report | Refused
    answer_pair(line, number) -> (line of JSON, whether it could be answered)

What a name needs is loaded when the name is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nutgraf.audit.checking import check_edition
    from nutgraf.audit.pairs import answer_pair
    from nutgraf.audit.report import Failed, Report

_HOMES = {
    "answer_pair": "pairs",
    "check_edition": "checking",
    "Failed": "report",
    "Report": "report",
}

__all__ = ["Failed", "Report", "answer_pair", "check_edition"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
