"""What goes into an edition, where and in which form, before a word of it is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from nutgraf.editions.options import EditionOptions
from nutgraf.editions.sections import Assigned, assign, named, top
from nutgraf.editions.telling import unnamed
from nutgraf.entities import Registry
from nutgraf.sources.model import Source
from nutgraf.stories.model import Story

Verb = Literal["keep", "cut", "move"]

CUT = "in stories that were cut by hand"
TOLD = "in stories told before, with nothing new since"
CROWDED = "in stories of a name that had its share of the edition"
WEAKER = "in stories weaker than those printed"
_PLACE = re.compile(r"\s*0{0,9}[1-9][0-9]{0,2}\s*")
# A sentence that begins so speaks of what the one before it named.
_BACK = re.compile(r"(?:It|Its|They|Their|He|His|She|Her|This|That|These|Those)\b")
_SPARE_STORIES = 3
_SPARE_TAKES = 4
_NAMES = 3
_ENOUGH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a person decided about a story: keep it, cut it, or move it.

    `argument` of a move is a section's name, or a place in the ranking counted from 1 (to 999).
    """

    story: str
    verb: Verb
    argument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A story that is to be written: where, in which form, and why; `kept` when a person said so.

    `reason` names the evidence for its section and the section that came next; `leads` says that it is
    among the strongest of the day.
    """

    story: str
    section: str
    form: Literal["story", "take"]
    reason: str
    kept: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftStory:
    """A story that is not to be written; `reason` reads on after a number of captures."""

    story: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan of an edition: stories strongest first (moves done), and what is left out.

    It holds a few more stories and quick takes than the edition prints, for drafts that come to
    nothing; composing fills up from them in this order.
    """

    planned: tuple[Planned, ...]
    left_out: tuple[LeftStory, ...]


def plan(
    stories: Sequence[Story],
    texts: Mapping[str, str],
    *,
    options: EditionOptions,
    rulings: Sequence[Ruling] = (),
    new: Collection[str] | None = None,
    told_by: Mapping[str, Sequence[Source]] | None = None,
    muted: Mapping[str, str] | None = None,
    known: Registry | None = None,
) -> Plan:
    """The plan of an edition from its stories, strongest first.

    `texts` gives the words of a story by its id (titles and texts of its captures, any length);
    `new` the captures that are candidates of this edition. Without `new`, a story counts as told
    unchanged when it was last seen on or before the day it was last told. `muted` gives the
    reason of stories that are left out unless a ruling keeps them. Rulings come in the order they
    were made; the last on a story holds, beside a keep and a move. `told_by` gives the sources
    that tell a story, by its id; `known` are the names the desk knows. A story given twice counts once.
    """
    stories = tuple({story.id: story for story in stories}.values())
    ruled = _ruled(rulings)
    desk = _Desk(options=options, ruled=ruled)
    left: list[LeftStory] = []
    remaining: list[Story] = []
    for story in _placed(stories, ruled):
        rulings_on = ruled.get(story.id, {})
        silenced = (muted or {}).get(story.id, "") if not rulings_on else ""
        reason = _refusal(story, rulings_on, new) or silenced
        if reason:
            left.append(LeftStory(story=story.id, reason=reason))
        else:
            remaining.append(story)
    strongest = top(options)
    if strongest is not None:
        remaining = desk.fill(remaining, strongest.name, strongest.most_stories)
    for story in remaining:
        sources = (told_by or {}).get(story.id, ())
        assigned = assign_story(
            story, texts.get(story.id, ""), options, sources=sources, known=known
        )
        reason = desk.place(story, assigned)
        if reason:
            left.append(LeftStory(story=story.id, reason=reason))
    order = {story.id: at for at, story in enumerate(_placed(stories, ruled))}
    return Plan(
        planned=tuple(sorted(desk.planned, key=lambda one: order[one.story])),
        left_out=tuple(left),
    )


