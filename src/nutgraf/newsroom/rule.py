"""Rulings of an editor on stories."""

from __future__ import annotations

from collections.abc import Mapping

from nutgraf.editions.planning import place_of
from nutgraf.editions.sections import named
from nutgraf.errors import UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.store.editions import KeptRuling, Verb

VERBS: Mapping[str, Verb] = {"keep": "keep", "cut": "cut", "move": "move"}


def rule_on(desk: Desk, verb: str, story: str, *, to: str = "", by: str = "") -> KeptRuling:
    """Keep a ruling on a story (an id or a unique beginning of one); raises UsageError."""
    if verb not in VERBS:
        raise UsageError(f"There is no ruling {verb!r}.", "Rule keep, cut or move.")
    ruling = KeptRuling(
        story=story_of(desk, story), verb=VERBS[verb],
        argument=_target(desk, to) if verb == "move" else "", who=by, at=desk.moment(),
    )  # fmt: skip
    desk.store.editions(desk.audience).rule(ruling)
    return ruling


def _target(desk: Desk, to: str) -> str:
    """Where a move leads, as planning reads it: a section's name, else a place in the ranking."""
    sections = desk.settings.edition.sections
    if section := named(to, sections):
        return section.name
    if place := place_of(to):
        return str(place)
    raise UsageError(
        f"There is no section and no place {to!r} to move to.",
        f"Use --to with one of: {', '.join(one.name for one in sections)}; "
        "or a place in the ranking from 1 to 999.",
    )


def story_of(desk: Desk, prefix: str) -> str:
    """The id of a story, from it or a unique beginning: of the story it was merged into, where it
    was; raises UsageError."""
    places = desk.store.placements(desk.audience)
    found = places.stories_starting_with(prefix) if prefix else ()
    if len(found) == 1 or prefix in found:
        story = prefix if prefix in found else found[0]
        return places.now_in([story], desk.moment()).get(story, story)
    if not found:
        raise UsageError(f"This desk has no story {prefix!r}.", "nutgraf stories lists them.")
    raise UsageError(f"More than one story begins with {prefix!r}.", "Write more of its id.")
