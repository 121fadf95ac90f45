"""Composing: from a plan and its judged drafts to the one object every rendering is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from nutgraf.archive.model import Record
from nutgraf.archive.words import CaptureWords, Words
from nutgraf.editions.fragments import span_links
from nutgraf.editions.model import (
    Colophon,
    Edition,
    Failure,
    LeftOut,
    Refusal,
    Section,
)
from nutgraf.editions.notices import quiet
from nutgraf.editions.opening import opening, title
from nutgraf.editions.options import EditionOptions
from nutgraf.editions.passages import passages
from nutgraf.editions.planning import LeftStory, Plan
from nutgraf.editions.printing import Printable, printables
from nutgraf.editions.sections import top
from nutgraf.editions.spreading import section_why
from nutgraf.editions.themes import themed
from nutgraf.editions.trimming import TOO_LONG, section_of, weakest, within_caps, words_of
from nutgraf.stories.model import Story
from nutgraf.writing import WritingOptions
from nutgraf.writing.model import Brief, Draft, Sentence

QUIET_TITLE = "A quiet day"
UNPLACED = "in no story"


def compose(
    *,
    day: date,
    now: datetime,
    desk: str,
    plan: Plan,
    stories: Sequence[Story],
    briefs: Sequence[Brief],
    drafts: Sequence[Draft],
    records: Sequence[Record],
    considered: Sequence[str],
    left_out: Sequence[LeftOut] = (),
    failed: Sequence[Failure] = (),
    versions: Sequence[tuple[str, str]] = (),
    revision: int = 1,
    released_by: str = "",
    options: EditionOptions | None = None,
    writing: WritingOptions | None = None,
) -> Edition:
    """The edition of a day.

    `stories` are all ranked stories, `briefs` and `drafts` those of the plan, every sentence of a
    draft judged; `records` those of every capture of every story; `considered` the captures read
    for this edition, `left_out` those of them that were no candidates, with reasons that read on
    after a number ("published more than 7 days before"). Same arguments, same edition.
    """
    options, writing = options or EditionOptions(), writing or WritingOptions()
    words = CaptureWords(capture for brief in briefs for capture in brief.captures)
    made = printables(
        plan.planned, {b.story.id: b for b in briefs}, {d.story: d for d in drafts}, words, writing
    )
    printed, over = within_caps(made.stories, words, options, writing)
    read = len(set(considered))
    lede, sections, kept, dropped = _fitted(printed, read, words, options, writing)
    told = [*lede, *(s for section in sections for s in _sentences(section))]
    reasons = [*plan.left_out, *made.left_out, *over, *dropped]
    colophon = Colophon(
        read=read,
        left_out=_left_out(considered, left_out, stories, kept, reasons),
        failed=tuple(failed),
        refused=_once(made.refused),
        versions=tuple(versions),
    )
    captures = {capture.id: capture for brief in briefs for capture in brief.captures}
    return Edition(
        id=edition_id(day, revision),
        date=day,
        now=now,
        desk=desk,
        revision=revision,
        released_by=released_by,
        title=title(kept, otherwise=QUIET_TITLE),
        lede=lede,
        sections=sections,
        records=_records(told, kept, records),
        passages=passages(told, captures),
        links=span_links(told, captures),
        colophon=colophon,
    )


def edition_id(day: date, revision: int) -> str:
    """The day, and from the second revision on its number: `2026-04-03`, `2026-04-03-r2`."""
    return f"{day.isoformat()}-r{revision}" if revision > 1 else day.isoformat()


Fitted = tuple[
    tuple[Sentence, ...], tuple[Section, ...], tuple[Printable, ...], tuple[LeftStory, ...]
]


def _fitted(
    printed: tuple[Printable, ...],
    read: int,
    words: Words,
    options: EditionOptions,
    writing: WritingOptions,
) -> Fitted:
    """Lede and sections within the most words, the stories kept, and those dropped for it."""
    kept, dropped = list(printed), list[LeftStory]()
    while True:
        lede, below = _lede(kept, read, words, options, writing)
        sections = _sections(below, words, options)
        whole = words_of([*lede, *(s for section in sections for s in _sentences(section))])
        if whole <= options.most_words or not kept:
            return lede, sections, tuple(kept), tuple(dropped)
        drop = weakest(kept, options)
        kept = [one for one in kept if one is not drop]
        if drop is not None:
            dropped.append(LeftStory(story=drop.story.id, reason=TOO_LONG))


def _lede(
    kept: Sequence[Printable],
    read: int,
    words: Words,
    options: EditionOptions,
    writing: WritingOptions,
) -> tuple[tuple[Sentence, ...], Sequence[Printable]]:
    """Two facts and the stories below them; on a quiet day the notice that says so, alone."""
    if len(kept) < options.quiet_below:
        return quiet(read=read, stories=len(kept), words=words), kept
    return opening(kept, words, writing)


def _sections(
    kept: Sequence[Printable], words: Words, options: EditionOptions
) -> tuple[Section, ...]:
    """The sections in their set order, the quick takes last; what is empty is absent."""
    strongest = top(options)
    leading = strongest.name if strongest else ""
    found: list[Section] = []
    for name in [*(section.name for section in options.sections), options.takes_name]:
        mine = [one for one in kept if section_of(one, options) == name]
        if mine:
            takes = name == options.takes_name
            why = () if takes else section_why(mine, words)
            stories = tuple(one.story for one in mine)
            if options.themes and not takes and name != leading:
                stories = themed(stories)
            found.append(Section(name=name, why=why, stories=stories))
    return tuple(found)


def _sentences(section: Section) -> Iterable[Sentence]:
    yield from section.why
    for story in section.stories:
        yield from story.sentences


def _left_out(
    considered: Sequence[str],
    given: Sequence[LeftOut],
    stories: Sequence[Story],
    kept: Sequence[Printable],
    reasons: Sequence[LeftStory],
) -> tuple[LeftOut, ...]:
    """Every capture considered that is in no printed story, with the reason; sorted by id."""
    printed = {capture for one in kept for capture in one.story.captures}
    why = {one.story: one.reason for one in reasons}
    found: Mapping[str, str] = {
        capture: why[story.id] for story in stories if story.id in why for capture in story.captures
    }
    already = {one.capture: one.reason for one in given}
    return tuple(
        LeftOut(capture=capture, reason=already.get(capture) or found.get(capture, UNPLACED))
        for capture in sorted({*considered, *already})
        if capture not in printed
    )


def _once(refused: Iterable[Refusal]) -> tuple[Refusal, ...]:
    return tuple(dict.fromkeys(refused))


def _records(
    told: Sequence[Sentence], kept: Sequence[Printable], records: Sequence[Record]
) -> tuple[Record, ...]:
    """The record of every capture named in a story, a cite or a computation, sorted by id."""
    needed = {capture for one in kept for capture in one.story.captures}
    needed |= {cite.span.capture for one in told for cite in one.cites}
    needed |= {given.capture for one in told if one.computation for given in one.computation.inputs}
    known = {capture.id: capture.record for one in kept for capture in one.brief.captures}
    known |= {record.capture: record for record in records}
    return tuple(known[capture] for capture in sorted(needed) if capture in known)
