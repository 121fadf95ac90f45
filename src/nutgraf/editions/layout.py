"""The order a reader meets an edition in, whatever the rendering."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Literal

from nutgraf.archive.model import Record
from nutgraf.editions.emphasis import Run, emphasise, plain
from nutgraf.editions.model import Edition, PrintedStory, Section
from nutgraf.now import show_day
from nutgraf.text import count_words, one_line
from nutgraf.writing.model import VIEWS, Sentence

BlockKind = Literal["paragraph", "quote", "why", "impact"]
_KINDS: dict[str, BlockKind] = {"quote": "quote", "why": "why", "impact": "impact"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence with its print position (from 1) and its words as runs on one line."""

    position: int
    sentence: Sentence
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Sentences printed together: a paragraph, a pull quote, a labelled why or impact."""

    kind: BlockKind
    label: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidStory:
    """A story as printed; `theme` is set on the first story of those that share it in a row, and
    `under_theme` on all of them.
    """

    story: PrintedStory
    headline: Told
    blocks: tuple[Block, ...]
    theme: str
    under_theme: bool

    @property
    def take(self) -> tuple[Told, ...]:
        """What is printed of a quick take: its sentences, else its headline; then its notices."""
        told = [one for block in self.blocks for one in block.told]
        notices = [one for one in told if one.sentence.role == "notice"]
        stating = [one for one in told if one.sentence.role != "notice"]
        return (*(stating or [self.headline]), *notices)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidSection:
    """A section as printed: its why, its stories, then its quick takes."""

    section: Section
    why: tuple[Block, ...]
    stories: tuple[LaidStory, ...]
    takes: tuple[LaidStory, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """An edition as printed; `words` counts those of all its sentences.

    `names` are those of the day by kind: ("companies", ("OpenAI (12)", ...)), with the captures
    that have each.
    """

    lede: tuple[Told, ...]
    names: tuple[tuple[str, tuple[str, ...]], ...]
    sections: tuple[LaidSection, ...]
    words: int


def lay_out(edition: Edition) -> Laid:
    """The edition in reading order; positions count as `Edition.sentences` goes."""
    positions = count(1)
    whole = tuple(sorted({one_line(record.owner) for record in edition.records}))
    return Laid(
        lede=_unbolded(edition.lede, positions),
        names=_names_of_day(edition),
        sections=tuple(_section(section, positions, whole) for section in edition.sections),
        words=sum(count_words(sentence.text) for sentence in edition.sentences()),
    )


_PLURALS = {"company": "companies", "model": "models"}


def _names_of_day(edition: Edition) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for one in edition.names_of_the_day:
        plural = _PLURALS.get(one.kind, one.kind)
        found.setdefault(plural, []).append(f"{one_line(one.name)} ({len(one.captures):,})")
    return tuple((kind, tuple(names)) for kind, names in found.items())


def standing(edition: Edition) -> str:
    """Who answers for the edition: `made unattended`, or who released it; later revisions say so."""
    released = one_line(edition.released_by)
    revision = f", revision {edition.revision}" if edition.revision > 1 else ""
    return f"{f'released by {released}' if released else 'made unattended'}{revision}"


def view_labels(edition: Edition) -> tuple[str, ...]:
    """The labels under which the desk speaks for itself, in order of first use."""
    views = [sentence for sentence in edition.sentences() if sentence.role in VIEWS]
    return tuple(dict.fromkeys(one_line(sentence.label) for sentence in views))


def printed_name(record: Record) -> str:
    """How a source is named to readers: its owner, else the source's id."""
    return one_line(record.owner) or one_line(record.source)


def printed_day(record: Record) -> str:
    """The day a capture was published (UTC), or, where nobody says, the day it was fetched."""
    if record.published_at is not None:
        return show_day(record.published_at.date())
    return f"fetched {show_day(record.fetched_at.date())}"


def _section(section: Section, positions: Iterator[int], whole: Sequence[str]) -> LaidSection:
    why = _blocks(_unbolded(section.why, positions))
    laid: list[LaidStory] = []
    above = ""
    for story in section.stories:
        laid.append(_story(story, above, positions, whole))
        above = one_line(story.theme)
    return LaidSection(
        section=section,
        why=why,
        stories=tuple(one for one in laid if one.story.form == "story"),
        takes=tuple(one for one in laid if one.story.form == "take"),
    )


def _story(
    story: PrintedStory, above: str, positions: Iterator[int], whole: Sequence[str]
) -> LaidStory:
    told = _bolded(story, positions, whole)
    theme = one_line(story.theme)
    return LaidStory(
        story=story,
        headline=next(one for one in told if one.sentence.role == "headline"),
        blocks=_blocks([one for one in told if one.sentence.role != "headline"]),
        theme=theme if theme != above else "",
        under_theme=bool(theme),
    )


def _blocks(told: Iterable[Told]) -> tuple[Block, ...]:
    """A quote stands alone; other sentences are gathered while kind, label and paragraph agree; a
    look back joins the labelled sentence of its paragraph."""
    grouped: list[list[Told]] = []
    for one in told:
        if grouped and (_place(one) == _place(grouped[-1][0]) or _looks_back(one, grouped[-1][0])):
            grouped[-1].append(one)
        else:
            grouped.append([one])
    return tuple(
        Block(kind=_kind(some[0]), label=one_line(some[0].sentence.label), told=tuple(some))
        for some in grouped
    )


def _looks_back(one: Told, first: Told) -> bool:
    """Whether a notice looks back for the labelled sentence it stands behind."""
    labelled = first.sentence.role in VIEWS
    same = one.sentence.paragraph == first.sentence.paragraph
    return one.sentence.refers is not None and labelled and same


def _place(one: Told) -> tuple[str, str, int]:
    kind = _kind(one)
    place = -one.position if kind == "quote" else one.sentence.paragraph
    return kind, one.sentence.label, place


def _kind(one: Told) -> BlockKind:
    return _KINDS.get(one.sentence.role, "paragraph")


def _unbolded(sentences: Iterable[Sentence], positions: Iterator[int]) -> tuple[Told, ...]:
    return tuple(
        Told(position=next(positions), sentence=sentence, runs=plain(sentence.text))
        for sentence in sentences
    )


def _bolded(
    story: PrintedStory, positions: Iterator[int], whole: Sequence[str]
) -> tuple[Told, ...]:
    """Facts and takes get their figures bold, and each name at its first mention in the story; never
    a part of a name that `whole` or the story has."""
    told: list[Told] = []
    already: frozenset[str] = frozenset()
    known = {*whole, *(one_line(one.name) for one in story.names)}
    for sentence in story.sentences:
        runs = plain(sentence.text)
        if sentence.role == "fact" or story.form == "take":
            emphasised = emphasise(sentence.text, already, whole=known)
            already, runs = already | emphasised.names, emphasised.runs
        told.append(Told(position=next(positions), sentence=sentence, runs=runs))
    return tuple(told)
