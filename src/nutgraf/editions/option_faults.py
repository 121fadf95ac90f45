"""What is wrong with the sections and beats somebody set, before a story is lost to it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from nutgraf.editions.likeness import FEWEST_STEMS, stems_of
from nutgraf.editions.options import BeatOptions, EditionOptions, SectionOptions, plain_name
from nutgraf.editions.sections import top
from nutgraf.entities import KINDS

_MOST_STORIES = 10_000
_LISTS = ("words", "names", "kinds", "beats", "sources", "examples")
_ALIKE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFault:
    """One thing wrong: in which table ("" the edition itself), which entry of it (from 1; 0 the
    whole), at which key.

    `what` reads on after the name of the table; `next_step` is a sentence on what to do.
    """

    table: Literal["sections", "beats", ""]
    at: int
    key: str
    what: str
    next_step: str


def option_faults(options: EditionOptions) -> Iterator[OptionFault]:
    """Every fault of the sections and beats, those of names first, in their order."""
    yield from _names("sections", [one.name for one in options.sections])
    yield from _names("beats", [one.name for one in options.beats])
    yield from _other(options)
    for at, section in enumerate(options.sections, 1):
        yield from _of_section(at, section, options)
        yield from _of_lists("sections", at, section)
    for at, beat in enumerate(options.beats, 1):
        yield from _of_lists("beats", at, beat)
    yield from _told_twice("sections", options.sections)
    yield from _told_twice("beats", options.beats)


def _names(table: Literal["sections", "beats"], names: Sequence[str]) -> Iterator[OptionFault]:
    one = table.removesuffix("s")
    step = f'Write [[edition.{table}]] with name = "...", or take it out for the default ones.'
    if not names and table == "sections":
        yield OptionFault(table=table, at=0, key="", what="names no section", next_step=step)
    seen: set[str] = set()
    for at, name in enumerate(names, 1):
        plain = plain_name(name)
        if not plain:
            what = f"has a {one} without a name"
            yield OptionFault(table=table, at=at, key="name", what=what, next_step=step)
        elif plain in seen:
            what = f"has two {table} of one name, {name.strip()!r}"
            yield OptionFault(
                table=table, at=at, key="name", what=what,
                next_step="Give one of the two another name, or make them one.",
            )  # fmt: skip
        seen.add(plain)


def _other(options: EditionOptions) -> Iterator[OptionFault]:
    known = {plain_name(one.name): one.name for one in options.sections}
    if known and plain_name(options.other) not in known:
        near = difflib.get_close_matches(plain_name(options.other), known, n=1, cutoff=_ALIKE)
        yield OptionFault(
            table="", at=0, key="other",
            what=f"names {options.other!r}, and no section is called that",
            next_step=f"Did you mean {known[near[0]]!r}?" if near
            else f"Use one of: {', '.join(known.values())}.",
        )  # fmt: skip


def _of_section(at: int, section: SectionOptions, options: EditionOptions) -> Iterator[OptionFault]:
    if not 0 <= section.most_stories <= _MOST_STORIES:
        yield OptionFault(
            table="sections", at=at, key="most_stories",
            what=f"has a most_stories that is not from 0 to {_MOST_STORIES:,}",
            next_step="Set it to the most stories the section may hold, or take it out for 4.",
        )  # fmt: skip
    leading = top(options)
    is_other = plain_name(section.name) == plain_name(options.other)
    if not section.has_evidence and section is not leading and not is_other:
        first = leading.name if leading else options.other
        yield OptionFault(
            table="sections", at=at, key="",
            what=f"has a section with no evidence, {section.name!r}, and {first!r} has none already",
            next_step='Give it examples = ["..."], words, names, beats or sources; '
            f'or take in what nothing fits with other = "{section.name}".',
        )  # fmt: skip
    defined = {plain_name(beat.name): beat.name for beat in options.beats}
    for name in section.beats:
        near = difflib.get_close_matches(plain_name(name), defined, n=1, cutoff=_ALIKE)
        if near and plain_name(name) not in defined:
            yield OptionFault(
                table="sections", at=at, key="beats",
                what=f"takes the beat {name!r} into {section.name!r}, and no beat is called that",
                next_step=f"Did you mean {defined[near[0]]!r}?",
            )  # fmt: skip


def _of_lists(
    table: Literal["sections", "beats"], at: int, one: SectionOptions | BeatOptions
) -> Iterator[OptionFault]:
    for key in _LISTS:
        seen: set[str] = set()
        for said in getattr(one, key, ()):
            plain = plain_name(said)
            fault = _wrong_entry(key, said, one.name, seen=plain in seen)
            if fault:
                yield OptionFault(
                    table=table, at=at, key=key, what=fault[0], next_step=fault[1]
                )  # fmt: skip
            seen.add(plain)


def _wrong_entry(key: str, said: str, name: str, *, seen: bool) -> tuple[str, str] | None:
    """What is wrong with an entry of a list, and what to do; None when it is good."""
    if not said.strip():
        return f"has an empty entry in the {key} of {name!r}", "Take it out."
    if seen:
        return f"has {said!r} twice in the {key} of {name!r}", "Take one of the two out."
    if key == "examples" and len(stems_of(said)) < FEWEST_STEMS:
        return (
            f"has an example for {name!r} that is too short: {said!r}",
            "Write a sentence of at least three words that say something, such as "
            '"A regulator fines a platform"; single words go into words = ["..."].',
        )
    if key == "kinds" and said.strip() not in KINDS:
        return f"has {said!r} in the kinds of {name!r}", f"Use one of: {', '.join(KINDS)}."
    if key == "words" and " " not in said.strip() and not stems_of(said):
        return (
            f"has {said!r} in the words of {name!r}, which says nothing by itself",
            "Take it out, or write a word that tells these stories from others.",
        )
    return None


def _told_twice(
    table: Literal["sections", "beats"], several: Sequence[SectionOptions | BeatOptions]
) -> Iterator[OptionFault]:
    """An example cannot be one of two sections: it would speak for neither."""
    told: dict[str, str] = {}
    for at, one in enumerate(several, 1):
        for said in dict.fromkeys(one.examples):
            first = told.setdefault(plain_name(said), one.name)
            if first != one.name:
                yield OptionFault(
                    table=table, at=at, key="examples",
                    what=f"has the example {said!r} in {first!r} and in {one.name!r}",
                    next_step="Leave it where such stories belong, and take the other out.",
                )  # fmt: skip
