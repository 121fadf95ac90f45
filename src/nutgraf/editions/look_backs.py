"""Looking back: where this desk reported something before, on which day, and how long ago that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from nutgraf.archive.words import Words
from nutgraf.editions.judging import judged
from nutgraf.editions.printing import Printable
from nutgraf.gate.changes import Relation, relation
from nutgraf.gate.points import Point, point
from nutgraf.gate.templates import render
from nutgraf.now import show_ago, show_day
from nutgraf.stories.model import Told
from nutgraf.writing.model import Reference, Sentence

REPORTED = "reported-here"
_NAME = re.compile(r"[^\W_][\w .'’@&+-]{0,59}")
_STATING = frozenset({"headline", "fact", "quote"})


def with_look_backs(stories: Sequence[Printable], day: date, words: Words) -> tuple[Printable, ...]:
    """The stories, each that goes on from an earlier edition marked with where that was."""
    return tuple(_marked(one, day, words) for one in stories)


def looking_back(template: str, to: Reference, *, ago: str = "", name: str = "") -> Sentence:
    """A notice that looks back on a sentence of an earlier edition, not yet judged."""
    slots = {"day": show_day(to.day)}
    slots |= {"ago": ago} if template == REPORTED else {}
    slots |= {"name": name} if template == "withdrawn" else {}
    return Sentence(text=render(template, slots), role="notice", template=template, refers=to)


def nameable(owner: str) -> str:
    """An owner's name as a notice may print it, "" where it may not."""
    return owner if _NAME.fullmatch(owner) else ""


def ago(today: date) -> Callable[[Told], str]:
    """How long before a day something was told."""
    return lambda told: show_ago(told.edition, today)


def _marked(one: Printable, day: date, words: Words) -> Printable:
    told = _before(one)
    if told is None:
        return one
    to = Reference(edition=told.name, sentence=told.sentence)
    notice = looking_back(REPORTED, to, ago=ago(day)(told))
    last = max(sentence.paragraph for sentence in one.story.sentences) + 1
    marked = (*one.story.sentences, judged(replace(notice, paragraph=last), words))
    return replace(one, story=replace(one.story, sentences=marked))


def _before(one: Printable) -> Told | None:
    """The newest told sentence that a story's own go on from: of what its headline says, else a
    figure or a certainty of its facts that was another, else what was told of this very story
    and of the subject of its headline, else this very story's last headline whose subjects are
    all named again."""
    story = one.brief.story
    told = [old for old in (*story.recalled, *story.told) if old.name and old.sentence]
    for sentence in sorted(one.story.sentences, key=lambda each: each.role != "headline"):
        if sentence.role not in _STATING:
            continue
        related = [old for old in told if _goes_on(sentence, old, one)]
        if related:
            return max(related, key=_newest)
    own = [old for old in story.told if old.name and old.sentence and _names_of_it(old, one)]
    return max(own, key=_newest, default=None)


def _newest(old: Told) -> tuple[date, str, bool]:
    return old.edition, old.name, old.role == "headline"


def _names_of_it(old: Told, one: Printable) -> bool:
    """Whether a headline told of this story has only subjects that today's sentences have (the story
    may have been joined to another since), and none of those gives another figure."""
    if old.role != "headline" or old.story != one.story.id:
        return False
    day = one.brief.story.last_seen.date()
    before = point(old.text, old.edition)
    mine = [
        point(sentence.text, day) for sentence in one.story.sentences if sentence.role in _STATING
    ]
    about = [each for each in mine if set(each.subject) & set(before.subject)]
    named = {key for each in about for key in each.subject}
    if not before.subject or not set(before.subject) <= named:
        return False
    return not any(_of_other_figures(each, before) for each in about)


def _of_other_figures(new: Point, old: Point) -> bool:
    """Whether both give figures and none in common: of two things, as far as is sure."""
    return bool(new.values and old.values) and not new.values & old.values


def _goes_on(sentence: Sentence, old: Told, one: Printable) -> bool:
    how = _relation(sentence, old, one)
    if sentence.role == "headline" or how in {"changed", "firmed"}:
        return bool(how)
    day = one.brief.story.last_seen.date()
    of_the_story = point(sentence.text, day).subject == point(one.story.headline.text, day).subject
    return bool(how) and old.story == one.story.id and of_the_story


def _relation(sentence: Sentence, old: Told, one: Printable) -> Relation:
    return relation(
        point(sentence.text, one.brief.story.last_seen.date()), point(old.text, old.edition)
    )