@dataclass(slots=True, kw_only=True)
class _Desk:
    """The places of one edition as they fill up."""

    options: EditionOptions
    ruled: Mapping[str, Mapping[str, str]]
    planned: list[Planned] = field(default_factory=list)
    filled: Counter[str] = field(default_factory=Counter)
    names: Counter[tuple[str, str]] = field(default_factory=Counter)

    def fill(self, stories: Sequence[Story], section: str, most: int) -> list[Story]:
        """Put the strongest stories of a section without words; the rest comes back in order."""
        rest: list[Story] = []
        for story in stories:
            moved = self._moved(story)
            kept_here = moved is not None and moved == section
            crowds = self._crowds(story, "story") and not self.ruled.get(story.id)
            open_ = moved is None and self.filled[section] < most and not crowds
            if kept_here or open_:
                reason = "moved there by hand" if kept_here else "among the strongest of the day"
                self._put(story, section, "story", reason, leads=True)
            else:
                rest.append(story)
        return rest

    def place(self, story: Story, assigned: Assigned) -> str:
        """Put a story into its section, else among the takes; "" when done, else why it is not."""
        moved = self._moved(story)
        kept = bool(self.ruled.get(story.id))
        section = moved or assigned.section
        found = named(section, self.options.sections)
        most = found.most_stories + _SPARE_STORIES if found else 0
        crowds = self._crowds(story, "story")
        if kept or (assigned.fits and self.filled[section] < most and not crowds):
            reason = "moved there by hand" if moved else assigned.explained
            self._put(story, section, "story", reason)
            return ""
        if self._crowds(story, "take"):
            return CROWDED
        takes = self.options.takes_name
        if self.filled[takes] >= self.options.most_takes + _SPARE_TAKES:
            return WEAKER
        why = f"{section} is full" if assigned.fits else assigned.reason
        self._put(story, takes, "take", f"short, since {why}")
        return ""

    def _put(
        self,
        story: Story,
        section: str,
        form: Literal["story", "take"],
        reason: str,
        *,
        leads: bool = False,
    ) -> None:
        kept = bool(self.ruled.get(story.id))
        self.planned.append(
            Planned(
                story=story.id, section=section, form=form, reason=reason, kept=kept, leads=leads
            )
        )
        self.filled[section] += 1
        self.names[form, _main_name(story)] += 1

    def _crowds(self, story: Story, form: Literal["story", "take"]) -> bool:
        name = _main_name(story)
        return bool(name) and self.names[form, name] >= self.options.most_per_name

    def _moved(self, story: Story) -> str | None:
        """The section a ruling names, None where there is none of that name."""
        section = named(self.ruled.get(story.id, {}).get("move", ""), self.options.sections)
        return section.name if section else None


def _ruled(rulings: Sequence[Ruling]) -> dict[str, dict[str, str]]:
    """What holds for each story: a later cut ends keeps and moves, and the other way round."""
    held: dict[str, dict[str, str]] = {}
    for ruling in rulings:
        mine = held.setdefault(ruling.story, {})
        if ruling.verb == "cut":
            mine.clear()
        else:
            mine.pop("cut", None)
        mine[ruling.verb] = ruling.argument
    return held


def rulings_on(story: str, rulings: Sequence[Ruling]) -> Mapping[str, str]:
    """What holds for one story, verb to argument, of rulings in the order they were made."""
    return _ruled(rulings).get(story, {})


def _placed(stories: Sequence[Story], ruled: Mapping[str, Mapping[str, str]]) -> list[Story]:
    """The ranking with moves to a place done, in order of place."""
    wanted = {
        story.id: place
        for story in stories
        if (place := place_of(ruled.get(story.id, {}).get("move", ""))) is not None
    }
    ranked = [story for story in stories if story.id not in wanted]
    moved = [story for story in stories if story.id in wanted]
    for story in sorted(moved, key=lambda one: wanted[one.id]):
        ranked.insert(wanted[story.id] - 1, story)
    return ranked


def place_of(argument: str) -> int | None:
    """The place in the ranking (1 to 999) the argument of a move names, None where it names none."""
    return int(argument) if _PLACE.fullmatch(argument) else None


def _refusal(story: Story, ruled: Mapping[str, str], new: Collection[str] | None) -> str:
    if "cut" in ruled:
        return CUT
    if story.told and not ruled and not _changed(story, new):
        return TOLD
    return ""


def _changed(story: Story, new: Collection[str] | None) -> bool:
    """Whether something other than copies came since the story was last told."""
    copies = {copy for copy, _ in story.copies}
    if new is not None:
        return any(capture in new and capture not in copies for capture in story.captures)
    return story.last_seen.date() > max(one.edition for one in story.told)


def assign_story(
    story: Story,
    text: str,
    options: EditionOptions,
    *,
    sources: Sequence[Source] = (),
    known: Registry | None = None,
) -> Assigned:
    """The section of a story, by what its text says of it and by whom it is told.

    Where at least three lines of the text have a main name of the story, only they count: a digest
    tells of others too.
    """
    keys = [name.key for name in story.names]
    told = unnamed(about(story, text), [(name.name, name.kind) for name in story.names])
    return assign(told, options, names=keys, sources=sources, known=known)


def about(story: Story, text: str) -> str:
    """What of a text is about a story: lines with a main name, and what refers back to them."""
    names = [name.name for name in story.names[:_NAMES]]
    kept: list[str] = []
    goes_on = False
    for line in re.split(r"(?<=[.!?])\s+|\n", text):
        goes_on = any(name in line for name in names) or (goes_on and bool(_BACK.match(line)))
        if goes_on:
            kept.append(line)
    return " ".join(kept) if len(kept) >= _ENOUGH else text


def _main_name(story: Story) -> str:
    return story.names[0].key if story.names else ""
