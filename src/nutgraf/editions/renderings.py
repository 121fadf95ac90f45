"""The registry of renderings: file name -> what makes its bytes from an edition.

A rendering is a pure function of the one object; the same edition gives the same bytes. Each is
imported when it is first used, so that knowing the names costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from nutgraf.editions.model import Edition


class Rendering(Protocol):
    """Makes one file of an edition."""

    def __call__(self, edition: Edition, /) -> bytes:
        """The bytes of the file."""


def _markdown(edition: Edition) -> bytes:
    from nutgraf.editions.markdown import markdown

    return markdown(edition)


def _html(edition: Edition) -> bytes:
    from nutgraf.editions.html import html

    return html(edition)


def _json(edition: Edition) -> bytes:
    from nutgraf.editions.edition_json import edition_json

    return edition_json(edition)


def _evidence(edition: Edition) -> bytes:
    from nutgraf.editions.evidence import evidence

    return evidence(edition)


RENDERINGS: Mapping[str, Rendering] = MappingProxyType(
    {
        "edition.md": _markdown,
        "edition.html": _html,
        "edition.json": _json,
        "evidence.jsonl": _evidence,
    }
)


def render(edition: Edition, renderings: Mapping[str, Rendering] = RENDERINGS) -> dict[str, bytes]:
    """Every file of an edition by name, in the registry's order."""
    return {name: rendering(edition) for name, rendering in renderings.items()}
