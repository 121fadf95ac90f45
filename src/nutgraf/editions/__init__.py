"""Editions: what goes in, how it is put together, and every rendering of it.

    plan(stories, texts, *, options, rulings=(), new=None) -> Plan
    compose(*, day, now, desk, plan, stories, briefs, drafts, records, considered, ...) -> Edition
    render(edition, renderings=RENDERINGS) -> dict[str, bytes]      file name -> bytes, ours
    render_all(edition) -> Rendered(files, refused)                 ours and other packages'
    read_edition(data, words, passages=()) -> Edition | Refused     an edition.json, judged again

What a name needs is loaded when the name is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nutgraf.editions.composing import compose, edition_id
    from nutgraf.editions.model import Edition
    from nutgraf.editions.options import BeatOptions, EditionOptions, SectionOptions
    from nutgraf.editions.planning import LeftStory, Plan, Planned, Ruling, plan
    from nutgraf.editions.renderings import RENDERINGS, Rendered, render, render_all
    from nutgraf.editions.rereading import read_edition

_HOMES = {
    "compose": "composing",
    "edition_id": "composing",
    "Edition": "model",
    "BeatOptions": "options",
    "EditionOptions": "options",
    "SectionOptions": "options",
    "LeftStory": "planning",
    "Plan": "planning",
    "Planned": "planning",
    "Ruling": "planning",
    "plan": "planning",
    "RENDERINGS": "renderings",
    "Rendered": "renderings",
    "render": "renderings",
    "render_all": "renderings",
    "read_edition": "rereading",
}

__all__ = [
    "RENDERINGS",
    "BeatOptions",
    "Edition",
    "EditionOptions",
    "LeftStory",
    "Plan",
    "Planned",
    "Rendered",
    "Ruling",
    "SectionOptions",
    "compose",
    "edition_id",
    "plan",
    "read_edition",
    "render",
    "render_all",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
