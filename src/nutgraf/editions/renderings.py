"""The registry of renderings: file name -> what makes its bytes from an edition.

A rendering is a pure function of the one object; the same edition gives the same bytes. Each is
imported when it is first used, so that knowing the names costs nothing. Those of other packages
stand beside ours: see `strangers`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from nutgraf.editions.model import Edition
from nutgraf.errors import Refused


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
    """The files of an edition by name, in the registry's order."""
    return {name: rendering(edition) for name, rendering in renderings.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """Every file of an edition, ours first, and the renderings that could not be made."""

    files: tuple[tuple[str, bytes], ...]
    refused: tuple[Refused, ...] = ()


def render_all(edition: Edition) -> Rendered:
    """Every file of an edition: ours, then those of renderings that other packages bring."""
    from nutgraf.editions.strangers import render_strangers

    ours = tuple(render(edition).items())
    theirs = tuple(render_strangers(edition, tuple(RENDERINGS)))
    return Rendered(
        files=(*ours, *(one for one in theirs if not isinstance(one, Refused))),
        refused=tuple(one for one in theirs if isinstance(one, Refused)),
    )
