"""An edition is finite: so many stories a section, so many quick takes, so many words in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from nutgraf.archive.words import Words
from nutgraf.editions.options import EditionOptions
from nutgraf.editions.planning import WEAKER, LeftStory
from nutgraf.editions.printing import Printable, as_take
from nutgraf.editions.sections import named, top
from nutgraf.text import count_words
from nutgraf.writing import WritingOptions
from nutgraf.writing.model import Sentence

TOO_LONG = "in stories that made the edition too long"


def section_of(one: Printable, options: EditionOptions) -> str:
    """Where a story prints: a take among the quick takes, whatever was planned for it."""
    return options.takes_name if one.story.form == "take" else one.section


def within_caps(
    stories: Sequence[Printable], words: Words, options: EditionOptions, writing: WritingOptions
) -> tuple[tuple[Printable, ...], tuple[LeftStory, ...]]:
    """The stories within the most of each section, strongest first; what a person kept is over it.

    The leading section is filled from the others where its own came to nothing; a story whose
    section is full is told as a quick take while there is room for it.
    """
    filled: Counter[str] = Counter()
    kept: list[Printable] = []
    left: list[LeftStory] = []
    for one in _led(stories, options):
        placed: Printable | None = one
        if not _fits(one, filled, options):
            short = filled[options.takes_name] < options.most_takes and one.story.form == "story"
            placed = as_take(one, words, writing) if short else None
        if placed is None:
            left.append(LeftStory(story=one.story.id, reason=WEAKER))
        else:
            filled[section_of(placed, options)] += 1
            kept.append(placed)
    return tuple(kept), tuple(left)


def _fits(one: Printable, filled: Counter[str], options: EditionOptions) -> bool:
    section = section_of(one, options)
    return one.planned.kept or filled[section] < _most(section, options)


def _led(stories: Sequence[Printable], options: EditionOptions) -> list[Printable]:
    """The stories with the strongest of other sections moved up while the leading one has room."""
    leading = top(options)
    if leading is None:
        return list(stories)
    room = leading.most_stories - sum(section_of(one, options) == leading.name for one in stories)
    moved: list[Printable] = []
    for one in stories:
        if (
            room > 0
            and one.story.form == "story"
            and one.section != leading.name
            and not one.planned.kept
        ):
            moved.append(replace(one, planned=replace(one.planned, section=leading.name)))
            room -= 1
        else:
            moved.append(one)
    return moved


def weakest(stories: Sequence[Printable], options: EditionOptions) -> Printable | None:
    """The next story to drop: the weakest of a section or of the takes that has more than it must,
    else the weakest of all; never one that a person kept, unless there is no other.
    """
    filled = Counter(section_of(one, options) for one in stories)
    open_ = [one for one in stories if not one.planned.kept] or list(stories)
    spare = [one for one in open_ if filled[section_of(one, options)] > _fewest(one, options)]
    return (spare or open_)[-1] if stories else None


def words_of(sentences: Iterable[Sentence]) -> int:
    """Words of printed sentences, as an editor counts them."""
    return sum(count_words(sentence.text) for sentence in sentences)


def _most(section: str, options: EditionOptions) -> int:
    if section == options.takes_name:
        return options.most_takes
    found = named(section, options.sections)
    return found.most_stories if found else 0


def _fewest(one: Printable, options: EditionOptions) -> int:
    if one.story.form == "take":
        return options.fewest_takes
    found = named(one.section, options.sections)
    return found.most_stories if found and found == top(options) else options.fewest_stories
