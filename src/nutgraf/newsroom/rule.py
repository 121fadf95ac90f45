"""Rulings of an editor on stories."""

from __future__ import annotations

from collections.abc import Mapping

from nutgraf.errors import UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.store.editions import KeptRuling, Verb

VERBS: Mapping[str, Verb] = {"keep": "keep", "cut": "cut", "move": "move"}


def rule_on(desk: Desk, verb: str, story: str, *, to: str = "", by: str = "") -> KeptRuling:
    """Keep a ruling on a story (an id or a unique beginning of one); raises UsageError."""
    if verb not in VERBS:
        raise UsageError(f"There is no ruling {verb!r}.", "Rule keep, cut or move.")
    sections = {section.name.lower(): section.name for section in desk.settings.edition.sections}
    argument = sections.get(to.strip().lower(), to.strip())
    if verb == "move" and argument not in sections.values() and not argument.isdigit():
        raise UsageError(
            f"There is no section {to!r} to move to.",
            f"Use --to with one of: {', '.join(sections.values())}; or a place such as 1.",
        )
    ruling = KeptRuling(
        story=story_of(desk, story), verb=VERBS[verb], argument=argument if verb == "move" else "",
        who=by, at=desk.moment(),
    )  # fmt: skip
    desk.store.editions(desk.audience).rule(ruling)
    return ruling


def story_of(desk: Desk, prefix: str) -> str:
    """The id of a story, from it or a unique beginning; raises UsageError."""
    found = desk.store.placements(desk.audience).stories_starting_with(prefix) if prefix else ()
    if len(found) == 1 or prefix in found:
        return prefix if prefix in found else found[0]
    if not found:
        raise UsageError(f"This desk has no story {prefix!r}.", "nutgraf stories lists them.")
    raise UsageError(f"More than one story begins with {prefix!r}.", "Write more of its id.")
