"""Rulings of an editor on stories."""

from __future__ import annotations

from collections.abc import Mapping

from nutgraf.editions.planning import place_of
from nutgraf.editions.sections import named
from nutgraf.errors import UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.lessons import lesson_of
from nutgraf.newsroom.stories import story_of
from nutgraf.store.editions import KeptRuling, Verb

VERBS: Mapping[str, Verb] = {"keep": "keep", "cut": "cut", "move": "move"}


def rule_on(desk: Desk, verb: str, story: str, *, to: str = "", by: str = "") -> KeptRuling:
    """Keep a ruling on a story (an id or a unique beginning of one), with what it teaches; raises
    UsageError."""
    if verb not in VERBS:
        raise UsageError(f"There is no ruling {verb!r}.", "Rule keep, cut or move.")
    if to and verb != "move":
        raise UsageError(
            f"A story is moved with --to, and this ruling is {verb}.",
            f"Rule move to put it there, or leave out --to to {verb} it where it is.",
        )
    if verb == "move" and not to:
        raise UsageError("It is not said where to move the story.", _targets(desk))
    ruling = KeptRuling(
        story=story_of(desk, story), verb=VERBS[verb],
        argument=_target(desk, to) if verb == "move" else "", who=by, at=desk.moment(),
    )  # fmt: skip
    desk.store.editions(desk.audience).rule(ruling, lesson_of(desk, ruling))
    return ruling


def _target(desk: Desk, to: str) -> str:
    """Where a move leads, as planning reads it: a section's name, else a place in the ranking."""
    sections = desk.settings.edition.sections
    if section := named(to, sections):
        return section.name
    if place := place_of(to):
        return str(place)
    raise UsageError(f"There is no section and no place {to!r} to move to.", _targets(desk))


def _targets(desk: Desk) -> str:
    sections = desk.settings.edition.sections
    return (
        f"Use --to with one of: {', '.join(one.name for one in sections)}; "
        "or a place in the ranking from 1 to 999."
    )
